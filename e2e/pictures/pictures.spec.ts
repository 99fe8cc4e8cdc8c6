// Each state of the page that docs/pictures.md explains, in light and dark.
import { expect, type Page } from "@playwright/test";

import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, test as base } from "../fixtures/demo.ts";
import { Dialogs } from "../fixtures/dialogs.ts";
import { Drawer } from "../fixtures/drawer.ts";
import type { Dashboard } from "../fixtures/dashboard.ts";

const FOLDER = new URL("../../docs/pictures/", import.meta.url);

/** Ages are of the time that the page has: so long after the servers' start, in which the demo's Ingresses were made. */
const AFTER_START_MS = 60_000;

type Pictures = {
  /** Opens a page whose clock stands still, and waits until it is live. */
  openAt: (dashboard: Dashboard, path?: string) => Promise<DashboardPage>;
  /** Draws what the page shows now. */
  draw: (name: string) => Promise<void>;
};

const test = base.extend<Pictures>({
  openAt: async ({ page }, use) => {
    await use(async (dashboard, path = "") => {
      await page.clock.setFixedTime(dashboard.startedAt + AFTER_START_MS);
      const dashboardPage = new DashboardPage(page, dashboard);
      await dashboardPage.open(path);
      return dashboardPage;
    });
  },

  draw: async ({ page, colorScheme }, use) => {
    await use(async (name) => {
      await page.evaluate(() => document.fonts.ready);
      const path = new URL(`${name}-${colorScheme}.png`, FOLDER).pathname;
      await page.screenshot({ path, animations: "disabled", scale: "device" });
    });
  },
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("the list", async ({ openAt, draw, still }) => {
      await openAt(still);
      await draw("list");
    });

    test("a filtered list", async ({ openAt, draw, still }) => {
      const dashboardPage = await openAt(still, "?q=ns:shop,checkout+-tls:no+cart");
      await expect(dashboardPage.rows.first()).toBeVisible();
      await draw("filtered");
    });

    test("the details of an Ingress", async ({ page, openAt, draw, still }) => {
      const dashboardPage = await openAt(still, "?q=ns:shop");
      await dashboardPage.rows.nth(1).press("Enter");
      await expect(new Drawer(page).rules).toBeVisible();
      await expect(page.getByText("Loading…")).toHaveCount(0);
      await draw("details");
    });

    test("its YAML", async ({ page, openAt, draw, still }) => {
      const dashboardPage = await openAt(still, "?q=ns:shop");
      await dashboardPage.rows.nth(1).press("Enter");
      await page.keyboard.press("y");
      await expect(new Drawer(page).yaml).toBeVisible();
      await draw("yaml");
    });

    test("the palette", async ({ page, openAt, draw, still }) => {
      await openAt(still);
      await new Dialogs(page).jumpTo("checkout");
      await expect(new Dialogs(page).palette.locator("mark").first()).toBeVisible();
      await draw("palette");
    });

    test("what changed", async ({ page, draw, lively }) => {
      const dashboardPage = new DashboardPage(page, lively);
      await dashboardPage.open();
      await page.getByTestId("show-changes").click();
      await expect.poll(() => page.getByTestId("change").count()).toBeGreaterThan(30);
      await page.keyboard.press("Escape");
      await page.getByTestId("pause").click();
      await page.getByTestId("show-changes").click();
      await draw("changes");
    });

    test("a denied namespace and the grant that it lacks", async ({ page, openAt, draw, still }) => {
      await openAt(still);
      await new Dialogs(page).showGrants.click();
      await expect(page.getByTestId("manifest")).toBeVisible();
      await draw("grant");
    });

    test.describe("without its server", () => {
      test.use({ disturbed: true });

      test("old rows", async ({ page, draw, startDashboard }) => {
        const dashboardPage = new DashboardPage(page, await startDashboard("demo", demoFlags(5_000, 50, 0)));
        await dashboardPage.open();
        await dashboardPage.dashboard.kill();
        await dashboardPage.isConnection("reconnecting");
        await draw("outage");
      });
    });

    test("nothing that matches", async ({ openAt, draw, still }) => {
      const dashboardPage = await openAt(still, "?q=ns:shop+class:nginx+tls:yes+wishlist+legacy");
      await expect(dashboardPage.emptyState).toBeVisible();
      await draw("nothing-matches");
    });

    test("the help", async ({ page, openAt, draw, still }) => {
      await openAt(still);
      await page.keyboard.press("?");
      await expect(new Dialogs(page).help).toBeVisible();
      await draw("help");
    });

    test("100,000 rows in groups", async ({ page, openAt, draw, startDashboard }) => {
      const dashboardPage = await openAt(await startDashboard("demo", demoFlags(100_000, 50, 0)), "?group=domain");
      await expect(page.getByTestId("group").first()).toBeVisible();
      await scroll(page, dashboardPage, 0.3);
      await draw("groups");
    });

    test.describe("on a phone", () => {
      test.use({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

      test("the list", async ({ openAt, draw, still }) => {
        await openAt(still);
        await draw("phone");
      });
    });
  });
}

async function scroll(page: Page, { viewport }: DashboardPage, share: number): Promise<void> {
  await viewport.evaluate((element, share) => (element.scrollTop = share * element.scrollHeight), share);
  await expect(page.getByTestId("row").first()).toBeVisible();
}
