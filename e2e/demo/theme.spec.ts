// Light and dark: as the system says, or as the user says; chosen before the first paint.
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures/demo.ts";

/** From 0, black, to 255, white. */
async function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const colors = [document.body, document.documentElement].map((element) => getComputedStyle(element).backgroundColor);
    const canvas = new OffscreenCanvas(1, 1).getContext("2d")!;
    canvas.fillStyle = colors.find((color) => color !== "rgba(0, 0, 0, 0)") ?? "white";
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
  });
}

for (const { system, choice } of [
  { system: "light", choice: "dark" },
  { system: "dark", choice: "light" },
] as const) {
  test.describe(`where the system is ${system}`, () => {
    test.use({ colorScheme: system });
    const looks = (theme: "light" | "dark", value: number) => (theme === "dark" ? value < 80 : value > 175);

    test("the page is as well", async ({ page, dashboardPage }) => {
      await dashboardPage.open();
      await expect.poll(async () => looks(system, await brightness(page))).toBe(true);
    });

    test(`${choice} can be chosen, and holds from before the first paint of the next visit`, async ({
      page,
      dashboardPage,
    }) => {
      await dashboardPage.open();
      const theme = page.locator("html");
      await expect(async () => {
        await dashboardPage.themeToggle.click();
        await expect(theme).toHaveAttribute("data-theme", choice, { timeout: 500 });
      }).toPass({ timeout: 10_000 });
      await expect.poll(async () => looks(choice, await brightness(page))).toBe(true);

      await page.addInitScript(() => {
        document.addEventListener("DOMContentLoaded", () => {
          Object.assign(window, { themeAtFirst: document.documentElement.dataset["theme"] });
        });
      });
      await page.reload();
      expect(await page.evaluate(() => (window as unknown as { themeAtFirst?: string }).themeAtFirst)).toBe(choice);
      await dashboardPage.isConnection("live");
      expect(looks(choice, await brightness(page))).toBe(true);
    });
  });
}

test("where nothing was chosen, the page follows the system when that changes", async ({ page, dashboardPage }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await dashboardPage.open();
  const light = await brightness(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => brightness(page)).toBeLessThan(light - 100);
});
