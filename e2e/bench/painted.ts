// When something is on the screen, as far as a page can tell: the first task after the frame that drew it.
import type { Page } from "@playwright/test";

declare global {
  /** Calls back with the time once the next frame has been drawn, in milliseconds since the navigation. */
  var whenPainted: (tell: (now: number) => void) => void;
}

/** Gives the page, and those it navigates to, the function `whenPainted`. */
export async function addWhenPainted(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.whenPainted = (tell) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          channel.port1.close();
          tell(performance.now());
        };
        channel.port2.postMessage(null);
      });
    };
  });
}
