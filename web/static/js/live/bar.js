// The scrub bar of a market that goes on: it grows with the market, and its
// histogram with the liquidations.

import { $ } from './live.js';

const BARS = 240; // as many as the server draws for an event, and as it draws them
const UNIT = 4;
const MIDDLE = 50;
const TALLEST = MIDDLE - 6;
const OFTEN = 2000; // ms between two drawings

/** The path of bars of dollars from the middle up (−1) or down (1), their
    heights by square root. */
function bars(usd, peak, way) {
  return usd.map((v, i) => (v > 0 ? `M${i * UNIT} ${MIDDLE}v${way * Math.max(1, Math.round(TALLEST * Math.sqrt(v / peak)))}h3V${MIDDLE}z` : '')).join('');
}

export function wireBar({ unwind, page, stretch }) {
  let drawn = -OFTEN;

  const draw = (s) => {
    const now = performance.now();
    if (!s.live || now - drawn < OFTEN) return;
    drawn = now;
    const event = unwind.event(BARS);
    if (!event) return;
    const peak = Math.max(...event.long, ...event.short);
    const [longs, shorts] = $('hist').children;
    longs.setAttribute('d', bars(event.long, peak, -1));
    shorts.setAttribute('d', bars(event.short, peak, 1));
    document.querySelector('.what .instrument').textContent = event.instrument || page.event.instrument;
    Object.assign(page.event, { from: event.start, to: s.live.to, waves: event.waves.map((w) => [w.from, w.to]) });
    stretch();
  };

  for (const event of ['ready', 'state', 'time']) unwind.on(event, draw);
}
