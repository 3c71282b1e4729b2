// Fingers on a touch screen, through the browser's own input queue.

const STEPS = 15, STEP_MS = 16;

/**
 * Fingers for a page whose context has touch.
 * @param {import('playwright-core').Page} page
 */
export async function fingers(page) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, points) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });

  /** Puts fingers down one after another and moves them; at(u) says where they are, u from 0 to 1. */
  async function move(at) {
    const start = at(0);
    for (let n = 1; n <= start.length; n++) await touch('touchStart', start.slice(0, n));
    for (let i = 1; i <= STEPS; i++) {
      await touch('touchMove', at(i / STEPS));
      await page.waitForTimeout(STEP_MS);
    }
    await page.waitForTimeout(150); // they rest, so nothing is thrown
    await touch('touchEnd', []);
    await page.waitForTimeout(200);
  }

  return {
    /** One finger from (x, y) by (dx, dy) CSS pixels. */
    drag: (x, y, dx, dy) => move((u) => [[x + u * dx, y + u * dy]]),
    /** Two fingers around (x, y), first 80 px apart and then factor times as far. */
    pinch: (x, y, factor) => move((u) => {
      const half = 40 * (1 + u * (factor - 1));
      return [[x - half, y], [x + half, y]];
    }),
  };
}
