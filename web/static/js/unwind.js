// window.unwind: the one way into the chart, for the page's own controls, for
// scripts of the page around it and for the browser's console. It is there
// before the chart is; what is dispatched meanwhile is kept.

import { page } from './page.js';
import { text } from './texts.js';

const EVENTS = [
  'ready', 'state', 'time', 'wave', 'alert', 'ended', 'problem', 'error', 'contextlost', 'resumed', 'progress',
];

const listeners = new Map();
let engine = null;
let kept = [];
let last = page.state; // while there is no chart, the state it had

export const unwind = {
  version: 1,

  /**
   * @param {{type: string}} message
   * @returns {string} what was wrong with it, or ''
   */
  dispatch(message) {
    if (engine) return engine.dispatch(message);
    kept.push(message);
    return '';
  },

  /** @returns {import('./page.js').State} */
  state() {
    const now = engine?.state();
    if (now?.ready) last = now;
    return last;
  },

  /**
   * @param {number} [parts] 1 to 2000
   * @returns {any} what does not change while the event is shown, liquidations in so many parts
   */
  event: (parts = 200) => engine?.event(Math.trunc(parts) || 1) ?? null,

  /**
   * @param {number} [rows] 1 to 50
   * @returns {import('./page.js').Table|null} the largest levels near the price
   */
  table: (rows = 20) => engine?.table(rows) ?? null,

  /**
   * @param {'crosshair'} [at]
   * @returns {any} what the estimate says of the pinned cell, or of the one under the crosshair
   */
  cell: (at) => engine?.cell(at === 'crosshair') ?? null,

  /** @returns {any} what waits at the replay time against the depth of the book */
  fuel: () => engine?.fuel() ?? null,

  /** @returns {any} what the viewer wants to be told of, and what was */
  alerts: () => engine?.alerts() ?? null,
  /** @returns {any} how full the throttled feeds of liquidations are */
  feeds: () => engine?.feeds() ?? null,

  /** @returns {import('./page.js').Legend|null} the colour scale */
  legend: () => engine?.legend() ?? null,

  /** @returns {string} what the chart shows, in a few sentences */
  summary: () => engine?.summary() || text('view.text'),

  /**
   * Sets the position of whoever looks, takes it away with null, and leaves it
   * without an argument. It is no message: no frame around the page can send it.
   * @param {any} [own] see docs/embedding.md
   * @returns {any} what is known of it, or null
   */
  position: (own) => engine?.position(own) ?? null,

  /** Counters of what frames cost, for benchmarks; see probe.js. */
  perf: (frames) => engine?.perfReport(frames) ?? null,

  /**
   * @param {string} event
   * @param {(value: any) => void} f
   * @returns {() => void} how to stop
   */
  on(event, f) {
    if (!listeners.has(event)) listeners.set(event, new Set());
    listeners.get(event).add(f);
    return () => listeners.get(event).delete(f);
  },
};

/** Calls everybody who listens for event. */
export function emit(event, value) {
  for (const f of listeners.get(event) ?? []) {
    try {
      f(value);
    } catch (e) {
      console.error(e); // one listener's fault is not the others'
    }
  }
}

/** Puts the chart behind window.unwind. */
export function connect(to) {
  engine = to;
  for (const event of EVENTS) engine.on(event, (value) => emit(event, value));
  for (const message of kept.splice(0)) engine.dispatch(message);
}
