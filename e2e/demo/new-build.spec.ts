// The server becomes another build: the page notices, and a page whose files are gone does not stay empty.
import type { Relay } from "../fixtures/relay.ts";
import type { Dashboard } from "../fixtures/dashboard.ts";
import { expect, setHidden, test, through } from "../fixtures/relayed.ts";

test.use({ disturbed: true });

const OFFER = { name: "Reload", exact: true };

/** Has the server say from now on that it is another build. */
async function update(relay: Relay, dashboard: Dashboard): Promise<void> {
  const config = (await (await fetch(`${dashboard.url}api/config`)).json()) as object;
  const body = JSON.stringify({ ...config, build: "another" });
  const headers = { "content-type": "application/json" };
  relay.answer = (url) => (url.pathname === "/api/config" ? { status: 200, headers, body } : undefined);
}

test("the page knows the build that the server names", async ({ page, relay, still }) => {
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  const own = await page.locator("meta[name=build]").getAttribute("content");
  const config = (await (await fetch(`${still.url}api/config`)).json()) as { build: string };
  expect(own).toBe(config.build);
  await expect(page.getByRole("button", OFFER)).toHaveCount(0);
});

test("after a reconnect to another build the page offers to reload", async ({ page, relay, still }) => {
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  const documentId = await dashboardPage.documentId();
  await update(relay, still);
  relay.cutStreams();
  await expect(dashboardPage.banner).toContainText("Updated.");
  expect(await dashboardPage.documentId(), "nobody is interrupted").toBe(documentId);
  relay.answer = () => undefined;
  await page.getByRole("button", OFFER).click();
  await dashboardPage.isConnection("live");
  await expect(page.getByRole("button", OFFER)).toHaveCount(0);
  expect(await dashboardPage.documentId()).not.toBe(documentId);
});

test("a page that is hidden reloads by itself, and once", async ({ page, relay, still }) => {
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  await update(relay, still);
  relay.cutStreams();
  await expect(page.getByRole("button", OFFER)).toBeVisible();
  const reloaded = page.waitForEvent("load");
  await setHidden(page, true);
  await reloaded;
  await dashboardPage.isConnection("live");
  const documentId = await dashboardPage.documentId();
  await expect(page.getByRole("button", OFFER), "the proxy still has the old page").toBeVisible();
  await setHidden(page, true);
  await setHidden(page, false);
  expect(await dashboardPage.documentId()).toBe(documentId);
});

for (const file of [/_bg\.wasm$/, /frontend-[0-9a-f]+\.js$/]) {
  test(`a file that is gone (${file.source}) is worth one reload, and words after that`, async ({ page, relay }) => {
    let pages = 0;
    relay.answer = (url) => {
      pages += url.pathname === "/" ? 1 : 0;
      return file.test(url.pathname) ? { status: 404, headers: { "content-type": "application/problem+json" } } : undefined;
    };
    await page.goto(relay.url);
    await expect(page.getByRole("heading", { name: "A part of this page could not be loaded" })).toBeVisible();
    expect(pages).toBe(2);
    relay.answer = () => undefined;
    await page.getByRole("button", OFFER).click();
    await expect(page.getByTestId("row").first()).toBeVisible();
  });
}

test("a browser without WebAssembly is told where the rows are", async ({ page, relay }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
  await page.goto(relay.url);
  await expect(page.getByRole("heading", { name: "This browser has no WebAssembly" })).toBeVisible();
  await expect(page.getByRole("link", { name: "api/ingresses" })).toBeVisible();
});
