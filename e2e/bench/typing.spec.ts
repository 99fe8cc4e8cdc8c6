// Typing into the search over many rows: how long the eye waits for what a letter changes.
import { test, visit } from "./bench.ts";
import { grouped } from "../fixtures/wire.ts";
import { median, ms } from "./figures.ts";
import { noteKeystrokes, typeWords } from "./keystrokes.ts";
import { addWhenPainted } from "./painted.ts";
import { publish } from "./row.ts";
import { CHANGES, ROUNDS, SIZES } from "./scale.ts";

const PAINTED_WITHIN_MS = 50;

/** Beginnings of words of the simulated cluster: each of their letters leaves fewer rows. */
const WORDS = ["statu", "chec", "webh", "open", "conso", "grap", "bill"];

for (const { changes, what } of [
  { changes: 0, what: "no change meanwhile" },
  { changes: CHANGES, what: `${CHANGES} changes/s` },
]) {
  test(`query over ${grouped(SIZES.many)} rows (keystroke to painted), ${what}`, async ({ browser, dashboardOf }, info) => {
    const { page } = await visit(browser, await dashboardOf(SIZES.many, changes), addWhenPainted);
    await noteKeystrokes(page);
    const words = Array.from({ length: ROUNDS }, () => WORDS).flat();
    const letters = await typeWords(page, words);
    await page.context().close();

    const painted = letters.map((letter) => letter.painted);
    const handled = letters.map((letter) => letter.handled);
    const firsts = letters.filter(({ isFirst }) => isFirst).map((letter) => letter.painted);
    const worst = Math.max(...painted);
    await publish(info, {
      what: info.title,
      measured: `median ${ms(median(painted))}, worst ${ms(worst)}`,
      target: "<= 50 ms",
      beside: `the page's own listeners median ${ms(median(handled))}, worst ${ms(Math.max(...handled))}; the first letter of a word median ${ms(median(firsts))}, worst ${ms(Math.max(...firsts))}`,
      how: `from the key event's timeStamp to the first task after the frame that shows the new count; ${letters.length} letters, at most ten in a second`,
      met: worst <= PAINTED_WITHIN_MS,
    });
  });
}
