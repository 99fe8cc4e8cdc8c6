// Letters and signs as keys: where they act, where they do not, and without them.
import { Dialogs } from "../fixtures/dialogs.ts";
import { expect, test } from "../fixtures/demo.ts";

test("a sign acts from the bare page, from the table and from a button", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  for (const place of [page.locator("body"), dashboardPage.rows.first(), dialogs.openSettings]) {
    await place.focus();
    await page.keyboard.press("?");
    await expect(dialogs.help).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialogs.help).toBeHidden();
  }
});

test("beside the rows keys of the page act as well", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await page.getByTestId("show-changes").click();
  await expect(page.getByTestId("changes")).toBeFocused();
  await page.keyboard.press("p");
  await dashboardPage.isConnection("paused");
  await page.keyboard.press("p");
  await dashboardPage.isConnection("live");
  await page.keyboard.press("Escape");

  await dashboardPage.rows.first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("drawer")).toBeFocused();
  await page.keyboard.press("?");
  await expect(dialogs.help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialogs.help).toBeHidden();
  await page.keyboard.press("/");
  await expect(dashboardPage.search).toBeFocused();
});

test("signs are text in a field, and do nothing in a dialog or with a modifier", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dashboardPage.search.focus();
  await page.keyboard.type("a?/");
  await expect(dashboardPage.search).toHaveValue("a?/");
  await expect(dialogs.help).toBeHidden();
  await dashboardPage.search.fill("");
  await dashboardPage.search.blur();

  await dialogs.openSettings.click();
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  await page.keyboard.press("Control+k");
  await expect(dialogs.help).toBeHidden();
  await expect(dialogs.palette).toBeHidden();
  await expect(dashboardPage.search).not.toBeFocused();
  await page.keyboard.press("Escape");

  await dashboardPage.rows.first().focus();
  await page.keyboard.press("Alt+/");
  await expect(dashboardPage.search).not.toBeFocused();
});

test("a key that belongs to a composition does nothing", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const press = async (init: object) => {
    await page.locator("body").dispatchEvent("keydown", { key: "/", ...init });
    return dashboardPage.search.evaluate((search) => search === document.activeElement);
  };
  expect(await press({ isComposing: true })).toBe(false);
  expect(await press({ keyCode: 229 })).toBe(false);
  expect(await press({})).toBe(true);
});

test("keys can be turned off, and the palette still opens", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.openSettings.click();
  await page.getByTestId("letters").uncheck();
  await page.keyboard.press("Escape");
  await page.locator("body").focus();
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  await page.keyboard.press("j");
  await expect(dashboardPage.search).not.toBeFocused();
  await expect(dialogs.help).toBeHidden();
  await expect(dashboardPage.table.locator(`[aria-selected="true"]`)).toHaveCount(0);
  await dialogs.jumpTo("help");
  await page.keyboard.press("Enter");
  await expect(dialogs.help).toBeVisible();
});
