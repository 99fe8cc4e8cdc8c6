// What the filter shows can be taken away as a file.
import { readFile } from "node:fs/promises";

import { expect, test } from "../fixtures/demo.ts";
import { key, matching, type IngressList } from "../fixtures/wire.ts";

test("the files hold exactly what the search finds", async ({ page, dashboardPage }) => {
  await dashboardPage.open("?q=checkout");
  const expected = matching(await dashboardPage.dashboard.rows(), "checkout").map(key).sort();
  const file = async (name: string) => {
    await page.getByTestId("menu-export").click();
    const download = page.waitForEvent("download");
    await page.getByTestId(name).click();
    const text = await readFile(await (await download).path(), "utf8");
    await page.keyboard.press("Escape");
    return text;
  };
  const list = JSON.parse(await file("ingresses.json")) as IngressList;
  expect(list.ingresses.map(key).sort()).toEqual(expected);
  const csv = (await file("ingresses.csv")).trim().split("\r\n");
  const names = (lines: string[]) => lines.slice(1).map((line) => line.split(",", 2).join("/"));
  expect(csv[0]).toContain("namespace,name");
  expect(names(csv).sort()).toEqual(expected);
  const routes = (await file("routes.csv")).trim().split("\r\n");
  expect(routes.length).toBeGreaterThan(expected.length);
  expect([...new Set(names(routes))].sort()).toEqual(expected);
});

test("the menu says what cannot be in the files", async ({ page, dashboardPage }) => {
  await dashboardPage.open();
  await page.getByTestId("menu-export").click();
  await expect(page.getByTestId("export-unread")).toHaveText("1 namespace cannot be read and is in no file.");
});
