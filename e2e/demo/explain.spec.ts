// Which Ingress answers a URL, and why: typed, linked or pasted, the page says what the server says.
import { complaints } from "../fixtures/axe.ts";
import { Dashboard } from "../fixtures/dashboard.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, expect, test as base } from "../fixtures/demo.ts";
import { Dialogs } from "../fixtures/dialogs.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { ExplainPage } from "../fixtures/explain-page.ts";
import { Relay } from "../fixtures/relay.ts";
import { key, type IngressRow } from "../fixtures/wire.ts";

const test = base.extend<{ explainPage: ExplainPage }>({
  explainPage: async ({ page, still }, use) => use(new ExplainPage(page, still)),
});

/** The URL of the first path of the first row that has both, of those that are asked for. */
function urlOf(rows: readonly IngressRow[], is: (row: IngressRow) => boolean = () => true): string {
  for (const row of rows.filter(is)) {
    const rule = row.rules.find(({ host, paths }) => host && !host.includes("*") && paths[0]?.path.startsWith("/"));
    if (rule) {
      return `https://${rule.host}${rule.paths[0]!.path}`;
    }
  }
  throw new Error("no row has a host and a path");
}

/** The host that most rows have a rule for. */
function mostWanted(rows: readonly IngressRow[]): string {
  const counts = new Map<string, number>();
  for (const host of rows.flatMap((row) => row.rules.flatMap((rule) => rule.host ?? []))) {
    counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]![0];
}

test.describe("while nothing is asked", () => {
  test("the page says what it is for, and its examples lead somewhere", async ({ explainPage }) => {
    await explainPage.open();
    await expect(explainPage.start).toContainText("Which Ingress answers");
    await expect(explainPage.field).toBeFocused();
    await expect(explainPage.examples).toHaveCount(2);
    const url = (await explainPage.examples.first().textContent())!;
    await explainPage.examples.first().click();
    await expect(explainPage.field).toHaveValue(url);
    await expect(explainPage.request).toContainText(new URL(url).host);
    await expect(explainPage.rankings.locator(`[data-kind="route"]`).first()).toBeVisible();
    expect(explainPage.asked()).toBe(url);

    await explainPage.page.goBack();
    await expect(explainPage.start).toBeVisible();
    await expect(explainPage.rankings).toHaveCount(0);
  });
});

test.describe("an answer", () => {
  test("comes while one types, is the server's, and stands in the address", async ({ explainPage }) => {
    await explainPage.open();
    const url = urlOf(await explainPage.dashboard.rows());
    const { rankings } = await explainPage.explained(url);
    await explainPage.field.pressSequentially(url);
    await expect(explainPage.field).toHaveValue(url);
    await expect.poll(() => explainPage.asked()).toBe(url);
    await expect(explainPage.field).toHaveValue(url);
    await expect(explainPage.rankings).toHaveCount(rankings.length);
    for (const { class: className, outcome } of rankings) {
      const card = explainPage.ranking(className);
      await expect(card.getByTestId("outcome")).toHaveAttribute("data-kind", outcome.kind);
      if (outcome.ingress) {
        await expect(card.getByTestId("outcome").getByTestId("ingress").first()).toHaveText(outcome.ingress);
      }
    }
    await expect(explainPage.status).toContainText("answers");
  });

  test("is about the URL letter by letter, with what is encoded in it", async ({ explainPage }) => {
    const url = "https://nowhere.example.com/a%2Fb%25";
    await explainPage.open();
    await explainPage.field.pressSequentially(url);
    await expect.poll(() => explainPage.asked()).toBe(url);
    await expect(explainPage.request).toContainText("/a%2Fb%25");
    await explainPage.page.reload();
    await expect(explainPage.request).toContainText("/a%2Fb%25");
    await expect(explainPage.field).toHaveValue(url);
    expect(explainPage.asked()).toBe(url);
  });

  test("opens by its address, and shows each step with what it leaves and where it is written", async ({ explainPage }) => {
    const url = `https://${mostWanted(await explainPage.dashboard.rows())}/`;
    const { rankings } = await explainPage.explained(url);
    await explainPage.open(url);
    await expect(explainPage.field).toHaveValue(url);
    await expect(explainPage.field).not.toBeFocused();
    for (const { class: className, steps, caveats } of rankings) {
      const card = explainPage.ranking(className);
      await expect(card.getByTestId("step")).toHaveCount(steps.length);
      for (const [index, { sentence, remaining, source }] of steps.entries()) {
        const step = card.getByTestId("step").nth(index);
        await expect(step).toContainText(sentence);
        await expect(step).toContainText(remaining === 0 ? "none left" : `${remaining} left`);
        const link = step.getByRole("link");
        await expect(link).toHaveAttribute("href", source);
        await expect(link).toHaveAttribute("rel", "noopener noreferrer");
        await expect(link).toHaveAttribute("target", "_blank");
      }
      for (const { sentence } of caveats) {
        await expect(card.getByTestId("caveats")).toContainText(sentence);
      }
    }
  });

  test("folds what does not answer, and says of each why", async ({ explainPage }) => {
    const url = `https://${mostWanted(await explainPage.dashboard.rows())}/`;
    const { rankings } = await explainPage.explained(url);
    const losers = (candidates: { verdict: string }[]) => candidates.filter(({ verdict }) => !["wins", "shares"].includes(verdict));
    const ranking = rankings.find(({ candidates }) => losers(candidates).length > 1)!;
    await explainPage.open(url);
    const card = explainPage.ranking(ranking.class);
    const items = card.getByTestId("loser");
    await expect(card.getByTestId("losers")).toContainText(`${losers(ranking.candidates).length + ranking.omitted} other rules`);
    await expect(items.first()).toBeHidden();
    await card.getByTestId("losers").locator("summary").click();
    await expect(items).toHaveCount(losers(ranking.candidates).length);
    await expect(items.first()).toBeVisible();
    for (const why of await items.locator(".why").allTextContents()) {
      expect(why).not.toBe("");
    }
  });

  test("names the canaries and what they take", async ({ explainPage }) => {
    const rows = await explainPage.dashboard.rows();
    const isPlain = ({ rules }: IngressRow) => rules.some(({ host, paths }) => host && !host.includes("*") && paths[0]?.path.startsWith("/"));
    const canaries = rows.filter((row) => row.name.endsWith("-canary") && isPlain(row)).map((row) => urlOf([row]));
    for (const url of canaries) {
      const { rankings } = await explainPage.explained(url);
      const ranking = rankings.find(({ outcome }) => outcome.canaries?.length);
      if (ranking) {
        await explainPage.open(url);
        const shown = explainPage.ranking(ranking.class).getByTestId("canaries");
        await expect(shown).toContainText(ranking.outcome.canaries![0]!.ingress);
        await expect(shown).toContainText("requests");
        return;
      }
    }
    throw new Error("the demo has no canary of anything");
  });

  test("leads to the details of the Ingress, and back", async ({ page, explainPage }) => {
    const url = urlOf(await explainPage.dashboard.rows());
    await explainPage.open(url);
    const winner = explainPage.rankings.getByTestId("outcome").getByTestId("ingress").first();
    const name = (await winner.textContent())!.replaceAll(" ", "");
    await winner.click();
    const drawer = new Drawer(page);
    await expect(drawer.title).toHaveText(name.split("/")[1]!);
    await expect.poll(() => new URL(page.url()).searchParams.get("ingress")).toBe(name);
    await page.goBack();
    await expect(explainPage.request).toBeVisible();
    await expect(explainPage.field).toHaveValue(url);
  });
});

test.describe("without an answer", () => {
  test("of a class that has none, the controller is named", async ({ explainPage }) => {
    const rows = await explainPage.dashboard.rows();
    const url = `https://${mostWanted(rows)}/nothing/is/here`;
    const { rankings } = await explainPage.explained(url);
    const nobody = rankings.find(({ outcome }) => outcome.kind === "controller-default")!;
    await explainPage.open(url);
    await expect(explainPage.ranking(nobody.class)).toContainText("No Ingress of this class answers");
  });
});

test.describe("with a question that the server does not answer", () => {
  test.use({ disturbed: true });

  test("a text that is no URL is told to be none, beside what helps", async ({ page, explainPage }) => {
    await explainPage.open();
    await explainPage.field.fill("/cart");
    await expect(explainPage.remarks).toContainText("No host and path can be read from this");
    await expect(explainPage.field).toHaveAttribute("aria-invalid", "true");
    await expect(explainPage.start).toBeVisible();
    await expect(explainPage.rankings).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(explainPage.start).toBeVisible();
    await expect(explainPage.remarks).toBeEmpty();
  });

  test("the page says so, and asks again when it is told to", async ({ page, still, behaviour }) => {
    const relay = await Relay.before(still);
    relay.answer = (url) => (url.pathname === "/api/explain" ? { status: 502, headers: { "content-type": "text/html" }, body: "<title>no</title>" } : undefined);
    const explainPage = new ExplainPage(page, still);
    const url = urlOf(await still.rows());
    await page.goto(`${relay.url}explain?url=${encodeURIComponent(url)}`);
    await expect(explainPage.failure).toContainText("The answer cannot be read");
    await expect(explainPage.rankings).toHaveCount(0);
    relay.answer = () => undefined;
    await explainPage.retry.click();
    await expect(explainPage.request).toBeVisible();
    await expect(explainPage.failure).toBeHidden();
    behaviour.conclude();
    await relay.close();
  });
});

test.describe("the way here", () => {
  test("is a link at the top, and back", async ({ page, dashboardPage, explainPage }) => {
    await dashboardPage.open("?q=shop");
    await page.getByTestId("page-explain").click();
    await expect(explainPage.start).toBeVisible();
    await expect(page).toHaveURL(/\/explain$/);
    await expect(page.getByTestId("page-explain")).toHaveAttribute("aria-current", "page");
    await page.goBack();
    await expect(dashboardPage.search).toHaveValue("shop");
    await expect(dashboardPage.rows.first()).toBeVisible();
  });

  test("is a command of the palette", async ({ page, dashboardPage, explainPage }) => {
    await dashboardPage.open();
    const dialogs = new Dialogs(page);
    await dialogs.jumpTo("explain a url");
    await page.keyboard.press("Enter");
    await expect(explainPage.start).toBeVisible();
    await expect(explainPage.field).toBeFocused();
  });

  test("is a key on a row", async ({ page, dashboardPage, explainPage }) => {
    const rows = await dashboardPage.dashboard.rows();
    const row = rows.find(({ rules }) => rules[0]?.host && !rules[0].host.includes("*"))!;
    await dashboardPage.open(`?q=ns:${row.namespace} name:=${row.name}`);
    await dashboardPage.row(key(row)).focus();
    await page.keyboard.press("e");
    await expect(explainPage.request).toContainText(row.rules[0]!.host!);
  });

  test("stands beside each host and path of the details", async ({ page, dashboardPage, explainPage }) => {
    const rows = await dashboardPage.dashboard.rows();
    const row = rows.find(({ rules }) => rules.length === 1 && rules[0]!.host && !rules[0]!.host.includes("*") && rules[0]!.paths.length > 1)!;
    await dashboardPage.open(`?ingress=${key(row)}`);
    await page.getByTestId("explain-host").click();
    await expect(explainPage.request).toContainText(row.rules[0]!.host!);
    await page.goBack();
    const path = page.getByTestId("explain-path").first();
    const url = (await path.getAttribute("aria-label"))!.replace("Explain ", "");
    await path.focus();
    await page.keyboard.press("Enter");
    await expect(explainPage.field).toHaveValue(url);
  });

  test("is offered where a URL is searched for", async ({ page, dashboardPage, explainPage }) => {
    await dashboardPage.open();
    await dashboardPage.search.fill("https://shop.example.com/cart?item=1");
    await page.getByTestId("explain-search").click();
    await expect(explainPage.field).toHaveValue("shop.example.com/cart");
    await expect(explainPage.request).toHaveText("What answers shop.example.com/cart");
  });
});

test("a change of the cluster that concerns the URL is asked about by itself", async ({ page, lively }) => {
  const explainPage = new ExplainPage(page, lively);
  const asked = () => requests.filter((url) => url.includes("/api/explain"));
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await explainPage.open(`https://${mostWanted(await lively.rows())}/`);
  await expect(explainPage.request).toBeVisible();
  const before = asked().length;
  await expect.poll(() => asked().length, { timeout: 30_000 }).toBeGreaterThan(before + 1);
  await expect(explainPage.request).toBeVisible();
});

test("below a prefix all of it stays there", async ({ page, behaviour, startDashboard }) => {
  const dashboard: Dashboard = await startDashboard("demo", demoFlags(200, 5, 0), "/dash/");
  const explainPage = new ExplainPage(page, dashboard);
  await explainPage.open(urlOf(await dashboard.rows()));
  await expect(explainPage.request).toBeVisible();
  await page.getByTestId("page-list").click();
  await expect(new DashboardPage(page, dashboard).rows.first()).toBeVisible();
  await page.getByTestId("page-explain").click();
  await expect(explainPage.start).toBeVisible();
  expect(page.url()).toBe(`${dashboard.url}explain`);
  expect(behaviour.requests.filter((url) => !url.startsWith(dashboard.url))).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about", async ({ page, explainPage }) => {
      await explainPage.open();
      await expect(explainPage.examples.first()).toBeVisible();
      expect(await complaints(page)).toEqual([]);
      await explainPage.field.fill(`https://${mostWanted(await explainPage.dashboard.rows())}/nothing`);
      await expect(explainPage.request).toBeVisible();
      for (const fold of await page.getByTestId("losers").all()) {
        await fold.locator("summary").click();
      }
      await expect(page.locator(".outdated")).toHaveCount(0);
      expect(await complaints(page)).toEqual([]);
    });
  });
}

test.describe("on a narrow phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

  test("nothing is wider than the screen, and what can be tapped is large enough", async ({ page, explainPage }) => {
    await explainPage.open(`https://${mostWanted(await explainPage.dashboard.rows())}/`);
    await expect(explainPage.request).toBeVisible();
    for (const fold of await page.getByTestId("losers").all()) {
      await fold.locator("summary").click();
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await page.getByTestId("explain").evaluate((part) => part.scrollWidth - part.clientWidth)).toBeLessThanOrEqual(0);
    for (const part of [page.getByTestId("connection"), page.getByTestId("page-list"), page.getByTestId("theme-toggle"), page.getByTestId("open-settings")]) {
      await expect(part).toBeInViewport({ ratio: 1 });
    }
    const small = await page.locator("button:visible, input:visible, summary:visible").evaluateAll((controls) =>
      controls.filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        return width < 24 || height < 24;
      }).length,
    );
    expect(small).toBe(0);
  });
});
