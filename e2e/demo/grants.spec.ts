// A namespace that may not be read: who may not, the grant that would help, and peace for whom that is meant to be so.
import { writeFileSync } from "node:fs";

import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, expect, test } from "../fixtures/demo.ts";
import { Dialogs } from "../fixtures/dialogs.ts";

test("the banner leads to the least grant, for the account that the API server names", async ({
  page,
  context,
  dashboardPage,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.showGrants.focus();
  await page.keyboard.press("Enter");
  const manifest = page.getByTestId("manifest");
  await expect(manifest).toBeVisible();
  await expect(manifest).toContainText("kind: RoleBinding");
  await expect(manifest).toContainText("namespace: vault");
  await expect(manifest).toContainText(`kind: User`);
  await expect(manifest).toContainText(`name: "system:anonymous"`);
  await expect(manifest).not.toContainText("ClusterRole");
  await dialogs.grants.getByTestId("copy-manifest").click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(await manifest.textContent());
  await dialogs.keepsFocus(dialogs.grants, 6);
  await page.keyboard.press("Escape");
  await expect(dialogs.showGrants).toBeFocused();
});

test("a search for what may not be read names the denial and leads to the grant", async ({ page, dashboardPage }) => {
  await dashboardPage.open("?q=ns%3Avault");
  await expect(dashboardPage.emptyState).toContainText("The namespace vault cannot be read");
  await expect(dashboardPage.emptyState).toContainText("forbidden");
  const dialogs = new Dialogs(page);
  await page.getByTestId("show-missing-grant").click();
  await expect(dialogs.grants).toContainText("namespace: vault");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("show-missing-grant")).toBeFocused();
  expect(await dialogs.complaints()).toEqual([]);

  await dashboardPage.search.fill("ns:no-such-namespace");
  await expect(dashboardPage.emptyState).toContainText("Nothing matches");
});

test("meant to be hidden folds the banner into a count, which is kept and can be undone", async ({
  page,
  dashboardPage,
}) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await page.getByTestId("fold-denials").focus();
  await page.keyboard.press("Enter");
  await expect(dashboardPage.banner).not.toContainText("vault");
  await expect(dialogs.hiddenNamespaces).toHaveText("1 namespace hidden");
  await expect(dialogs.hiddenNamespaces).toBeFocused();

  await page.reload();
  await dashboardPage.isConnection("live");
  await expect(dialogs.hiddenNamespaces).toBeVisible();
  await expect(dashboardPage.banner).not.toContainText("vault");
  await dialogs.hiddenNamespaces.click();
  await dialogs.grants.getByTestId("accept").click();
  await expect(dialogs.grants).toBeHidden();
  await expect(dashboardPage.banner).toContainText("vault");
  await expect(dialogs.hiddenNamespaces).toBeHidden();
  await expect(dialogs.showGrants).toBeFocused();
});

test("another namespace that is denied brings the banner back", async ({ page, startDashboard }, info) => {
  test.setTimeout(120_000);
  const script = info.outputPath("faults.yaml");
  const refused = { when: { resource: "ingresses", namespace: "shop" }, from: "20s", cutWatches: true, effect: { answer: 403 } };
  writeFileSync(script, JSON.stringify({ rules: [refused] }));
  const dashboardPage = new DashboardPage(page, await startDashboard("demo", [...demoFlags(300, 50, 0), "--faults", script]));
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await page.getByTestId("fold-denials").click();
  await expect(dialogs.hiddenNamespaces).toHaveText("1 namespace hidden");
  await expect(dashboardPage.banner).toContainText("2 of 50 namespaces cannot be read", { timeout: 40_000 });
  await expect(dialogs.hiddenNamespaces).toBeHidden();
  await dialogs.showGrants.click();
  await expect(page.getByTestId("manifest")).toContainText("namespace: shop");
});

test("where every namespace is denied, the grant stands in the table's place", async ({ page, startDashboard }) => {
  const dashboard = await startDashboard("demo", [...demoFlags(300, 50, 0), "--namespaces", "vault"]);
  const dashboardPage = new DashboardPage(page, dashboard);
  await page.goto(dashboard.url);
  await expect(dashboardPage.emptyState).toHaveAttribute("data-kind", "all-denied");
  await expect(dashboardPage.emptyState.getByTestId("manifest")).toContainText("namespace: vault");
  await expect(dashboardPage.emptyState.getByTestId("copy-manifest")).toBeVisible();
  expect(await new Dialogs(page).complaints()).toEqual([]);
});

test("where the one watch for the cluster is denied, the grant is for the cluster", async ({ page, startDashboard }) => {
  const dashboard = await startDashboard("demo", [...demoFlags(300, 50, 0), "--watch-mode", "cluster"]);
  const dashboardPage = new DashboardPage(page, dashboard);
  await page.goto(dashboard.url);
  await expect(dashboardPage.emptyState.getByTestId("manifest")).toContainText("kind: ClusterRoleBinding");
  await expect(page.getByTestId("fold-denials")).toBeHidden();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about, at any width", async ({ page, dashboardPage }) => {
      await dashboardPage.open();
      const dialogs = new Dialogs(page);
      await dialogs.showGrants.click();
      expect(await dialogs.complaints()).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      await expect(dialogs.grants).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await dialogs.complaints()).toEqual([]);
    });
  });
}
