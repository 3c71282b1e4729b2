// Fingers on a touch screen, and a double click, through the browser's own input
// queue. Events say themselves when they happened, so that a busy machine makes
// no slow hand.

const STEPS = 15, STEP_MS = 16;
const REST_MS = 150; // a finger rests before it lets go, so that nothing is thrown
const TAP_MS = 60; // a tap lasts, and until the next one

/**
 * A sender of input events to a page.
 * @param {import('playwright-core').Page} page
 * @param {number} [ago] milliseconds since the gesture began: the browser minds events of times to come
 * @returns {Promise<(method: string, event: object, after: number) => Promise<void>>} after: milliseconds since then
 */
async function hand(page, ago = 0) {
  const devtools = await page.context().newCDPSession(page);
  const begun = Date.now() - ago;
  return (method, event, after) => devtools.send(`Input.${method}`, { ...event, timestamp: (begun + after) / 1000 });
}

/**
 * Fingers for a page whose context has touch.
 * @param {import('playwright-core').Page} page
 */
export async function fingers(page) {
  /** Sends [type, places, time] without waiting in between: a finger that is held brings the crosshair. */
  async function gesture(events) {
    const send = await hand(page, events.at(-1)[2]);
    await Promise.all(events.map(([type, places, after]) => send('dispatchTouchEvent', { type, touchPoints: places.map(([x, y], id) => ({ x, y, id })) }, after)));
  }

  /** Puts fingers down one after another and moves them; at(u) says where they are, u from 0 to 1. */
  function move(at) {
    const start = at(0);
    const downs = start.map((_, n) => ['touchStart', start.slice(0, n + 1), 0]);
    const moves = Array.from({ length: STEPS }, (_, i) => ['touchMove', at((i + 1) / STEPS), (i + 1) * STEP_MS]);
    return gesture([...downs, ...moves, ['touchEnd', [], STEPS * STEP_MS + REST_MS]]);
  }

  return {
    /** One finger from (x, y) by (dx, dy) CSS pixels. */
    drag: (x, y, dx, dy) => move((u) => [[x + u * dx, y + u * dy]]),
    /** Two fingers around (x, y), first 80 px apart and then factor times as far. */
    pinch: (x, y, factor) => move((u) => {
      const half = 40 * (1 + u * (factor - 1));
      return [[x - half, y], [x + half, y]];
    }),
    /** So many taps at (x, y), as fast as two that belong together. */
    tap: (x, y, times = 1) => gesture(Array.from({ length: 2 * times }, (_, i) => (i % 2 ? ['touchEnd', [], i * TAP_MS] : ['touchStart', [[x, y]], i * TAP_MS]))),
  };
}

/** Two clicks of the mouse at (x, y) that belong together. */
export async function doubleClick(page, x, y) {
  await page.mouse.move(x, y);
  const send = await hand(page);
  for (let i = 0; i < 4; i++) {
    const type = i % 2 ? 'mouseReleased' : 'mousePressed';
    if (i > 0) await page.waitForTimeout(TAP_MS);
    await send('dispatchMouseEvent', { type, x, y, button: 'left', buttons: i % 2 ? 0 : 1, clickCount: 1 + Math.floor(i / 2) }, i * TAP_MS);
  }
}
