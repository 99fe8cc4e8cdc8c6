// The API server goes away and comes back: the page keeps what it knows, says that it is old, and catches up.
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { expect, test } from "../fixtures/cluster.ts";
import { Link } from "../fixtures/link.ts";
import { ingress } from "../fixtures/objects.ts";

const NOTICED = { timeout: 6_000 };
const RECOVERED = { timeout: 30_000 };

test("rows stay and are called stale while the API server is gone, and are live again when it is back", async ({
  controlPlane,
  dashboardPage,
  kubectl,
  namespace,
}) => {
  await kubectl.apply(ingress(namespace, "web"));
  await dashboardPage.open(`?q=${namespace}`);
  const documentId = await dashboardPage.documentId();
  const row = dashboardPage.row(`${namespace}/web`);
  await expect(row).toBeVisible();
  await expect(dashboardPage.banner).toBeHidden();

  await controlPlane.killApiServer();
  try {
    await expect(dashboardPage.banner).toBeVisible(NOTICED);
    await expect(dashboardPage.banner).toContainText(/not followed/i);
    await expect(dashboardPage.connection).not.toContainText("Live");
    await expect(row).toBeVisible();
    await expect(dashboardPage.banner, "one watch serves all namespaces").toContainText("All rows are stale");
  } finally {
    await controlPlane.startApiServer();
  }

  await expect(dashboardPage.banner).toBeHidden(RECOVERED);
  await expect(row).toBeVisible();
  await kubectl.apply(ingress(namespace, "web", { host: "afterwards.example.com" }));
  await expect(dashboardPage.cell(row, "hosts")).toContainText("afterwards.example.com");
  expect(await dashboardPage.documentId(), "the page was not reloaded").toBe(documentId);
});

for (const { history, compacted } of [
  { history: "kept", compacted: false },
  { history: "compacted away", compacted: true },
]) {
  test(`an Ingress deleted while the dashboard is cut off vanishes, its history ${history}`, async ({
    page,
    controlPlane,
    kubeconfigWith,
    kubectl,
    namespace,
    startDashboard,
  }) => {
    await kubectl.apply(ingress(namespace, "doomed"), ingress(namespace, "spared"));
    const link = await Link.to(controlPlane.port);
    const kubeconfig = await kubeconfigWith({ port: link.port });
    const dashboardPage = new DashboardPage(page, await startDashboard("serve", ["--kubeconfig", kubeconfig]));
    await dashboardPage.open(`?q=${namespace}`);
    const documentId = await dashboardPage.documentId();
    await expect(dashboardPage.rows).toHaveCount(2);

    await controlPlane.killApiServer();
    await link.cut();
    await controlPlane.startApiServer();
    await kubectl.deleteIngress(namespace, "doomed");
    if (compacted) {
      await controlPlane.compact();
    }
    await expect(dashboardPage.banner).toBeVisible(NOTICED);
    await expect(dashboardPage.row(`${namespace}/doomed`), "it cannot be known yet").toBeVisible();

    await link.restore();
    await expect(dashboardPage.row(`${namespace}/doomed`)).toHaveCount(0, RECOVERED);
    await expect(dashboardPage.row(`${namespace}/spared`)).toBeVisible();
    await expect(dashboardPage.banner).toBeHidden(RECOVERED);
    expect(await dashboardPage.documentId(), "the page was not reloaded").toBe(documentId);
    await link.cut();
  });
}
