// Two suites in a real browser: `demo` against the embedded simulated cluster, `cluster` against a real API server.
// Each runs in one worker, whose servers its tests share.
import { defineConfig } from "@playwright/test";

import { browser } from "./browser.ts";

export default defineConfig({
  globalSetup: "./fixtures/requirements.ts",
  forbidOnly: Boolean(process.env["CI"]),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    ...browser,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: [
    { name: "demo", testDir: "demo", workers: 1 },
    { name: "cluster", testDir: "cluster", workers: 1 },
  ],
});
