// From the navigation to a table that can be worked with: what it takes over the wire, in time and in memory.
import type { Browser } from "@playwright/test";

import type { Dashboard } from "../fixtures/dashboard.ts";
import { expect, test, visit } from "./bench.ts";
import { grouped } from "../fixtures/wire.ts";
import { kilobytes, mebibytes, median, seconds } from "./figures.ts";
import { memoryOf, noteWebAssemblyMemories, type Memory } from "./memory.ts";
import { publish } from "./row.ts";
import { CHANGES, SIZES, VISITS } from "./scale.ts";
import { noteStart, type Start } from "./start.ts";
import { noteTransfers, type Transfer } from "./transfer.ts";

const MOST_BYTES = 250_000;
const FIRST_ROWS_WITHIN_MS = 1_000;

test("app: all bytes to a working table", async ({ browser, dashboardOf }, info) => {
  const dashboard = await dashboardOf(SIZES.usual, 0);
  let transfers = (): Transfer[] => [];
  const { page } = await visit(browser, dashboard, async (page) => (transfers = await noteTransfers(page)));
  await page.context().close();

  const isData = ({ path }: Transfer) => path.startsWith("/api/");
  const files = transfers().filter((transfer) => !isData(transfer));
  const data = transfers().filter(isData);
  expect(files.map(({ path }) => path)).toContain("/");
  const total = sum(files);
  await publish(info, {
    what: info.title,
    measured: `${kilobytes(total)} in ${files.length} files`,
    target: "<= 250 KB with brotli",
    beside: `${written(files)}; besides data of ${grouped(SIZES.usual)} Ingresses ${written(data)}`,
    how: "encodedDataLength of the browser's network stack: bodies as they came and headers",
    met: total <= MOST_BYTES && files.every(({ encoding }) => encoding === "br"),
  });
});

test("navigation to first rows, and the page's memory", async ({ browser, dashboardOf }, info) => {
  const starts = new Map<number, Start>();
  const memories = new Map<number, Memory>();
  for (const size of Object.values(SIZES)) {
    const dashboard = await dashboardOf(size, CHANGES);
    // The first visit is for the server, which compresses the list for it.
    memories.set(size, await memory(browser, dashboard));
    const visits: Start[] = [];
    for (let number = 0; number < VISITS; number += 1) {
      visits.push(await start(browser, dashboard));
    }
    starts.set(size, medians(visits));
    await dashboard.stop();
  }

  const usual = starts.get(SIZES.usual)!;
  const each = (written: (size: number) => string) =>
    Object.values(SIZES).map((size) => `${grouped(size)}: ${written(size)}`).join("; ");
  await publish(info, {
    what: `navigation to first rows at ${grouped(SIZES.usual)} Ingresses`,
    measured: seconds(usual.firstRows),
    target: "<= 1.0 s",
    beside: each((size) => `first rows ${seconds(starts.get(size)!.firstRows)}, all and live ${seconds(starts.get(size)!.live)}`),
    how: `to the first task after the frame that draws them; medians of ${VISITS} visits with empty caches, warm server, ${CHANGES} changes/s`,
    met: usual.firstRows <= FIRST_ROWS_WITHIN_MS,
  });
  await publish(info, {
    what: "usable before all rows have arrived",
    measured: `${grouped(usual.counted)} of ${grouped(SIZES.usual)} counted when the first were painted`,
    target: "fewer than all",
    beside: each((size) => `${grouped(starts.get(size)!.counted)} counted`),
    how: "the figure above the table at that moment; medians of the same visits",
    met: usual.counted < SIZES.usual * 0.9,
  });
  await publish(info, {
    what: "memory of the page after all rows",
    measured: each((size) => `${mebibytes(memories.get(size)!.webAssembly)} WebAssembly, ${mebibytes(memories.get(size)!.javascript)} JavaScript`),
    target: "",
    beside: each((size) => `${kilobytes(memories.get(size)!.webAssembly / size)} of WebAssembly an Ingress`),
    how: "WebAssembly.Memory, which never shrinks; JSHeapUsedSize after a collection",
    met: undefined,
  });
});

async function start(browser: Browser, dashboard: Dashboard): Promise<Start> {
  let noted: (() => Promise<Start>) | undefined;
  const { page } = await visit(browser, dashboard, async (page) => (noted = await noteStart(page)));
  const start = await noted!();
  await page.context().close();
  return start;
}

async function memory(browser: Browser, dashboard: Dashboard): Promise<Memory> {
  const { page } = await visit(browser, dashboard, noteWebAssemblyMemories);
  const memory = await memoryOf(page);
  await page.context().close();
  return memory;
}

function medians(starts: readonly Start[]): Start {
  return {
    firstRows: median(starts.map(({ firstRows }) => firstRows)),
    counted: median(starts.map(({ counted }) => counted)),
    live: median(starts.map(({ live }) => live)),
  };
}

function sum(transfers: readonly Transfer[]): number {
  return transfers.reduce((bytes, transfer) => bytes + transfer.bytes, 0);
}

function written(transfers: readonly Transfer[]): string {
  const sorted = transfers.toSorted((one, other) => other.bytes - one.bytes);
  // The hash in a name says nothing here.
  const name = (path: string) => path.replace(/-[0-9a-f]{8,}/, "");
  return sorted.map(({ path, encoding, bytes }) => `${name(path)} ${kilobytes(bytes)} (${encoding})`).join(", ");
}
