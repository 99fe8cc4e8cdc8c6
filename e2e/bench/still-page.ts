// The same page without its program: the document as it stands, with its style sheets and its rows, in which nothing
// listens to anything. What it costs to scroll it is what the browser itself needs.
import type { Browser, BrowserContext, Page } from "@playwright/test";

import type { DashboardPage } from "../fixtures/dashboard-page.ts";

/** The element of the rows that are drawn: its place in the list is all that changes. */
export const DRAWN = ".drawn";

/** Opens a copy of the document that a page shows now. */
export async function openStill(browser: Browser, { page, dashboard }: DashboardPage): Promise<Page> {
  const html = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    copy.querySelectorAll("script, link[rel=modulepreload], link[rel=preload]").forEach((element) => element.remove());
    return `<!doctype html>${copy.outerHTML}`;
  });
  const context: BrowserContext = await browser.newContext();
  const still = await context.newPage();
  const address = `${dashboard.url}still`;
  await still.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await still.goto(address);
  await still.getByTestId("viewport").evaluate((viewport) => viewport.addEventListener("scroll", () => {}));
  return still;
}
