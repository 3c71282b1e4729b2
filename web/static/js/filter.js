// The panel of filters and of the model's parameters: what is chosen goes to
// the chart as messages, and what the chart shows comes back as its state.

import { $ } from './page.js';
import { money, number } from './format.js';
import { onLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

const root = document.documentElement;
const named = (name) => $('filter').querySelectorAll(`[name="${name}"]`);
const [sides, venues, knobs] = ['side', 'venue', 'knob'].map(named);

/** Two ends as a link has them: "25-100", "25-", "-100", or nothing. */
function band(name) {
  const [low, high] = [$(`${name}-low`).value, $(`${name}-high`).value];
  return low || high ? `${low}-${high}` : '';
}

/** Sends the filters; of two ends that crossed, the other gives way. */
function filter(changed) {
  for (const name of ['lev', 'size']) {
    const [low, high] = [$(`${name}-low`), $(`${name}-high`)];
    const crossed = low.value && high.value && (name === 'lev' ? +low.value > +high.value : +low.value >= +high.value);
    if (crossed) (changed === low ? high : low).value = '';
  }
  const boxes = [...venues];
  const chosen = boxes.filter((box) => box.checked);
  unwind.dispatch({
    type: 'filter',
    side: [...sides].find((one) => one.checked).value,
    lev: band('lev'),
    size: band('size'),
    venue: chosen.length < boxes.length ? chosen.map((box) => box.value).join() : '',
  });
}

/** Sends the parameters, and says which of them had to be clamped. */
function tune() {
  const message = { type: 'model', prior: $('prior').value, rules: $('rules').value };
  for (const one of knobs) if (one.value !== '') message[one.dataset.name] = +one.value;
  unwind.dispatch(message);
  const { model } = unwind.state();
  const said = [];
  for (const one of knobs) {
    const { name } = one.dataset;
    if (one.value !== '' && model[name] !== +one.value) {
      said.push(text('filter.clamped', { name: text(`model.${name}`), value: number(one.value), low: number(one.min), high: number(one.max), used: number(model[name]) }));
    }
  }
  $('filter-clamped').textContent = said.join(' ');
  $('filter-clamped').hidden = !said.length;
  follow(unwind.state());
}

/** Shows a value in a select, also one that only a link has. */
function pick(select, value, label) {
  if (value && ![...select.options].some((o) => o.value === value)) select.add(new Option(label(value), value));
  select.value = value;
}

function follow(s) {
  root.toggleAttribute('data-computing', s.computing);
  for (const one of sides) one.checked = one.value === (s.side ?? 'all');
  for (const [name, label] of [['lev', (v) => `${v}×`], ['size', (v) => money(+v)]]) {
    const [low, high] = (s[name] ?? '-').split('-');
    pick($(`${name}-low`), low, label);
    pick($(`${name}-high`), high, label);
  }
  const chosen = s.venue?.split(',');
  for (const box of venues) box.checked = chosen?.includes(box.value) ?? true;
  $('prior').value = s.model.prior;
  $('rules').value = s.model.rules ?? '';
  for (const one of knobs) if (document.activeElement !== one || +one.value !== s.model[one.dataset.name]) one.value = s.model[one.dataset.name];
  say(s);
}

/** What is chosen, in words: in the panel, on the chip, by the sources. */
function say({ filtered, computing, ready }) {
  $('filter-open').classList.toggle('on', Boolean(filtered));
  if (!ready || computing) return; // as the server said, or as before
  $('filter-now').textContent = filtered ?? text('filter.none');
  for (const id of ['filter-said', 'sources-shown']) $(id).textContent = filtered ?? '';
  $('filter-chip').hidden = !filtered;
  $('filter-chip').title = filtered ?? '';
  $('sources-shown').hidden = !filtered;
}

function reset() {
  $('filter-clamped').hidden = true;
  unwind.dispatch({ type: 'filter' });
  unwind.dispatch({ type: 'model' });
}

/** The dollars of the sizes in the language shown. */
function nameSizes() {
  for (const o of document.querySelectorAll('[id^="size-"] option:not([value=""])')) o.textContent = money(+o.value);
}

/** Puts the panel over the right of the chart; a phone has it at the bottom. */
function place() {
  const panel = $('filter');
  panel.style.top = panel.style.left = '';
  if (innerWidth <= 700) return;
  const chart = $('chart').getBoundingClientRect();
  panel.style.top = `${Math.max(8, Math.min(chart.top + 8, innerHeight - panel.offsetHeight - 8))}px`;
  panel.style.left = `${Math.max(8, Math.min(chart.right, innerWidth) - panel.offsetWidth - 8)}px`;
}

export function wireFilter() {
  for (const one of [...sides, ...venues]) one.addEventListener('change', () => filter());
  for (const id of ['lev-low', 'lev-high', 'size-low', 'size-high']) $(id).addEventListener('change', () => filter($(id)));
  for (const one of [...knobs, $('prior'), $('rules')]) one.addEventListener('change', tune);
  $('filter-reset').addEventListener('click', reset);
  $('filter-open').addEventListener('click', () => $('filter').togglePopover());
  $('filter').addEventListener('toggle', (e) => { if (e.newState === 'open') place(); });
  $('model').addEventListener('toggle', place);
  onLanguage(nameSizes);
  nameSizes();
  follow(unwind.state());
  unwind.on('state', follow);
}
