// The dashboard's own server goes away and comes back: the page waits with what it knows, and goes on by itself.
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, expect, test } from "../fixtures/demo.ts";

test.use({ disturbed: true });

test("rows stay while the server is gone, and the page is live again without a reload", async ({ page, startDashboard }) => {
  const dashboard = await startDashboard("demo", demoFlags(300, 6, 0));
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.open();
  const documentId = await dashboardPage.documentId();
  // The banner that comes and goes leaves more or less room for rows.
  const top = async () => (await dashboardPage.keys()).slice(0, 10);
  const [count, keys] = [await dashboardPage.count(), await top()];

  await dashboard.kill();
  await expect(dashboardPage.connection).toHaveAttribute("data-state", /reconnecting|offline/, { timeout: 10_000 });
  await expect(dashboardPage.connection).not.toContainText("Live");
  expect(await dashboardPage.count()).toBe(count);
  expect(await top()).toEqual(keys);

  await dashboard.restart();
  await dashboardPage.isConnection("live", 40_000);
  expect(await dashboardPage.count()).toBe(count);
  expect(await top()).toEqual(keys);
  expect(await dashboardPage.documentId(), "the page was not reloaded").toBe(documentId);
  // A server that has just begun knows few rows at first.
  await page.getByTestId("show-changes").click();
  await expect(page.getByTestId("changes")).toBeVisible();
  await expect(page.getByTestId("changes").locator(`[data-kind="removed"]`)).toHaveCount(0);
});

test("the search goes on over rows while the server is gone", async ({ page, startDashboard }) => {
  const dashboard = await startDashboard("demo", demoFlags(300, 6, 0));
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.open();
  const count = await dashboardPage.count();
  await dashboard.kill();
  await expect(dashboardPage.connection).not.toHaveAttribute("data-state", "live");
  await dashboardPage.search.fill("shop");
  await expect.poll(() => dashboardPage.count()).toBeLessThan(count);
  await expect(dashboardPage.rows.first()).toBeVisible();
});

test("a server that ends in good order is waited for as well", async ({ page, startDashboard }) => {
  const dashboard = await startDashboard("demo", demoFlags(300, 6, 0));
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.open();
  await dashboard.stop();
  await dashboard.restart();
  await dashboardPage.isConnection("live", 40_000);
  await expect(dashboardPage.rows.first()).toBeVisible();
});
