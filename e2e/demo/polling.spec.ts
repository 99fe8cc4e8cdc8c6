// Proxies that let no stream through: the page lives on the list until they do.
import { expect, test, through } from "../fixtures/relayed.ts";

test.use({ disturbed: true });

test("behind a proxy that buffers, rows follow by the list", async ({ page, livelyRelay, lively }) => {
  await page.clock.install();
  livelyRelay.buffers = true;
  const dashboardPage = await through(page, livelyRelay, lively);
  await expect.poll(() => livelyRelay.openStreams).toBe(1);
  await page.clock.runFor(10_500);
  await dashboardPage.isConnection("polling");
  await expect(dashboardPage.connection).toContainText("Polling");
  expect(livelyRelay.openStreams, "the stream is let go").toBe(0);

  const lists = livelyRelay.count("list");
  await page.clock.runFor(5_500);
  await expect.poll(() => livelyRelay.count("list")).toBe(lists + 1);
  const agrees = async () => {
    await page.clock.runFor(5_100);
    return (await lively.rows()).length === (await dashboardPage.count());
  };
  await expect.poll(agrees, { timeout: 20_000, intervals: [50] }).toBe(true);
  await dashboardPage.isConnection("polling");
});

test("a list that has not changed is not sent again", async ({ page, relay, still }) => {
  await page.clock.install();
  relay.buffers = true;
  const dashboardPage = await through(page, relay, still);
  await expect.poll(() => relay.openStreams).toBe(1);
  await page.clock.runFor(10_500);
  await dashboardPage.isConnection("polling");
  // A namespace that is asked for again tells when, and that alone makes another list.
  const listed = async () => {
    await page.clock.runFor(5_100);
    return relay.listed;
  };
  await expect.poll(listed, { timeout: 20_000, intervals: [50] }).toContain(304);
});

test("the stream is tried again after a minute", async ({ page, relay, still }) => {
  await page.clock.install();
  relay.buffers = true;
  const dashboardPage = await through(page, relay, still);
  await expect.poll(() => relay.openStreams).toBe(1);
  await page.clock.runFor(10_500);
  await dashboardPage.isConnection("polling");
  const streams = relay.count("stream");
  relay.buffers = false;
  await expect
    .poll(async () => (await page.clock.runFor(5_000), relay.count("stream")), { timeout: 30_000, intervals: [20] })
    .toBe(streams + 1);
  await dashboardPage.isConnection("live");
});

test("three streams that are refused lead to polling while the list answers", async ({ page, relay, still }) => {
  relay.answer = (url) =>
    url.pathname === "/api/ingresses/stream"
      ? { status: 502, headers: { "content-type": "text/html" }, body: "<h1>Bad gateway</h1>" }
      : undefined;
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("polling");
  expect(await dashboardPage.count()).toBe((await still.rows()).length);
});
