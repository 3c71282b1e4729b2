// The position of whoever looks: what is typed in goes to the chart, and what
// the chart says of it comes back. It is kept in this browser and nowhere else.

import { $, page } from './page.js';
import { day, moment } from './format.js';
import { lang, onLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

const KEY = `unwind.position.${page.event.id}`;
const NUMBERS = ['entry', 'size', 'leverage', 'margin'];

let since = null; // replay time of the opening, ms
let shown = false; // the chart has the position

const field = (name) => $('own-form').elements[name];

// A frame that its host has sandboxed has no storage; reading it throws there.
function kept(change) {
  try {
    return change(localStorage);
  } catch {
    return null;
  }
}

function read() {
  const own = { since, venue: field('venue').value, side: field('side').value, unit: field('unit').value };
  for (const name of NUMBERS) own[name] = field(name).value === '' ? null : Number(field(name).value);
  return own;
}

const written = (v, digits = 7) => new Intl.NumberFormat(lang, { maximumSignificantDigits: digits }).format(v).replace('-', '−');
const signed = (v, digits) => (v > 0 ? '+' : '') + written(v, digits);
const amount = (v, unit) => `${written(v)}\u00a0${unit}`;
const percent = (share, digits) => text('percent', { n: written(100 * share, digits) });

function place(r) {
  const price = r.liquidation && written(r.liquidation);
  if (!price) return text('own.never');
  if (!r.price) return price;
  const distance = (r.distance > 0 ? '+' : '') + percent(r.distance, 3);
  return text('own.price', { price, distance, usd: `${signed(r.liquidation - r.price, 4)}\u00a0USD` });
}

function tier({ number, of, from, upTo, unit, rate, deduction, leverage }) {
  return text(upTo ? 'own.tier.text' : 'own.tier.last', {
    n: number, of, from: amount(from, unit), upTo: upTo && amount(upTo, unit),
    rate: percent(rate, 4) + (deduction ? ` − ${amount(deduction, unit)}` : ''), leverage: written(leverage, 4),
  });
}

function table({ name, from }) {
  return from ? text('own.dated', { name, date: `${day(from)}\u00a0${new Date(from).getUTCFullYear()}` }) : text('own.undated', { name });
}

function fault({ fault: code, most }) {
  if (!code) return '';
  return text(`own.fault.${code}`, { most: code === 'leverage' ? written(most, 4) : amount(most, 'USD') });
}

/** Shows what the chart says; the other of leverage and margin follows. */
function show(r) {
  $('own-since').textContent = since ? text('own.since', { time: moment(since) }) : '';
  $('own-result').hidden = !r?.tier;
  $('own-remove').hidden = !shown;
  const words = r ? fault(r) : '';
  if ($('own-fault').textContent !== words) $('own-fault').textContent = words;
  if (!r) return;
  field('leverage').placeholder = r.leverage ? written(r.leverage, 4) : '';
  field('margin').placeholder = r.margin ? written(r.margin, 6) : '';
  if (!r.tier) return;
  $('own-liquidation').textContent = place(r);
  $('own-bankruptcy').textContent = r.bankruptcy ? written(r.bankruptcy) : text('own.never');
  $('own-tier').textContent = tier(r.tier);
  $('own-table').textContent = table(r.table);
  $('own-table').title = [r.table.source, r.table.doubt].filter(Boolean).join('; ');
  $('own-replay').textContent = r.touched ? text('own.touched', { time: moment(r.touched) }) : text('own.survives');
}

/** The units and the margin of the chosen contract. */
function showUnits() {
  const { margin, face } = field('venue').selectedOptions[0].dataset;
  $('own-margin').textContent = margin;
  $('own-contracts').hidden = !face;
  $('own-contracts').textContent = text('own.contracts', { face });
  if (!face && field('unit').value === 'contracts') field('unit').value = 'usd';
}

function apply() {
  showUnits();
  const own = read();
  shown = true;
  kept((store) => store.setItem(KEY, JSON.stringify(own)));
  show(unwind.position(own));
}

/** The price and the time of the replay as those of the opening. */
function openHere() {
  const { price, t } = unwind.state();
  since = t;
  if (price) field('entry').value = String(Number(price.toPrecision(7)));
}

function changed(e) {
  if (e.target.value !== '' && e.target.name === 'leverage') field('margin').value = '';
  if (e.target.value !== '' && e.target.name === 'margin') field('leverage').value = '';
  apply();
}

function remove() {
  shown = false;
  kept((store) => store.removeItem(KEY));
  $('own-form').reset();
  openHere();
  showUnits();
  show(unwind.position(null));
  field('venue').focus();
}

/** Puts back what this browser has kept, if it is what was put there. */
function restore() {
  const own = kept((store) => JSON.parse(store.getItem(KEY)));
  if (!own || typeof own !== 'object') return;
  for (const name of [...NUMBERS, 'venue', 'side', 'unit']) if (own[name] !== undefined) field(name).value = own[name] ?? '';
  since = Number.isFinite(own.since) ? own.since : null;
  if (field('venue').selectedIndex < 0 || field('side').selectedIndex < 0) return void $('own-form').reset();
  showUnits();
  shown = true;
}

/** A new chart knows nothing of the position yet. */
function tell() {
  if (shown) show(unwind.position(read()));
}

function close() {
  $('own').hidePopover();
  $('own-open').focus();
}

/** Over the left of the chart, whose prices stay in sight; see own.css. */
function placePanel() {
  const { left, bottom } = $('chart').getBoundingClientRect();
  $('own').style.setProperty('--left', `${Math.max(0, left)}px`);
  $('own').style.setProperty('--low', `${Math.max(0, innerHeight - bottom)}px`);
}

function toggled(e) {
  const open = e.newState === 'open';
  $('own-open').setAttribute('aria-expanded', String(open));
  if (!open || !$('own-form')) return;
  if (!shown) openHere();
  showUnits();
  show(shown ? unwind.position() : null);
  placePanel();
  field('venue').focus();
}

function follow() {
  if (shown && $('own').matches(':popover-open')) show(unwind.position());
}

export function wireOwn() {
  $('own-open').addEventListener('click', () => $('own').togglePopover());
  $('own-close').addEventListener('click', close);
  $('own').addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    e.preventDefault(); // the focus stays on the button
    close();
  });
  $('own').addEventListener('toggle', toggled);
  if (!$('own-form')) return;
  restore();
  $('own-form').addEventListener('input', changed);
  $('own-form').addEventListener('submit', (e) => e.preventDefault());
  $('own-here').addEventListener('click', () => { openHere(); apply(); });
  $('own-remove').addEventListener('click', remove);
  for (const event of ['ready', 'resumed']) unwind.on(event, tell);
  for (const event of ['time', 'state']) unwind.on(event, follow);
  addEventListener('resize', placePanel);
  onLanguage(() => { showUnits(); show(shown ? unwind.position() : null); });
}
