// How much of its main thread a page needs for each frame, from what the browser records.
import type { Browser, Page } from "@playwright/test";

/** One frame, in milliseconds. */
export type Frame = {
  /** How long tasks of the main thread ran, from the one that begins the frame to the one that begins the next. */
  work: number;
  /** How much of a processor they had: less than `work` where others wanted it as well. */
  processor: number;
};

type TraceEvent = { name: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number };

const CATEGORIES = ["disabled-by-default-devtools.timeline", "disabled-by-default-devtools.timeline.frame"];

/** The frames of the page while `work` runs, without the first and the last, of which only a part is known. */
export async function recordFrames(browser: Browser, page: Page, work: () => Promise<unknown>): Promise<Frame[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  const trace = await work().then(
    () => browser.stopTracing(),
    // Another recording can only begin when this one has ended.
    (error) => browser.stopTracing().then(() => Promise.reject(error)),
  );
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  return framesOf(traceEvents).slice(1, -1);
}

function framesOf(events: readonly TraceEvent[]): Frame[] {
  const begins = events.filter(({ name }) => name === "BeginMainThreadFrame").sort(byTime);
  const [first] = begins;
  if (!first) {
    throw new Error("the browser recorded no frame");
  }
  const ofPage = ({ pid, tid }: TraceEvent) => pid === first.pid && tid === first.tid;
  const tasks = events.filter((event) => event.name === "RunTask" && ofPage(event)).sort(byTime);
  const frames: Frame[] = [];
  let begin = 0;
  let outerEnd = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    // A task within a task is a part of it.
    if (ts < outerEnd) {
      continue;
    }
    outerEnd = ts + dur;
    const before = begin;
    while (begin < begins.length && begins[begin]!.ts <= outerEnd) {
      begin += 1;
    }
    if (begin > before) {
      frames.push({ work: 0, processor: 0 });
    }
    const frame = frames.at(-1);
    if (frame) {
      frame.work += dur / 1_000;
      frame.processor += tdur / 1_000;
    }
  }
  return frames;
}

function byTime(one: TraceEvent, other: TraceEvent): number {
  return one.ts - other.ts;
}
