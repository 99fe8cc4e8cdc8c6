// On a phone and at 200 % zoom everything can be reached without scrolling sideways.
import { expect, test } from "../fixtures/demo.ts";

for (const { screen, viewport, deviceScaleFactor } of [
  { screen: "a narrow phone", viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  { screen: "a laptop at 200 % zoom", viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
]) {
  test.describe(`on ${screen}`, () => {
    test.use({ viewport, deviceScaleFactor });

    test("rows, search and state fit into the width", async ({ page, dashboardPage }) => {
      await dashboardPage.open();
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overflow()).toBeLessThanOrEqual(0);
      const sideways = () => dashboardPage.viewport.evaluate((view) => view.scrollWidth - view.clientWidth);
      expect(await sideways()).toBeLessThanOrEqual(0);
      for (const part of [dashboardPage.connection, dashboardPage.search, dashboardPage.counts, dashboardPage.themeToggle]) {
        await expect(part).toBeInViewport({ ratio: 1 });
      }
      const first = dashboardPage.rows.first();
      for (const column of ["namespace", "name", "hosts"] as const) {
        await expect(dashboardPage.cell(first, column)).toBeInViewport({ ratio: 0.9 });
      }
      await expect(first).toBeInViewport({ ratio: 0.95 });
    });

    test("the lines of the domains fit into the width, and their names can be read", async ({ page, dashboardPage }) => {
      await page.goto(`${dashboardPage.dashboard.url}domains`);
      const name = page.getByTestId("domain").filter({ hasText: "example" }).first();
      await name.click();
      await expect(page.getByTestId("host").first()).toBeVisible();
      const unreadable = await page.getByTestId("domain-line").locator(".name").evaluateAll((names) =>
        names.filter((name) => name.scrollWidth > name.clientWidth && name.clientWidth < 80).length,
      );
      expect(unreadable).toBe(0);
      const sideways = () => page.locator(".domains").evaluate((list) => list.scrollWidth - list.clientWidth);
      expect(await sideways()).toBeLessThanOrEqual(0);
    });

    test("what nothing matches wraps, however long it is", async ({ page, dashboardPage }) => {
      const long = "a-name-that-nobody-would-ever-give-to-anything-in-a-cluster-but-that-can-be-typed";
      await dashboardPage.open(`?q=${long}%20class%3Anginx`);
      await expect(page.getByTestId("drop-term")).toContainText(long);
      const past = await page.locator("[data-testid=empty-state], [data-testid=empty-state] *").evaluateAll((parts) =>
        parts.filter((part) => part.getBoundingClientRect().right > innerWidth || part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0).length,
      );
      expect(past).toBe(0);
    });

    test("the list scrolls to its end, and the search works", async ({ page, dashboardPage }) => {
      await dashboardPage.open();
      const last = (await dashboardPage.count()) + 1;
      await dashboardPage.viewport.evaluate((view) => view.scrollTo({ top: view.scrollHeight }));
      await expect(page.locator(`[data-testid="row"][aria-rowindex="${last}"]`)).toBeInViewport({ ratio: 1 });

      await dashboardPage.search.fill("checkout");
      await expect.poll(() => dashboardPage.count()).toBeLessThan(last - 1);
      await dashboardPage.viewport.evaluate((view) => view.scrollTo({ top: 0 }));
      await expect(dashboardPage.rows.first()).toBeInViewport({ ratio: 0.95 });
      await expect(dashboardPage.rows.first().locator("mark").first()).toBeInViewport();
    });
  });
}

test.describe("with a finger", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("what can be tapped is large enough", async ({ page, dashboardPage }) => {
    await dashboardPage.open();
    const small = await page.locator("button:visible, input:visible").evaluateAll((controls) =>
      controls
        .map((control) => ({ control: control.outerHTML.slice(0, 120), box: control.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ control, box }) => `${control}: ${box.width} x ${box.height}`),
    );
    expect(small).toEqual([]);
  });
});
