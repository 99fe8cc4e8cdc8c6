// Browsers cost the API server nothing: however many look, one watch and no further list.
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { expect, test } from "../fixtures/cluster.ts";
import type { Kubectl } from "../fixtures/kubectl.ts";
import { ingress } from "../fixtures/objects.ts";

/** What the API server has served and is serving for Ingresses; its own watches are part of it. */
async function load(kubectl: Kubectl): Promise<{ watches: number; lists: number }> {
  const metrics = (await kubectl.run(["get", "--raw", "/metrics"])).split("\n");
  return {
    watches: sum(metrics, "apiserver_longrunning_requests", ["resource=\"ingresses\"", "verb=\"WATCH\""]),
    lists: sum(metrics, "apiserver_request_total", ["resource=\"ingresses\"", "verb=\"LIST\""]),
  };
}

function sum(metrics: readonly string[], name: string, labels: readonly string[]): number {
  return metrics
    .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
    .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(" "))), 0);
}

test("two browsers share one upstream watch", async ({
  page,
  context,
  controlPlane,
  kubectl,
  namespace,
  startDashboard,
}) => {
  const without = await load(kubectl);
  const dashboard = await startDashboard("serve", ["--kubeconfig", controlPlane.kubeconfig]);
  const first = new DashboardPage(page, dashboard);
  await first.open(`?q=${namespace}`);
  const withOne = await load(kubectl);
  expect(withOne.watches - without.watches).toBe(1);

  const second = new DashboardPage(await context.newPage(), dashboard);
  await second.open(`?q=${namespace}`);
  await kubectl.apply(ingress(namespace, "web"));
  for (const each of [first, second]) {
    await expect(each.row(`${namespace}/web`)).toBeVisible();
  }
  expect(await load(kubectl)).toEqual(withOne);

  await second.page.close();
  await first.page.close();
  await dashboard.stop();
  await expect.poll(async () => (await load(kubectl)).watches, "the watch ends with the dashboard").toBe(without.watches);
});
