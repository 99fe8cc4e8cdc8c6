// Usable without a mouse, without sight, with large text and on a narrow screen.
import { AxeBuilder } from "@axe-core/playwright";

import { expect, test } from "../fixtures/demo.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const { view, path } of [
      { view: "the list", path: "" },
      { view: "a search", path: "?q=checkout" },
      { view: "a search without a match", path: "?q=nothing-is-called-this" },
    ]) {
      test(`axe finds nothing to complain about in ${view}`, async ({ page, dashboardPage }) => {
        await dashboardPage.open(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }))).toEqual([]);
      });
    }
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
