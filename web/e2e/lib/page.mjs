// What the tests do to a page of Unwind. A test waits for what it then asserts,
// as long as it takes: a machine that does much besides is slow and not wrong.
// How long something took is for the benchmarks; tests prove an order.

/** How long a test waits for what must come, on the slowest machine. */
export const PATIENCE = 120_000; // ms

const complaints = new WeakMap();

/**
 * Runs before the page's scripts: counts the animation frames that it asks for
 * and those that have come, and notes the time of the newest.
 */
function countFrames() {
  const native = window.requestAnimationFrame.bind(window);
  window.framesAsked = window.framesDrawn = window.frameAt = 0;
  window.nativeFrame = native;
  window.requestAnimationFrame = (f) => {
    window.framesAsked++;
    return native((t) => {
      window.framesDrawn++;
      window.frameAt = t;
      f(t);
    });
  };
  addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`));
}

/**
 * Opens a page and collects what it complains about.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function newPage(context) {
  await context.addInitScript(countFrames);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const list = [];
  complaints.set(page, list);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/GPU stall|swiftshader|WebGL-0x/i.test(message.text())) list.push(message.text());
  });
  page.on('pageerror', (error) => list.push(String(error)));
  return page;
}

/** @returns {string[]} errors and warnings that the page has printed so far */
export const errorsOf = (page) => complaints.get(page) ?? [];

/** Goes to url and waits for the first live frame. */
export async function open(page, url) {
  await page.goto(url);
  await ready(page);
}

/** Waits for the first live frame of a page or frame. */
export async function ready(frame) {
  await frame.waitForFunction(() => document.documentElement.dataset.live === 'yes' && window.unwind?.state()?.ready === true);
  await settle(frame);
}

/**
 * Waits until the page has drawn what it had to, and has heard of it: nothing is
 * worked out, and no frame is asked for that has not come, nor at the next looks;
 * or it goes on and has drawn frames since the chart told it of the state.
 */
export function settle(frame) {
  return frame.evaluate(() => new Promise((resolve) => {
    let seen = -1, quiet = 0, looks = 0, told = Infinity;
    const look = () => {
      const { playing, live, computing } = window.unwind.state() ?? {};
      const rests = window.framesAsked === window.framesDrawn && window.framesDrawn === seen && !computing;
      seen = window.framesDrawn;
      quiet = rests ? quiet + 1 : 0;
      if (++looks === 3) told = seen + 2; // a state is told within 100 ms, with a frame
      if (quiet >= 3 || (playing || live) && seen >= told) resolve();
      else soon();
    };
    const soon = () => window.nativeFrame(() => setTimeout(look, 70));
    soon();
  }));
}

/** Sends one message and waits for its picture. */
export async function dispatch(frame, message) {
  const problem = await frame.evaluate((m) => window.unwind.dispatch(m), message);
  if (problem) throw new Error(`${JSON.stringify(message)}: ${problem}`);
  await settle(frame);
}

/**
 * Waits until the first element that fits selector says words. The page writes
 * its texts at the next frame, which comes after the state has changed.
 * @param {import('playwright-core').Page|import('playwright-core').Frame} frame
 * @param {RegExp|string} words a string is all of the text
 */
export async function says(frame, selector, words) {
  const wanted = words instanceof RegExp ? { source: words.source, flags: words.flags } : { all: words };
  try {
    await frame.waitForFunction(({ at, source, flags, all }) => {
      const text = document.querySelector(at)?.textContent;
      return text !== undefined && (all === undefined ? new RegExp(source, flags).test(text) : text === all);
    }, { at: selector, ...wanted });
  } catch (e) {
    const text = await frame.evaluate((at) => document.querySelector(at)?.textContent, selector).catch(() => undefined);
    throw new Error(`${selector} is to say ${words}, and says ${JSON.stringify(text)}`, { cause: e });
  }
}

/**
 * Opens the table, unless it is open, and below it a panel, by keyboard, and
 * waits until the panel is there with its style.
 */
export async function openPanel(page, name) {
  if (!await page.evaluate(() => document.getElementById('levels').open)) {
    await page.focus('#levels-open');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.parentElement?.id === 'levels');
  }
  await page.focus(`[data-panel=${name}] > summary`);
  await page.keyboard.press('Enter');
  await page.waitForFunction((at) => {
    const body = document.querySelector(`[data-panel=${at}] .body`);
    return body.childElementCount > 0 && [...body.querySelectorAll('link[rel=stylesheet]')].every((l) => l.sheet);
  }, name);
}

/** @returns {Promise<any>} the whole state of the page */
export const stateOf = (frame) => frame.evaluate(() => window.unwind.state());

/** The chart's canvas. */
export const canvasOf = (frame) => frame.locator('canvas').first();

/** Heights and widths of render/view around the plot, in CSS pixels. */
const STRIP = 58, COMPACT_STRIP = 122, TALL_STRIP = 140, TALL_FROM = 400, COMPACT_BELOW = 560, PRICES = 62, TIMES = 24;

/**
 * Where the plot lies in the page: the chart without counter and axes. The map
 * beside it and the panels below it, which layers choose, count as part of it.
 * @returns {Promise<{x: number, y: number, width: number, height: number}>}
 */
export async function plotOf(frame) {
  return plotIn(await canvasOf(frame).boundingBox());
}

/** The plot of a chart that lies in box. */
export function plotIn(box) {
  const compact = box.height < TALL_FROM ? COMPACT_STRIP : TALL_STRIP;
  const strip = box.width < COMPACT_BELOW ? compact : STRIP;
  return { x: box.x, y: box.y + strip, width: box.width - PRICES, height: box.height - strip - TIMES };
}

/** @returns {Promise<Buffer>} the chart's place on screen as PNG */
export async function pictureOf(page) {
  return page.screenshot({ clip: await canvasOf(page).boundingBox() });
}

/**
 * Compares two PNGs, in a page of its own that no policy restrains.
 * @param {import('playwright-core').Browser} browser
 * @param {{tolerance?: number, within?: {x: number, y: number, width: number, height: number}}} [options]
 *   within is in pixels of the pictures
 * @returns {Promise<{same: number, width: number, height: number, x0: number, y0: number, x1: number, y1: number}>}
 *   the share of pixels whose channels all differ by at most tolerance, and
 *   the box around the others
 */
export async function compare(browser, a, b, { tolerance = 0, within } = {}) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const urls = [a, b].map((png) => `data:image/png;base64,${Buffer.from(png).toString('base64')}`);
    return await page.evaluate(comparePictures, { urls, tolerance, within });
  } finally {
    await context.close();
  }
}

async function comparePictures({ urls, tolerance, within }) {
  const [p, q] = await Promise.all(urls.map(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const draw = new OffscreenCanvas(image.width, image.height).getContext('2d', { colorSpace: 'srgb' });
    draw.drawImage(image, 0, 0);
    return draw.getImageData(0, 0, image.width, image.height);
  }));
  if (p.width !== q.width || p.height !== q.height) {
    throw new Error(`sizes differ: ${p.width} × ${p.height} and ${q.width} × ${q.height}`);
  }
  const box = within ?? { x: 0, y: 0, width: p.width, height: p.height };
  const found = { same: 0, width: p.width, height: p.height, x0: Infinity, y0: Infinity, x1: -1, y1: -1 };
  let all = 0, same = 0;
  for (let y = Math.ceil(box.y); y < Math.floor(box.y + box.height); y++) {
    for (let x = Math.ceil(box.x); x < Math.floor(box.x + box.width); x++) {
      const i = 4 * (y * p.width + x);
      all++;
      if ([0, 1, 2].every((c) => Math.abs(p.data[i + c] - q.data[i + c]) <= tolerance)) {
        same++;
        continue;
      }
      found.x0 = Math.min(found.x0, x);
      found.y0 = Math.min(found.y0, y);
      found.x1 = Math.max(found.x1, x);
      found.y1 = Math.max(found.y1, y);
    }
  }
  found.same = same / all;
  return found;
}
