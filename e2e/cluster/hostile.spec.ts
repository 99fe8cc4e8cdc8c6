// Anybody who may write an Ingress decides what stands in it. On the page all of it is inert text.
import { expect, test } from "../fixtures/cluster.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { events, until } from "../fixtures/event-stream.ts";
import type { KubernetesObject } from "../fixtures/kubectl.ts";
import { ingress } from "../fixtures/objects.ts";

const MARKUP = `<img src=x onerror="window.intruded=true"><script>window.intruded=true</script>`;
const SCRIPT_URL = "javascript:window.intruded=true";
const RIGHT_TO_LEFT_OVERRIDE = "\u202e";
const LONGEST_HOST = [..."abcd"].map((letter) => letter.repeat(letter === "d" ? 61 : 63)).join(".");

function hostile(namespace: string): KubernetesObject {
  return ingress(namespace, "hostile", {
    host: "hostile.example.com",
    path: `/${RIGHT_TO_LEFT_OVERRIDE}${MARKUP}`,
    annotations: {
      "kubernetes.io/ingress.class": MARKUP,
      "example.com/link": SCRIPT_URL,
      "example.com/long": MARKUP.repeat(100),
      "external-dns.alpha.kubernetes.io/hostname": SCRIPT_URL,
    },
  });
}

test("markup is shown as text and runs nowhere", async ({ page, dashboardPage, kubectl, namespace }) => {
  await kubectl.apply(hostile(namespace));
  await dashboardPage.open(`?q=${namespace}`);
  const row = dashboardPage.row(`${namespace}/hostile`);
  await expect(dashboardPage.cell(row, "class")).toContainText("<img src=x");
  await expect(dashboardPage.cell(row, "paths")).toContainText("<img src=x");

  await expect(dashboardPage.table.locator("script, img, iframe, object, embed")).toHaveCount(0);
  expect(await page.evaluate(() => "intruded" in window)).toBe(false);
});

test("in the details annotations are text as well, in each of their parts", async ({ page, dashboardPage, kubectl, namespace }) => {
  await kubectl.apply(hostile(namespace));
  await dashboardPage.open(`?ingress=${namespace}/hostile`);
  const drawer = new Drawer(page);
  for (const [tab, shown] of [
    ["overview", MARKUP],
    ["labels", SCRIPT_URL],
    ["yaml", MARKUP],
  ] as const) {
    await drawer.tab(tab).click();
    await expect(drawer.panel).toContainText(shown);
    await expect(drawer.panel.locator("script, img, iframe, object, embed")).toHaveCount(0);
    await expect(drawer.panel.locator(`[href^="javascript:"]`)).toHaveCount(0);
  }
  expect(await page.evaluate(() => "intruded" in window)).toBe(false);
});

test("links lead to hosts by http or https, never to what an annotation says", async ({
  page,
  dashboardPage,
  kubectl,
  namespace,
}) => {
  await kubectl.apply(hostile(namespace), ingress(namespace, "wildcard", { host: "*.example.com" }));
  await dashboardPage.open(`?q=${namespace}`);
  const row = dashboardPage.row(`${namespace}/hostile`);
  await expect(dashboardPage.cell(row, "hosts").getByRole("link")).toHaveAttribute("href", /^http:\/\/hostile\.example\.com/);

  const links = page.locator("a[href]");
  for (const link of await links.all()) {
    expect(await link.evaluate((anchor: HTMLAnchorElement) => anchor.protocol)).toMatch(/^https?:$/);
  }
  const elsewhere = await dashboardPage.table.locator("a[target=_blank]").all();
  expect(elsewhere.length, "hosts open a tab of their own").toBeGreaterThan(0);
  for (const link of elsewhere) {
    await expect(link).toHaveAttribute("rel", /noopener/);
  }
  const wildcard = dashboardPage.row(`${namespace}/wildcard`);
  await expect(dashboardPage.cell(wildcard, "hosts").getByRole("link")).toHaveCount(0);
});

test("a control character that turns text around affects nothing beside its own text", async ({
  dashboardPage,
  kubectl,
  namespace,
}) => {
  await kubectl.apply(hostile(namespace));
  await dashboardPage.open(`?q=${namespace}`);
  const paths = dashboardPage.cell(dashboardPage.row(`${namespace}/hostile`), "paths");
  await expect(paths).toContainText("<img");

  const lefts = await paths.evaluate((cell) => {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const lefts: { text: string; left: number }[] = [];
    while (walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const { left, width } = range.getBoundingClientRect();
      if (width > 0) {
        lefts.push({ text: walker.currentNode.textContent ?? "", left });
      }
    }
    return lefts;
  });
  expect(lefts.length, "the path, the arrow and the service are texts of their own").toBeGreaterThanOrEqual(3);
  expect(lefts, "each stands to the right of the one before").toEqual(lefts.toSorted((one, other) => one.left - other.left));
});

test("a host of 253 characters breaks neither its row nor the page", async ({ page, dashboardPage, kubectl, namespace }) => {
  expect(LONGEST_HOST).toHaveLength(253);
  await kubectl.apply(ingress(namespace, "long", { host: LONGEST_HOST }), ingress(namespace, "short"));
  await dashboardPage.open(`?q=${namespace}`);
  const [long, short] = ["long", "short"].map((name) => dashboardPage.row(`${namespace}/${name}`));
  await expect(dashboardPage.cell(long!, "hosts")).toContainText("aaaa");

  const [longBox, shortBox] = [await long!.boundingBox(), await short!.boundingBox()];
  expect(longBox?.height).toBe(shortBox?.height);
  expect(longBox?.width).toBe(shortBox?.width);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test("the last applied configuration leaves the server in no answer", async ({ page, dashboardPage, kubectl, namespace }) => {
  await kubectl.apply(hostile(namespace));
  const applied = await kubectl.run(["get", "ingress", "hostile", "--namespace", namespace, "--output", "json"]);
  expect(applied).toContain("last-applied-configuration");

  await dashboardPage.open(`?q=${namespace}`);
  await expect(dashboardPage.row(`${namespace}/hostile`)).toBeVisible();
  const list = JSON.stringify(await dashboardPage.dashboard.rows());
  const stream = JSON.stringify(await until("ready", events(`${dashboardPage.dashboard.url}api/ingresses/stream`)));
  for (const answer of [list, stream]) {
    expect(answer).toContain("example.com/link");
    expect(answer).not.toContain("last-applied");
  }
  expect(await page.content()).not.toContain("last-applied");
});
