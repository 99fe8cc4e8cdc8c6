// The hosts of the cluster as a tree: what is where, what collides and what has no TLS.
import { complaints } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/demo.ts";
import { ExplainPage } from "../fixtures/explain-page.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { grouped, hosts } from "../fixtures/wire.ts";

test("counts every host, and unfolds domains to hosts and these to paths", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains");
  const all = hosts(await dashboardPage.dashboard.rows());
  // The rules for any host are one more.
  await expect(page.getByTestId("domains-figures")).toContainText(`${grouped(all.size + 1)} hosts`);
  await page.getByTestId("domains-host").fill("hooli.shop");
  await expect(page.getByTestId("domain").first()).toContainText("example.com");
  const host = page.getByTestId("host").filter({ hasText: /hooli\.shop$/ }).first();
  await expect(host).toHaveAttribute("aria-expanded", "false");
  await host.focus();
  await page.keyboard.press("Enter");
  await expect(host).toHaveAttribute("aria-expanded", "true");
  await expect(host, "it is the same element, with the focus").toBeFocused();
  const claims = page.locator(".domains .claim");
  await expect(claims.first()).toBeVisible();
  await expect.poll(() => dashboardPage.parameter("host")).toBe("hooli.shop");

  const name = (await claims.first().getByRole("link").textContent())!;
  await claims.first().getByRole("link").click();
  await expect(new Drawer(page).title).toHaveText(name.split("/")[1]!);
});

test("a URL finds its host, and what is not found has ways out", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains");
  const field = page.getByTestId("domains-host");
  const host = [...hosts(await dashboardPage.dashboard.rows())].find((name) => name.startsWith("hooli."))!;
  await field.fill("nowhere.invalid");
  await expect(page.getByTestId("no-hosts")).toContainText("No rule names such a host");
  await page.getByTestId("only-trouble").click();
  await expect(page.getByTestId("no-hosts")).toContainText("No such host has trouble");
  await page.getByTestId("show-all").click();
  await expect(page.getByTestId("only-trouble")).toHaveAttribute("aria-pressed", "false");
  await field.fill(`https://${host}/some/path`);
  await expect(page.locator(`[data-testid="host"][title="${host}"]`)).toBeVisible();
  await field.fill("nowhere.invalid");
  await page.getByTestId("no-hosts").getByTestId("explain-host").click();
  await expect(page.getByTestId("request")).toContainText("nowhere.invalid");
});

test("only hosts with trouble are left when that is asked for, and each says which", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains?host=hooli&only=trouble");
  await expect(page.getByTestId("only-trouble")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByTestId("host").first()).toBeVisible();
  const lines = page.locator(".domains .line.host");
  const troubled = lines.filter({ hasText: /collision|not in spec\.tls/ });
  expect(await troubled.count()).toBe(await lines.count());
  await expect(lines.filter({ hasText: "collision" }).first()).toBeVisible();
  await page.getByTestId("only-trouble").click();
  await expect.poll(() => lines.count()).toBeGreaterThan(await troubled.count());
});

test("only the lines in view exist, however many are unfolded", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains?host=e");
  const view = page.getByTestId("domains");
  await expect(page.getByTestId("host").first()).toBeVisible();
  expect(await view.evaluate((view) => view.scrollHeight)).toBeGreaterThan(100_000);
  await view.evaluate((view) => view.scrollTo({ top: view.scrollHeight }));
  await expect(page.getByTestId("domain-line").last()).toBeInViewport();
  expect(await page.getByTestId("domain-line").count()).toBeLessThan(80);
});

test("keys lead through the lines, fold and unfold them", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains");
  await page.keyboard.press("j");
  const focused = page.locator(".domains :focus");
  await expect(focused).toHaveText(/any host/);
  await page.keyboard.press("ArrowDown");
  await expect(focused).toHaveText(/example\.com/);
  await page.keyboard.press("ArrowRight");
  await expect(focused).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await expect(focused, "a host of it").toHaveAttribute("data-testid", "host");
  await page.keyboard.press("ArrowRight");
  await expect(focused).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await expect(focused, "a path of the host").toHaveAttribute("href", /ingress=/);
  await page.keyboard.press("ArrowLeft");
  await expect(focused).toHaveAttribute("data-testid", "host");
  await page.keyboard.press("End");
  await expect(focused).toHaveText(/example\.org/);
  await expect(focused).toBeInViewport();

  await page.keyboard.press("/");
  await page.keyboard.type("hooli.shop");
  await expect(page.getByTestId("host").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(focused).toHaveText(/example\.com/);
  await page.keyboard.press("ArrowLeft");
  await expect(focused, "what is searched for stays unfolded").toHaveAttribute("aria-expanded", "true");
});

test("a line keeps the focus when it is scrolled out of view and back", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains?host=e");
  const host = page.getByTestId("host").nth(3);
  await host.focus();
  const name = (await host.getAttribute("title"))!;
  const view = page.getByTestId("domains");
  const focused = page.locator(`.domains [title="${name}"]:focus`);
  for (const top of [100_000, 0, 600, 0]) {
    await view.evaluate((view, top) => view.scrollTo({ top }), top);
    await expect(page.locator(`[data-line="${Math.round(top / 32) + (top > 0 ? 15 : 0)}"]`)).toBeInViewport();
    await expect(focused).toHaveCount(1);
  }
});

test("a click anywhere on a line unfolds it", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains?host=hooli.shop");
  const line = page.locator(".domains .line.host").first();
  const box = (await line.boundingBox())!;
  await line.click({ position: { x: box.width / 2, y: box.height / 2 } });
  await expect(line.getByTestId("host")).toHaveAttribute("aria-expanded", "true");
  await page.evaluate(() => getSelection()!.selectAllChildren(document.querySelector("[data-testid=domains-figures]")!));
  await line.getByTestId("host").focus();
  await page.keyboard.press("Enter");
  await expect(line.getByTestId("host"), "a button does what it says, whatever is selected").toHaveAttribute("aria-expanded", "false");
});

test("a host leads to its explanation", async ({ page, dashboardPage }) => {
  await dashboardPage.open("domains?host=hooli.shop");
  await page.getByTestId("explain-host").first().click();
  await expect(new ExplainPage(page, dashboardPage.dashboard).request).toContainText("hooli.shop");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about", async ({ page, dashboardPage }) => {
      await dashboardPage.open("domains?host=hooli");
      await page.getByTestId("host").first().click();
      await expect(page.locator(".domains .claim").first()).toBeVisible();
      expect(await complaints(page)).toEqual([]);
    });
  });
}

test.describe("on a narrow phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });

  test("nothing is wider than the screen", async ({ page, dashboardPage }) => {
    await dashboardPage.open("domains?host=hooli");
    await page.getByTestId("host").first().click();
    await expect(page.locator(".domains .claim").first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await page.getByTestId("domains").evaluate((view) => view.scrollWidth - view.clientWidth)).toBeLessThanOrEqual(0);
    for (const part of ["page-list", "page-domains", "page-explain", "open-settings"]) {
      await expect(page.getByTestId(part)).toBeInViewport({ ratio: 1 });
    }
  });
});
