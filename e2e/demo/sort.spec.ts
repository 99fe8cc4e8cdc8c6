// A click on a column's name sorts by it; the page's address and assistive technology are told.
import { complaints } from "../fixtures/axe.ts";
import type { DashboardPage } from "../fixtures/dashboard-page.ts";
import { expect, test } from "../fixtures/demo.ts";
import { key, type IngressRow } from "../fixtures/wire.ts";

/** The values of the rows at the top of the table, as the server has them. */
async function top<T>(dashboardPage: DashboardPage, rows: ReadonlyMap<string, IngressRow>, value: (row: IngressRow) => T) {
  return (await dashboardPage.keys()).slice(0, 15).map((shown) => value(rows.get(shown)!));
}

async function rowsByKey(dashboardPage: DashboardPage): Promise<Map<string, IngressRow>> {
  return new Map((await dashboardPage.dashboard.rows()).map((row) => [key(row), row]));
}

const createdAt = (row: IngressRow) => Date.parse(row.createdAt ?? "");

test("at first rows are sorted by namespace, then name", async ({ dashboardPage }) => {
  await dashboardPage.open();
  await expect(dashboardPage.columnHeader("namespace")).toHaveAttribute("aria-sort", "ascending");
  const rows = await rowsByKey(dashboardPage);
  const first = [...new Set([...rows.values()].map((row) => row.namespace))].sort()[0];
  expect(new Set(await top(dashboardPage, rows, (row) => row.namespace))).toEqual(new Set([first]));
});

test("by age, the youngest come first, and a second click turns them around", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const rows = await rowsByKey(dashboardPage);
  const ages = [...rows.values()].map(createdAt).sort((left, right) => right - left);

  await dashboardPage.sortButton("age").click();
  await expect(dashboardPage.columnHeader("age")).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => top(dashboardPage, rows, createdAt)).toEqual(ages.slice(0, 15));
  await expect.poll(() => dashboardPage.parameter("sort")).toContain("age");

  await dashboardPage.sortButton("age").click();
  await expect(dashboardPage.columnHeader("age")).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => top(dashboardPage, rows, createdAt)).toEqual(ages.slice(-15).reverse());

  await page.reload();
  await dashboardPage.isConnection("live");
  await expect(dashboardPage.columnHeader("age")).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => top(dashboardPage, rows, createdAt)).toEqual(ages.slice(-15).reverse());
});

test("one column is sorted by at a time", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const sorted = page.locator(`[role="columnheader"]:is([aria-sort="ascending"], [aria-sort="descending"])`);
  for (const column of ["name", "class", "hosts", "paths", "tls", "address", "age", "namespace"] as const) {
    await dashboardPage.sortButton(column).click();
    await expect(dashboardPage.columnHeader(column)).toHaveAttribute("aria-sort", "ascending");
    await expect(sorted).toHaveCount(1);
  }
});

test("where the best answers to a URL come first, no heading claims the order", async ({ page, dashboardPage }) => {
  await dashboardPage.open("?q=https%3A%2F%2Fnowhere.example.org%2F&sort=-age");
  await expect(page.getByTestId("search-remarks")).toContainText("Best answers first, equal ones by Age ↓.");
  const headings = page.getByRole("columnheader");
  await expect(headings.first()).toBeVisible();
  await expect(page.locator(`[role="columnheader"]:not([aria-sort="none"])`)).toHaveCount(0);
  await dashboardPage.search.fill("");
  await expect(dashboardPage.columnHeader("age")).toHaveAttribute("aria-sort", "descending");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("a menu sorts the cards, which have no headings", async ({ page, dashboardPage }) => {
    await dashboardPage.open();
    const rows = await rowsByKey(dashboardPage);
    const ages = [...rows.values()].map(createdAt).sort((left, right) => right - left);
    const menu = page.getByTestId("menu-sort");
    await expect(menu).toBeInViewport({ ratio: 1 });
    await expect(menu).toHaveText(/Sort: Namespace ↑/);
    await menu.click();
    const byAge = page.getByTestId("sort-by-age");
    await byAge.click();
    await expect(byAge).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => top(dashboardPage, rows, createdAt)).toEqual(ages.slice(0, 15));
    await byAge.click();
    await expect(menu).toHaveText(/Sort: Age ↓/);
    await expect.poll(() => dashboardPage.parameter("sort")).toBe("-age");
    expect(await complaints(page)).toEqual([]);
  });
});

for (const { width, beside, details } of [
  { width: 1159, beside: "the changes", details: false },
  { width: 1659, beside: "the changes and details", details: true },
]) {
  test(`the menu is there for cards beside ${beside}, and only then`, async ({ page, dashboardPage }) => {
    await page.setViewportSize({ width, height: 800 });
    await dashboardPage.open(details ? `?ingress=${(await dashboardPage.dashboard.rows()).map(key)[0]}` : "");
    const menu = page.getByTestId("menu-sort");
    const heading = dashboardPage.columnHeader("namespace");
    await expect(heading).toBeVisible();
    await expect(menu).toBeHidden();
    await page.getByTestId("show-changes").click();
    await expect(heading).toBeHidden();
    await expect(menu).toBeVisible();
    await page.setViewportSize({ width: width + 1, height: 800 });
    await expect(heading).toBeVisible();
    await expect(menu).toBeHidden();
  });
}

test("numbers in names are sorted by their value", async ({ dashboardPage }) => {
  await dashboardPage.open("?sort=name");
  const rows = await rowsByKey(dashboardPage);
  const numbered = [...rows.values()].map((row) => /^([a-z-]+-)(\d+)$/.exec(row.name)).filter((match) => match !== null);
  const stem = numbered.find(([, , number]) => Number(number) >= 10)?.[1];
  expect(stem, "the demo has a name with a number of two digits").toBeDefined();

  await dashboardPage.search.fill(stem!);
  const isNumbered = new RegExp(`^${stem}\\d+$`);
  const shown = async () => {
    const names = (await dashboardPage.keys()).map((each) => each.split("/")[1]!);
    return names.filter((name) => isNumbered.test(name)).map((name) => Number(name.slice(stem!.length)));
  };
  await expect.poll(async () => (await shown()).length).toBeGreaterThan(1);
  const numbers = await shown();
  expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
});
