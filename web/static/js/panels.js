// The panels below the chart that the server writes: fetched when they are
// opened, and again in another language.

import { moment, money } from './format.js';
import { $, page } from './page.js';
import { lang, onLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

const MINUTE = 60e3;

/** Whether a panel is of a moment of a market that goes on: then it can be fetched again. */
const again = (panel) => panel.querySelector('[data-again]');

/** Fetches the panel into its place. Text of the server's own, so it may be HTML. */
async function fill(panel, choice = {}) {
  const [fails, waits, body] = ['.fails', '.waits', '.body'].map((c) => panel.querySelector(c));
  const query = new URLSearchParams({ event: page.event.id, lang, ...choice });
  fails.hidden = true;
  waits.hidden = body.childElementCount > 0;
  try {
    const answer = await fetch(`/panel/${panel.dataset.panel}?${query}`, { credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
    body.innerHTML = await answer.text();
    panel.dataset.lang = lang;
    enliven(panel, body);
  } catch {
    fails.hidden = false;
  }
  waits.hidden = true;
}

/** "3 h 20 min", "−1 h 05 min" */
function span(ms) {
  const minutes = Math.round(Math.abs(ms) / MINUTE);
  const sign = ms < 0 && minutes > 0 ? '−' : '';
  return sign + text('span', { h: String(Math.floor(minutes / 60)), m: String(minutes % 60).padStart(2, '0') });
}

/** Lets a card lead to the start of its wave, above, or to its chain, which shows from near when it is over. */
function jump({ target }) {
  const button = target.closest('[data-at]');
  if (!button) return;
  const { at, from, to } = button.dataset;
  const n = (unwind.event(1)?.waves.findIndex((w) => w.from === +at) ?? -1) + 1; // 0 while there is no chart to say
  if (to) {
    unwind.dispatch({ type: 'layers', layers: [...unwind.state().layers, 'chain'] });
    unwind.dispatch({ type: 'view', from: +from, to: +to });
  }
  unwind.dispatch(n ? { type: 'wave', n } : { type: 'seek', t: +at });
  $('surface').scrollIntoView({ block: 'nearest' });
}

/** Marks a panel that changes the chart while it is near: the chart stays above it then, and covers no other. */
function keepNear(own) {
  new IntersectionObserver(([now]) => own.toggleAttribute('data-near', now.isIntersecting), { root: document, rootMargin: '-52% 0px 0px' }).observe(own);
}

/** Runs the script that a panel brings, and makes the line of the overlay follow the replay. */
function enliven(panel, body) {
  const own = body.querySelector('[data-script]');
  if (own) {
    keepNear(own);
    import(own.dataset.script).then((it) => it.wire(own, { unwind, money, moment, text }));
  }
  const over = body.querySelector('.over');
  if (!over) return;
  const data = JSON.parse(over.querySelector('script').textContent);
  over.querySelector('[data-over]')?.addEventListener('change', (e) => fill(panel, { with: e.target.value }));
  const now = over.querySelector('[data-now]');
  const heads = over.querySelectorAll('.head');
  const last = data.usd[0].length - 1;

  const follow = () => {
    if (!panel.open || !over.isConnected) return;
    const since = unwind.state().t - data.onset;
    const at = (since - data.from) / data.step;
    const inside = at >= 0 && at <= last;
    for (const h of heads) {
      h.hidden = !inside;
      h.style.left = `${(100 * at) / last}%`;
    }
    now.textContent = inside ? says(now.dataset.says, span(since), data, Math.floor(at)) : now.dataset.out;
  };
  const stop = unwind.on('time', () => (over.isConnected ? follow() : stop()));
  follow();
}

const price = (v) => (v ? (v / 10).toFixed(1).replace('.', text('point')) : '–');

function says(words, time, { low: [a, b], usd: [c, d] }, i) {
  const values = { time, usdA: money(c[i]), usdB: money(d[i]), priceA: price(a[i]), priceB: price(b[i]) };
  return words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

export function wirePanels() {
  const panels = [...document.querySelectorAll('.panel')];
  for (const p of panels) {
    p.addEventListener('toggle', () => { if (p.open && (p.dataset.lang !== lang || again(p))) fill(p); });
    p.addEventListener('click', jump);
    p.addEventListener('click', ({ target }) => { if (target === again(p)) fill(p).then(() => again(p)?.focus()); });
    p.querySelector('.fails button').addEventListener('click', () => fill(p));
  }
  onLanguage(() => { for (const p of panels) if (p.open) fill(p); });
}
