// Opened, the page shows the cluster within moments; from then on it follows every change by itself.
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { expect, test } from "../fixtures/demo.ts";
import { grouped, hosts, key, type ClientConfig } from "../fixtures/wire.ts";

test("the page says which cluster it shows, that it is live, and how much there is", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  expect(rows.length, "5,000 Ingresses without those of the denied namespace").toBeGreaterThan(4_500);

  await expect(dashboardPage.connection).toContainText("Live");
  await expect(dashboardPage.demoBadge).toBeVisible();
  const answer = await fetch(`${dashboardPage.dashboard.url}api/config`);
  const { clusterName } = (await answer.json()) as ClientConfig;
  await expect(dashboardPage.clusterName).toContainText(clusterName);
  await expect(page).toHaveTitle(new RegExp(clusterName));

  await expect(dashboardPage.counts).toContainText(`${grouped(rows.length)} ingresses`);
  await expect(dashboardPage.counts).toContainText(`${grouped(hosts(rows).size)} hosts`);
  expect(await dashboardPage.rows.count()).toBeGreaterThan(10);
  const known = new Set(rows.map(key));
  expect((await dashboardPage.keys()).filter((shown) => !known.has(shown))).toEqual([]);
});

test("everything that the page needs comes from its own server", async ({ behaviour, dashboardPage }) => {
  await dashboardPage.open();
  const { origin, url } = dashboardPage.dashboard;
  expect(behaviour.origins()).toEqual([origin]);
  expect(behaviour.requests).toContain(url);
  expect(behaviour.requests.filter((request) => request.endsWith(".wasm"))).toHaveLength(1);
  expect(behaviour.requests.filter((request) => request.includes("/api/ingresses/stream"))).toHaveLength(1);
});

test("a row that changes in the cluster changes in place and is tinted for a moment", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  const documentId = await dashboardPage.documentId();
  const columns = ["hosts", "paths", "tls", "address", "class"].map((column) => `cell-${column}`);

  const changed = await page.evaluate(
    ([table, cells]) =>
      new Promise<string>((resolve) => {
        const contents = () => {
          const rows = [...document.querySelectorAll(`[data-testid="${table}"] [data-testid="row"]`)];
          const text = (row: Element) => cells.map((cell) => row.querySelector(`[data-testid="${cell}"]`)?.textContent).join();
          return new Map(rows.map((row) => [row.getAttribute("data-key") ?? "", text(row)]));
        };
        const before = contents();
        new MutationObserver((_, observer) => {
          for (const [key, text] of contents()) {
            if (before.has(key) && before.get(key) !== text) {
              observer.disconnect();
              resolve(key);
            }
          }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    ["table", columns] as const,
  );
  expect(changed).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);

  const isTinted = () =>
    document.getAnimations().some((animation) => {
      const { target } = animation.effect as KeyframeEffect;
      return target?.closest(`[data-testid="row"]`) !== null;
    });
  await page.waitForFunction(isTinted);
  expect(await dashboardPage.documentId(), "the page was not reloaded").toBe(documentId);
});

test("Ingresses that come and go are counted as they do", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  const first = await dashboardPage.count();
  await expect.poll(() => dashboardPage.count(), { timeout: 20_000 }).not.toBe(first);
  const agrees = async () => {
    const shown = await dashboardPage.count();
    return (await lively.rows()).length === shown && (await dashboardPage.count()) === shown;
  };
  await expect.poll(agrees, { timeout: 20_000, intervals: [100] }).toBe(true);
});
