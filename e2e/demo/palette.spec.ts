// A few letters lead to an Ingress, to its host, or to a command, by the keyboard alone.
import { Dialogs } from "../fixtures/dialogs.ts";
import { expect, test } from "../fixtures/demo.ts";

test("a host leads to the details of its Ingress", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  const rows = await dashboardPage.dashboard.rows();
  const row = rows.find(({ rules }) => rules.some(({ host }) => host && !host.includes("*")))!;
  const host = row.rules.find((rule) => rule.host && !rule.host.includes("*"))!.host!;
  await dialogs.jumpTo(host.toUpperCase());
  await expect(dialogs.chosenOption).toContainText(host);
  await expect(dialogs.chosenOption.locator("mark").first()).toHaveText(host);
  await page.keyboard.press("Enter");
  await expect(dialogs.palette).toBeHidden();
  await expect.poll(() => dashboardPage.parameter("ingress")).not.toBeNull();
  const [namespace, name] = dashboardPage.parameter("ingress")!.split("/");
  const opened = rows.find((each) => each.namespace === namespace && each.name === name)!;
  expect(opened.rules.map((rule) => rule.host)).toContain(host);
});

test("letters in their order are enough, and what begins with them comes first", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  const { namespace, name } = (await dashboardPage.dashboard.rows())[0]!;
  await dialogs.jumpTo(`${namespace}/${name}`);
  await expect(dialogs.chosenOption).toContainText(`${namespace}/${name}`);
  await dialogs.paletteInput.fill("thdrk");
  await expect(dialogs.paletteOptions.filter({ hasText: "Theme: dark" })).toHaveCount(1);
  await dialogs.paletteInput.fill("checkout");
  await expect(dialogs.chosenOption).toContainText(/checkout/);
  expect(await dialogs.paletteOptions.count()).toBeLessThanOrEqual(50);
  await dialogs.paletteInput.fill("zzqqxx");
  await expect(dialogs.paletteOptions).toHaveCount(0);
  await expect(dialogs.palette).toContainText("Nothing fits.");
});

test("a URL leads to what answers it", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  const url = "https://nobody.example.invalid/cart/1";
  await dialogs.jumpTo(url);
  await expect(dialogs.chosenOption).toHaveText(`Explain ${url}`);
  await page.keyboard.press("Enter");
  await expect(dialogs.palette).toBeHidden();
  await expect(page.getByTestId("request")).toContainText("nobody.example.invalid/cart/1");
  await expect(page.getByTestId("unnamed-host")).toContainText("No rule names this host");
});

test("a command is run, here the theme", async ({ page, dashboardPage }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.jumpTo("theme dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await dialogs.jumpTo("settings");
  await page.keyboard.press("Enter");
  await expect(dialogs.settings).toBeVisible();
  await expect(dialogs.palette).toBeHidden();
});

test("Control and Enter open the host in a new tab", async ({ page, context, dashboardPage }) => {
  await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort());
  await dashboardPage.open();
  await page.evaluate(() => {
    Object.assign(window, { opened: [] });
    window.open = (url) => {
      (window as unknown as { opened: string[] }).opened.push(String(url));
      return null;
    };
  });
  const dialogs = new Dialogs(page);
  const rows = await dashboardPage.dashboard.rows();
  const host = rows.flatMap(({ rules }) => rules.map((rule) => rule.host)).find((each) => each && !each.includes("*"))!;
  await dialogs.jumpTo(host);
  await page.keyboard.press("Control+Enter");
  await expect(dialogs.palette).toBeHidden();
  const opened = await page.evaluate(() => (window as unknown as { opened: string[] }).opened);
  expect(opened).toHaveLength(1);
  expect(new URL(opened[0]!).hostname).toBe(host);
  expect(dashboardPage.parameter("ingress")).toBeNull();
});

test("arrows move the choice around the ends, and the list follows", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.jumpTo("a");
  const count = await dialogs.paletteOptions.count();
  expect(count).toBeGreaterThan(20);
  const isChosen = async (index: number) => {
    await expect(dialogs.paletteOptions.nth(index)).toHaveAttribute("aria-selected", "true");
    await expect(dialogs.paletteInput).toHaveAttribute("aria-activedescendant", `palette-${index}`);
    await expect(dialogs.paletteOptions.nth(index)).toBeInViewport({ ratio: 1 });
  };
  await isChosen(0);
  await page.keyboard.press("ArrowDown");
  await isChosen(1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await isChosen(count - 1);
  await page.keyboard.press("ArrowDown");
  await isChosen(0);
  await page.keyboard.press("PageDown");
  await isChosen(8);
});

test("the focus stays inside and returns to where it was", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  for (const opener of [dialogs.jump, dashboardPage.search, dashboardPage.rows.first()]) {
    await opener.focus();
    await page.keyboard.press("Control+k");
    await expect(dialogs.paletteInput).toBeFocused();
    await dialogs.keepsFocus(dialogs.palette, 3);
    await page.keyboard.press("Escape");
    await expect(dialogs.palette).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test("its button opens it, and its keys or a click beside it close it", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await expect(dialogs.jump).toContainText("Ctrl K");
  await dialogs.jump.click();
  await expect(dialogs.paletteInput).toBeFocused();
  await page.mouse.click(4, 790);
  await expect(dialogs.palette).toBeHidden();
  await dialogs.jump.click();
  await page.keyboard.press("Control+k");
  await expect(dialogs.palette).toBeHidden();
});

test("an entry can be clicked", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.jumpTo("checkout");
  await dialogs.paletteOptions.nth(2).click();
  await expect(dialogs.palette).toBeHidden();
  await expect.poll(() => dashboardPage.parameter("ingress")).toContain("/");
});

test("on a Mac it is opened by the key of the Mac, and says so", async ({ page, dashboardPage }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "platform", { get: () => "MacIntel" }));
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await expect(dialogs.jump).toContainText("⌘ K");
  await page.keyboard.press("Control+k");
  await expect(dialogs.palette).toBeHidden();
  await page.keyboard.press("Meta+k");
  await expect(dialogs.paletteInput).toBeFocused();
});

test("Enter that ends a composition chooses nothing", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.jumpTo("checkout");
  for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
    await dialogs.paletteInput.dispatchEvent("keydown", { key: "Enter", ...composing });
    await expect(dialogs.palette).toBeVisible();
  }
  await page.keyboard.press("Enter");
  await expect(dialogs.palette).toBeHidden();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about", async ({ page, dashboardPage }) => {
      await dashboardPage.open();
      const dialogs = new Dialogs(page);
      await dialogs.jumpTo("");
      expect(await dialogs.complaints()).toEqual([]);
      await page.keyboard.type("checkout");
      await expect(dialogs.palette.locator("mark").first()).toBeVisible();
      expect(await dialogs.complaints()).toEqual([]);
      await dialogs.paletteInput.fill("zzqqxx");
      await expect(dialogs.paletteOptions).toHaveCount(0);
      expect(await dialogs.complaints()).toEqual([]);
    });
  });
}

test.describe("on a narrow phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("it fits into the width", async ({ page, dashboardPage }) => {
    await dashboardPage.open();
    const dialogs = new Dialogs(page);
    await dialogs.jump.click();
    await dialogs.paletteInput.fill("checkout");
    await expect(dialogs.palette).toBeInViewport({ ratio: 1 });
    expect(await dialogs.palette.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
