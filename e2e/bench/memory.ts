// The memory of a page: what JavaScript holds after a collection, and what WebAssembly has taken.
import type { Page } from "@playwright/test";

export type Memory = {
  /** Bytes of the JavaScript heap in use, garbage apart. */
  javascript: number;
  /** Bytes of all WebAssembly memories; they never shrink. */
  webAssembly: number;
};

/** Lets the page know its WebAssembly memories, from its navigation on. */
export async function noteWebAssemblyMemories(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const memories: WebAssembly.Memory[] = [];
    Object.assign(window, { memories });
    const keep = ({ exports }: WebAssembly.Instance) => {
      const found = Object.values(exports).filter((value) => value instanceof WebAssembly.Memory);
      memories.push(...(found as WebAssembly.Memory[]));
    };
    const { instantiate, instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...parameters) => {
      const result = await instantiateStreaming(...parameters);
      keep(result.instance);
      return result;
    };
    const whole = async (source: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) => {
      const result = await (instantiate as (...all: unknown[]) => Promise<unknown>)(source, imports);
      keep(result instanceof WebAssembly.Instance ? result : (result as WebAssembly.WebAssemblyInstantiatedSource).instance);
      return result;
    };
    WebAssembly.instantiate = whole as typeof WebAssembly.instantiate;
  });
}

/** What a page holds now that has noted its memories. */
export async function memoryOf(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const webAssembly = await page.evaluate(() => {
    const { memories } = window as unknown as { memories: WebAssembly.Memory[] };
    return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  });
  return { javascript: metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN, webAssembly };
}
