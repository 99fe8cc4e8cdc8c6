// Random jumps through the list while it changes: what each frame asks of the page's main thread.
import type { Browser, Page } from "@playwright/test";

import { countRowElements } from "../fixtures/row-elements.ts";
import { test, visit } from "./bench.ts";
import { grouped } from "../fixtures/wire.ts";
import { ms, percentile } from "./figures.ts";
import { recordFrames, type Frame } from "./frames.ts";
import { jump } from "./jumps.ts";
import { PROFILE, profile } from "./profile.ts";
import { publish, remark } from "./row.ts";
import { CHANGES, SCROLLING, SIZES } from "./scale.ts";
import { DRAWN, openStill } from "./still-page.ts";

const LONG_MS = 50;
const TARGET = { p50: 6, p99: 16, long: 0.005 };
const MOST_ROW_ELEMENTS = 80;
/** A recording of a minute is a longer text than the program that reads it can hold. */
const RECORDED_AT_ONCE_S = 10;

const others = new Map<number, Frame[]>();

for (const size of [SIZES.few, SIZES.usual]) {
  test(`scrolling ${grouped(size)} rows`, async ({ browser, dashboardOf }) => {
    const { page } = await visit(browser, await dashboardOf(size, CHANGES));
    others.set(size, await recordJumps(browser, page, SCROLLING.others));
    await page.context().close();
  });
}

test(`scrolling ${grouped(SIZES.many)} rows`, async ({ browser, dashboardOf }, info) => {
  const dashboardPage = await visit(browser, await dashboardOf(SIZES.many, CHANGES));
  const { page } = dashboardPage;
  const frames = await recordJumps(browser, page, SCROLLING.target);

  // What looks on has a cost of its own, so that it comes afterwards.
  const mostRows = await countRowElements(page);
  await jump(page, SCROLLING.others);
  const rowElements = await mostRows();
  if (PROFILE) {
    await remark(info, await profile(page, PROFILE, () => jump(page, SCROLLING.others)));
  }

  const still = await openStill(browser, dashboardPage);
  await page.context().close();
  const empty = await recordJumps(browser, still, SCROLLING.target, DRAWN);
  await still.context().close();

  const { p50, p99, long } = figures(frames);
  await publish(info, {
    what: `scrolling ${grouped(SIZES.many)} rows, random jumps, ${CHANGES} changes/s`,
    measured: `p50 ${ms(p50)}, p99 ${ms(p99)}, ${percent(long)} of frames over ${LONG_MS} ms`,
    target: "p50 <= 6 ms, p99 <= 16 ms of work a frame; <= 0.5 % over 50 ms",
    beside: [
      `the same page with an empty handler: ${written(empty)}`,
      `of a processor p50 ${ms(percentile(processor(frames), 50))}, p99 ${ms(percentile(processor(frames), 99))}`,
      ...[...others].map(([size, frames]) => `${grouped(size)} rows: ${written(frames)}`),
    ].join("; "),
    how: `a jump in each frame for ${SCROLLING.target} s, ${grouped(frames.length)} frames; tasks of the main thread from the begin of a frame to the next`,
    met: p50 <= TARGET.p50 && p99 <= TARGET.p99 && long <= TARGET.long,
  });
  await publish(info, {
    what: "row elements in the DOM",
    measured: `at most ${rowElements}`,
    target: "<= 80",
    beside: `of ${grouped(SIZES.many)} rows, at 1280 x 800`,
    how: `counted at each change of the document, in other jumps for ${SCROLLING.others} s`,
    met: rowElements <= MOST_ROW_ELEMENTS,
  });
});

function figures(frames: readonly Frame[]): { p50: number; p99: number; long: number } {
  const work = frames.map((frame) => frame.work);
  const long = work.filter((milliseconds) => milliseconds > LONG_MS).length / work.length;
  return { p50: percentile(work, 50), p99: percentile(work, 99), long };
}

function processor(frames: readonly Frame[]): number[] {
  return frames.map((frame) => frame.processor);
}

function written(frames: readonly Frame[]): string {
  const { p50, p99, long } = figures(frames);
  return `p50 ${ms(p50)}, p99 ${ms(p99)}, ${percent(long)} over ${LONG_MS} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

async function recordJumps(browser: Browser, page: Page, seconds: number, block?: string): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (let past = 0; past < seconds; past += RECORDED_AT_ONCE_S) {
    const part = Math.min(RECORDED_AT_ONCE_S, seconds - past);
    frames.push(...(await recordFrames(browser, page, () => jump(page, part, block, past + 1))));
  }
  return frames;
}
