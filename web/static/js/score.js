// How good the estimate is: asked of the server when the panel is opened, in
// words and as a table.

import { $ } from './page.js';
import { money, number as grouped } from './format.js';
import { onLanguage, text } from './texts.js';

const HOUR = 3600e3;

let card = null;
let asked = null;

const number = (v, digits = 1) => {
  const s = v.toFixed(digits).replace(/^-(0\.0+)$/, '$1');
  return s.replace('-', '−').replace('.', text('point'));
};
const percent = (v) => number(100 * v);
const hours = (ms) => text('score.hours', { n: String(ms / HOUR) });

function withInterval({ value, interval }) {
  if (!interval) return text('score.short', { v: percent(value) });
  const [a, b] = interval.map(percent);
  return text('score.interval', { v: percent(value), a, b });
}

function cell(tag, words) {
  const e = document.createElement(tag);
  e.textContent = words;
  return e;
}

/** The rows of one parameter set, its name beside all of them. */
function rows({ name, rows: all }) {
  return all.map((r, i) => {
    const e = document.createElement('tr');
    if (i === 0) {
      const head = cell('th', text(`score.set.${name}`));
      Object.assign(head, { scope: 'rowgroup', rowSpan: all.length });
      e.append(head);
    }
    const figures = r.compared
      ? [withInterval(r.touched), percent(r.matched.value), withInterval(r.difference), percent(r.distanceAlone.value), withInterval(r.distanceAloneDifference)]
      : ['', '', '', '', ''];
    e.append(...[hours(r.withinMs), grouped(r.compared), ...figures].map((words) => cell('td', words)));
    return e;
  });
}

function dollars({ code, realised, predicted, rankCorrelation = 0 }) {
  if (code !== 'available') return text(`score.dollars.${code}`);
  return text('score.dollars', { realised: money(realised), predicted: money(predicted), rank: number(rankCorrelation, 2) });
}

function says({ verdict }) {
  return text(`score.says.${verdict.says}`, { within: verdict.withinMs.map(hours).join(', ') });
}

function made() {
  const tape = card.command.includes('--tape');
  return text(tape ? 'score.made.tape' : 'score.made', { date: card.made, tape: `/api/events/${card.event}` });
}

function show() {
  const [first] = card.sets;
  const notes = [text('score.counts', card.matchedIntervals), dollars(first.dollars)];
  if (card.candles === 'modelled') notes.unshift(text('score.modelled'));
  $('score-says').textContent = says(first);
  $('score-notes').textContent = notes.join(' ');
  $('score-caption').textContent = text('score.caption', { from: card.from.slice(0, 10), to: card.to.slice(0, 10), every: hours(card.everyMs) });
  $('score-rows').replaceChildren(...card.sets.flatMap(rows));
  $('score-made').textContent = made();
  $('score-command').textContent = card.command;
  $('score-whole').hidden = false;
}

function say(key) {
  const e = document.createElement('span');
  e.dataset.t = key;
  e.textContent = text(key);
  $('score-says').replaceChildren(e);
}

async function load() {
  $('score-failed').hidden = true;
  say('score.wait');
  try {
    const response = await fetch($('score-json').href);
    if (response.status === 404) return say('score.none');
    if (!response.ok) throw new Error(String(response.status));
    card = await response.json();
    show();
  } catch {
    asked = null; // the next opening asks again
    $('score-says').replaceChildren();
    $('score-failed').hidden = false;
  }
}

function toggled() {
  if ($('score').open) asked ??= load();
}

/** Opens the panel from elsewhere on the page. */
function openScore() {
  for (const d of document.querySelectorAll('dialog[open]')) d.close();
  $('score').open = true;
  $('score').scrollIntoView({ block: 'start' });
  $('score').firstElementChild.focus({ preventScroll: true });
}

export function wireScore() {
  $('score').addEventListener('toggle', toggled);
  $('score-retry').addEventListener('click', () => { asked = load(); });
  for (const b of document.querySelectorAll('[data-score]')) b.addEventListener('click', openScore);
  onLanguage(() => { if (card) show(); });
}
