// However long the list, only the rows in view and a few around them exist in the document.
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures/demo.ts";
import { countRowElements } from "../fixtures/row-elements.ts";

const MOST_ROWS = 80;

test("wherever one scrolls, rows are in view, and never more than 80 exist", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const mostRows = await countRowElements(page);
  for (const fraction of [0.1, 0.25, 0.5, 0.501, 0.75, 0.99, 0.33, 1, 0]) {
    await dashboardPage.viewport.evaluate((viewport, to) => {
      viewport.scrollTop = to * (viewport.scrollHeight - viewport.clientHeight);
    }, fraction);
    await expect.poll(() => gaps(page), `rows fill the view at ${fraction} of the list`).toEqual([]);
  }
  expect(await mostRows()).toBeLessThanOrEqual(MOST_ROWS);
});

/** The heights within the table's view, in pixels from its top, at which there is no row. */
async function gaps(page: Page): Promise<number[]> {
  return page.getByTestId("viewport").evaluate((viewport) => {
    const box = viewport.getBoundingClientRect();
    const heights = [0.3, 0.5, 0.7, 0.9].map((fraction) => box.height * fraction);
    const x = box.left + box.width / 2;
    return heights.filter((y) => !document.elementFromPoint(x, box.top + y)?.closest(`[data-testid="row"]`));
  });
}

test("the wheel scrolls through rows without ever making too many", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const mostRows = await countRowElements(page);
  const [first] = await dashboardPage.keys();
  await dashboardPage.viewport.hover();
  for (let turn = 0; turn < 20; turn += 1) {
    await page.mouse.wheel(0, 1_500);
  }
  await expect(dashboardPage.row(first!)).toHaveCount(0);
  await expect.poll(() => gaps(page)).toEqual([]);
  expect(await mostRows()).toBeLessThanOrEqual(MOST_ROWS);
});

test("the table tells how many rows it has and which of them each one is", async ({ dashboardPage }) => {
  await dashboardPage.open();
  const { length } = await dashboardPage.dashboard.rows();
  await expect(dashboardPage.table).toHaveRole("grid");
  expect(await dashboardPage.count()).toBe(length);
  await expect(dashboardPage.table).toHaveAttribute("aria-colcount", "9");
  await expect(dashboardPage.rows.first()).toHaveAttribute("aria-rowindex", "2");
});

test("the end of the list is its last row", async ({ dashboardPage }) => {
  await dashboardPage.open();
  const { length } = await dashboardPage.dashboard.rows();
  await dashboardPage.viewport.evaluate((viewport) => viewport.scrollTo({ top: viewport.scrollHeight }));
  const last = dashboardPage.page.locator(`[data-testid="row"][aria-rowindex="${length + 1}"]`);
  await expect(last).toBeInViewport({ ratio: 1 });
});
