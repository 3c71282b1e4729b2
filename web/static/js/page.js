// What the server put into the document: the state to begin with, the addresses
// of the client and of the tape, and every text of the page in each language.

/**
 * @typedef {Object} State what unwind.state() returns, see docs/embedding.md
 * @property {string} event
 * @property {boolean} ready
 * @property {boolean} playing
 * @property {number} t replay time, ms
 * @property {number|string} speed 'smart' for smart pace
 * @property {number} fit seconds that the whole event lasts at smart pace
 * @property {number|null} factor market seconds per second at t
 * @property {number|null} elapsed seconds of smart pace before t
 * @property {number|null} a start of the loop
 * @property {number|null} b end of the loop
 * @property {{from: number, to: number}} [shown] the window on screen
 * @property {number} start of the event
 * @property {number} end of the event, exclusive
 * @property {string|null} palette
 * @property {number} gamma exponent of the colour scale
 * @property {string} theme
 * @property {string|null} lang
 * @property {string} ui
 * @property {string[]} layers
 * @property {number} [longUSD] liquidated longs of the 24 h before t
 * @property {number} [shortUSD]
 * @property {string} query
 */

/**
 * @typedef {Object} Legend what unwind.legend() returns, see docs/embedding.md
 * @property {number} low dollars, the least that the handles can choose
 * @property {number} high
 * @property {number} min where the handles are
 * @property {number} max
 * @property {boolean} locked to the event
 * @property {string[]} long colours at equal ratios of dollars from low to high
 * @property {string[]} short
 * @property {{x0: number, y0: number, x1: number, y1: number}|null} box where it is drawn
 */

/**
 * @typedef {Object} Table what unwind.table() returns, see docs/embedding.md
 * @property {number} t
 * @property {number|null} price
 * @property {number} low
 * @property {number} high
 * @property {string|null} provenance
 * @property {{cells: string[]}[]} rows
 */

export const page = JSON.parse(document.getElementById('unwind-page').textContent);

/** @type {(id: string) => any} */
export const $ = (id) => document.getElementById(id);

export const embedded = document.documentElement.dataset.page === 'embed';
export const framed = window.parent !== window;

const reduced = matchMedia('(prefers-reduced-motion: reduce)');

/** Whether the reader's system asks for less motion. */
export const reducedMotion = () => reduced.matches;

/** @param {(on: boolean) => void} f called with every change */
export const onReducedMotion = (f) => reduced.addEventListener('change', () => f(reduced.matches));
