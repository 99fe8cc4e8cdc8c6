// The stream that the page lives on, as anybody with curl sees it.
import { expect, test } from "../fixtures/demo.ts";
import { events, until, type StreamEvent } from "../fixtures/event-stream.ts";
import type { IngressRow } from "../fixtures/wire.ts";

const rowsOf = (taken: readonly StreamEvent[]) =>
  taken.filter(({ event }) => event === "upsert").map(({ data }) => (data as { ingresses: IngressRow[] }).ingresses);

test("a full state comes as a reset, batches and a ready that counts them", async ({ still }) => {
  const taken = await until("ready", events(`${still.url}api/ingresses/stream`));
  expect(taken[0]).toMatchObject({ event: "reset", data: { reason: "initial" }, id: expect.stringMatching(/\.0$/) });
  const batches = rowsOf(taken);
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(500);
  expect(taken.at(-1)!.data).toMatchObject({ count: batches.flat().length });
  expect(batches.flat()).toHaveLength((await still.rows()).length);
});

test("a selection of namespaces holds these alone", async ({ still }) => {
  const taken = await until("ready", events(`${still.url}api/ingresses/stream?namespaces=shop,docs`));
  expect(new Set(rowsOf(taken).flat().map((row) => row.namespace))).toEqual(new Set(["shop", "docs"]));
});

test("a stream goes on where another one ended, with what changed in between and nothing else", async ({ lively }) => {
  const url = `${lively.url}api/ingresses/stream`;
  const changes: string[] = [];
  let ready = false;
  for await (const { id, event } of events(url)) {
    ready ||= event === "ready";
    if (ready && (event === "upsert" || event === "remove")) {
      changes.push(id!);
      if (changes.length === 10) {
        break;
      }
    }
  }
  const sequences = changes.map(sequenceOf);
  expect(sequences, "each once, in order").toEqual([...new Set(sequences)].sort((one, other) => one - other));

  const resumed = await until("ready", events(url, { "last-event-id": changes[2]! }));
  expect(resumed.map(({ event }) => event)).not.toContain("reset");
  const replayed = resumed.filter(({ event }) => event === "upsert" || event === "remove").map(({ id }) => id!);
  expect(replayed.slice(0, 7), "what the other stream brought after the third change").toEqual(changes.slice(3));
});

function sequenceOf(position: string): number {
  return Number(position.split(".")[1]);
}
