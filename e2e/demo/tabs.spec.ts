// Many windows of one browser, over HTTP/1.1 and its six connections: they share one stream, and hidden ones have none.
import type { BrowserContext } from "@playwright/test";

import type { Dashboard } from "../fixtures/dashboard.ts";
import type { DashboardPage } from "../fixtures/dashboard-page.ts";
import type { Relay } from "../fixtures/relay.ts";
import { expect, openHidden, setHidden, test, through } from "../fixtures/relayed.ts";

test.use({ disturbed: true });

async function windows(
  count: number,
  context: BrowserContext,
  relay: Relay,
  dashboard: Dashboard,
): Promise<DashboardPage[]> {
  const opened: DashboardPage[] = [];
  for (let index = 0; index < count; index++) {
    const dashboardPage = await through(await context.newPage(), relay, dashboard);
    await dashboardPage.isConnection("live");
    opened.push(dashboardPage);
  }
  return opened;
}

test("eight windows are live over one stream, and all of them follow", async ({ context, livelyRelay, lively }) => {
  test.slow();
  const all = await windows(8, context, livelyRelay, lively);
  expect(livelyRelay.openStreams).toBe(1);
  for (const dashboardPage of all) {
    await dashboardPage.isConnection("live");
  }
  // The first window streams; the others are told.
  for (const dashboardPage of all) {
    const changes = async () => Number(await dashboardPage.page.getByTestId("changes-count").textContent());
    const before = await changes();
    await expect.poll(changes, { timeout: 20_000 }).toBeGreaterThan(before);
  }
  for (const dashboardPage of [all[1]!, all[7]!]) {
    // Asking takes time, in which the cluster goes on: a window shows what was true a moment ago.
    const totals: number[] = [];
    const agrees = async () => {
      totals.push((await lively.rows()).length);
      return totals.slice(-5).includes(await dashboardPage.count());
    };
    await expect.poll(agrees, { timeout: 20_000, intervals: [50] }).toBe(true);
  }
  expect(livelyRelay.openStreams).toBe(1);
});

test("when the window that streams is closed, another one resumes", async ({ context, relay, still }) => {
  const [first, ...others] = await windows(3, context, relay, still);
  const lists = relay.count("list");
  await first!.page.close();
  await expect.poll(() => relay.count("stream")).toBe(2);
  for (const dashboardPage of others) {
    await dashboardPage.isConnection("live");
  }
  expect(relay.openStreams).toBe(1);
  expect(relay.count("list"), "from its own position").toBe(lists);
});

test("what the window that streams suffers is said in all windows", async ({ context, relay, still }) => {
  const all = await windows(2, context, relay, still);
  relay.answer = (url) => (url.pathname.startsWith("/api/") ? { status: 502 } : undefined);
  relay.cutStreams();
  for (const dashboardPage of all) {
    await dashboardPage.isConnection("reconnecting");
  }
  relay.answer = () => undefined;
  for (const dashboardPage of all) {
    await dashboardPage.isConnection("live");
  }
  expect(relay.openStreams).toBe(1);
});

test("a tab that is hidden lets go of its stream after 30 s, and resumes when it is seen", async ({ page, relay, still }) => {
  await page.clock.install();
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  await setHidden(page, true);
  await page.clock.runFor(14_000);
  await page.clock.runFor(14_000);
  expect(relay.openStreams, "not yet").toBe(1);
  await page.clock.runFor(3_000);
  await expect.poll(() => relay.openStreams).toBe(0);
  await setHidden(page, false);
  await dashboardPage.isConnection("live");
  expect(relay.asked.map(({ kind }) => kind), "by its position").toEqual(["list", "stream", "stream"]);
});

test("a tab that is opened hidden takes no stream until it is seen", async ({ page, relay, still }) => {
  await openHidden(page);
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("connecting");
  await page.waitForLoadState("networkidle");
  expect(relay.asked).toEqual([]);
  await setHidden(page, false);
  await dashboardPage.isConnection("live");
});

test("a window that is hidden hands the stream over", async ({ page, context, relay, still }) => {
  await page.clock.install();
  const first = await through(page, relay, still);
  await first.isConnection("live");
  const [second] = await windows(1, context, relay, still);
  await setHidden(page, true);
  await page.clock.runFor(31_000);
  await expect.poll(() => relay.count("stream")).toBe(2);
  await second!.isConnection("live");
  expect(relay.openStreams).toBe(1);
  await setHidden(page, false);
  await first.isConnection("live");
  expect(relay.openStreams).toBe(1);
});

test.describe("in a browser without locks", () => {
  test("each window streams for itself", async ({ context, relay, still }) => {
    await context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, "locks", { configurable: true, get: () => undefined }),
    );
    await windows(2, context, relay, still);
    expect(relay.openStreams).toBe(2);
  });
});
