// What the server sends besides data: the page for its own addresses, files that never change, clear refusals.
import type { APIRequestContext } from "@playwright/test";

import { expect, test } from "../fixtures/demo.ts";

const NAVIGATION = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

async function assetPaths(request: APIRequestContext, url: string): Promise<string[]> {
  const html = await (await request.get(url, { headers: NAVIGATION })).text();
  const paths = [...html.matchAll(/[^"'\s(]+\.(?:wasm|js|css)(?=["'])/g)].map(([path]) => path);
  return [...new Set(paths)].filter((path) => /-[0-9a-f]{8,}/.test(path));
}

test("the page itself is asked for anew each time", async ({ request, still }) => {
  for (const path of ["", "some/view?q=shop"]) {
    const answer = await request.get(still.url + path, { headers: NAVIGATION });
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toContain("text/html");
    expect(answer.headers()["cache-control"]).toContain("no-cache");
  }
});

test("an unchanged page is not sent again", async ({ request, still }) => {
  const { etag } = (await request.get(still.url, { headers: NAVIGATION })).headers();
  expect(etag).toBeTruthy();
  const again = await request.get(still.url, { headers: { ...NAVIGATION, "if-none-match": etag! } });
  expect(again.status()).toBe(304);
});

test("files with a hash in their name are kept for ever and go out compressed", async ({ request, still }) => {
  const paths = await assetPaths(request, still.url);
  expect(paths.some((path) => path.endsWith(".wasm"))).toBe(true);
  expect(paths.some((path) => path.endsWith(".js"))).toBe(true);
  expect(paths.some((path) => path.endsWith(".css"))).toBe(true);
  for (const path of paths) {
    const answer = await request.get(new URL(path, still.url).href, { headers: { "accept-encoding": "br" } });
    expect(answer.status()).toBe(200);
    expect(answer.headers()["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(answer.headers()["content-encoding"]).toBe("br");
  }
});

test("a file that is missing is not the page", async ({ request, still }) => {
  for (const path of ["missing-0123456789abcdef.js", "missing.css", "deep/er/missing.wasm"]) {
    const answer = await request.get(still.url + path, { headers: NAVIGATION });
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    expect(answer.headers()["cache-control"]).toContain("no-store");
  }
});

test("an address below /api that does not exist is a problem, for browsers as well", async ({ request, still }) => {
  for (const path of ["api/nothing", "api", "api/ingresses/stream/more"]) {
    const answer = await request.get(still.url + path, { headers: NAVIGATION });
    expect(answer.status(), path).toBe(404);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 404, title: expect.any(String), detail: expect.any(String) });
  }
});

test("a parameter that is not known is named", async ({ request, still }) => {
  const answer = await request.get(`${still.url}api/ingresses?namespace=shop`);
  expect(answer.status()).toBe(400);
  expect(((await answer.json()) as { detail: string }).detail).toContain("namespace");
});

test("the page may run its own scripts only, and be framed by nobody", async ({ request, still }) => {
  const headers = (await request.get(still.url, { headers: NAVIGATION })).headers();
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toMatch(/'unsafe-eval'/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("no-referrer");
});
