// Random jumps through the list: one in every frame, to places that are the same in each run. As where people scroll,
// the list has moved before a frame begins, so that the frame draws the rows of the new place.
import type { Page } from "@playwright/test";

/**
 * Jumps for so many seconds, and says how often. `block` names an element that is moved along, as the rows are; another
 * `seed` takes other places.
 */
export async function jump(page: Page, seconds: number, block?: string, seed = 1): Promise<number> {
  return page.getByTestId("viewport").evaluate(
    (viewport, { milliseconds, block, seed }) =>
      new Promise<number>((resolve) => {
        const room = viewport.scrollHeight - viewport.clientHeight;
        const moved = block === undefined ? null : document.querySelector<HTMLElement>(block);
        let state = seed;
        // Lehmer's generator.
        const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
        const end = performance.now() + milliseconds;
        let jumps = 0;
        const betweenFrames = new MessageChannel();
        betweenFrames.port1.onmessage = () => {
          if (performance.now() >= end) {
            betweenFrames.port1.close();
            resolve(jumps);
            return;
          }
          const to = Math.floor(random() * room);
          viewport.scrollTop = to;
          if (moved) {
            moved.style.transform = `translateY(${to}px)`;
          }
          jumps += 1;
          nextFrame();
        };
        const nextFrame = () => requestAnimationFrame(() => betweenFrames.port2.postMessage(null));
        nextFrame();
      }),
    { milliseconds: seconds * 1_000, block, seed },
  );
}
