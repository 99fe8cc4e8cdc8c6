// What a page notes of its own start.
import type { Page } from "@playwright/test";

import { addWhenPainted } from "./painted.ts";

/** Times in milliseconds since the navigation. */
export type Start = {
  /** When the first rows were painted. */
  firstRows: number;
  /** How many rows the figures above the table counted then. */
  counted: number;
  /** When all rows were there, the page was live, and that was painted. */
  live: number;
};

/** Has the page take notes from its navigation on; resolves with them once it is live. */
export async function noteStart(page: Page): Promise<() => Promise<Start>> {
  await addWhenPainted(page);
  await page.addInitScript(() => {
    const start = { firstRows: 0, counted: 0, live: 0 };
    Object.assign(window, { start });
    let seen = false;
    const note = () => {
      if (!seen && document.querySelector(`[data-testid="row"]`)) {
        seen = true;
        whenPainted((now) => {
          start.firstRows = now;
          const figure = document.querySelector(`[data-testid="counts"] b`)?.textContent ?? "";
          start.counted = Number(figure.replaceAll(",", ""));
        });
      }
      if (seen && document.querySelector(`[data-testid="connection"][data-state="live"]`)) {
        observer.disconnect();
        whenPainted((now) => (start.live = now));
      }
    };
    const observer = new MutationObserver(note);
    observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
  });
  return async () => {
    const noted = await page.waitForFunction(() => {
      const { start } = window as unknown as { start: Start };
      return start.live > 0 ? start : undefined;
    });
    return (await noted.jsonValue())!;
  };
}
