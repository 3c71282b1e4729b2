// The pinned cell: what the estimate says of one place of the heat map, over a
// corner of the chart or, where that is small or out of sight, as a sheet at
// the foot of the window. The client writes it; the server has sent the first.

import { $ } from './page.js';
import { hear } from './status.js';
import { onLanguage } from './texts.js';
import { unwind } from './unwind.js';

const EVERY = 250; // ms between two read-outs while it plays

let shown = ''; // the place and the time that are read out
let last = 0;

const same = (a, b) => a?.t === b?.t && a?.low === b?.low && a?.high === b?.high;

/** Pins a place, or lets go of it where it is the pinned one. */
export function togglePin(pin) {
  unwind.dispatch({ type: 'pin', ...(!same(pin, unwind.state().pin) && pin) });
}

/** Whether a place is the pinned one. */
export const isPinned = (pin) => same(pin, unwind.state().pin);

/** Lets go of the pinned place; says whether there was one to be seen. */
export function closeCell() {
  if (!$('cell').checkVisibility()) return false;
  unwind.dispatch({ type: 'pin' });
  if ($('cell').contains(document.activeElement)) $('surface').focus({ preventScroll: true });
  return true;
}

function element(tag, text) {
  const e = document.createElement(tag);
  e.textContent = text;
  return e;
}

function heading(text, scope) {
  return Object.assign(element('th', text), { scope });
}

function row(cells) {
  const e = document.createElement('tr');
  e.append(...cells);
  return e;
}

function table({ title, head, rows }) {
  const e = document.createElement('table');
  if (title) e.append(element('caption', title));
  e.createTHead().append(row(head.map((text) => heading(text, 'col'))));
  e.createTBody().append(...rows.map((cells) => row(cells.map((text, i) => (i ? element('td', text) : heading(text, 'row'))))));
  return e;
}

function fill() {
  const cell = unwind.cell();
  if (!cell) return;
  $('cell-title').textContent = cell.title;
  $('cell-when').textContent = cell.when;
  $('cell-body').replaceChildren(...cell.sections.map(table), ...cell.notes.map((note) => element('p', note)));
}

/** Leaves the place itself in sight. */
function place({ pin, shown: window }) {
  const share = window ? (pin.t - window.from) / (window.to - window.from) : 1;
  $('cell').classList.toggle('right', share < 0.5);
}

function show(state) {
  const { pin, t, playing } = state;
  $('cell').hidden = !pin;
  if (!pin) {
    shown = '';
    return;
  }
  place(state);
  const now = `${pin.t} ${pin.low} ${pin.high} ${Math.min(pin.t, t)}`;
  const fresh = !shown.startsWith(`${pin.t} ${pin.low} ${pin.high} `);
  if (now === shown || playing && !fresh && performance.now() - last < EVERY) return;
  if (fresh && shown !== 'first') hear(unwind.cell()?.said);
  shown = now;
  last = performance.now();
  fill();
}

export function wireCell() {
  shown = 'first'; // what the link has pinned is read with the page
  for (const event of ['ready', 'state', 'time', 'ended']) unwind.on(event, show);
  onLanguage(fill);
  $('cell-close').addEventListener('click', closeCell);
  new IntersectionObserver(([{ isIntersecting }]) => {
    $('cell').classList.toggle('sheet', !isIntersecting);
  }, { threshold: 0.5 }).observe($('chart'));
}
