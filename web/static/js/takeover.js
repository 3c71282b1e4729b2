// The poster stands where the chart will be. It gives way when the first live
// frame is on screen, and comes back with the reason when there is none.

import { $ } from './page.js';
import { text, onLanguage } from './texts.js';
import { emit, unwind } from './unwind.js';

const root = document.documentElement;
const REASONS = ['wasm', 'webgl', 'tape', 'network'];

let reason = '';

function showProgress(share) {
  const bar = $('progress');
  bar.hidden = share >= 1 || root.dataset.live === 'yes';
  bar.firstElementChild.style.setProperty('--done', String(share));
  bar.setAttribute('aria-valuenow', String(Math.round(100 * share)));
}

function live() {
  root.dataset.live = 'yes';
  $('progress').hidden = true;
  $('failure').hidden = true;
  $('resume').hidden = true;
}

function showReason() {
  $('failure-reason').textContent = reason ? text(reason) : '';
}

function fail(error) {
  root.dataset.live = 'no';
  $('progress').hidden = true;
  $('resume').hidden = true;
  reason = REASONS.includes(error?.code) ? `failed.${error.code}` : '';
  showReason();
  $('failure').hidden = false;
}

/** The poster shows the state in the link, not the one that was lost, so the
    last frame of the canvas would be better; the browser has taken it. */
function lose() {
  root.dataset.live = 'no';
  $('resume').hidden = false;
}

/** @param {{retry: () => void, resume: () => void}} engine */
export function wireTakeover(engine) {
  $('retry').addEventListener('click', () => {
    $('failure').hidden = true;
    showProgress(0);
    engine.retry();
    $('surface').focus({ preventScroll: true });
  });
  $('resume').addEventListener('click', () => engine.resume());
  unwind.on('progress', showProgress);
  unwind.on('ready', live);
  unwind.on('resumed', live);
  unwind.on('error', fail);
  unwind.on('contextlost', lose);
  onLanguage(showReason);
}

/** Shows the failure of a page whose scripts could not even begin. */
export function failAtOnce(error) {
  emit('error', error);
}
