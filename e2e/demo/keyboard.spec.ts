// The list is walked with the keyboard: one stop for Tab, then rows by arrows or letters.
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures/demo.ts";

/** The aria-rowindex of the row that has the focus or holds it; null elsewhere. */
async function focusedRow(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const row = document.activeElement?.closest(`[data-testid="row"]`);
    return row ? Number(row.getAttribute("aria-rowindex")) : null;
  });
}

/** Presses Tab until a row has the focus, and tells where it was before. */
async function tabIntoRows(page: Page): Promise<string[]> {
  const stops: string[] = [];
  while (stops.length < 30 && (await focusedRow(page)) === null) {
    await page.keyboard.press("Tab");
    stops.push((await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))) ?? "");
  }
  return stops;
}

test("Tab goes from the search over the column names to one row, and on", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await dashboardPage.search.focus();
  const stops = await tabIntoRows(page);
  expect(await focusedRow(page), `Tab reaches the rows after ${stops.join(", ")}`).toBe(2);
  const columns = stops.filter((stop) => stop.startsWith("sort-"));
  expect([0, 1, 9]).toContain(columns.length);
});

test("Tab reaches the rows in view where the one that had the focus is not drawn", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await page.keyboard.press("j");
  await expect.poll(() => focusedRow(page)).toBe(2);
  await dashboardPage.search.focus();
  await page.locator(".viewport").evaluate((viewport) => viewport.scrollTo(0, viewport.scrollHeight / 2));
  await expect(page.locator(`[data-testid="row"][aria-rowindex="2"]`)).toHaveCount(0);
  await expect(page.locator(`[data-testid="row"][tabindex="0"]`)).toHaveCount(1);
  const stops = await tabIntoRows(page);
  expect(await focusedRow(page), `Tab reaches the rows after ${stops.join(", ")}`).toBeGreaterThan(10);
});

test("the letters j and k enter the list from anywhere on the page", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await page.keyboard.press("j");
  await expect.poll(() => focusedRow(page)).toBe(2);
});

for (const { key, leadsTo } of [
  { key: "ArrowDown", leadsTo: "first" },
  { key: "End", leadsTo: "last" },
] as const) {
  test(`${key} enters the list where nothing has the focus`, async ({ page, dashboardPage }) => {
    await dashboardPage.open();
    await expect(page.locator("body")).toBeFocused();
    await page.keyboard.press(key);
    const index = leadsTo === "first" ? 2 : (await dashboardPage.count()) + 1;
    await expect.poll(() => focusedRow(page)).toBe(index);
  });
}

test("arrows, letters, Home and End move the focus, and the list follows", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const last = (await dashboardPage.count()) + 1;
  const isAt = (index: number) => expect.poll(() => focusedRow(page)).toBe(index);
  await dashboardPage.rows.first().focus();
  await page.keyboard.press("j");
  await isAt(3);
  await page.keyboard.press("ArrowDown");
  await isAt(4);
  await page.keyboard.press("k");
  await isAt(3);
  await page.keyboard.press("ArrowUp");
  await isAt(2);

  await page.keyboard.press("End");
  await isAt(last);
  await expect(page.locator(`[data-testid="row"][aria-rowindex="${last}"]`)).toBeInViewport();
  await page.keyboard.press("ArrowDown");
  await isAt(last);

  await page.keyboard.press("PageUp");
  await expect.poll(async () => (await focusedRow(page)) ?? last).toBeLessThan(last - 5);
  await page.keyboard.press("Home");
  await isAt(2);
});

test("many presses in a row lose no step and never the focus", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await dashboardPage.rows.first().focus();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await expect.poll(() => focusedRow(page)).toBe(62);
  await expect(page.locator(`[data-testid="row"][aria-rowindex="62"]`)).toBeInViewport({ ratio: 1 });
});

test("what can be clicked in a row can be reached from it by the keyboard", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const row = dashboardPage.rows.filter({ has: page.getByTestId("more-hosts") }).filter({ has: page.getByRole("link") });
  await row.first().focus();
  const reached: string[] = [];
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press(press % 2 === 0 ? "Tab" : "ArrowRight");
    reached.push(
      await page.evaluate(() => {
        const element = document.activeElement;
        return element?.closest(`[data-testid="row"]`) ? `${element.tagName} ${element.getAttribute("data-testid")}` : "";
      }),
    );
  }
  expect(reached).toContain("A null");
  expect(reached).toContain("BUTTON more-hosts");
});

test("the focused row can be seen", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const outlineOf = () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest(`[data-testid="row"]`) ?? document.querySelector(`[data-testid="row"]`)!;
      const { outlineStyle, outlineWidth, boxShadow, backgroundColor } = getComputedStyle(row);
      return { outline: `${outlineStyle} ${outlineWidth}`, boxShadow, backgroundColor };
    });
  const before = await outlineOf();
  await dashboardPage.rows.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => focusedRow(page)).toBe(3);
  expect(await outlineOf()).not.toEqual(before);
});

test("letters typed into the search move nothing", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await dashboardPage.search.focus();
  await page.keyboard.type("jk");
  await expect(dashboardPage.search).toHaveValue("jk");
  expect(await focusedRow(page)).toBeNull();
});

test("the hosts that do not fit open on demand, and Escape returns to where one was", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const row = dashboardPage.rows.filter({ has: page.getByTestId("more-hosts") }).first();
  const more = row.getByTestId("more-hosts");
  await expect(more).toHaveText(/^\+\d+/);
  const hidden = Number((await more.textContent())!.replace(/\D/g, ""));
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(dashboardPage.popover).toBeVisible();
  const [namespace, name] = (await row.getAttribute("data-key"))!.split("/");
  const ingress = (await dashboardPage.dashboard.rows()).find((each) => each.namespace === namespace && each.name === name)!;
  const hosts = ingress.rules.flatMap((rule) => rule.host ?? []);
  expect(new Set(hosts).size).toBeGreaterThan(hidden);
  for (const host of hosts) {
    await expect(dashboardPage.popover).toContainText(host);
  }

  await page.keyboard.press("Escape");
  await expect(dashboardPage.popover).toBeHidden();
  await expect(more).toBeFocused();
});
