// Copying works with the browser's clipboard and without it, and says whether it did.
import type { Page } from "@playwright/test";

import { expect, test as base } from "../fixtures/demo.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { key, type IngressRow } from "../fixtures/wire.ts";

const test = base.extend<{ drawer: Drawer; row: IngressRow }>({
  drawer: async ({ page }, use) => use(new Drawer(page)),
  row: async ({ still }, use) => {
    const rows = await still.rows();
    await use(rows.find((each) => each.rules[0]?.host && !each.rules[0].host.startsWith("*"))!);
  },
});

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

for (const { how, prepare } of [
  { how: "by the browser's clipboard", prepare: async (_: Page) => {} },
  {
    how: "on a page without it, as on plain http",
    prepare: async (page: Page) =>
      page.addInitScript(() => Object.defineProperty(window, "isSecureContext", { value: false })),
  },
  {
    how: "where the browser refuses it",
    prepare: async (page: Page) =>
      page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      }),
  },
]) {
  test(`a button copies ${how}, says so and keeps the focus`, async ({ page, dashboardPage, drawer, row }) => {
    await prepare(page);
    await dashboardPage.open(`?ingress=${key(row)}`);
    const button = drawer.copyButton("host").first();
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(drawer.notice).toHaveText(`Copied ${row.rules[0]!.host}`);
    await expect(button).toHaveAttribute("data-outcome", "copied");
    await expect(button).toBeFocused();
    expect(await clipboard(page)).toBe(row.rules[0]!.host);
    await expect(drawer.notice, "only for a moment").toBeEmpty();
    await expect(button).toHaveAttribute("data-outcome", "");
  });
}

for (const { where, inDetails } of [
  { where: "from the row", inDetails: false },
  { where: "from the details", inDetails: true },
]) {
  test(`a key copies the YAML ${where}, though it is not shown`, async ({ page, dashboardPage, drawer }) => {
    await dashboardPage.open();
    await page.keyboard.press("j");
    await expect(dashboardPage.rows.first()).toBeFocused();
    if (inDetails) {
      await page.keyboard.press("Enter");
      await expect(drawer.element).toBeFocused();
    }
    await page.keyboard.press("Shift+Y");
    await expect(drawer.notice).toHaveText("Copied YAML");
    const copied = await clipboard(page);
    await page.keyboard.press("y");
    await expect(drawer.yaml).toBeVisible();
    expect(copied).toBe(await drawer.yamlText());
  });
}

test("where nothing works it says so", async ({ page, dashboardPage, drawer, row }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
    document.execCommand = () => false;
  });
  await dashboardPage.open(`?ingress=${key(row)}`);
  await drawer.copyButton("link").click();
  await expect(drawer.notice).toHaveText("Copying failed: link");
  await expect(drawer.copyButton("link")).toHaveText("Copying failed");
});

test("c copies the host and Shift+C the link, which shows the same", async ({ page, context, dashboardPage, drawer, row }) => {
  await dashboardPage.open(`?q=${row.namespace}&ingress=${key(row)}&tab=labels`);
  await expect(drawer.title).toHaveText(row.name);
  await page.keyboard.press("c");
  await expect(drawer.notice).toContainText("Copied");
  expect(await clipboard(page)).toBe(row.rules[0]!.host);

  await page.keyboard.press("Shift+C");
  await expect.poll(() => clipboard(page)).toContain("ingress=");
  const other = await context.newPage();
  await other.goto(await clipboard(page));
  await expect(new Drawer(other).title).toHaveText(row.name);
  await new Drawer(other).isOn("labels");
});

test("commands, URLs of paths and YAML are copied as they are shown", async ({ page, dashboardPage, drawer, row }) => {
  await dashboardPage.open(`?ingress=${key(row)}`);
  await drawer.copyButton("command").first().click();
  await expect
    .poll(() => clipboard(page))
    .toBe(`kubectl --namespace ${row.namespace} get ingress ${row.name} --output yaml`);

  await drawer.tab("yaml").click();
  await drawer.copyButton("YAML").click();
  await expect(drawer.notice).toHaveText("Copied YAML");
  expect(await clipboard(page)).toBe(await drawer.yamlText());
});

test("what is copied is told by a live region that was there before", async ({ page, dashboardPage, drawer, row }) => {
  await dashboardPage.open(`?ingress=${key(row)}`);
  await expect(drawer.notice).toHaveAttribute("role", "status");
  await expect(drawer.notice).toBeAttached();
  await drawer.copyButton("name").focus();
  await page.keyboard.press("Space");
  await expect(drawer.notice).toHaveText(`Copied ${row.name}`);
});
