// Play, steps, waves, speed and the time in figures.

import { $ } from './page.js';
import { factor, moment, number, times } from './format.js';
import { onLanguage, rename, text } from './texts.js';
import { unwind } from './unwind.js';

const press = (id, message) => $(id).addEventListener('click', () => unwind.dispatch(message()));

/** Plays or pauses, whichever is not the case. */
export function toggle() {
  unwind.dispatch({ type: unwind.state().playing ? 'pause' : 'play' });
}

/** The seconds of a row of the menu that is smart pace, as "smart 90". */
const fitOf = (value) => value.split(' ')[1];

/** Where a row stands in the menu: smart pace comes after every speed. */
const rank = (value) => (fitOf(value) ? 1e6 + +fitOf(value) : +value);

const label = (value) => (fitOf(value) ? text('speed.smart', { n: number(fitOf(value)) }) : times(value));

/** A choice that the state does not have yet: keys may come faster than frames. */
let chosen = null;

function choose(value) {
  const fit = +fitOf(value);
  chosen = fit ? { speed: 'smart', fit } : { speed: +value, fit: unwind.state().fit };
  unwind.dispatch(fit ? { type: 'speed', ...chosen } : { type: 'speed', speed: +value });
}

/** @param {number} direction +1 is the next faster speed and after the last of
    them smart pace, −1 the next slower */
export function changeSpeed(direction) {
  const speeds = [...$('speed').options].map((o) => +o.value); // of smart pace: none
  const { speed, fit } = chosen ?? unwind.state();
  const now = speed === 'smart' ? Infinity : speed;
  const next = direction > 0 ? speeds.find((s) => s > now) : speeds.findLast((s) => s < now);
  if (next || direction > 0) choose(String(next ?? `smart ${fit}`));
}

function showPlaying(playing) {
  const name = playing ? 'pause' : 'play';
  if ($('play').dataset.n === name) return;
  rename($('play'), name);
  $('play').querySelector('use').setAttribute('href', `#i-${name}`);
}

function showSpeed({ speed, fit }) {
  const select = $('speed');
  const value = speed === 'smart' ? `smart ${fit}` : String(speed);
  if (select.value === value) return;
  const options = [...select.options];
  if (!options.some((o) => o.value === value)) {
    select.add(new Option(label(value), value), options.find((o) => rank(o.value) > rank(value)));
  }
  select.value = value;
}

/** Says how fast smart pace is here, and how much of it has passed. */
function showFactor({ elapsed, factor: v, fit }) {
  $('factor').hidden = elapsed === null;
  if (elapsed !== null) $('factor').textContent = text('speed.now', { factor: factor(v), at: Math.floor(elapsed), n: number(String(fit)) });
}

let shown = 0; // second

function showTime(t, again) {
  const second = Math.floor(t / 1000);
  if (second === shown && !again) return;
  shown = second;
  $('now').textContent = moment(t);
  $('now').dateTime = new Date(second * 1000).toISOString();
}

function show(s) {
  chosen = null;
  showPlaying(s.playing);
  showSpeed(s);
  showTime(s.t);
  showFactor(s);
}

export function wireTransport() {
  $('play').addEventListener('click', toggle);
  press('restart', () => ({ type: 'restart' }));
  press('step-back', () => ({ type: 'step', candles: -1 }));
  press('step-forward', () => ({ type: 'step', candles: 1 }));
  press('wave-back', () => ({ type: 'wave', n: 'previous' }));
  press('wave-forward', () => ({ type: 'wave', n: 'next' }));
  $('speed').addEventListener('change', () => choose($('speed').value));
  unwind.on('state', show);
  unwind.on('ready', show);
  unwind.on('time', (s) => {
    showTime(s.t);
    showFactor(s);
  });
  onLanguage(() => {
    const s = unwind.state();
    showTime(s.t, true);
    showFactor(s);
    for (const o of $('speed').options) o.textContent = label(o.value);
  });
}
