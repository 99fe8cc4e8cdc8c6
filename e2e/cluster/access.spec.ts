// Namespaces that may not be read are named, and the others do not suffer.
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { expect, test } from "../fixtures/cluster.ts";
import { ingress } from "../fixtures/objects.ts";
import { namespaceReader, tokenOf } from "../fixtures/service-account.ts";

test("of two named namespaces, the granted one is live and the other is said to be denied", async ({
  page,
  kubeconfigWith,
  kubectl,
  namespace,
  startDashboard,
}) => {
  const [granted, withheld] = [namespace, `${namespace}-withheld`];
  await kubectl.createNamespace(withheld);
  await kubectl.apply(
    ...namespaceReader(granted, "reader"),
    ingress(granted, "web"),
    ingress(withheld, "secret-project"),
  );
  const kubeconfig = await kubeconfigWith({ token: await tokenOf(kubectl, granted, "reader") });
  const flags = ["--kubeconfig", kubeconfig, "--namespaces", `${granted},${withheld}`];
  const dashboardPage = new DashboardPage(page, await startDashboard("serve", flags));
  await dashboardPage.open();
  await expect(dashboardPage.row(`${granted}/web`)).toBeVisible();
  await expect(dashboardPage.banner).toContainText(withheld);
  await expect(dashboardPage.banner).toContainText(/403|forbidden|denied|cannot be read/i);
  expect(await dashboardPage.count()).toBe(1);

  await kubectl.apply(ingress(granted, "later"));
  await expect(dashboardPage.row(`${granted}/later`)).toBeVisible();
  expect(await page.content()).not.toContain("secret-project");
});
