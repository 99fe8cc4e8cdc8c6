// What is wrong with Ingresses: at a glance in the list, chosen by a menu, and beside the rule that it is about.
import { complaints } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/demo.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { grouped, key, type FindingSet, type IngressDetail, type IngressRow } from "../fixtures/wire.ts";

const SEVERITIES = ["error", "warning", "notice"] as const;

function kinds(set: FindingSet = {}): Set<string> {
  return new Set(SEVERITIES.flatMap((severity) => set[severity] ?? []));
}

/** As many words as the cell of a row has for those who cannot see it. */
function words({ findings = {} }: IngressRow): string {
  const of = SEVERITIES.flatMap((severity) => {
    const found = findings[severity] ?? [];
    const names = found.map((kind) => kind.replaceAll("-", " ")).join(", ");
    return found.length > 0 ? `${found.length} ${severity}${found.length > 1 ? "s" : ""}: ${names}` : [];
  });
  return of.join("; ") || "nothing found";
}

test("each row says what the server has found", async ({ dashboardPage }) => {
  await dashboardPage.open();
  const rows = new Map((await dashboardPage.dashboard.rows()).map((row) => [key(row), row]));
  for (const name of (await dashboardPage.keys()).slice(0, 20)) {
    const cell = dashboardPage.cell(dashboardPage.row(name), "findings");
    await expect(cell.locator(".visually-hidden")).toHaveText(words(rows.get(name)!));
  }
});

test("the worst come first when sorted by", async ({ dashboardPage }) => {
  await dashboardPage.open();
  await dashboardPage.sortButton("findings").click();
  await expect.poll(() => dashboardPage.parameter("sort")).toBe("findings");
  await expect(dashboardPage.cell(dashboardPage.rows.first(), "findings")).toHaveAttribute("data-severity", "error");
  await dashboardPage.sortButton("findings").click();
  await expect(dashboardPage.cell(dashboardPage.rows.first(), "findings")).toHaveAttribute("data-severity", "none");
});

test("each kind occurs, is in the menu, leads to its rows, and to a sentence in their details", async ({ page, dashboardPage }) => {
  test.slow();
  const every = await dashboardPage.dashboard.findingKinds();
  let rows: IngressRow[] = [];
  const occurring = async () => {
    rows = await dashboardPage.dashboard.rows();
    return new Set(rows.flatMap(({ findings }) => [...kinds(findings)]));
  };
  // Which classes there are becomes known after the rows.
  await expect.poll(occurring).toEqual(every);
  const drawer = new Drawer(page);
  await dashboardPage.open();
  await page.getByTestId("menu-findings").click();
  const values = page.getByTestId("menu-findings-panel").getByTestId("facet-value");
  const listed = await values.evaluateAll((all) => all.map((value) => value.getAttribute("data-value")!));
  expect(new Set(listed.filter((value) => value.includes("-")))).toEqual(every);
  await page.keyboard.press("Escape");

  for (const kind of every) {
    const found = rows.filter(({ findings }) => kinds(findings).has(kind));
    const shortest = found.toSorted((one, other) => one.rules.length - other.rules.length)[0]!;
    await dashboardPage.open(`?q=finding:${kind}&ingress=${key(shortest)}`);
    await expect.poll(() => dashboardPage.count()).toBe(found.length);
    const detail = (await (await fetch(`${dashboardPage.dashboard.url}api/ingresses/${key(shortest)}`)).json()) as IngressDetail;
    const expected = detail.findingDetails.find((finding) => finding.kind === kind)!;
    const shown = drawer.panel.getByTestId("finding").filter({ hasText: expected.sentence });
    await expect(shown.first()).toHaveAttribute("data-kind", kind);
    await expect(drawer.panel.getByTestId("finding")).toHaveCount(detail.findingDetails.length);
    await expect(drawer.panel).toContainText(expected.remedy);
  }
});

test("a severity is chosen in the menu", async ({ page, dashboardPage }) => {
  const rows = await dashboardPage.dashboard.rows();
  const errors = rows.filter(({ findings }) => findings?.error).length;
  await dashboardPage.open();
  await page.getByTestId("menu-findings").click();
  await page.locator(`[data-testid="facet-value"][data-value="error"]`).click();
  await expect(dashboardPage.search).toHaveValue("finding:error");
  await expect.poll(() => dashboardPage.count()).toBe(errors);
});

test("severities are listed from the worst, and narrow the kinds instead of adding to them", async ({ page, dashboardPage }) => {
  const rows = await dashboardPage.dashboard.rows();
  const both = rows.filter(({ findings }) => findings?.error && kinds(findings).has("tls-missing")).length;
  await dashboardPage.open();
  await page.getByTestId("menu-findings").click();
  const value = (name: string) => page.locator(`[data-testid="facet-value"][data-value="${name}"]`);
  const listed = await page.getByTestId("facet-value").evaluateAll((all) => all.map((each) => each.getAttribute("data-value")));
  expect(listed.slice(0, 4)).toEqual(["error", "warning", "notice", ""]);
  await value("error").click();
  await expect(value("tls-missing")).toContainText(grouped(both));
  await value("tls-missing").click();
  await expect(dashboardPage.search).toHaveValue("finding:error finding:tls-missing");
  await expect.poll(() => dashboardPage.count()).toBe(both);
});

test("a count of the details leads to the first of its severity, and a kind to all that have it", async ({ page, dashboardPage }) => {
  const rows = await dashboardPage.dashboard.rows();
  const row = rows.find(({ findings, rules }) => findings?.error?.includes("route-shadowed") && rules.length > 3)!;
  await dashboardPage.open(`?ingress=${key(row)}`);
  const drawer = new Drawer(page);
  await page.getByTestId("finding-counts").locator(`[data-severity="error"]`).click();
  const first = drawer.panel.locator(`[data-testid="finding"][data-severity="error"]`).first();
  await expect(first).toBeFocused();
  await expect(first).toBeInViewport();
  const errors = drawer.panel.locator(`[data-testid="finding"][data-severity="error"]`);
  if ((await errors.count()) > 1) {
    await page.getByTestId("finding-counts").locator(`[data-severity="error"]`).click();
    await expect(errors.nth(1)).toBeFocused();
  }
  const kind = (await first.getAttribute("data-kind"))!;
  await first.getByRole("link", { name: kind }).click();
  await expect(dashboardPage.search).toHaveValue(`finding:${kind}`);
  await expect.poll(() => dashboardPage.count()).toBe(rows.filter(({ findings }) => kinds(findings).has(kind)).length);
});

test("what is about a path stands below it", async ({ page, dashboardPage }) => {
  const rows = await dashboardPage.dashboard.rows();
  const row = rows.find(({ findings, rules }) => findings?.error?.includes("route-shadowed") && rules.length === 1)!;
  await dashboardPage.open(`?ingress=${key(row)}`);
  const drawer = new Drawer(page);
  const finding = drawer.rules.locator(`[data-kind="route-shadowed"]`).first();
  await expect(finding).toContainText("Error");
  const path = await finding.evaluate((element) => element.closest("tr")!.previousElementSibling!.querySelector("code")!.textContent);
  const detail = (await (await fetch(`${dashboardPage.dashboard.url}api/ingresses/${key(row)}`)).json()) as IngressDetail;
  const paths = detail.findingDetails.filter(({ kind }) => kind === "route-shadowed").flatMap(({ evidence }) => evidence.map(({ path }) => path));
  expect(paths).toContain(path);

  const other = finding.locator(".others").getByRole("link").first();
  const name = (await other.textContent())!;
  await other.click();
  await expect(drawer.title).toHaveText(name.split("/")[1]!);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about", async ({ page, dashboardPage }) => {
      const rows = await dashboardPage.dashboard.rows();
      const row = rows.find(({ findings }) => findings?.error && findings.warning && findings.notice)!;
      await dashboardPage.open(`?sort=findings&ingress=${key(row)}`);
      await expect(new Drawer(page).panel.getByTestId("finding").first()).toBeVisible();
      expect(await complaints(page)).toEqual([]);
      await page.getByTestId("menu-findings").click();
      expect(await complaints(page, `[data-testid="menu-findings-panel"]`)).toEqual([]);
    });
  });
}
