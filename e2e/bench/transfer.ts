// What comes over the wire, as the browser's network stack counts it: compressed, with the headers of the answers.
import type { Page } from "@playwright/test";

export type Transfer = {
  /** Without the origin. */
  path: string;
  /** `Content-Encoding`, or `identity`. */
  encoding: string;
  /** Bytes of the answer's headers and body as they came. */
  bytes: number;
};

/** Notes all answers that the page gets from now on; gives those that are complete. */
export async function noteTransfers(page: Page): Promise<() => Transfer[]> {
  const session = await page.context().newCDPSession(page);
  const answers = new Map<string, Omit<Transfer, "bytes">>();
  const complete: Transfer[] = [];
  session.on("Network.responseReceived", ({ requestId, response }) => {
    const header = Object.entries(response.headers).find(([name]) => name.toLowerCase() === "content-encoding");
    answers.set(requestId, { path: new URL(response.url).pathname, encoding: header?.[1] ?? "identity" });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const answer = answers.get(requestId);
    if (answer) {
      complete.push({ ...answer, bytes: encodedDataLength });
    }
  });
  await session.send("Network.enable");
  return () => complete;
}
