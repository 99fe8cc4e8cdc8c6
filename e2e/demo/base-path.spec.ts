// Behind a prefix everything works as it does at the top, and nothing exists outside of it.
import { Dashboard } from "../fixtures/dashboard.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, expect, test } from "../fixtures/demo.ts";
import { matching, type ClientConfig } from "../fixtures/wire.ts";

let dashboard: Dashboard;

test.beforeAll(async () => {
  dashboard = await Dashboard.start("demo", demoFlags(200, 5, 5), "/dash/");
});

test.afterAll(async () => {
  await dashboard.stop();
});

test("the page is live, and every request stays below the prefix", async ({ page, behaviour }) => {
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.open();
  await expect(dashboardPage.rows.first()).toBeVisible();
  expect(behaviour.requests.filter((url) => !url.startsWith(dashboard.url))).toEqual([]);
  const config = (await (await fetch(`${dashboard.url}api/config`)).json()) as ClientConfig;
  expect(config.basePath).toBe("/dash/");
});

test("a link with a search opens on it, and the address stays below the prefix", async ({ page }) => {
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.open("?q=shop&sort=name");
  await expect(dashboardPage.search).toHaveValue("shop");
  const rows = matching(await dashboard.rows(), "shop");
  await expect.poll(async () => Math.abs((await dashboardPage.count()) - rows.length)).toBeLessThan(20);
  await expect(dashboardPage.columnHeader("name")).toHaveAttribute("aria-sort", "ascending");

  await dashboardPage.search.fill("checkout");
  await expect.poll(() => dashboardPage.parameter("q")).toBe("checkout");
  expect(new URL(page.url()).pathname).toBe("/dash/");
});

test("without its last slash the prefix leads to the page", async ({ request }) => {
  const answer = await request.get(`${dashboard.origin}/dash`, { maxRedirects: 0 });
  expect(answer.status()).toBeGreaterThanOrEqual(301);
  expect(answer.status()).toBeLessThanOrEqual(308);
  expect(new URL(answer.headers()["location"] ?? "", `${dashboard.origin}/dash`).href).toBe(dashboard.url);
});

for (const path of ["/", "/api/ingresses", "/dashboard/", "/index.html"]) {
  test(`${path} does not exist outside of the prefix`, async ({ request }) => {
    const answer = await request.get(dashboard.origin + path, { headers: { accept: "text/html" } });
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
  });
}
