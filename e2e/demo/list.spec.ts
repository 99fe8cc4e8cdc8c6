// The page begins with the list, which is compressed, and goes on with the stream from the list's position.
import type { Page } from "@playwright/test";

import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, expect, test as base } from "../fixtures/demo.ts";
import { Relay } from "../fixtures/relay.ts";

const test = base.extend<{ relay: Relay }>({
  relay: async ({ behaviour, still }, use) => {
    const relay = await Relay.before(still);
    await use(relay);
    behaviour.conclude();
    await relay.close();
  },
});

const PART = 200_000;

const through = async (page: Page, relay: Relay, dashboard: DashboardPage["dashboard"]) => {
  await page.goto(relay.url);
  return new DashboardPage(page, dashboard);
};

const kinds = (relay: Relay) => relay.asked.map(({ kind }) => kind);


test("one list, and one stream from its position", async ({ page, relay, still }) => {
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  expect(kinds(relay)).toEqual(["list", "stream"]);
  expect(relay.asked[1]!.url.searchParams.get("from")).toMatch(/^[a-z0-9]+\.[1-9][0-9]*$/);
  expect(await dashboardPage.count()).toBe((await still.rows()).length);
});

test("the list comes compressed", async ({ page, still }) => {
  const answered = page.waitForResponse((response) => response.url() === `${still.url}api/ingresses`);
  await page.goto(still.url);
  const headers = await (await answered).allHeaders();
  expect(headers["content-encoding"]).toMatch(/^(zstd|br|gzip)$/);
  expect(headers["content-type"]).toContain("application/x-ndjson");
});

test("the first rows can be used before the list has ended", async ({ page, relay, still }) => {
  let release = () => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  relay.fates.push({ kind: "hold", after: PART, until });
  const dashboardPage = await through(page, relay, still);
  await expect(dashboardPage.rows.first()).toBeVisible();
  const all = (await still.rows()).length;
  expect(await dashboardPage.count()).toBeLessThan(all);
  await expect(dashboardPage.connection, "not live before all is there").toHaveAttribute("data-state", "connecting");
  expect(kinds(relay)).toEqual(["list"]);
  release();
  await dashboardPage.isConnection("live");
  expect(await dashboardPage.count()).toBe(all);
});

test.describe("a list that fails", () => {
  test.use({ disturbed: true });

  for (const status of [429, 503]) {
    test(`with ${status} says why and is asked for again when the server said`, async ({ page, relay, still }) => {
      relay.fates.push({ kind: "refuse", status, retryAfter: 2, detail: "come back in a moment" });
      const dashboardPage = await through(page, relay, still);
      await dashboardPage.isConnection("offline");
      await expect(dashboardPage.connection).toHaveAttribute("title", /come back in a moment/);
      const refused = Date.now();
      await dashboardPage.isConnection("live");
      expect(Date.now() - refused).toBeGreaterThan(1_000);
      expect(kinds(relay)).toEqual(["list", "list", "stream"]);
    });
  }

  test("in the middle is read anew", async ({ page, relay, still }) => {
    relay.fates.push({ kind: "cut", after: PART });
    const dashboardPage = await through(page, relay, still);
    await dashboardPage.isConnection("live");
    expect(kinds(relay)).toEqual(["list", "list", "stream"]);
    expect(await dashboardPage.count()).toBe((await still.rows()).length);
  });
});

test.describe("another replica", () => {
  test.use({ disturbed: true });

  const replicas = async (start: typeof import("../fixtures/dashboard.ts").Dashboard.start) =>
    Promise.all([start("demo", demoFlags(600, 6, 0)), start("demo", demoFlags(900, 6, 0))]);

  test("leads to one list instead of a state by the stream", async ({ page, startDashboard }) => {
    const [first, second] = await replicas(startDashboard);
    const relay = await Relay.before(first, second);
    const dashboardPage = await through(page, relay, first);
    await dashboardPage.isConnection("live");
    relay.replica = () => 1;
    relay.cutStreams();
    await expect.poll(() => dashboardPage.count()).toBe((await second.rows()).length);
    await dashboardPage.isConnection("live");
    expect(kinds(relay)).toEqual(["list", "stream", "stream", "list", "stream"]);
    await relay.close();
  });

  test("a cut list changes no row on the screen", async ({ page, startDashboard }) => {
    const [first, second] = await replicas(startDashboard);
    const relay = await Relay.before(first, second);
    const dashboardPage = await through(page, relay, first);
    await dashboardPage.isConnection("live");
    const before = await dashboardPage.count();
    let release = () => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    relay.fates.push({ kind: "cut", after: PART }, { kind: "hold", after: PART, until });
    relay.replica = () => 1;
    relay.cutStreams();
    await expect.poll(() => kinds(relay)).toEqual(["list", "stream", "stream", "list", "list"]);
    expect(await dashboardPage.count()).toBe(before);
    release();
    await expect.poll(() => dashboardPage.count()).toBe((await second.rows()).length);
    await relay.close();
  });

  test("for each request costs one list and one state, and the page is live", async ({ page, startDashboard }) => {
    const [first, second] = await replicas(startDashboard);
    const relay = await Relay.before(first, second);
    let turn = 0;
    relay.replica = () => turn++ % 2;
    const dashboardPage = await through(page, relay, first);
    await dashboardPage.isConnection("live");
    expect(kinds(relay)).toEqual(["list", "stream"]);
    await expect.poll(() => dashboardPage.count()).toBe((await second.rows()).length);
    relay.cutStreams();
    await expect.poll(() => kinds(relay)).toEqual(["list", "stream", "stream", "list", "stream"]);
    await dashboardPage.isConnection("live");
    await relay.close();
  });
});

for (const width of [1280, 360]) {
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 740 } });

    test("a name that is cut fills its cell, and is selected whole", async ({ dashboardPage }) => {
      await dashboardPage.open();
      const cut = dashboardPage.rows.locator(".cell.name").filter({ has: dashboardPage.page.locator(".left-out") });
      await expect(cut.first()).toBeVisible();
      const found = await cut.evaluateAll((cells) =>
        cells.map((cell) => {
          const [beginning, , end] = [...cell.querySelector(".cut")!.children].map((part) => part.getBoundingClientRect());
          const style = getComputedStyle(cell);
          const edge = cell.getBoundingClientRect().right - parseFloat(style.paddingRight);
          getSelection()!.selectAllChildren(cell.querySelector(".cut")!);
          return {
            title: cell.getAttribute("title"),
            selected: getSelection()!.toString(),
            ellipsis: end!.left - beginning!.right,
            left: edge - end!.right,
          };
        }),
      );
      for (const { title, selected, ellipsis, left } of found) {
        expect(selected).toBe(title);
        expect(ellipsis, "nothing but an ellipsis is between the parts").toBeLessThan(16);
        expect(left, "the end is not cut off").toBeGreaterThanOrEqual(0);
        expect(left, "no letter is left out that there is room for").toBeLessThan(16);
      }
    });
  });
}
