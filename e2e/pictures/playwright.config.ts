// The pictures of docs/pictures, drawn anew. No part of the tests: ./just pictures runs it.
import { defineConfig } from "@playwright/test";

import { browser } from "../browser.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results/pictures",
  globalSetup: "../fixtures/page-requirements.ts",
  forbidOnly: Boolean(process.env["CI"]),
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: browser,
  projects: [{ name: "pictures" }],
});
