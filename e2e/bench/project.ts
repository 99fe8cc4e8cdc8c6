// Paths that are given from the project's folder, in which ./just runs, and not from that of the tests.
import { resolve } from "node:path";

const PROJECT = resolve(import.meta.dirname, "../..");

/** The whole path, where one is given. */
export function pathFromProject(path: string | undefined): string | undefined {
  return path ? resolve(PROJECT, path) : undefined;
}
