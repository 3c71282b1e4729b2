// The tape of the benchmark: as much in view at once as is ever drawn. The
// levels are the built-in event's (7,200 columns × 601 bins); candles and
// bubbles are made up, seeded, of a length that no longer one is a multiple
// of, so that nothing is joined.

const CANDLES = 2000; // and 3,000 bubbles
const STEP = 216_001; // ms; 2,000 of them are the five days of the event

/** A seeded generator of numbers in [0, 1). */
function random(seed) {
  let s = seed;
  return () => {
    s = (s * 1664525 + 1013904223) % 4294967296;
    return s / 4294967296;
  };
}

/** @param {any} tape the built-in event's, as JSON */
export function crowd(tape) {
  const next = random(7);
  const start = Date.parse(tape.window.from);
  const layer = { provenance: 'modelled', why: { en: 'Made up for a benchmark.' } };
  const rows = { open: [], high: [], low: [], close: [], volume: [] };
  const liquidations = { gaps: [], side: '', price: [], notional: [] };
  let price = 78_000, last = 0;
  for (let i = 0; i < CANDLES; i++) {
    const close = price * (1 + 0.006 * (next() - 0.5167));
    const wick = 0.002 * price * next();
    for (const [key, v] of Object.entries({ open: price, high: Math.max(price, close) + wick, low: Math.min(price, close) - wick, close, volume: 100 + 900 * next() })) {
      rows[key].push(Number(v.toFixed(1)));
    }
    // Candles have two bubbles and one by turns.
    for (const [n, side] of [...(i % 2 ? 'LS' : 'L')].entries()) {
      const at = i * STEP + 1000 * (n + 1);
      if (liquidations.side) liquidations.gaps.push(at - last);
      last = at;
      liquidations.side += side;
      liquidations.price.push(rows.low[i]);
      liquidations.notional.push(Math.round(2e6 + 4e7 * next() ** 6));
    }
    price = close;
  }
  return {
    format: tape.format, id: 'crowd', title: { en: 'Two thousand candles' }, symbol: 'BTCUSDT', base: 'BTC', window: tape.window,
    candles: { ...layer, step: STEP, times: { start, step: STEP, count: CANDLES }, ...rows },
    liquidations: { ...layer, times: { start: start + 1000, gaps: liquidations.gaps }, side: liquidations.side, price: liquidations.price, notional: liquidations.notional },
    levels: tape.levels,
  };
}
