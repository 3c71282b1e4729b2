// What stands behind the chart: the text that describes it and the table of the
// largest levels. Both are made by the client from the model's numbers, as the
// server's first ones are. The text follows pauses, seeks and the ends of
// waves; the table, while it is open, the replay.

import { $, page } from './page.js';
import { publicQuery } from './address.js';
import { isPinned, togglePin } from './cell.js';
import { onLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

const PLAYING = 1000; // ms between two tables
const PAUSED = 250;

let last = -PLAYING;
let timer = 0;
let due = 0;
let ended = 0; // waves that were over when the text was made

function describe() {
  const words = unwind.summary();
  if ($('view-text').textContent === words) return;
  $('view-text').textContent = words;
  $('view-copy').textContent = words;
  $('poster').querySelector('img').alt = words;
}

function cell(text, i) {
  const e = document.createElement(i ? 'td' : 'th');
  if (!i) e.scope = 'row';
  e.textContent = text;
  return e;
}

/** Its first cell is a button that pins the level. */
function row({ side, low, high, cells }, t) {
  const e = document.createElement('tr');
  e.className = side;
  e.append(...cells.map(cell));
  const pin = { t, low, high };
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  button.title = text('cell.pin');
  button.ariaPressed = String(isPinned(pin));
  button.textContent = cells[0];
  button.addEventListener('click', () => togglePin(pin));
  e.firstChild.replaceChildren(button);
  return e;
}

/** Fills the rows anew; a button that had the focus hands it to its successor. */
function fillRows({ t, rows }) {
  const body = $('levels-rows');
  const at = [...body.rows].findIndex((r) => r.contains(document.activeElement));
  body.replaceChildren(...rows.map((one) => row(one, t)));
  body.rows[at]?.querySelector('button').focus({ preventScroll: true });
}

function fill() {
  const table = unwind.table();
  if (!table) return;
  $('levels-caption').textContent = table.caption;
  fillRows(table);
  $('levels').querySelector('.of-fuel').hidden = !unwind.state().layers.includes('fuel');
  link();
}

function link() {
  $('levels-csv').href = `/data.csv?${publicQuery()}`;
}

const wavesUntil = (t) => page.event.waves.filter(([, to]) => to <= t).length;

function show() {
  timer = 0;
  last = performance.now();
  const { playing, t } = unwind.state();
  const over = wavesUntil(t);
  if (!playing || over !== ended) describe();
  ended = over;
  if ($('levels').open) fill();
}

/** Shows what has changed when its time has come. */
function soon({ playing }) {
  const next = Math.max(performance.now() + 50, last + (playing ? PLAYING : PAUSED));
  if (timer && due <= next) return;
  clearTimeout(timer);
  due = next;
  timer = setTimeout(show, next - performance.now());
}

/** Goes to the table that was opened, and back to its button. */
function toggled() {
  const { open } = $('levels');
  $('levels-open').setAttribute('aria-expanded', String(open));
  if (!open) return $('levels-open').focus();
  fill();
  $('levels').scrollIntoView({ block: 'start' });
  $('levels').firstElementChild.focus({ preventScroll: true });
}

export function wireLevels() {
  unwind.on('ready', soon);
  unwind.on('state', soon);
  unwind.on('time', soon);
  onLanguage(() => {
    ended = -1; // say it again, also while playing
    describe();
    soon({ playing: false });
  });
  $('levels').addEventListener('toggle', toggled);
  $('levels-csv').addEventListener('pointerdown', link);
  $('levels-csv').addEventListener('focus', link);
  $('levels-open').addEventListener('click', () => { $('levels').open = !$('levels').open; });
}
