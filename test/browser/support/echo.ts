import type { Page } from 'playwright-core';

/** Types letters and answers, for each, the milliseconds from the key's event to the frame that shows it. */
export async function echoTimes(page: Page, letters: string): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    let pressed: number | undefined;
    addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
    new MutationObserver(() => {
      if (pressed === undefined) return;
      const since = pressed;
      pressed = undefined;
      // The terminal draws within a frame's callback: what changed now is in that frame.
      times.push(performance.now() - since);
    }).observe(document.querySelector('.terminal.shown .xterm-rows')!, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    Object.assign(globalThis, { echoes: times });
  });
  for (const letter of letters) {
    await page.keyboard.press(letter);
    await page.waitForTimeout(80);
  }
  const times = await page.evaluate(() => (globalThis as unknown as { echoes: number[] }).echoes);
  return times.sort((a, b) => a - b);
}
