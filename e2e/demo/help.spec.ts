// The help lists the keys and how a query is written.
import { Dialogs } from "../fixtures/dialogs.ts";
import { expect, test } from "../fixtures/demo.ts";

const KEYS = ["/", "g", "p", "w", "y", "o", "c", "Shift C", "Shift Y", "e", "?", "j", "k", "Home", "End", "Esc", "Ctrl K", "↵"];
const FIELDS = ["ns:", "name:", "class:", "host:", "path:", "svc:", "tls:", "address:", "label:", "annotation:", "age:", "changed:", "finding:", "url:"];

test("every key and every field is listed", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await page.keyboard.press("?");
  await expect(dialogs.help).toBeVisible();
  const keys = (await page.getByTestId("help-keys").locator("kbd").allTextContents()).join(" ").split(" ");
  expect(keys).toEqual(expect.arrayContaining(KEYS.flatMap((key) => key.split(" "))));
  const terms = await dialogs.help.locator("dt code").allTextContents();
  expect(terms).toEqual(expect.arrayContaining(FIELDS));
});

test("it is read and closed by the keyboard, and the focus returns", async ({ page, dashboardPage }) => {
  await page.setViewportSize({ width: 1280, height: 400 });
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  const row = dashboardPage.rows.nth(1);
  await row.focus();
  await page.keyboard.press("?");
  await expect(dialogs.help).toBeVisible();
  await page.keyboard.press("End");
  await expect(dialogs.help.locator("dd").last()).toBeInViewport({ ratio: 1 });
  await dialogs.keepsFocus(dialogs.help, 4);
  await page.keyboard.press("Escape");
  await expect(dialogs.help).toBeHidden();
  await expect(row).toBeFocused();

  await page.keyboard.press("?");
  await page.keyboard.press("Shift+Tab");
  await expect(dialogs.help.getByTestId("close")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialogs.help).toBeHidden();
  await expect(row).toBeFocused();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about, at any width", async ({ page, dashboardPage }) => {
      await dashboardPage.open();
      const dialogs = new Dialogs(page);
      await page.keyboard.press("?");
      await expect(dialogs.help).toBeVisible();
      expect(await dialogs.complaints()).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      await expect(dialogs.help).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await dialogs.complaints()).toEqual([]);
    });
  });
}
