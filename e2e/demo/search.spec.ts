// One text narrows the list; it is in the address of the page, so that it can be shared and gone back to.
import { expect, test } from "../fixtures/demo.ts";
import { grouped, matching } from "../fixtures/wire.ts";

test("typing leaves the rows that match, marks why, and counts them", async ({ dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  const expected = matching(rows, "checkout").length;
  expect(expected).toBeGreaterThan(0);
  expect(expected).toBeLessThan(rows.length);

  await dashboardPage.search.pressSequentially("Checkout");
  await expect.poll(() => dashboardPage.count()).toBe(expected);
  await expect(dashboardPage.counts).toContainText(`${grouped(expected)} of ${grouped(rows.length)} ingresses`);
  const marks = dashboardPage.rows.locator("mark");
  await expect(marks.first()).toHaveText(/^checkout$/i);
  expect(new Set((await marks.allTextContents()).map((text) => text.toLowerCase()))).toEqual(new Set(["checkout"]));
});

test("every word must match", async ({ dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  const both = matching(matching(rows, "checkout"), "api").length;
  expect(both).toBeLessThan(matching(rows, "checkout").length);
  await dashboardPage.search.fill("checkout api");
  await expect.poll(() => dashboardPage.count()).toBe(both);
});

test("the address of the page holds the search, and a reload keeps it", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await dashboardPage.search.fill("checkout");
  await expect.poll(() => dashboardPage.parameter("q")).toBe("checkout");
  const count = await dashboardPage.count();

  await page.reload();
  await dashboardPage.isConnection("live");
  await expect(dashboardPage.search).toHaveValue("checkout");
  await expect.poll(() => dashboardPage.count()).toBe(count);
});

test("percent signs of a search stay, whatever else of the address changes", async ({ page, dashboardPage }) => {
  await dashboardPage.open(`?q=${encodeURIComponent("-path:a%2Fb%25")}`);
  await expect(dashboardPage.search).toHaveValue("-path:a%2Fb%25");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect.poll(() => dashboardPage.parameter("ingress")).toContain("/");
  expect(dashboardPage.parameter("q")).toBe("-path:a%2Fb%25");
  await dashboardPage.search.fill("-path:a%2Fc");
  await expect.poll(() => dashboardPage.parameter("q")).toBe("-path:a%2Fc");
  await expect(dashboardPage.search).toHaveValue("-path:a%2Fc");
});

test("going back brings back the search before", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  const rows = await dashboardPage.dashboard.rows();
  await dashboardPage.search.fill("checkout");
  await dashboardPage.search.press("Enter");
  await expect.poll(() => dashboardPage.parameter("q")).toBe("checkout");
  await dashboardPage.search.fill("shop");
  await expect.poll(() => dashboardPage.parameter("q")).toBe("shop");
  await expect.poll(() => dashboardPage.count()).toBe(matching(rows, "shop").length);

  await page.goBack();
  await expect(dashboardPage.search).toHaveValue("checkout");
  await expect.poll(() => dashboardPage.count()).toBe(matching(rows, "checkout").length);
  await page.goForward();
  await expect(dashboardPage.search).toHaveValue("shop");
});

for (const key of ["Enter", "ArrowDown"]) {
  test(`${key} leads from the search to the first row, and Enter opens it`, async ({ page, dashboardPage }) => {
    await dashboardPage.open();
    await dashboardPage.search.fill("checkout");
    await dashboardPage.search.press(key);
    await expect(dashboardPage.rows.first()).toBeFocused();
    const name = (await dashboardPage.keys())[0]!.split("/")[1]!;
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("drawer-title")).toHaveText(name);
  });
}

test("a search without a match says so and offers the way out", async ({ dashboardPage }) => {
  await dashboardPage.open("?q=nothing-is-called-this");
  await expect(dashboardPage.emptyState).toBeVisible();
  await expect(dashboardPage.emptyState).toContainText("nothing-is-called-this");
  await expect(dashboardPage.rows).toHaveCount(0);

  await dashboardPage.emptyState.getByRole("button").click();
  await expect(dashboardPage.emptyState).toBeHidden();
  await expect(dashboardPage.search).toHaveValue("");
  await expect(dashboardPage.rows).not.toHaveCount(0);
  await expect.poll(() => dashboardPage.parameter("q")).toBeNull();
});

test("slash goes to the search from anywhere, and Escape empties and leaves it", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await expect(dashboardPage.search).not.toBeFocused();
  await page.keyboard.press("/");
  await expect(dashboardPage.search).toBeFocused();
  await expect(dashboardPage.search).toHaveValue("");

  await page.keyboard.type("a/b");
  await expect(dashboardPage.search, "a slash in the search is a letter").toHaveValue("a/b");
  await page.keyboard.press("Escape");
  await expect(dashboardPage.search).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(dashboardPage.search).not.toBeFocused();
});

test("the search is undone by its own button", async ({ page, dashboardPage }) => {
  await dashboardPage.open("?q=checkout");
  await page.getByTestId("search-clear").click();
  await expect(dashboardPage.search).toHaveValue("");
  const { length } = await dashboardPage.dashboard.rows();
  await expect.poll(() => dashboardPage.count()).toBe(length);
});

test.describe("the search in colours", () => {
  test("shows fields and mistakes below the very letters, and scrolls with them", async ({ page, dashboardPage }) => {
    await dashboardPage.open();
    const colours = page.getByTestId("search-colours");
    await dashboardPage.search.fill("web -ns:shop age:soon");
    await expect(colours).toHaveText("web -ns:shop age:soon");
    await expect(colours.locator(".names-field")).toHaveText(["ns:", "age:"]);
    await expect(colours.locator(".mistaken")).toHaveText(["soon"]);

    const place = (element: Element) => {
      const { font, letterSpacing, paddingLeft, width } = getComputedStyle(element);
      return { font: font.replace(/ \/ [\d.]+px/, ""), letterSpacing, paddingLeft, width, left: element.getBoundingClientRect().left };
    };
    expect(await colours.evaluate(place)).toEqual(await dashboardPage.search.evaluate(place));

    await dashboardPage.search.fill("a-word-that-is-long ".repeat(20));
    await dashboardPage.search.press("End");
    const scrolled = (element: Element) => element.scrollLeft;
    await expect.poll(() => dashboardPage.search.evaluate(scrolled)).toBeGreaterThan(0);
    const end = await dashboardPage.search.evaluate(scrolled);
    await expect.poll(async () => Math.abs((await colours.evaluate(scrolled)) - end)).toBeLessThanOrEqual(1);
  });

  test("gives way to the colours that a person has chosen", async ({ page, dashboardPage }) => {
    await page.emulateMedia({ forcedColors: "active" });
    await dashboardPage.open("?q=ns:shop");
    await expect(page.getByTestId("search-colours")).toBeHidden();
    await expect(dashboardPage.search).not.toHaveCSS("-webkit-text-fill-color", "rgba(0, 0, 0, 0)");
  });
});
