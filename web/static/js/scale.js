// The colour scale: the legend is a button, and opens two handles in dollars
// over a strip of the very colours, a lock, the gamma and the palettes.

import { $ } from './page.js';
import { money } from './format.js';
import { openBelow } from './menu.js';
import { onLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

const STEPS = 200; // of a handle, as on the inputs; equal ratios of dollars
const LEAST = 6; // steps between the handles

let scale = null; // what unwind.legend() said last

/** Where dollars lie between the ends of the strip. */
const placeOf = (usd) => Math.log(usd / scale.low) / Math.log(scale.high / scale.low);

const dollarsAt = (place) => Number((scale.low * (scale.high / scale.low) ** place).toPrecision(3));

const opened = () => $('scale').matches(':popover-open');

const gradient = (colors) => `linear-gradient(to right, ${colors.join(', ')})`;

/** Follows what the chart shows. */
function show() {
  scale = unwind.legend();
  placeButton();
  if (!scale || !opened()) return;
  const split = scale.long.join() !== scale.short.join();
  $('scale-strip').style.background = split
    ? `${gradient(scale.short)} top / 100% 50% no-repeat, ${gradient(scale.long)} bottom / 100% 50% no-repeat`
    : gradient(scale.long);
  setHandle('min', scale.min);
  setHandle('max', scale.max);
  showLock();
  const state = unwind.state();
  $('gamma').value = state.gamma;
  $('gamma-value').textContent = String(state.gamma).replace('.', text('point'));
  $('gamma').setAttribute('aria-valuetext', $('gamma-value').textContent);
  $('palette').value = state.palette ?? '';
}

function setHandle(name, usd) {
  const handle = $(`scale-${name}`);
  const steps = Math.round(STEPS * placeOf(usd));
  if (Number(handle.value) !== steps) handle.value = steps;
  handle.setAttribute('aria-valuetext', money(usd));
  $(`scale-${name}-value`).textContent = money(usd);
  // the handle that has room to move lies above the other
  if (name === 'min') handle.style.zIndex = steps > STEPS / 2 ? 1 : 0;
}

function showLock() {
  $('scale-lock').firstElementChild.firstElementChild.setAttribute('href', scale.locked ? '#i-lock' : '#i-unlock');
  for (const [id, key] of [['scale-lock-says', scale.locked ? 'scale.unlock' : 'scale.lock'], ['scale-says', scale.locked ? 'scale.locked' : 'scale.own']]) {
    $(id).dataset.t = key;
    $(id).textContent = text(key);
  }
}

/** Moves one handle; it stops before the other. */
function drag(moved) {
  const low = $('scale-min'), high = $('scale-max');
  if (moved === low) low.value = Math.min(low.value, high.value - LEAST);
  else high.value = Math.max(high.value, Number(low.value) + LEAST);
  const at = (handle, kept) => (handle === moved ? dollarsAt(handle.value / STEPS) : kept);
  unwind.dispatch({ type: 'legend', min: at(low, scale.min), max: at(high, scale.max) });
  show();
}

function toggleLock() {
  unwind.dispatch(scale.locked ? { type: 'legend', min: scale.min, max: scale.max } : { type: 'legend' });
  show();
}

/** Lays the button over the legend that the chart draws. */
function placeButton() {
  const { style } = $('legend-open'), box = scale?.box;
  $('legend-open').hidden = !box;
  if (!box) return;
  const right = Math.min(box.x1 + 6, $('surface').clientWidth); // further out it could scroll the chart
  style.left = `${box.x0 - 6}px`;
  style.top = `${box.y0 - 3}px`;
  style.width = `${right - box.x0 + 6}px`;
  style.height = `${box.y1 - box.y0 + 8}px`;
}

function open(button) {
  button.focus(); // where the focus goes back to
  openBelow($('scale'), button);
  show();
  if (opened()) $('scale-min').focus();
}

export function wireScale() {
  $('legend-open').addEventListener('click', () => open($('legend-open')));
  $('scale-open').addEventListener('click', () => open($('settings-open')));
  for (const handle of [$('scale-min'), $('scale-max')]) handle.addEventListener('input', () => drag(handle));
  $('scale-lock').addEventListener('click', toggleLock);
  $('gamma').addEventListener('input', () => { unwind.dispatch({ type: 'style', gamma: Number($('gamma').value) }); show(); });
  $('palette').addEventListener('change', () => { unwind.dispatch({ type: 'style', palette: $('palette').value }); show(); });
  for (const event of ['ready', 'state', 'resumed']) unwind.on(event, show);
  new ResizeObserver(() => requestAnimationFrame(show)).observe($('surface'));
  onLanguage(show);
}
