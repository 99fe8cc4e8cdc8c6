// What the measurements share: dashboards of the simulated cluster, and cold visits of them.
import type { Browser, BrowserContext, Page } from "@playwright/test";

import type { Dashboard } from "../fixtures/dashboard.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, test as base } from "../fixtures/demo.ts";

type Bench = {
  /** Starts a dashboard of so many Ingresses, of which so many change in a second. */
  dashboardOf: (ingresses: number, changes: number) => Promise<Dashboard>;
};

const NAMESPACES = 50;
const LIVE_WITHIN_MS = 60_000;

export const test = base.extend<Bench>({
  dashboardOf: async ({ startDashboard }, use) => {
    await use((ingresses, changes) =>
      startDashboard("demo", [...demoFlags(ingresses, NAMESPACES, changes), "--rate-limit", "0"]),
    );
  },
});

/** A visit with nothing in the browser's caches; `prepare` comes before the page is asked for. */
export async function visit(
  browser: Browser,
  dashboard: Dashboard,
  prepare: (page: Page, context: BrowserContext) => Promise<unknown> = async () => {},
): Promise<DashboardPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await prepare(page, context);
  await page.goto(dashboard.url);
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.isConnection("live", LIVE_WITHIN_MS);
  return dashboardPage;
}

export { expect } from "../fixtures/demo.ts";
