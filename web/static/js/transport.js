// Play, steps, waves, speed and the time in figures.

import { $ } from './page.js';
import { moment } from './format.js';
import { onLanguage, rename } from './texts.js';
import { unwind } from './unwind.js';

const press = (id, message) => $(id).addEventListener('click', () => unwind.dispatch(message()));

/** Plays or pauses, whichever is not the case. */
export function toggle() {
  unwind.dispatch({ type: unwind.state().playing ? 'pause' : 'play' });
}

/** @param {number} direction +1 is the next faster speed, −1 the next slower */
export function changeSpeed(direction) {
  const speeds = [...$('speed').options].map((o) => +o.value);
  const now = unwind.state().speed;
  const next = direction > 0 ? speeds.find((s) => s > now) : speeds.findLast((s) => s < now);
  if (next) unwind.dispatch({ type: 'speed', speed: next });
}

function showPlaying(playing) {
  const name = playing ? 'pause' : 'play';
  if ($('play').dataset.n === name) return;
  rename($('play'), name);
  $('play').querySelector('use').setAttribute('href', `#i-${name}`);
}

function showSpeed(speed) {
  const select = $('speed');
  if (+select.value === speed) return;
  if (![...select.options].some((o) => +o.value === speed)) {
    const after = [...select.options].find((o) => +o.value > speed);
    select.add(new Option(`${speed}×`, String(speed)), after);
  }
  select.value = String(speed);
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
  showPlaying(s.playing);
  showSpeed(s.speed);
  showTime(s.t);
}

export function wireTransport() {
  $('play').addEventListener('click', toggle);
  press('restart', () => ({ type: 'restart' }));
  press('step-back', () => ({ type: 'step', candles: -1 }));
  press('step-forward', () => ({ type: 'step', candles: 1 }));
  press('wave-back', () => ({ type: 'wave', n: 'previous' }));
  press('wave-forward', () => ({ type: 'wave', n: 'next' }));
  $('speed').addEventListener('change', () => unwind.dispatch({ type: 'speed', speed: +$('speed').value }));
  unwind.on('state', show);
  unwind.on('ready', show);
  unwind.on('time', (v) => showTime(v.t));
  onLanguage(() => showTime(unwind.state().t, true));
}
