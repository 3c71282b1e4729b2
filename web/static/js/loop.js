// The loop A–B. The client knows only whole loops, so a start without an end
// waits here.

import { $ } from './page.js';
import { showLoop } from './scrub.js';
import { say } from './status.js';
import { moment } from './format.js';
import { unwind } from './unwind.js';

let pending = 0;

/** Starts the loop at the replay time; the end is kept if it lies after. */
export function loopFrom() {
  const { t, b } = unwind.state();
  if (b > t) return set(t, b);
  pending = t;
  unwind.dispatch({ type: 'loop' });
  show();
  say('say.loop.a', { a: moment(t) });
}

/** Ends the loop at the replay time. */
export function loopTo() {
  const { t, a } = unwind.state();
  const start = pending || a;
  if (!start || start === t) return;
  set(Math.min(start, t), Math.max(start, t));
}

function set(a, b) {
  pending = 0;
  unwind.dispatch({ type: 'loop', a, b });
  say('say.loop', { a: moment(a), b: moment(b) });
}

function clear() {
  pending = 0;
  unwind.dispatch({ type: 'loop' });
  show();
  say('say.loop.off');
}

function show({ a, b } = unwind.state()) {
  $('loop-a').setAttribute('aria-pressed', String(Boolean(pending || a)));
  $('loop-b').setAttribute('aria-pressed', String(Boolean(b)));
  $('loop-clear').hidden = !(pending || a);
  showLoop(a, b, pending);
}

export function wireLoop() {
  $('loop-a').addEventListener('click', loopFrom);
  $('loop-b').addEventListener('click', loopTo);
  $('loop-clear').addEventListener('click', () => {
    clear();
    $('loop-a').focus();
  });
  unwind.on('state', show);
  unwind.on('ready', show);
  show();
}
