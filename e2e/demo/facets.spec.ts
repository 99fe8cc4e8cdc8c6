// The menus above the table edit the search, and nothing else: what they choose can be read, typed and shared.
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { expect, test } from "../fixtures/demo.ts";
import { matching } from "../fixtures/wire.ts";

test("a menu lists the values of a field with their counts, and choosing some writes the search", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  const inNamespace = new Map<string, number>();
  rows.forEach(({ namespace }) => inNamespace.set(namespace, (inNamespace.get(namespace) ?? 0) + 1));
  const [[first, firstCount], [second, secondCount]] = [...inNamespace].sort((left, right) => right[1] - left[1]) as [
    [string, number],
    [string, number],
  ];

  await page.getByTestId("menu-namespace").click();
  const value = (name: string) => page.locator(`[data-testid="facet-value"][data-value="${name}"]`);
  await expect(value(first)).toContainText(String(firstCount));
  await value(first).getByRole("checkbox").check();
  await expect(dashboardPage.search).toHaveValue(`ns:${first}`);
  await expect.poll(() => dashboardPage.count()).toBe(firstCount);

  await value(second).getByRole("checkbox").check();
  await expect(dashboardPage.search).toHaveValue(`ns:${first},${second}`);
  await expect.poll(() => dashboardPage.count()).toBe(firstCount + secondCount);
  await expect(page.getByTestId("menu-namespace")).toContainText("2");
  await expect.poll(() => dashboardPage.parameter("q")).toBe(`ns:${first},${second}`);

  await page.goBack();
  await expect(dashboardPage.search).toHaveValue(`ns:${first}`);
});

test("a value keeps the focus when its count has changed meanwhile", async ({ page, lively }) => {
  const dashboardPage = new DashboardPage(page, lively);
  await dashboardPage.open();
  await page.getByTestId("menu-namespace").click();
  const first = page.getByTestId("facet-value").first();
  const name = (await first.getAttribute("data-value"))!;
  const value = page.locator(`[data-testid="facet-value"][data-value="${name}"]`);
  const before = await value.textContent();
  await value.getByRole("checkbox").focus();
  await expect(async () => {
    await page.keyboard.press("Space");
    expect(await value.textContent()).not.toBe(before);
  }).toPass({ timeout: 30_000, intervals: [500] });
  await expect(value.getByRole("checkbox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("menu-namespace-panel")).toHaveCount(0);
});

test("choosing takes out of the search what makes no sense, and the table follows", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const { namespace } = (await dashboardPage.dashboard.rows())[0]!;
  const all = await dashboardPage.count();
  await dashboardPage.search.fill("age:soon");
  await page.getByTestId("menu-namespace").click();
  await page.locator(`[data-testid="facet-value"][data-value="${namespace}"]`).getByRole("checkbox").check();
  await expect(dashboardPage.search).toHaveValue(`ns:${namespace}`);
  await expect.poll(() => dashboardPage.count()).toBeLessThan(all);
});

test("long menus can be searched, and Escape gives the focus back", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const button = page.getByTestId("menu-namespace");
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("facet-search")).toBeFocused();
  const values = page.getByTestId("facet-value");
  const all = await values.count();
  const wanted = (await values.last().getAttribute("data-value"))!;
  await page.keyboard.type(wanted);
  await expect(values.first()).toHaveAttribute("data-value", wanted);
  expect(await values.count()).toBeLessThan(all);

  await page.keyboard.press("ArrowDown");
  await expect(values.first().getByRole("checkbox")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(dashboardPage.search).toHaveValue(`ns:${wanted}`);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("menu-namespace-panel")).toBeHidden();
  await expect(button).toBeFocused();
});

test("labels are chosen by their key, then by their value", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await page.getByTestId("menu-label").click();
  const key = page.getByTestId("facet-key").first();
  const name = (await key.locator(".words").textContent())!;
  await key.click();
  const value = page.getByTestId("facet-value").first();
  const written = (await value.getAttribute("data-value"))!;
  expect(written.startsWith(`${name}=`)).toBe(true);
  await value.getByRole("checkbox").check();
  await expect(dashboardPage.search).toHaveValue(new RegExp(`^label:"?${name}`));
  await expect.poll(() => dashboardPage.count()).toBeGreaterThan(0);
});

test("a search that makes no sense is explained and leaves the list as it was", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const all = await dashboardPage.count();
  const remarks = page.getByTestId("search-remarks");
  await dashboardPage.search.fill("age:soon");
  await expect(remarks).toContainText("age:<7d");
  await expect(remarks).toContainText("the table shows everything");
  await expect(dashboardPage.search).toHaveAttribute("aria-invalid", "true");
  expect(await dashboardPage.count()).toBe(all);

  await dashboardPage.search.fill("checkout");
  await expect.poll(() => dashboardPage.count()).toBeLessThan(all);
  const found = await dashboardPage.count();
  await dashboardPage.search.fill("checkout ns:");
  await expect(remarks).toContainText("expected a namespace");
  await expect(remarks).toContainText("the table shows checkout.");
  expect(await dashboardPage.count()).toBe(found);
  await page.getByTestId("menu-export").click();
  await expect(page.getByTestId("ingresses.csv")).toHaveAttribute("href", /\?q=checkout$/);
});

test("a page that is opened with what makes no sense leaves it out", async ({ page, dashboardPage }) => {
  await dashboardPage.open("?q=ns%3A%20checkout");
  const rows = await dashboardPage.dashboard.rows();
  await expect.poll(() => dashboardPage.count()).toBe(matching(rows, "checkout").length);
  await expect(page.getByTestId("standing")).toContainText("checkout");
  await expect(dashboardPage.search).toHaveValue("ns: checkout");
});

test("what is taken otherwise than it may be meant is told where nothing matches", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const remarks = page.getByTestId("search-remarks");
  await dashboardPage.search.fill("foo:bar");
  await expect(remarks).toContainText("foo: is no field and was searched as text");
  await expect(remarks).toContainText("host");
  await dashboardPage.search.fill("tls:maybe");
  await expect(remarks).toContainText("yes, partial, no and edge");
  await dashboardPage.search.fill("tls:true");
  await expect(remarks).toContainText("did you mean tls:yes?");

  const backends = (await dashboardPage.dashboard.rows()).flatMap(({ rules }) => rules.flatMap(({ paths }) => paths));
  const named = backends.map(({ backend }) => ("service" in backend ? `${backend.service}:${backend.port}` : ""));
  await dashboardPage.search.fill(named.find((name) => /^[a-z]+:[a-z]+$/.test(name))!);
  await expect.poll(() => dashboardPage.count()).toBeGreaterThan(0);
  await expect(remarks).toBeEmpty();
});

test("none finds the Ingresses without a class", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const without = (await dashboardPage.dashboard.rows()).filter((row) => !row.class).length;
  expect(without).toBeGreaterThan(0);
  await dashboardPage.search.fill("class:none");
  await expect.poll(() => dashboardPage.count()).toBe(without);
  await page.getByTestId("menu-class").click();
  await expect(page.locator(`[data-testid="facet-value"][data-value=""]`).getByRole("checkbox")).toBeChecked();
});

test("the term that excludes most can be dropped with one click", async ({ page, dashboardPage }) => {
  await dashboardPage.open("?q=class%3Anginx%20name%3Anothing-is-called-this");
  await expect(dashboardPage.emptyState).toContainText("name:nothing-is-called-this");
  await page.getByTestId("drop-term").click();
  await expect(dashboardPage.search).toHaveValue("class:nginx");
  await expect.poll(() => dashboardPage.count()).toBeGreaterThan(0);
});

test("a pasted URL finds what answers it, exact hosts first", async ({ dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  const isPlain = (rule: (typeof rows)[number]["rules"][number] | undefined) =>
    rule?.host && !rule.host.startsWith("*") && /^\/[a-z]+$/.test(rule.paths[0]?.path ?? "");
  const { host, paths } = rows.find(({ rules }) => isPlain(rules[0]))!.rules[0]!;
  await dashboardPage.search.fill(`https://${host}${paths[0]!.path}?x=1`);
  await expect(dashboardPage.rows.first().getByTestId("cell-hosts")).toContainText(host!);
});

test("what answers for any host stands apart from what names the host of a URL", async ({ dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  const { host } = rows.flatMap(({ rules }) => rules).find((rule) => rule.host && !rule.host.startsWith("*"))!;
  await dashboardPage.search.fill(`url:${host}`);
  const divided = dashboardPage.page.locator(`[data-testid="row"].divided`);
  await expect(divided).toHaveCount(1);
  const index = Number(await divided.getAttribute("aria-rowindex"));
  const before = dashboardPage.page.locator(`[data-testid="row"][aria-rowindex="${index - 1}"]`);
  await expect(dashboardPage.cell(divided, "hosts")).toContainText("any host");
  await expect(dashboardPage.cell(before, "hosts")).not.toContainText("any host");
  await dashboardPage.search.fill("checkout");
  await expect(divided).toHaveCount(0);
});
