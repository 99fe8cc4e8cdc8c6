// From a key that is pressed to the paint that shows what it changed.
import type { Page } from "@playwright/test";

/** One key, in milliseconds. */
export type Keystroke = {
  key: string;
  /** From the time that the browser gave the key event to the paint of another number of rows. */
  painted: number;
  /** How long the page's own listeners of that key ran, as the browser's Event Timing has it; 0 if too short for it. */
  handled: number;
};

/** A letter of a word. */
export type Letter = Keystroke & { isFirst: boolean };

type Noted = { key: string; at: number; painted: number };
type Handling = { at: number; took: number };
type Notes = { keystrokes: Noted[]; handlings: Handling[] };

/** Changes of the cluster alter the number of rows as well, by less than this share in one keystroke. */
const ALTERED_BY_KEYS = 0.005;
/** People type up to ten letters in a second. */
const BETWEEN_KEYS_MS = 100;
const SHOWN_WITHIN_MS = 5_000;

/** Has a page, which has `whenPainted`, note each key whose result it shows. */
export async function noteKeystrokes(page: Page): Promise<void> {
  await page.evaluate((altered) => {
    const [keystrokes, handlings] = [[] as Noted[], [] as Handling[]];
    Object.assign(window, { keystrokes, handlings });
    const figure = document.querySelector(`[data-testid="counts"] b`)!;
    const shown = () => Number((figure.textContent ?? "").replaceAll(",", ""));
    let pressed: { key: string; at: number; count: number } | undefined;
    const press = (event: KeyboardEvent) => (pressed = { key: event.key, at: event.timeStamp, count: shown() });
    window.addEventListener("keydown", press, { capture: true });
    new MutationObserver(() => {
      if (pressed && Math.abs(shown() - pressed.count) > pressed.count * altered) {
        const { key, at } = pressed;
        pressed = undefined;
        whenPainted((now) => keystrokes.push({ key, at, painted: now - at }));
      }
    }).observe(figure, { subtree: true, childList: true, characterData: true });
    new PerformanceObserver((list) => {
      for (const { name, startTime, processingStart, processingEnd } of list.getEntries() as PerformanceEventTiming[]) {
        if (name === "input") {
          handlings.push({ at: startTime, took: processingEnd - processingStart });
        }
      }
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  }, ALTERED_BY_KEYS);
}

/** Types words into the search, each from an empty one; gives its letters. */
export async function typeWords(page: Page, words: readonly string[]): Promise<Letter[]> {
  await page.getByTestId("search").focus();
  for (const word of words) {
    for (const letter of word) {
      await pressAndSee(page, letter);
    }
    await pressAndSee(page, "Escape");
  }
  const { keystrokes, handlings } = await page.evaluate((): Notes => {
    const { keystrokes, handlings } = window as unknown as Notes;
    return { keystrokes, handlings };
  });
  const areFirst = words.flatMap((word) => [...word].map((_, index) => index === 0));
  return keystrokes
    .filter(({ key }) => key !== "Escape")
    .map(({ key, at, painted }, index) => {
      const handling = handlings.find((each) => each.at >= at && each.at <= at + painted);
      return { key, painted, handled: handling?.took ?? 0, isFirst: areFirst[index] ?? false };
    });
}

async function pressAndSee(page: Page, key: string): Promise<void> {
  const before = await noted(page);
  await page.keyboard.press(key);
  await page
    .waitForFunction((before) => (window as unknown as Notes).keystrokes.length > before, before, {
      timeout: SHOWN_WITHIN_MS,
    })
    .catch(async () => {
      const text = await page.getByTestId("search").inputValue();
      const figures = await page.getByTestId("counts").textContent();
      throw new Error(`the key ${key} altered no figure within ${SHOWN_WITHIN_MS} ms: "${text}", ${figures}`);
    });
  await page.evaluate((pause) => new Promise((resolve) => setTimeout(resolve, pause)), BETWEEN_KEYS_MS);
}

async function noted(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Notes).keystrokes.length);
}
