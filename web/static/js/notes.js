// Three short notes on the first play, timed to the replay: what the bright
// bands are, the price enters one, it burns out. Each stays long enough to be
// read, and all of them go with one press.

import { $, page } from './page.js';
import { onLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

const NOTES = ['note.heat', 'note.price', 'note.burn'];
const LEAST = 3800; // ms that a note stays
const LAST = 6500; // ms that the last one stays

let current = -1;
let timer = 0;
let due = null; // replay times of the notes
let since = 0; // when the current note came
let done = Boolean(page.live); // nobody knows what comes

/** When each note is due: at once, as the first wave begins, as it burns. */
function dueTimes(t) {
  const next = page.event.waves.find(([, to]) => to > t);
  if (!next) return [t, t, t];
  const [from, to] = next;
  return [t, from, Math.min(to, from + (to - from) / 2)];
}

function show() {
  $('note').textContent = text(NOTES[current]);
  [...$('notes').querySelectorAll('.dots i')].forEach((dot, i) => dot.classList.toggle('on', i === current));
  $('notes').hidden = false;
}

function dismiss() {
  done = true;
  clearTimeout(timer);
  $('notes').hidden = true;
}

/** Shows the next note when its time has come, and looks again soon while the
    replay plays. */
function advance() {
  timer = 0;
  const s = unwind.state();
  if (!s.playing) return;
  const now = performance.now();
  const read = now - since >= (current === NOTES.length - 1 ? LAST : LEAST);
  const next = current + 1;
  if (read && next === NOTES.length) return dismiss();
  if ((current < 0 || read) && s.t >= due[next]) {
    current = next;
    since = now;
    show();
  }
  timer = setTimeout(advance, 200);
}

export function wireNotes() {
  $('notes-close').addEventListener('click', () => {
    dismiss();
    $('surface').focus({ preventScroll: true });
  });
  onLanguage(() => { if (current >= 0) show(); });
  unwind.on('state', (s) => {
    if (done || timer || !s.playing) return;
    due ??= dueTimes(s.t);
    advance();
  });
}
