// One namespace of the demo is denied, one fails now and then: both are said, and neither hides the others.
import { expect, test } from "../fixtures/demo.ts";

const FLAKY = "legacy-batch";

test("the namespace that may not be read is named with the reason", async ({ dashboardPage }) => {
  await dashboardPage.open();
  await expect(dashboardPage.banner).toContainText("vault");
  await expect(dashboardPage.banner).toContainText(/403|forbidden/i);
  const rows = await dashboardPage.dashboard.rows();
  expect(rows.filter((row) => row.namespace === "vault")).toEqual([]);
  expect(new Set(rows.map((row) => row.namespace)).size).toBe(49);
});

test("a namespace that fails keeps its rows, is called stale, and recovers by itself", async ({ dashboardPage }) => {
  test.setTimeout(150_000);
  await dashboardPage.open(`?q=${FLAKY}`);
  const count = await dashboardPage.count();
  expect(count).toBeGreaterThan(0);
  const top = async () => (await dashboardPage.viewport.boundingBox())!.y;
  const before = await top();

  await expect(dashboardPage.banner).toContainText(FLAKY, { timeout: 65_000 });
  expect(await top(), "nothing moves under the pointer").toBe(before);
  expect(await dashboardPage.count()).toBe(count);
  await expect(dashboardPage.rows.first()).toBeVisible();

  await expect(dashboardPage.banner).not.toContainText(FLAKY, { timeout: 45_000 });
  expect(await dashboardPage.count()).toBe(count);
});
