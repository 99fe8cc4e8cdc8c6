// Proxies that cut streams after their time: nobody shall notice, and nobody shall be told that old rows are new.
import type { Page } from "@playwright/test";

import { expect, test, through } from "../fixtures/relayed.ts";

test.use({ disturbed: true });

/** Every state that the pill has from now on. */
async function watchStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const pill = document.querySelector(`[data-testid="connection"]`)!;
    const states: string[] = [pill.getAttribute("data-state") ?? ""];
    new MutationObserver(() => states.push(pill.getAttribute("data-state") ?? "")).observe(pill, { attributes: true });
    Object.assign(window, { states });
  });
  return () => page.evaluate(() => [...new Set((window as unknown as { states: string[] }).states)]);
}

test("a cut every half minute is resumed and never seen", async ({ page, relay, still }) => {
  await page.clock.install();
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  const states = await watchStates(page);
  for (let cut = 1; cut <= 3; cut++) {
    await page.clock.runFor(14_000);
    await page.clock.runFor(14_000);
    relay.cutStreams();
    await expect.poll(() => relay.openStreams).toBe(0);
    await page.clock.runFor(500);
    await expect.poll(() => relay.count("stream")).toBe(1 + cut);
    await expect.poll(() => relay.openStreams).toBe(1);
  }
  expect(await states()).toEqual(["live"]);
  expect(relay.count("list"), "a resume needs no list").toBe(1);
});

test("a cut that lasts is said after three seconds, with the age of the rows and the next attempt", async ({
  page,
  relay,
  still,
}) => {
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  relay.answer = (url) => (url.pathname.startsWith("/api/") ? { status: 502 } : undefined);
  const cut = Date.now();
  relay.cutStreams();
  await dashboardPage.isConnection("reconnecting");
  expect(Date.now() - cut).toBeGreaterThan(2_500);
  await expect(dashboardPage.banner).toContainText(/Rows are as they were \d+s ago\./);
  await expect(dashboardPage.banner).toContainText(/Next attempt in \d+ s\.|Trying again now\./);
  relay.answer = () => undefined;
  await dashboardPage.isConnection("live");
  await expect(dashboardPage.banner).not.toContainText("Rows are as they were");
});

test("silence is not called live", async ({ page, relay, still }) => {
  await page.clock.install();
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  relay.answer = (url) => (url.pathname.startsWith("/api/") ? { status: 502 } : undefined);
  relay.freezeStreams();
  for (let seconds = 0; seconds < 42; seconds += 6) {
    await page.clock.runFor(6_000);
  }
  await expect(dashboardPage.connection).not.toHaveAttribute("data-state", "live");
});

test("a computer that wakes up reconnects at once", async ({ page, relay, still }) => {
  await page.clock.install();
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  await page.clock.fastForward("02:00:00");
  await expect.poll(() => relay.count("stream")).toBeGreaterThanOrEqual(2);
  await dashboardPage.isConnection("live");
});

test("a network that is back is used at once", async ({ page, relay, still }) => {
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect.poll(() => relay.count("stream"), { timeout: 2_000 }).toBe(2);
  await dashboardPage.isConnection("live");
});
