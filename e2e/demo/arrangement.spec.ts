// How rows are shown: grouped, in chosen columns, with widths of one's own; all but the widths stand in the address.
import { expect, test } from "../fixtures/demo.ts";

test("rows are grouped with counts, groups fold, and the address keeps the grouping", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  const all = await dashboardPage.count();
  await page.getByTestId("menu-group").click();
  await page.getByTestId("group-class").check();
  await page.keyboard.press("Escape");
  await expect.poll(() => dashboardPage.parameter("group")).toBe("class");

  const group = page.getByTestId("group").first();
  const name = (await group.getAttribute("data-group"))!;
  const inClass = rows.filter((row) => (row.class ?? "none") === name).length;
  await expect(group).toContainText(inClass.toLocaleString("en-US"));
  const groups = new Set(rows.map((row) => row.class)).size;
  expect(await dashboardPage.count()).toBe(all + groups);

  await group.click();
  const fold = page.locator(`[data-testid="group"][data-group="${name}"]`).getByTestId("fold");
  await expect(fold).toHaveAttribute("aria-expanded", "false");
  await expect.poll(() => dashboardPage.count()).toBe(all + groups - inClass);
  await page.reload();
  await dashboardPage.isConnection("live");
  await expect(page.getByTestId("group").first()).toBeVisible();
});

test("groups fold by the keyboard", async ({ page, dashboardPage }) => {
  await dashboardPage.open("?group=namespace");
  const group = page.getByTestId("group").first();
  await group.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByTestId("fold").first()).toHaveAttribute("aria-expanded", "false");
  await expect(page.getByTestId("group").first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("fold").first()).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("j");
  await expect(page.locator('[data-testid="row"][aria-rowindex="3"]')).toBeFocused();
});

test("columns are chosen and stand in the address", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await page.getByTestId("menu-columns").click();
  await page.getByTestId("column-class").uncheck();
  await page.getByTestId("column-changed").check();
  await page.keyboard.press("Escape");
  await expect(dashboardPage.sortButton("class")).toHaveCount(0);
  await expect(page.getByTestId("sort-changed")).toBeVisible();
  const first = dashboardPage.rows.first();
  await expect(first.getByTestId("cell-class")).toBeHidden();
  await expect(first.getByTestId("cell-changed")).toBeVisible();
  expect(dashboardPage.parameter("columns")).toContain("changed");
  await expect(dashboardPage.table).toHaveAttribute("aria-colcount", "9");
});

test("a column keeps the width that it was given", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const width = async () => (await dashboardPage.columnHeader("name").boundingBox())!.width;
  const before = await width();
  // The table moves when something is told above it: hovering waits until it stands still.
  await page.getByTestId("edge-name").hover();
  const edge = (await page.getByTestId("edge-name").boundingBox())!;
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width / 2 + 80, edge.y + 4, { steps: 4 });
  await page.mouse.up();
  const after = await width();
  expect(after - before).toBeGreaterThan(60);
  await page.reload();
  await dashboardPage.isConnection("live");
  expect(Math.abs((await width()) - after)).toBeLessThan(2);
});
