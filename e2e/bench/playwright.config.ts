// What the page costs its users, measured in a real browser. No part of the tests: it takes minutes, and judges nothing
// but prints a table. ./just bench-page runs it.
import { defineConfig } from "@playwright/test";

import { browser } from "../browser.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results/bench",
  globalSetup: "../fixtures/page-requirements.ts",
  forbidOnly: Boolean(process.env["CI"]),
  workers: 1,
  timeout: 15 * 60_000,
  reporter: "./reporter.ts",
  use: browser,
  projects: [{ name: "bench" }],
});
