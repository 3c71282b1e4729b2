// What the benchmarks share: small statistics, and the table that they print.

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {number} the value at share q of the sorted values */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

export const median = (values) => quantile(values, 0.5);

let missed = 0;

/** Prints a heading. */
export const section = (title) => console.log(`\n${title}`);

/**
 * Prints one figure beside its target, if it has one.
 * @param {string} what
 * @param {number} value
 * @param {{unit?: string, digits?: number, most?: number, note?: string}} [options]
 */
export function figure(what, value, { unit = '', digits = 1, most, note = '' } = {}) {
  const target = most === undefined ? '' : `of ${most} ${unit}`.trim();
  const verdict = most === undefined ? '' : value <= most ? 'met' : 'MISSED';
  if (verdict === 'MISSED') missed++;
  console.log(`  ${what.padEnd(64)} ${value.toFixed(digits).padStart(9)} ${unit.padEnd(4)} ${target.padEnd(13)} ${verdict.padEnd(7)}${note}`);
}

/** How many figures missed their target so far. */
export const misses = () => missed;
