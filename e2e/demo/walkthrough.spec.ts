// What people on call come for, in one go: by the keyboard alone, and by the mouse.
import type { Page } from "@playwright/test";

import type { Dashboard } from "../fixtures/dashboard.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, expect, test } from "../fixtures/demo.ts";
import { Dialogs } from "../fixtures/dialogs.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { keyboard, mouse, refusePointers } from "../fixtures/hands.ts";
import { key, matching, type IngressRow } from "../fixtures/wire.ts";

// The server is taken away in the end.
test.use({ disturbed: true, permissions: ["clipboard-read", "clipboard-write"] });

const CHANGE_WITHIN_MS = 30_000;
const LOSS_WITHIN_MS = 15_000;
const RETURN_WITHIN_MS = 40_000;

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

for (const handsOf of [keyboard, mouse]) {
  test(`a host, its YAML, a link, a change, a denied namespace and an outage, by the ${handsOf.name}`, async ({
    page,
    context,
    startDashboard,
  }) => {
    test.slow();
    // So many that hardly one of the changes concerns the Ingress of the walk.
    const dashboard = await startDashboard("demo", demoFlags(3_000, 50, 2));
    const dashboardPage = new DashboardPage(page, dashboard);
    const [drawer, dialogs, hands] = [new Drawer(page), new Dialogs(page), handsOf(dashboardPage)];
    const usedKeysAlone = await refusePointers(page);
    const { row: wanted, host, path } = await servedAlone(dashboard);
    await dashboardPage.open();

    await test.step("finds the Ingress that serves a host", async () => {
      await hands.search(`https://${host}${path}`);
      await expect(dashboardPage.rows.first(), "before those that answer for any host").toHaveAttribute("data-key", key(wanted));
      await hands.use(dashboardPage.row(key(wanted)));
      await expect(drawer.title).toHaveText(wanted.name);
      await expect(drawer.rules).toContainText(host);
    });

    await test.step("copies its YAML", async () => {
      await hands.showYaml(drawer.tab("yaml"));
      await expect(drawer.yaml).toContainText(host);
      await hands.use(drawer.copyButton("YAML"));
      await expect(drawer.notice).toHaveText("Copied YAML");
      expect(await clipboard(page)).toBe(await drawer.yamlText());
      expect(await clipboard(page)).toContain(`name: ${wanted.name}\n`);
      await hands.leave(drawer.close);
      await expect(drawer.element).toBeHidden();
    });

    await test.step("shares what is shown", async () => {
      await expect.poll(() => dashboardPage.parameter("q")).not.toBeNull();
      await hands.copyLink();
      await expect.poll(() => clipboard(page)).toContain(dashboard.url);
      const other = new DashboardPage(await context.newPage(), dashboard);
      await other.page.goto(await clipboard(page));
      await other.isConnection("live");
      await expect(other.search).toHaveValue(await dashboardPage.search.inputValue());
      await expect(other.rows.first()).toHaveAttribute("data-key", key(wanted));
      await other.page.close();
    });

    await test.step("sees a change arrive", async () => {
      await hands.use(page.getByTestId("show-changes"));
      const panel = page.getByTestId("changes");
      await expect(panel).toBeFocused();
      const newest = async () => (await panel.getByTestId("change").first().getByRole("button").allTextContents())[0];
      const before = await newest();
      await expect.poll(newest, { timeout: CHANGE_WITHIN_MS }).not.toBe(before);
      await hands.leave(panel.getByRole("button", { name: "Close" }));
      await expect(panel).toBeHidden();
    });

    await test.step("learns which grant a denied namespace lacks", async () => {
      await expect(dashboardPage.banner).toContainText("vault (403 Forbidden)");
      await hands.use(dialogs.showGrants);
      await expect(page.getByTestId("manifest")).toContainText("namespace: vault");
      await hands.use(dialogs.grants.getByTestId("copy-manifest"));
      await expect.poll(() => clipboard(page)).toBe(await page.getByTestId("manifest").textContent());
      await hands.leave(dialogs.grants.getByTestId("close"));
      await expect(dialogs.grants).toBeHidden();
    });

    await test.step("knows that rows are old while the server is away, and when they are not any more", async () => {
      await dashboard.kill();
      await dashboardPage.isConnection("reconnecting", LOSS_WITHIN_MS);
      await expect(dashboardPage.banner).toContainText(/Rows are as they were \d+s ago/);
      await expect(dashboardPage.row(key(wanted))).toBeVisible();
      await dashboard.restart();
      await dashboardPage.isConnection("live", RETURN_WITHIN_MS);
      await expect(dashboardPage.banner).not.toContainText("Rows are as they were");
      await expect(dashboardPage.row(key(wanted))).toBeVisible();
    });

    if (hands.kind === "keyboard") {
      await usedKeysAlone();
    }
  });
}

/** An Ingress with a host that no other has, and a path that it answers there. */
async function servedAlone(dashboard: Dashboard): Promise<{ row: IngressRow; host: string; path: string }> {
  const rows = await dashboard.rows();
  for (const row of rows) {
    const { host, paths } = row.rules[0] ?? { host: null, paths: [] };
    const path = paths.find((each) => /^\/[a-z]+$/.test(each.path))?.path;
    if (host && !host.startsWith("*") && path && matching(rows, host).length === 1) {
      return { row, host, path };
    }
  }
  throw new Error("the simulated cluster has no host of its own kind");
}
