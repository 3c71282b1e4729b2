// The scrub bar: a real range input over the histogram of liquidations, with
// the waves, the days, the part of the event on screen and the loop marked.

import { $, page } from './page.js';
import { brief, day, moment } from './format.js';
import { onLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

let { from, to, waves } = page.event;
const HOUR = 3600e3;

const share = (t) => Math.min(1, Math.max(0, (t - from) / (to - from)));
const place = (t) => `${(100 * share(t)).toFixed(3)}%`;

let dragging = false;
let latest = page.state.t;

/** The number of the wave that t lies in, or 0. */
const waveAt = (t) => waves.findIndex(([a, b]) => t >= a && t < b) + 1;

let wave = 0; // lit on the strip

function showWave(n) {
  if (n === wave || !$('waves')) return;
  wave = n;
  [...$('waves').children].forEach((g, i) => g.classList.toggle('on', i === n - 1));
}

function showTime(t) {
  latest = t;
  showWave(waveAt(t));
  $('played').style.setProperty('--at', place(t));
  if (!dragging) $('time').value = String(t);
  $('time').setAttribute('aria-valuetext', moment(t));
}

/** Shows a stretch of the bar, or hides it. */
function showStretch(element, a, b) {
  element.hidden = !(a < b);
  if (element.hidden) return;
  element.style.left = place(a);
  element.style.width = `${(100 * (share(b) - share(a))).toFixed(3)}%`;
}

/** @param {number} [pending] start of a loop whose end is not chosen yet */
export function showLoop(a, b, pending) {
  const open = Boolean(pending);
  $('looped').classList.toggle('open', open);
  showStretch($('looped'), open ? pending : a, open ? to : b);
}

function showWindow(shown) {
  const whole = !shown || shown.to - shown.from > 0.98 * (to - from);
  showStretch($('span'), whole ? 0 : shown.from, whole ? 0 : shown.to);
}

/** Writes each day where it begins; as many as fit. */
function showDays() {
  const width = $('scrub').clientWidth;
  const first = Math.ceil(from / (24 * HOUR)) * 24 * HOUR;
  const every = 24 * HOUR * Math.max(1, Math.ceil(52 / (width * 24 * HOUR / (to - from))));
  const marks = [];
  for (let t = to - from > 24 * HOUR ? first : to; t < to; t += every) {
    const mark = document.createElement('span');
    mark.textContent = day(t);
    mark.style.left = place(t);
    marks.push(mark);
  }
  $('days').replaceChildren(...marks);
}

/** Takes over where the event begins and ends now, as a market that goes on. */
export function stretch() {
  ({ from, to, waves } = page.event);
  Object.assign($('time'), { min: from, max: to });
  showDays();
  showTime(latest);
}

function showTip(event) {
  const box = $('scrub').getBoundingClientRect();
  const x = Math.min(box.width, Math.max(0, event.clientX - box.left));
  const tip = $('tip');
  tip.hidden = event.type === 'pointerleave' || event.pointerType === 'touch' && !dragging;
  if (tip.hidden) return;
  const t = from + x / box.width * (to - from);
  const n = waveAt(t);
  tip.textContent = n ? `${brief(t)} · ${text('wave', { n })}` : brief(t);
  const half = tip.offsetWidth / 2;
  tip.style.left = `${Math.min(box.width - half, Math.max(half, x))}px`;
}

function wireRange() {
  const range = $('time');
  range.addEventListener('input', () => {
    const t = Math.round(+range.value);
    showTime(t);
    unwind.dispatch({ type: 'seek', t: Math.min(t, to - 1) });
  });
  const drop = () => {
    dragging = false;
    $('tip').hidden = true;
    showTime(latest);
  };
  range.addEventListener('pointerdown', () => { dragging = true; });
  for (const type of ['pointerup', 'pointercancel', 'blur']) range.addEventListener(type, drop);
  for (const type of ['pointermove', 'pointerleave']) range.addEventListener(type, showTip);
}

export function wireScrub() {
  const show = (s) => {
    showTime(s.t);
    showWindow(s.shown);
  };
  wireRange();
  showDays();
  showTime(latest);
  new ResizeObserver(showDays).observe($('scrub'));
  unwind.on('state', show);
  unwind.on('ready', show);
  unwind.on('time', (v) => showTime(v.t));
  onLanguage(() => {
    showDays();
    showTime(latest);
  });
}
