// Times and money in words, the way the server and the canvas write them.

import { text } from './texts.js';

const NBSP = '\u00a0';
const two = (n) => String(n).padStart(2, '0');

/** "5 Feb" */
export function day(ms) {
  const d = new Date(ms);
  return d.getUTCDate() + NBSP + text('months').split(' ')[d.getUTCMonth()];
}

/** "20:50" */
export function clock(ms) {
  const d = new Date(ms);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

/** "5 Feb 2026 20:50:12 UTC" */
export function moment(ms) {
  const d = new Date(ms);
  return `${day(ms)}${NBSP}${d.getUTCFullYear()} ${clock(ms)}:${two(d.getUTCSeconds())}${NBSP}UTC`;
}

/** "5 Feb, 20:50" */
export const brief = (ms) => `${day(ms)}, ${clock(ms)}`;

const UNITS = [[1e9, 'B'], [1e6, 'M'], [1e3, 'K']];

/** "$1.95 B", three significant figures */
export function money(usd) {
  const [size, unit] = UNITS.find(([least]) => usd >= least * 0.9995) ?? [1, ''];
  const n = (usd / size).toPrecision(3).replace(/\.?0+$/, (zeros) => (zeros.includes('.') ? '' : zeros));
  return text(unit ? `money.${unit}` : 'money', { n: n.replace('.', text('point')) });
}

/** "1,000,000" or "0.4", "0,4" of a plain number; what is none stays */
export function number(v) {
  if (!/^\d+(\.\d+)?$/.test(v)) return v;
  const [whole, part] = String(v).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, text('group'));
  return part ? grouped + text('point') + part : grouped;
}

/** "82 %" */
export const percent = (share) => text('percent', { n: String(Math.round(100 * share)) });

/** "600×" */
export const times = (speed) => `${speed}×`;

/** "1,200×", two significant figures, as on the chart */
export const factor = (v) => times(number(String(+v.toPrecision(2))));
