// Waiting for something outside a page; see says in page.mjs for its texts.
import { PATIENCE } from './page.mjs';

/**
 * Waits until a look at something is what it should be; the last look is in the
 * error.
 * @template T
 * @param {() => Promise<T>} look
 * @param {(seen: T) => boolean} fits
 * @param {string} what is expected, for the error
 * @returns {Promise<T>} the last look
 */
export async function until(look, fits, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
