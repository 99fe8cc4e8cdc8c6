// One Ingress whole: opened from its row or by its address, walked with the keyboard, closed back into the list.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { complaints } from "../fixtures/axe.ts";
import { DashboardPage } from "../fixtures/dashboard-page.ts";
import { demoFlags, expect, test as base } from "../fixtures/demo.ts";
import { Drawer } from "../fixtures/drawer.ts";
import { key } from "../fixtures/wire.ts";

const test = base.extend<{ drawer: Drawer }>({
  drawer: async ({ page }, use) => use(new Drawer(page)),
});

const TABS = ["overview", "labels", "yaml", "events"] as const;

/** The requests for one Ingress that the page has made. */
function asked(requests: readonly string[]): string[] {
  return requests.map((url) => new URL(url).pathname).filter((path) => /^\/api\/ingresses\/(?!stream$)./.test(path));
}

test.describe("opens", () => {
  test("from a row by a click, and is an entry of the history", async ({ page, dashboardPage, drawer }) => {
    await dashboardPage.open();
    const [first] = await dashboardPage.keys();
    await dashboardPage.cell(dashboardPage.row(first!), "class").click();
    await expect(drawer.element).toBeVisible();
    await expect(drawer.title).toHaveText(first!.split("/")[1]!);
    expect(await drawer.hasFocus()).toBe(true);
    await expect.poll(() => dashboardPage.parameter("ingress")).toBe(first);

    await page.goBack();
    await expect(drawer.element).toBeHidden();
    await page.goForward();
    await expect(drawer.title).toHaveText(first!.split("/")[1]!);
  });

  test("from the row that the keyboard is on by Enter, and Escape leads back to it", async ({ page, dashboardPage, drawer }) => {
    await dashboardPage.open();
    await dashboardPage.rows.first().focus();
    await page.keyboard.press("j");
    await expect(page.locator(`[data-testid="row"][aria-rowindex="3"]`)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(drawer.element).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(drawer.element).toBeHidden();
    await expect(page.locator(`[data-testid="row"][aria-rowindex="3"]`)).toBeFocused();
    await expect.poll(() => dashboardPage.parameter("ingress")).toBeNull();
  });

  test("by its address, at any place of the list, and leaves the rest of the address alone", async ({
    page,
    dashboardPage,
    drawer,
  }) => {
    const rows = await dashboardPage.dashboard.rows();
    const last = key(rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1)).at(-1)!);
    await dashboardPage.open(`?sort=-namespace&ingress=${key(rows[0]!)}&tab=labels`);
    await expect(drawer.title).toHaveText(rows[0]!.name);
    await drawer.isOn("labels");
    await expect(dashboardPage.row(key(rows[0]!))).toBeInViewport();

    await page.goto(`${dashboardPage.dashboard.url}?ingress=${encodeURIComponent(last)}`);
    await expect(drawer.title).toHaveText(last.split("/")[1]!);
    await expect(dashboardPage.row(last), "its row is scrolled to").toBeInViewport();
    await drawer.isOn("overview");
  });

  test("in a tab of its own by a click with Ctrl or the middle button on the name", async ({ context, dashboardPage, drawer }) => {
    await dashboardPage.open("?q=checkout");
    const row = dashboardPage.rows.first();
    const name = dashboardPage.cell(row, "name").getByRole("link");
    const shown = (await row.getAttribute("data-key"))!;
    for (const options of [{ modifiers: ["ControlOrMeta" as const] }, { button: "middle" as const }]) {
      const opening = context.waitForEvent("page");
      await name.click(options);
      const opened = await opening;
      await expect(new Drawer(opened).title).toHaveText(shown.split("/")[1]!);
      const { searchParams } = new URL(opened.url());
      expect([searchParams.get("q"), searchParams.get("ingress")]).toEqual(["checkout", shown]);
      await opened.close();
    }
    await expect(drawer.element).toBeHidden();
    await name.click();
    await expect(drawer.element).toBeVisible();
  });

  test("by no click that selects text or is meant for a link or a button", async ({ page, dashboardPage, drawer }) => {
    await dashboardPage.open();
    const row = dashboardPage.rows.filter({ has: page.getByTestId("more-hosts") }).first();
    await row.getByTestId("more-hosts").click();
    await expect(dashboardPage.popover).toBeVisible();
    await page.keyboard.press("Escape");

    const cell = dashboardPage.cell(row, "namespace");
    const box = (await cell.boundingBox())!;
    await page.mouse.move(box.x + 18, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    expect(await page.evaluate(() => getSelection()?.toString())).not.toBe("");
    await expect(drawer.element).toBeHidden();
  });

  test("for a name that does not exist, and says so", async ({ page, dashboardPage, drawer }) => {
    await dashboardPage.open("?ingress=nowhere/nothing");
    await expect(drawer.absence).toHaveText("No such Ingress");
    await expect(drawer.panel).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(drawer.element).toBeHidden();
  });
});

test("shows every host, path and backend of the row, and links as the list does", async ({ page, dashboardPage, drawer }) => {
  const rows = await dashboardPage.dashboard.rows();
  const row = rows.find((each) => each.rules.length > 1 && each.rules.some((rule) => rule.host?.startsWith("*.")))!;
  await dashboardPage.open(`?ingress=${key(row)}`);
  for (const rule of row.rules) {
    await expect(drawer.rules).toContainText(rule.host ?? "any host");
    for (const { path, backend } of rule.paths) {
      await expect(drawer.rules).toContainText(path);
      await expect(drawer.rules).toContainText("service" in backend ? `${backend.service}:${backend.port}` : backend.resource.name);
    }
  }
  const hosts = await drawer.rules.locator("a[target=_blank]").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).host));
  const linkable = new Set(row.rules.flatMap((rule) => (rule.host?.startsWith("*.") ? [] : (rule.host ?? []))));
  expect(new Set(hosts)).toEqual(linkable);
  await expect(drawer.panel).toContainText(`kubectl --namespace ${row.namespace} get ingress ${row.name} --output yaml`);
  await expect(page.getByTestId("facts")).toContainText(/Created.*ago.*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
});

test("j and k walk the list behind it and keep the tab, without filling the history", async ({ page, dashboardPage, drawer }) => {
  await dashboardPage.open("?q=checkout");
  const names = (await dashboardPage.keys()).map((each) => each.split("/")[1]!);
  await dashboardPage.cell(dashboardPage.rows.first(), "class").click();
  await page.keyboard.press("y");
  await drawer.isOn("yaml");
  for (const name of [names[1]!, names[2]!]) {
    await page.keyboard.press("j");
    await expect(drawer.title).toHaveText(name);
  }
  await page.keyboard.press("k");
  await expect(drawer.title).toHaveText(names[1]!);
  await drawer.isOn("yaml");
  await expect.poll(() => drawer.yamlText()).toContain(`name: ${names[1]}`);
  await expect(page.locator(`[data-testid="row"][aria-selected="true"]`)).toHaveAttribute("aria-rowindex", "3");
  await page.goBack();
  await expect(drawer.element, "one entry for all that was walked").toBeHidden();
});

test("each step counts, however fast the keys come", async ({ dashboardPage, drawer }) => {
  await dashboardPage.open("?q=checkout");
  const names = (await dashboardPage.keys()).map((each) => each.split("/")[1]!);
  await dashboardPage.cell(dashboardPage.rows.first(), "class").click();
  await expect(drawer.title).toHaveText(names[0]!);
  await drawer.element.evaluate((element) => {
    for (const key of "jjjjkj") {
      element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
  });
  await expect(drawer.title).toHaveText(names[4]!);
  await expect.poll(() => dashboardPage.parameter("ingress")).toContain(`/${names[4]}`);
});

test("letters act in no field", async ({ page, dashboardPage, drawer }) => {
  await dashboardPage.open();
  await dashboardPage.cell(dashboardPage.rows.first(), "class").click();
  const title = await drawer.title.textContent();
  await dashboardPage.search.focus();
  await page.keyboard.type("y");
  await expect(dashboardPage.search).toHaveValue("y");
  await drawer.isOn("overview");
  await page.keyboard.press("Escape");
  await expect(dashboardPage.search).toHaveValue("");
  await expect(drawer.title).toHaveText(title!);
});

test("the tabs are one stop, and arrows go through them", async ({ page, dashboardPage, drawer }) => {
  const [row] = await dashboardPage.dashboard.rows();
  await dashboardPage.open(`?ingress=${key(row!)}`);
  await drawer.tab("overview").focus();
  for (const [press, tab] of [["ArrowRight", "labels"], ["ArrowRight", "yaml"], ["End", "events"], ["ArrowRight", "overview"], ["ArrowLeft", "events"]] as const) {
    await page.keyboard.press(press);
    await drawer.isOn(tab);
    await expect(drawer.tab(tab)).toBeFocused();
  }
  await expect.poll(() => dashboardPage.parameter("tab")).toBe("events");
  await expect(drawer.element.locator(`[role="tab"][tabindex="0"]`)).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(drawer.panel).toBeFocused();
});

test("o opens the first host in a new tab, which knows nothing of this one", async ({ page, context, dashboardPage, drawer }) => {
  await context.route(/example\.|\.internal/, (route) => route.abort());
  const rows = await dashboardPage.dashboard.rows();
  const row = rows.find((each) => each.rules[0]?.host && !each.rules[0].host.startsWith("*"))!;
  await dashboardPage.open(`?ingress=${key(row)}`);
  await expect(drawer.title).toHaveText(row.name);
  const opened = await page.evaluate(() => {
    const calls: string[][] = [];
    window.open = (...parameters) => (calls.push(parameters.map(String)), null);
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "o", bubbles: true }));
    return calls;
  });
  expect(opened).toHaveLength(1);
  expect(new URL(opened[0]![0]!).hostname).toBe(row.rules[0]!.host);
  expect(opened[0]!.slice(1)).toEqual(["_blank", "noopener,noreferrer"]);
});

test("the class is told with its controller, and which is the default", async ({ page, dashboardPage }) => {
  const rows = await dashboardPage.dashboard.rows();
  const open = (wanted: string | null) => dashboardPage.open(`?ingress=${key(rows.find((row) => row.class === wanted)!)}`);
  const known = page.getByTestId("known-class");
  await open("traefik");
  await expect(known).toHaveText("traefik.io/ingress-controller");
  await open("nginx");
  await expect(known).toHaveText("k8s.io/ingress-nginx · the default class");
  await open(null);
  await expect(known).toHaveText("New Ingresses without one are given the default class nginx (k8s.io/ingress-nginx).");
});

test.describe("asks the server", () => {
  test("once for what the overview and the YAML need, and for each tab that needs more", async ({ behaviour, dashboardPage, drawer }) => {
    const [row] = await dashboardPage.dashboard.rows();
    await dashboardPage.open(`?ingress=${key(row!)}`);
    await expect(drawer.rules).toBeVisible();
    await drawer.tab("yaml").click();
    await expect.poll(() => drawer.yamlText()).toContain("kind: Ingress");
    await drawer.tab("events").click();
    await expect(drawer.events.or(dashboardPage.page.getByTestId("no-events"))).toBeVisible();
    const path = `/api/ingresses/${key(row!)}`;
    expect(asked(behaviour.requests)).toEqual([path, `${path}/events`]);
  });

  test("about no row that was only passed by", async ({ page, behaviour, dashboardPage, drawer }) => {
    await dashboardPage.open("?q=checkout");
    const keys = await dashboardPage.keys();
    await dashboardPage.cell(dashboardPage.rows.first(), "class").click();
    await page.keyboard.press("y");
    await expect.poll(() => drawer.yamlText()).toContain("kind: Ingress");
    for (const _ of keys.slice(1, 6)) {
      await page.keyboard.press("j");
    }
    await expect(drawer.title).toHaveText(keys[5]!.split("/")[1]!);
    await expect.poll(() => drawer.yamlText()).toContain(`name: ${keys[5]!.split("/")[1]}`);
    const paths = asked(behaviour.requests);
    expect(paths.at(-1)).toBe(`/api/ingresses/${keys[5]}`);
    expect(paths.length, `of five rows: ${paths.join(" ")}`).toBeLessThan(6);
  });

  test("for YAML that can be saved", async ({ page, dashboardPage, drawer }) => {
    const [row] = await dashboardPage.dashboard.rows();
    await dashboardPage.open(`?ingress=${key(row!)}&tab=yaml`);
    await expect(drawer.yaml.locator(".key").first()).toHaveText("apiVersion");
    const text = await drawer.yamlText();
    const saving = page.waitForEvent("download");
    await page.getByTestId("download").click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe(`${row!.namespace}-${row!.name}.yaml`);
    const chunks: Buffer[] = [];
    for await (const chunk of await saved.createReadStream()) {
      chunks.push(chunk as Buffer);
    }
    expect(Buffer.concat(chunks).toString()).toBe(text);
  });
});

test.describe("when the API server refuses", () => {
  test.use({ disturbed: true });

  test("Events say which grant is missing, a failed detail can be tried again, and an absent one is called deleted", async ({
    page,
    drawer,
    startDashboard,
  }) => {
    const directory = await mkdtemp(join(tmpdir(), "faults-"));
    const script = join(directory, "faults.yaml");
    const rules = [
      "- when: { verb: list, resource: events }\n  effect: { answer: 403 }",
      "- when: { verb: get, resource: ingresses }\n  times: 3\n  effect: { answer: 500 }",
      "- when: { verb: get, resource: ingresses }\n  after: 1\n  effect: { answer: 404 }",
    ];
    await writeFile(script, `rules:\n${rules.join("\n")}\n`);
    const flags = [...demoFlags(50, 3, 0), "--faults", script];
    const dashboardPage = new DashboardPage(page, await startDashboard("demo", flags));
    const [row, other] = await dashboardPage.dashboard.rows();
    await dashboardPage.open(`?ingress=${key(row!)}&tab=events`);
    await expect(drawer.failure).toContainText("resources: [events]");
    await expect(drawer.failure).toContainText("Forbidden");

    await drawer.tab("yaml").click();
    await expect(drawer.failure, "three attempts of the server's own").toBeVisible({ timeout: 20_000 });
    await expect(drawer.failure).not.toContainText("resources");
    await drawer.retry.click();
    await expect.poll(() => drawer.yamlText()).toContain("kind: Ingress");
    await expect(drawer.failure).toBeHidden();

    await page.goto(`${dashboardPage.dashboard.url}?ingress=${key(other!)}&tab=yaml`);
    await expect(drawer.failure).toContainText("Deleted");
    await rm(directory, { recursive: true });
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing to complain about in any tab", async ({ page, dashboardPage, drawer }) => {
      const rows = await dashboardPage.dashboard.rows();
      const row = rows.find((each) => each.rules.length > 1 && each.addresses.length > 0)!;
      await dashboardPage.open(`?ingress=${key(row)}`);
      await expect(drawer.rules).toBeVisible();
      expect(await complaints(page)).toEqual([]);
      for (const tab of TABS) {
        await drawer.tab(tab).click();
        await expect(drawer.panel.locator(".loading")).toHaveCount(0);
        expect(await complaints(page, `[data-testid="drawer"]`), tab).toEqual([]);
      }
    });
  });
}

for (const { width, beside } of [{ width: 1600, beside: true }, { width: 1280, beside: false }]) {
  test.describe(`at a width of ${width}`, () => {
    test.use({ viewport: { width, height: 800 } });

    test(`lies ${beside ? "beside" : "over"} the list and never over what is above it`, async ({ dashboardPage, drawer }) => {
      const [row] = await dashboardPage.dashboard.rows();
      await dashboardPage.open(`?ingress=${key(row!)}`);
      const list = (await dashboardPage.viewport.boundingBox())!;
      const box = (await drawer.element.boundingBox())!;
      expect(Math.round(list.x + list.width) <= Math.round(box.x)).toBe(beside);
      expect(Math.round(box.y)).toBe(Math.round(list.y));
      await expect(dashboardPage.search).toBeInViewport({ ratio: 1 });
    });
  });
}

test.describe("on a narrow phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("takes the whole width, and everything in it fits and is large enough", async ({ page, dashboardPage, drawer }) => {
    const rows = await dashboardPage.dashboard.rows();
    const row = rows.find((each) => each.rules.length > 1)!;
    for (const tab of TABS) {
      await dashboardPage.open(`?ingress=${key(row)}&tab=${tab}`);
      await drawer.isOn(tab);
      await expect(drawer.panel.locator(".loading")).toHaveCount(0);
      expect((await drawer.element.boundingBox())!.width).toBe(360);
      const sideways = await drawer.panel.evaluate((panel) => panel.scrollWidth - panel.clientWidth);
      expect(sideways, tab).toBeLessThanOrEqual(0);
      const small = await drawer.element.locator("button:visible").evaluateAll((buttons) =>
        buttons
          .map((button) => ({ button: button.outerHTML.slice(0, 80), box: button.getBoundingClientRect() }))
          .filter(({ box }) => box.width < 24 || box.height < 24)
          .map(({ button }) => button),
      );
      expect(small, tab).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await drawer.close.tap();
    await expect(drawer.element).toBeHidden();
  });
});
