// The browser that all suites use.
import { devices, type PlaywrightTestOptions, type PlaywrightWorkerOptions } from "@playwright/test";

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

/** Chromium on a desk, by the path in KUBE_INGRESS_DASH_CHROMIUM. */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  ...devices["Desktop Chrome"],
  viewport: { width: 1280, height: 800 },
  launchOptions: {
    executablePath: process.env["KUBE_INGRESS_DASH_CHROMIUM"] ?? "",
    args: chromiumArguments,
  },
};
