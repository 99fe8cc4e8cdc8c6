// Two suites in a real browser: `demo` against the embedded simulated cluster, `cluster` against a real API server.
// Each runs in one worker, whose servers its tests share.
import { defineConfig, devices } from "@playwright/test";

// Chromium as root has no sandbox, and nothing of it shall call home.
const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  globalSetup: "./fixtures/requirements.ts",
  forbidOnly: Boolean(process.env["CI"]),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env["KUBE_INGRESS_DASH_CHROMIUM"] ?? "",
      args: chromiumArguments,
    },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: [
    { name: "demo", testDir: "demo", workers: 1 },
    { name: "cluster", testDir: "cluster", workers: 1 },
  ],
});
