// As the chart installs it, the dashboard may read Ingresses and Events, and that is all the page needs.
import { access } from "../fixtures/chart.ts";
import { expect, test } from "../fixtures/cluster.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import type { Difference } from "../fixtures/kubeconfig.ts";
import { Kubectl, type KubernetesObject } from "../fixtures/kubectl.ts";
import { ingress } from "../fixtures/objects.ts";
import { bystander, grants, tokenOf } from "../fixtures/service-account.ts";

function serviceAccount(objects: readonly KubernetesObject[]): string {
  const found = objects.find((object) => object.kind === "ServiceAccount");
  expect(found, "the chart has a ServiceAccount").toBeDefined();
  return found!.metadata.name;
}

test("the chart's ServiceAccount sees every row", async ({
  page,
  kubeconfigWith,
  kubectl,
  namespace,
  startDashboard,
}) => {
  const objects = await access(kubectl, namespace);
  await kubectl.apply(...objects, ingress(namespace, "web"), ingress("default", `beside-${namespace}`));
  const token = await tokenOf(kubectl, namespace, serviceAccount(objects));
  const dashboard = await startDashboard("serve", ["--kubeconfig", await kubeconfigWith({ token })]);
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.open();
  const all = await kubectl.run(["get", "ingress", "--all-namespaces", "--output", "name"]);
  expect(await dashboardPage.count()).toBe(all.trim().split("\n").length);
  await expect(dashboardPage.banner).toBeHidden();

  await dashboardPage.search.fill(namespace);
  await expect(dashboardPage.row(`${namespace}/web`)).toBeVisible();
  await expect(dashboardPage.row(`default/beside-${namespace}`)).toBeVisible();
  const health = (await (await fetch(`${dashboard.url}api/health`)).json()) as { status: string };
  expect(health.status).toBe("healthy");
});

/** What the chart's ServiceAccount may do in a namespace beyond what every ServiceAccount may. */
async function granted(
  kubectl: Kubectl,
  kubeconfigWith: (difference: Difference) => Promise<string>,
  objects: readonly KubernetesObject[],
  { home, inside }: { home: string; inside: string },
): Promise<string[]> {
  await kubectl.apply(...objects, bystander(home, "bystander"));
  const grantsOf = async (name: string) => {
    const token = await tokenOf(kubectl, home, name);
    return grants(new Kubectl(await kubeconfigWith({ token })), inside);
  };
  const everybodys = await grantsOf("bystander");
  return [...(await grantsOf(serviceAccount(objects)))].filter((grant) => !everybodys.has(grant)).sort();
}

test("the chart grants reading Ingresses and Events, and nothing else", async ({ kubeconfigWith, kubectl, namespace }) => {
  const objects = await access(kubectl, namespace);
  const own = await granted(kubectl, kubeconfigWith, objects, { home: namespace, inside: "default" });
  expect(own).toEqual([
    "get ingresses.networking.k8s.io",
    "list events.",
    "list ingresses.networking.k8s.io",
    "watch ingresses.networking.k8s.io",
  ]);
});

test("for named namespaces the chart grants nothing outside of them", async ({ kubeconfigWith, kubectl, namespace }) => {
  const watched = `${namespace}-watched`;
  await kubectl.createNamespace(watched);
  const objects = await access(kubectl, namespace, { "watch.namespaces": `{${watched}}` });
  const where = (inside: string) => granted(kubectl, kubeconfigWith, objects, { home: namespace, inside });
  expect(await where(watched)).toEqual([
    "get ingresses.networking.k8s.io",
    "list events.",
    "list ingresses.networking.k8s.io",
    "watch ingresses.networking.k8s.io",
  ]);
  expect(await where(namespace)).toEqual([]);
  expect(await where("default")).toEqual([]);
});
