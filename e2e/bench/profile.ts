// Which functions a page spends its time in. The profile of KUBE_INGRESS_DASH_BENCH_PROFILE opens in Chromium's
// developer tools. Functions of the release program have numbers instead of names.
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";

import { grouped } from "../fixtures/wire.ts";
import { pathFromProject } from "./project.ts";

const SAMPLED_EVERY_US = 200;
const LISTED = 30;

/** The path to which a profile shall be written, if one is wanted. */
export const PROFILE = pathFromProject(process.env["KUBE_INGRESS_DASH_BENCH_PROFILE"]);

/** Writes a profile of the page while `work` runs, and gives the functions with the highest time of their own. */
export async function profile(page: Page, path: string, work: () => Promise<unknown>): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: SAMPLED_EVERY_US });
  await session.send("Profiler.start");
  await work();
  const { profile } = await session.send("Profiler.stop");
  await session.detach();
  writeFileSync(path, JSON.stringify(profile));
  return highest(profile);
}

type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number } }[];
  samples?: number[];
  timeDeltas?: number[];
};

function highest({ nodes, samples = [], timeDeltas = [] }: Profile): string {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let whole = 0;
  samples.forEach((sample, index) => {
    const name = names.get(sample) ?? "";
    const time = Math.max(0, timeDeltas[index] ?? 0);
    times.set(name, (times.get(name) ?? 0) + time);
    whole += time;
  });
  const sorted = [...times].sort(([, one], [, other]) => other - one).slice(0, LISTED);
  const lines = sorted.map(([name, time]) => {
    const share = ((100 * time) / whole).toFixed(1).padStart(5);
    return `${share} %  ${grouped(Math.round(time / 1_000)).padStart(8)} ms  ${name}`;
  });
  return [`own time of ${grouped(Math.round(whole / 1_000))} ms, the ${sorted.length} highest:`, ...lines].join("\n");
}

function nameOf({ functionName, url, lineNumber, columnNumber }: Profile["nodes"][number]["callFrame"]): string {
  const file = url.split("/").at(-1)?.replace(/-[0-9a-f]{8,}/, "") ?? "";
  const name = functionName || "(anonymous)";
  return file ? `${name}  ${file}:${lineNumber + 1}:${columnNumber + 1}` : name;
}
