// Usable without a mouse, without sight, with large text and on a narrow screen.
import { complaints } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/demo.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about in the list and in what opens over it", async ({ page, dashboardPage }) => {
      await dashboardPage.open("?q=checkout");
      await expect(dashboardPage.rows.locator("mark").first()).toBeVisible();
      expect(await complaints(page)).toEqual([]);
      await page.getByTestId("more-hosts").first().click();
      await expect(dashboardPage.popover).toBeVisible();
      expect(await complaints(page, `[data-testid="popover"]`)).toEqual([]);
    });

    test("axe finds nothing to complain about where nothing matches", async ({ page, dashboardPage }) => {
      await dashboardPage.open("?q=nothing-is-called-this");
      await expect(dashboardPage.emptyState).toBeVisible();
      expect(await complaints(page)).toEqual([]);
    });
  });
}

test("what is searched for is told to those who cannot see the list", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await dashboardPage.search.fill("checkout");
  const count = () => dashboardPage.counts.textContent();
  await expect.poll(count).toContain(" of ");
  const shown = /^[\d,]+/.exec((await count())!.trim())![0];
  const announcements = page.locator(`[aria-live="polite"], [role="status"]`);
  await expect(announcements.filter({ hasText: shown }).first()).toBeAttached();
});
