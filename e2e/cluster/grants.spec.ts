// The grant that the page shows is the one that helps: applied as it stands, it ends the refusal.
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { expect, test } from "../fixtures/cluster.ts";
import { Dialogs } from "../fixtures/dialogs.ts";
import { ingress } from "../fixtures/objects.ts";
import { grants, namespaceReader, tokenOf } from "../fixtures/service-account.ts";
import { Kubectl } from "../fixtures/kubectl.ts";

test("the grant names the ServiceAccount, and lets it read the denied namespace and no more", async ({
  page,
  kubeconfigWith,
  kubectl,
  namespace,
  startDashboard,
}) => {
  test.setTimeout(120_000);
  const withheld = `${namespace}-withheld`;
  await kubectl.createNamespace(withheld);
  await kubectl.apply(...namespaceReader(namespace, "reader"), ingress(namespace, "web"), ingress(withheld, "late"));
  const kubeconfig = await kubeconfigWith({ token: await tokenOf(kubectl, namespace, "reader") });
  const flags = ["--kubeconfig", kubeconfig, "--namespaces", `${namespace},${withheld}`];
  const dashboardPage = new DashboardPage(page, await startDashboard("serve", flags));
  await dashboardPage.open();
  await new Dialogs(page).showGrants.click();
  const manifest = page.getByTestId("manifest");
  await expect(manifest).toContainText(`kind: ServiceAccount\n    namespace: ${namespace}\n    name: reader\n`);

  const before = await grants(new Kubectl(kubeconfig), withheld);
  await kubectl.run(["apply", "--filename", "-"], (await manifest.textContent()) ?? "");
  const after = await grants(new Kubectl(kubeconfig), withheld);
  expect([...after].filter((grant) => !before.has(grant)).sort()).toEqual(
    ["get", "list", "watch"].map((verb) => `${verb} ingresses.networking.k8s.io`),
  );
  await page.keyboard.press("Escape");
  await expect(dashboardPage.row(`${withheld}/late`)).toBeVisible({ timeout: 60_000 });
  await expect(dashboardPage.banner).not.toContainText(withheld);
});
