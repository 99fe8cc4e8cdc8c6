// Who may see the page: it says so itself, and shows a viewer their namespaces alone.
import { writeFile } from "node:fs/promises";

import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { Dialogs } from "../fixtures/dialogs.ts";
import { demoFlags, expect, test } from "../fixtures/demo.ts";
import type { IngressList } from "../fixtures/wire.ts";

/** bcrypt of `hunter2`. */
const HASH = "$2y$04$27z7tcygB7KmgmF0e05PbuBHmIPofjhuA0zA9ouBTFnhUbn2ONAh2";
const CREDENTIALS = { username: "alice", password: "hunter2" };

test("without a login the settings say that anyone sees everything", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const dialogs = new Dialogs(page);
  await dialogs.openSettings.click();
  await expect(dialogs.settings.getByTestId("access")).toContainText("anyone who can reach this address");
  await expect(page.getByTestId("access-badge"), "a demo on the own machine warns nobody").toHaveCount(0);
});

test.describe("with a login", () => {
  test.use({ httpCredentials: CREDENTIALS });

  test("the page names its viewer and shows the namespaces of theirs alone", async ({ page, startDashboard }, info) => {
    const [accounts, rules] = [info.outputPath("accounts"), info.outputPath("access.yaml")];
    await writeFile(accounts, `alice:${HASH}:shop-team\n`);
    await writeFile(rules, "groups: {shop-team: [checkout, shop-nothing-else]}\n");
    const flags = ["--auth", "basic", "--auth-basic-file", accounts, "--namespace-access", rules];
    const dashboard = await startDashboard("demo", [...demoFlags(200, 5, 5), ...flags]);
    expect((await fetch(`${dashboard.url}api/ingresses`)).status, "without a password").toBe(401);

    const dashboardPage = new DashboardPage(page, dashboard);
    await dashboardPage.open();
    await expect(page.getByTestId("access-badge")).toHaveText("alice");
    const answer = await page.request.get(`${dashboard.url}api/ingresses`);
    const visible = ((await answer.json()) as IngressList).ingresses;
    expect(visible.length).toBeGreaterThan(0);
    await expect.poll(() => dashboardPage.count()).toBe(visible.length);
    expect(new Set(visible.map(({ namespace }) => namespace))).toEqual(new Set(["checkout"]));
    await expect(dashboardPage.cell(dashboardPage.rows.first(), "namespace")).toHaveText("checkout");
  });
});
