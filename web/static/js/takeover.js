// The poster stands where the chart will be. It gives way when the first live
// frame is on screen, and comes back with the reason when there is none.

import { $ } from './page.js';
import { readable } from './address.js';
import { text, onLanguage } from './texts.js';
import { unwind } from './unwind.js';

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

/** Puts the picture of the state that was on screen where the chart was. The
    old picture stays if the server cannot be asked. */
function showLast(query) {
  const image = $('poster').querySelector('img');
  const wanted = new URLSearchParams(query);
  wanted.set('bare', '1');
  wanted.set('w', String(Math.min(2400, Math.max(200, $('chart').clientWidth))));
  wanted.set('h', String(Math.min(2400, Math.max(120, $('chart').clientHeight))));
  wanted.set('scale', String(Math.min(2, Math.max(1, devicePixelRatio))));
  const next = new Image();
  next.onload = () => {
    for (const source of $('poster').querySelectorAll('source')) source.remove();
    image.removeAttribute('srcset');
    image.src = next.src;
  };
  next.src = `/poster.png?${readable(wanted)}`;
}

function lose(query) {
  root.dataset.live = 'no';
  $('resume').hidden = false;
  showLast(query);
}

/** @param {{retry: () => void, resume: () => void, query: () => string}} engine */
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
  unwind.on('contextlost', () => lose(engine.query()));
  onLanguage(showReason);
}
