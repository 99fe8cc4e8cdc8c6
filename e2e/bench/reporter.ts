// Prints what was measured as one table on standard output, and progress on standard error. With
// KUBE_INGRESS_DASH_BENCH_DOCUMENT, a path from the project's folder, it also writes the table into that document.
import { readFileSync, writeFileSync } from "node:fs";
import type { FullResult, Reporter, TestCase, TestError, TestResult } from "@playwright/test/reporter";

import { pathFromProject } from "./project.ts";
import { failed, remarksOf, replaced, rowsOf, table, type Row } from "./row.ts";

export default class TableReporter implements Reporter {
  private readonly rows: Row[] = [];

  printsToStdio(): boolean {
    return true;
  }

  onTestBegin(test: TestCase): void {
    tell(`${test.title}...`);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.rows.push(...rowsOf(result.attachments));
    remarksOf(result.attachments).forEach(tell);
    if (result.status !== "passed") {
      const message = result.error?.message ?? result.status;
      tell(result.error?.stack ?? message);
      this.rows.push(failed(test.title, firstLine(message)));
    }
  }

  onError(error: TestError): void {
    tell(error.stack ?? error.message ?? "unknown error");
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult["status"] } | undefined> {
    if (this.rows.length === 0) {
      return undefined;
    }
    const text = table(this.rows);
    process.stdout.write(text);
    const document = pathFromProject(process.env["KUBE_INGRESS_DASH_BENCH_DOCUMENT"]);
    // What failed shall not take the place of what was measured.
    if (!document || result.status !== "passed") {
      return undefined;
    }
    return write(document, text) ? undefined : { status: "failed" };
  }
}

function write(path: string, text: string): boolean {
  try {
    const document = replaced(readFileSync(path, "utf8"), text);
    if (document === undefined) {
      tell(`${path} has no marks between which the table of the page could stand`);
      return false;
    }
    writeFileSync(path, document);
    return true;
  } catch (error) {
    tell(`the table could not be written: ${(error as Error).message}`);
    return false;
  }
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function firstLine(text: string): string {
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "").split("\n", 1)[0] ?? "";
}
