// One line of the table: a target and what was measured for it. Tests hand it to the reporter as an attachment.
import type { TestInfo } from "@playwright/test";

export type Row = {
  what: string;
  measured: string;
  /** Empty where there is none. */
  target: string;
  /** A ratio, a count, or what the same costs without the page: what does not depend on the machine. */
  beside: string;
  how: string;
  /** Undefined where there is no target. */
  met: boolean | undefined;
};

const ROW = "row of the table";
const REMARK = "remark";

/** Puts the row into the table. */
export async function publish(info: TestInfo, row: Row): Promise<void> {
  await info.attach(ROW, { body: JSON.stringify(row), contentType: "application/json" });
}

/** Prints a text before the table. */
export async function remark(info: TestInfo, text: string): Promise<void> {
  await info.attach(REMARK, { body: text, contentType: "text/plain" });
}

type Attachment = { name: string; body?: Buffer };

/** The rows that a test has published. */
export function rowsOf(attachments: readonly Attachment[]): Row[] {
  return bodies(attachments, ROW).map((body) => JSON.parse(body) as Row);
}

/** The remarks that a test has made. */
export function remarksOf(attachments: readonly Attachment[]): string[] {
  return bodies(attachments, REMARK);
}

function bodies(attachments: readonly Attachment[], name: string): string[] {
  return attachments.filter((each) => each.name === name).map(({ body }) => body?.toString() ?? "");
}

/** The row of a measurement that came to no end. */
export function failed(what: string, message: string): Row {
  return { what, measured: `failed: ${message}`, target: "", beside: "", how: "", met: false };
}

/** The rows as one table in Markdown. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, measured, target, beside, how, met }) => {
    const verdict = met === undefined ? "" : met ? "met" : "**missed**";
    const cells = [what, measured, target, beside, how, verdict].map((cell) => cell.replaceAll("|", "\\|"));
    return `| ${cells.join(" | ")} |\n`;
  });
  return `| what | measured | target | beside | how | |\n|---|---|---|---|---|---|\n${lines.join("")}`;
}

// What stands around the table in a document.
const BEGIN = "<!-- table of the page -->\n";
const END = "<!-- end of the table of the page -->";

/** The document with another table; undefined if it has no place for one. */
export function replaced(document: string, table: string): string | undefined {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END, begin);
  if (begin < 0 || end < 0) {
    return undefined;
  }
  return document.slice(0, begin + BEGIN.length) + table + document.slice(end);
}
