// What a user chooses for a browser is kept there, holds before the first paint, and follows in other windows.
import type { Page } from "@playwright/test";

import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { Dialogs } from "../fixtures/dialogs.ts";
import { expect, test } from "../fixtures/demo.ts";

/** What theme.js has made of the choices before anything else ran. */
async function lookAtFirst(page: Page): Promise<object> {
  return page.evaluate(() => (window as unknown as { lookAtFirst: object }).lookAtFirst);
}

test("theme and density are chosen, kept, and there before the first paint", async ({ page, dashboardPage }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => {
      Object.assign(window, { lookAtFirst: { ...document.documentElement.dataset } });
    });
  });
  await dashboardPage.open();
  expect(await lookAtFirst(page)).toMatchObject({ theme: "light", density: "comfortable" });
  const dialogs = new Dialogs(page);
  await dialogs.openSettings.click();
  await dialogs.settings.getByLabel("Dark", { exact: true }).check();
  await dialogs.settings.getByLabel("Compact").check();
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-theme", "dark");
  await expect(root).toHaveAttribute("data-density", "compact");
  const height = async () => (await dashboardPage.rows.nth(3).boundingBox())!.height;
  const distance = async () =>
    (await dashboardPage.rows.nth(4).boundingBox())!.y - (await dashboardPage.rows.nth(3).boundingBox())!.y;
  expect([await height(), await distance()]).toEqual([28, 28]);
  await page.keyboard.press("Escape");
  await expect(dashboardPage.themeToggle).toHaveAccessibleName("Theme: dark");

  await page.reload();
  expect(await lookAtFirst(page)).toMatchObject({ theme: "dark", density: "compact" });
  await dashboardPage.isConnection("live");
  await dialogs.openSettings.click();
  await expect(dialogs.settings.getByLabel("Compact")).toBeChecked();

  await page.getByTestId("reset").click();
  await expect(root).toHaveAttribute("data-theme", "light");
  await expect(root).toHaveAttribute("data-density", "comfortable");
  expect([await height(), await distance()]).toEqual([36, 36]);
  await expect(dialogs.settings.getByLabel("Auto", { exact: true })).toBeChecked();
});

test("another window follows", async ({ page, context, dashboardPage, still }) => {
  await dashboardPage.open();
  const other = new DashboardPage(await context.newPage(), still);
  await other.open();
  const dialogs = new Dialogs(page);
  await dialogs.openSettings.click();
  await dialogs.settings.getByLabel("Dark", { exact: true }).check();
  await expect(other.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(other.themeToggle).toHaveAccessibleName("Theme: dark");
});

test("what filters offer is searched, hidden, and shown again by a reset", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.openSettings.click();
  const namespaces = page.getByTestId("offered-Namespaces");
  await namespaces.locator("summary").click();
  await namespaces.getByRole("textbox").fill("legacy");
  const legacy = namespaces.getByLabel("legacy-batch");
  await expect(legacy).toBeChecked();
  await legacy.uncheck();
  await expect(namespaces.locator("summary")).toContainText("1 hidden");
  await page.getByTestId("columns").getByLabel("Class").uncheck();
  await page.reload();
  await dashboardPage.isConnection("live");
  await dialogs.openSettings.click();
  await expect(page.getByTestId("columns").getByLabel("Class")).not.toBeChecked();
  await expect(namespaces.locator("summary")).toContainText("1 hidden");
  await page.getByTestId("reset").click();
  await expect(page.getByTestId("columns").getByLabel("Class")).toBeChecked();
  await expect(namespaces.locator("summary")).not.toContainText("hidden");
});

for (const [what, value] of [
  ["nonsense", "dark"],
  ["another version", `{"version":2,"preferences":{"theme":"dark"}}`],
  ["a wrong type", `{"version":1,"preferences":{"hiddenColumns":7}}`],
  ["null", "null"],
] as const) {
  test(`${what} in the storage gives the defaults`, async ({ page, dashboardPage }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.addInitScript((kept) => localStorage.setItem("settings", kept), value);
    await dashboardPage.open();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
    await new Dialogs(page).openSettings.click();
    await expect(page.getByTestId("letters")).toBeChecked();
  });
}

for (const [what, forbid] of [
  ["is forbidden", () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } })],
  ["is full", () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }],
] as const) {
  test(`where the storage ${what}, choices hold until the page is left`, async ({ page, dashboardPage }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.addInitScript(forbid);
    await dashboardPage.open();
    const dialogs = new Dialogs(page);
    await dialogs.openSettings.click();
    await dialogs.settings.getByLabel("Dark", { exact: true }).check();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(dialogs.settings.getByLabel("Dark", { exact: true })).toBeChecked();
  });
}

test("everything is done by the keyboard, and the focus returns", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.openSettings.focus();
  await page.keyboard.press("Enter");
  await expect(dialogs.settings).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await dialogs.keepsFocus(dialogs.settings, 30);
  await page.keyboard.press("Escape");
  await expect(dialogs.settings).toBeHidden();
  await expect(dialogs.openSettings).toBeFocused();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about, at any width", async ({ page, dashboardPage }) => {
      await dashboardPage.open();
      const dialogs = new Dialogs(page);
      await dialogs.openSettings.click();
      await page.getByTestId("offered-Labels").locator("summary").click();
      expect(await dialogs.complaints()).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      await expect(dialogs.settings).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await dialogs.complaints()).toEqual([]);
    });
  });
}
