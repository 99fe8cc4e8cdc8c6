// What changed: a panel of what this page has seen, a pause that counts what waits, and rows that stay under the pointer.
import { writeFileSync } from "node:fs";

import { Drawer } from "../fixtures/drawer.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import type { Locator } from "@playwright/test";
import { demoFlags, expect, test } from "../fixtures/demo.ts";

test("the panel lists changes, the newest first, each with what differs", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  await page.getByTestId("show-changes").click();
  const panel = page.getByTestId("changes");
  await expect(panel).toBeFocused();
  const change = panel.getByTestId("change");
  await expect.poll(() => change.count()).toBeGreaterThan(5);
  await expect(change.filter({ has: page.locator("ins, del") }).first()).toBeVisible();
  for (const kind of ["added", "updated", "removed"]) {
    await expect(panel.locator(`[data-kind="${kind}"]`).first()).toBeAttached({ timeout: 20_000 });
  }
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
});

test("a change under the pointer stays there while others come", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  const show = page.getByTestId("show-changes");
  await show.click();
  const first = page.getByTestId("changes").getByTestId("change").first();
  await first.hover();
  const name = await first.getByRole("button").textContent();
  const told = await show.textContent();
  await expect(show).not.toHaveText(told!);
  await expect(first.getByRole("button")).toHaveText(name!);
  await dashboardPage.search.hover();
  await expect(first.getByRole("button")).not.toHaveText(name!);
});

test("the panel keeps to what the search finds, until that is unchecked", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  const [wanted, ...others] = [...new Set((await lively.rows()).map((row) => row.namespace))].sort();
  await dashboardPage.open(`?q=ns:${wanted}`);
  await page.getByTestId("show-changes").click();
  const panel = page.getByTestId("changes");
  const names = panel.getByTestId("change").getByRole("button");
  await expect.poll(() => names.count(), { timeout: 20_000 }).toBeGreaterThan(5);
  for (const name of await names.allTextContents()) expect(name).toMatch(new RegExp(`^${wanted}/`));
  await panel.getByTestId("changes-only-found").uncheck();
  await expect(names.filter({ hasText: new RegExp(`^(${others.join("|")})/`) }).first()).toBeVisible();
});

test("the details tell what changed, and of what is gone as well", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  await page.getByTestId("show-changes").click();
  for (const kind of ["updated", "removed"]) {
    const change = page.getByTestId("changes").locator(`[data-kind="${kind}"]`).first();
    await expect(change).toBeVisible({ timeout: 20_000 });
    await change.hover();
    const told = await change.locator("ul").allTextContents();
    await change.getByRole("button").click();
    const seen = page.getByTestId("history").locator(`[data-kind="${kind}"]`);
    await expect(seen.first()).toBeVisible();
    if (kind === "removed") {
      await expect(new Drawer(page).absence).toHaveText("Deleted");
    } else {
      expect(told).toHaveLength(1);
      expect(await seen.locator("ul").allTextContents()).toContain(told[0]);
    }
    await page.keyboard.press("Escape");
    // The entry itself, or the panel where fifty others have come meanwhile.
    await expect(page.locator(".changes:focus, .changes :focus")).toHaveCount(1);
  }
});

test("what comes and goes with the right to read it is told as nobody's change", async ({ page, startDashboard }, info) => {
  const script = info.outputPath("faults.yaml");
  const refused = { when: { resource: "ingresses", namespace: "shop" }, from: "8s", until: "14s", cutWatches: true, effect: { answer: 403 } };
  writeFileSync(script, JSON.stringify({ rules: [refused] }));
  const dashboard = await startDashboard("demo", [...demoFlags(60, 5, 0), "--faults", script]);
  const dashboardPage = new DashboardPage(page, dashboard);
  await dashboardPage.open("?q=ns:shop");
  const all = await dashboardPage.count();
  expect(all).toBeGreaterThan(0);
  await expect(dashboardPage.emptyState).toContainText("shop cannot be read", { timeout: 20_000 });
  await page.getByTestId("show-changes").click();
  await expect(page.getByTestId("changes")).toContainText("Nothing has changed");
  await expect.poll(() => dashboardPage.count(), { timeout: 40_000 }).toBe(all);
  await expect(page.getByTestId("changes")).toContainText("Nothing has changed");
  await expect(page.getByTestId("changes-count")).toBeEmpty();
});

test("a paused table stands still and counts what waits", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  const pause = page.getByTestId("pause");
  await pause.click();
  await expect(pause).toHaveAttribute("aria-pressed", "true");
  await dashboardPage.isConnection("paused");
  // Without the age, which goes on.
  const contents = async () => (await dashboardPage.rows.allTextContents()).map((row) => row.replace(/\d+[smhdy]\w*$/, ""));
  await expect(page.locator(".row.leaves"), "what was fading is gone").toHaveCount(0);
  const keys = await dashboardPage.keys();
  const before = await contents();
  await expect(page.getByTestId("waiting")).toHaveText(/^[1-9]\d+$/);
  expect(await dashboardPage.keys()).toEqual(keys);
  expect(await contents()).toEqual(before);
  await pause.click();
  await expect(page.getByTestId("waiting")).toHaveCount(0);
  const agrees = async () => (await lively.rows()).length === (await dashboardPage.count());
  await expect.poll(agrees, { timeout: 20_000, intervals: [100] }).toBe(true);
});

test("the row under the pointer stays there while others come and go", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  const total = page.getByTestId("changes-count");
  const changes = async () => Number((await total.textContent()) || "0");
  const top = async (element: Locator) => (await element.boundingBox())!.y;
  const heading = dashboardPage.columnHeader("name");
  // What holds for the namespaces is told above the table when it changes, and puts another row under the pointer.
  let isInPlace = false;
  while (!isInPlace) {
    const place = await top(heading);
    await dashboardPage.rows.nth(4).hover();
    const key = (await page.locator('[data-testid="row"]:hover').getAttribute("data-key"))!;
    const before = await top(dashboardPage.row(key));
    const seen = await changes();
    await expect.poll(changes, { timeout: 30_000 }).toBeGreaterThan(seen + 60);
    isInPlace = (await top(heading)) === place;
    if (isInPlace) expect(Math.abs((await top(dashboardPage.row(key))) - before)).toBeLessThan(1);
  }
});
