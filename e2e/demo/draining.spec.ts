// A server that asks to wait says why, and the page says it in its own words.
import { expect, test, through } from "../fixtures/relayed.ts";
import type { Answer } from "../fixtures/relay.ts";

test.use({ disturbed: true });

const refusal = (status: number, detail: string): Answer => ({
  status,
  headers: { "content-type": "application/problem+json", "retry-after": "2" },
  body: JSON.stringify({ type: "about:blank", title: "Refused", status, detail, retryAfter: 2 }),
});

const CASES: [string, Answer, RegExp][] = [
  ["draining", refusal(503, "the server is shutting down"), /takes no connections for now: the server is shutting down/],
  ["rate limited", refusal(429, "too many requests"), /Rate limited: too many requests/],
];

for (const [name, answer, words] of CASES) {
  test(`${name}: the page says so and comes back when the server said`, async ({ page, relay, still }) => {
    const dashboardPage = await through(page, relay, still);
    await dashboardPage.isConnection("live");
    const count = await dashboardPage.count();
    relay.answer = (url) => (url.pathname.startsWith("/api/") ? answer : undefined);
    relay.cutStreams();
    await dashboardPage.isConnection("reconnecting");
    await expect(dashboardPage.banner).toContainText(words);
    expect(await dashboardPage.count(), "rows stay").toBe(count);
    relay.answer = () => undefined;
    await dashboardPage.isConnection("live");
  });

  test(`${name} when the page is opened: it shows what the server said`, async ({ page, relay, still }) => {
    relay.answer = (url) => (url.pathname.startsWith("/api/") ? answer : undefined);
    const dashboardPage = await through(page, relay, still);
    await dashboardPage.isConnection("offline");
    await expect(dashboardPage.emptyState).toHaveAttribute("data-kind", "offline");
    await expect(dashboardPage.emptyState).toContainText(words);
    relay.answer = () => undefined;
    await dashboardPage.isConnection("live");
  });
}
