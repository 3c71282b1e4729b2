// What a screen reader hears: one polite message at a time, at most one in two
// seconds, and never while the time merely passes.

import { $ } from './page.js';
import { brief, money, moment, percent, times } from './format.js';
import { text } from './texts.js';
import { unwind } from './unwind.js';

const PAUSE = 2000; // ms between two messages

let next = null;
let last = -PAUSE;
let timer = 0;

/** Says a text soon; of several only the newest is said. */
export const say = (key, values) => soon(() => text(key, values));

/** Says words that are made already. */
export const hear = (words) => soon(() => words ?? '');

function soon(words) {
  next = words;
  if (timer) return;
  timer = setTimeout(flush, Math.max(60, last + PAUSE - performance.now()));
}

function flush() {
  timer = 0;
  last = performance.now();
  $('status').textContent = next();
}

const smart = (s) => s.speed === 'smart';

function total(s) {
  return (s.longUSD ?? 0) + (s.shortUSD ?? 0);
}

/** Says where the replay is, as after a seek. */
function sayTime(s) {
  say('say.at', { time: brief(s.t), total: money(total(s)) });
}

function sayPaused(s) {
  const all = total(s);
  if (!all) return say('say.at', { time: moment(s.t), total: money(0) });
  say('say.paused', { time: moment(s.t), total: money(all), share: percent(s.longUSD / all) });
}

export function wireStatus() {
  let before = unwind.state();
  unwind.on('ready', (s) => {
    before = s;
    say('say.ready');
  });
  unwind.on('state', (s) => {
    const was = before;
    before = s;
    if (!was.ready) return;
    if (s.playing !== was.playing) {
      if (s.playing) say(smart(s) ? 'say.playing.smart' : 'say.playing', { speed: times(s.speed), n: s.fit, time: brief(s.t) });
      else if (s.t >= s.end - 60e3) say('say.end');
      else sayPaused(s);
    } else if (s.speed !== was.speed || smart(s) && s.fit !== was.fit) {
      say(smart(s) ? 'say.smart' : 'say.speed', { speed: times(s.speed), n: s.fit });
    } else if (!s.playing && s.t !== was.t) {
      sayTime(s);
    }
  });
}
