// The details follow the cluster, and whatever stands in an Ingress is text in them.
import { test as base, expect } from "../fixtures/cluster.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { ingress } from "../fixtures/objects.ts";
import { namespaceReader, tokenOf } from "../fixtures/service-account.ts";

const MARKUP = `<img src=x onerror="window.intruded=true"><script>window.intruded=true</script>`;
const SOON = { timeout: 3_000 };

const test = base.extend<{ drawer: Drawer }>({
  drawer: async ({ page }, use) => use(new Drawer(page)),
});

test("a change is shown in the overview and in the YAML, which stays on the screen until then", async ({
  page,
  dashboardPage,
  drawer,
  kubectl,
  namespace,
}) => {
  await kubectl.apply(ingress(namespace, "web", { host: "first.example.com" }));
  await dashboardPage.open(`?ingress=${namespace}/web`);
  await expect(drawer.rules).toContainText("first.example.com");
  await kubectl.apply(ingress(namespace, "web", { host: "second.example.com", tls: true }));
  await expect(drawer.rules).toContainText("second.example.com", SOON);
  await expect(drawer.rules).not.toContainText("first.example.com");
  await expect(page.getByTestId("tls")).toContainText("web-tls");

  await drawer.tab("yaml").click();
  await expect(drawer.yaml).toContainText("second.example.com");
  await page.evaluate(() => {
    const yaml = () => document.querySelector(`[data-testid="yaml"]`)?.textContent ?? "";
    const log: boolean[] = [];
    Object.assign(window, { log });
    const look = () => (log.push(yaml().includes("kind: Ingress")), requestAnimationFrame(look));
    look();
  });
  await kubectl.apply(ingress(namespace, "web", { host: "third.example.com" }));
  await expect(drawer.yaml).toContainText("third.example.com", SOON);
  const log = await page.evaluate(() => (window as unknown as { log: boolean[] }).log);
  expect(log.filter((shown) => !shown)).toEqual([]);
});

test("a deleted Ingress is said to be deleted and keeps its last content, until it is made again", async ({
  page,
  dashboardPage,
  drawer,
  kubectl,
  namespace,
}) => {
  await kubectl.apply(ingress(namespace, "one"), ingress(namespace, "two"), ingress(namespace, "web-3"));
  await dashboardPage.open(`?q=${namespace}&ingress=${namespace}/two&tab=yaml`);
  await expect(drawer.yaml).toContainText("name: two");
  await kubectl.deleteIngress(namespace, "two");
  await expect(drawer.absence).toHaveText("Deleted", SOON);
  await expect(drawer.yaml).toContainText("name: two");
  await drawer.tab("overview").click();
  await expect(drawer.rules).toContainText("two.example.com");

  await kubectl.apply(ingress(namespace, "two", { host: "again.example.com" }));
  await expect(drawer.absence).toBeHidden(SOON);
  await expect(drawer.rules).toContainText("again.example.com");

  await kubectl.deleteIngress(namespace, "two");
  await expect(drawer.absence).toHaveText("Deleted", SOON);
  await page.keyboard.press("j");
  await expect(drawer.title, "the walk goes on from its place").toHaveText("web-3");
});

test("markup is text in every tab", async ({ page, dashboardPage, drawer, kubectl, namespace }) => {
  const annotations = {
    "kubernetes.io/ingress.class": MARKUP,
    "example.com/link": "javascript:window.intruded=true",
    "example.com/long": MARKUP.repeat(100),
    "example.com/turned": "\u202e<b>",
  };
  await kubectl.apply(ingress(namespace, "hostile", { path: `/${MARKUP}`, annotations }));
  await dashboardPage.open(`?ingress=${namespace}/hostile`);
  await expect(drawer.rules).toContainText("<img src=x");
  const links = await drawer.element.locator("a[target=_blank]").all();
  expect(links.length, "the host is a link").toBeGreaterThan(0);
  for (const link of links) {
    expect(await link.evaluate((anchor: HTMLAnchorElement) => anchor.host)).toBe("hostile.example.com");
  }

  await drawer.tab("labels").click();
  await expect(drawer.panel, "rows carry long values cut").toContainText(MARKUP.repeat(100));
  await expect(page.getByTestId("fold")).toHaveText("Show all");
  expect(await page.locator("code.folded").evaluate((code) => code.clientHeight)).toBeLessThan(80);
  await page.getByTestId("fold").click();
  await expect(page.getByTestId("fold")).toHaveAttribute("aria-expanded", "true");
  await expect(page.locator("code.folded")).toHaveCount(0);

  await drawer.tab("yaml").click();
  await expect(drawer.yaml).toContainText("<img src=x");
  await expect(drawer.element.locator("script, img, iframe, object, embed")).toHaveCount(0);
  expect(await page.evaluate(() => "intruded" in window)).toBe(false);
});

test.describe("without the right to list Events", () => {
  test.use({ disturbed: true });

  test("the grant that is missing is shown", async ({ page, drawer, kubeconfigWith, kubectl, namespace, startDashboard }) => {
    await kubectl.apply(...namespaceReader(namespace, "reader"), ingress(namespace, "web"));
    const kubeconfig = await kubeconfigWith({ token: await tokenOf(kubectl, namespace, "reader") });
    const dashboard = await startDashboard("serve", ["--kubeconfig", kubeconfig, "--namespaces", namespace]);
    const dashboardPage = new DashboardPage(page, dashboard);
    await dashboardPage.open(`?ingress=${namespace}/web&tab=events`);
    await expect(drawer.failure).toContainText("resources: [events]");
    await expect(drawer.failure).toContainText("verbs: [list]");
  });
});

test("an Ingress of a namespace that may not be read is not called deleted", async ({
  page,
  drawer,
  kubeconfigWith,
  kubectl,
  namespace,
  startDashboard,
}) => {
  const withheld = `${namespace}-withheld`;
  await kubectl.createNamespace(withheld);
  await kubectl.apply(...namespaceReader(namespace, "reader"), ingress(namespace, "web"), ingress(withheld, "secret"));
  const kubeconfig = await kubeconfigWith({ token: await tokenOf(kubectl, namespace, "reader") });
  const flags = ["--kubeconfig", kubeconfig, "--namespaces", `${namespace},${withheld}`];
  const dashboardPage = new DashboardPage(page, await startDashboard("serve", flags));
  await dashboardPage.open(`?ingress=${withheld}/secret`);
  await expect(drawer.absence).toHaveText("Its namespace cannot be read");
});
