// A proxy in front whose session has ended: the page says so, offers the way back, and asks nothing in a loop.
import { AxeBuilder } from "@axe-core/playwright";

import { expect, setHidden, test, through } from "../fixtures/relayed.ts";
import type { Answer } from "../fixtures/relay.ts";

test.use({ disturbed: true });

const REFUSALS: Record<string, Answer> = {
  "a redirect": { status: 302, headers: { location: "/login" } },
  "a 401": { status: 401, headers: { "content-type": "text/plain" }, body: "who are you" },
  "a page to sign in on": { status: 200, headers: { "content-type": "text/html" }, body: "<title>Sign in</title>" },
};

for (const [name, refusal] of Object.entries(REFUSALS)) {
  test(`${name} in the stream's place is the end of the session`, async ({ page, relay, still }) => {
    const dashboardPage = await through(page, relay, still, "?q=shop");
    await dashboardPage.isConnection("live");
    const [documentId, count] = [await dashboardPage.documentId(), await dashboardPage.count()];
    let asked = 0;
    relay.answer = (url) => (url.pathname.startsWith("/api/") ? (asked++, refusal) : undefined);
    relay.cutStreams();

    await dashboardPage.isConnection("signed-out");
    await expect(dashboardPage.connection).toContainText("Signed out");
    expect(await dashboardPage.count(), "rows stay").toBe(count);
    const before = asked;
    await setHidden(page, false);
    await expect.poll(() => asked, "one quiet question when somebody looks").toBe(before + 1);
    await dashboardPage.isConnection("signed-out");

    relay.answer = () => undefined;
    await page.getByRole("button", { name: "Sign in again" }).click();
    await dashboardPage.isConnection("live");
    expect(await dashboardPage.documentId(), "the page was reloaded").not.toBe(documentId);
    await expect(dashboardPage.search, "at the same address").toHaveValue("shop");
  });
}

test("nothing is asked while nobody signs in", async ({ page, relay, still }) => {
  await page.clock.install();
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  let asked = 0;
  relay.answer = (url) => (url.pathname.startsWith("/api/") ? (asked++, REFUSALS["a redirect"]) : undefined);
  relay.cutStreams();
  await dashboardPage.isConnection("signed-out");
  const before = asked;
  await page.clock.fastForward("10:00");
  await page.clock.runFor(5_000);
  expect(asked).toBe(before);
});

test("who has signed in elsewhere is followed again without a reload", async ({ page, relay, still }) => {
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("live");
  const documentId = await dashboardPage.documentId();
  relay.answer = (url) => (url.pathname.startsWith("/api/") ? REFUSALS["a 401"] : undefined);
  relay.cutStreams();
  await dashboardPage.isConnection("signed-out");
  relay.answer = () => undefined;
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await dashboardPage.isConnection("live");
  expect(await dashboardPage.documentId()).toBe(documentId);
});

test("a page that is opened without a session says so", async ({ page, relay, still }) => {
  relay.answer = (url) => (url.pathname.startsWith("/api/") ? REFUSALS["a redirect"] : undefined);
  const dashboardPage = await through(page, relay, still);
  await dashboardPage.isConnection("signed-out");
  await expect(dashboardPage.emptyState).toHaveAttribute("data-kind", "signed-out");
  await expect(page.getByRole("button", { name: "Sign in again" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about in what is said of it", async ({ page, relay, still }) => {
      relay.answer = (url) => (url.pathname.startsWith("/api/") ? REFUSALS["a redirect"] : undefined);
      const dashboardPage = await through(page, relay, still);
      await dashboardPage.isConnection("signed-out");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, help }) => ({ id, help }))).toEqual([]);
    });
  });
}
