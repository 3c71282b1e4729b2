// Alerts: the rules of whoever looks, the line over the chart that says what
// began, and the browser's notification while the tab is hidden. The page
// fetches this file with the panel "Alerts", and on the page of a market that is
// followed also without it, where rules were kept. Rules stay in this browser.
// What the file needs of the page is handed over, so that it imports nothing.

const KEY = 'unwind.alerts';
const LINGER = 15e3; // ms that a line stays where nobody touches it
const RULES = { wave: ['waveUSD'], fall: ['fallShare', 'fallMinutes'], near: ['nearShare', 'nearUSD'] };

let chart = null; // window.unwind, once alerts are listened to
let texts = {}; // of the panel, in the language of the page
let chosen = {}; // what is kept: a switch and numbers for each rule, and notify
let redraw = () => {}; // of the panel, where it is open

const fill = (key, values = {}) => (texts[key] ?? '').replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// A frame that its host has sandboxed has no storage; reading it throws there.
function stored(change) {
  try {
    return change(localStorage);
  } catch {
    return null;
  }
}

function readStored() {
  const set = stored((store) => JSON.parse(store.getItem(KEY)));
  return set && typeof set === 'object' ? set : {};
}

/** The message of what is switched on. */
function message() {
  const m = { type: 'alerts' };
  for (const [rule, names] of Object.entries(RULES)) {
    if (chosen[rule]) for (const name of names) m[name] = chosen[name] ?? null;
  }
  return m;
}

const tell = () => chart.dispatch(message());

/** Listens, once. A new chart, as after the graphics memory was lost, knows no rules. */
function begin(unwind) {
  if (chart) return;
  chart = unwind;
  chosen = readStored();
  chart.on('alert', (alert) => {
    notify(alert);
    show(alert);
    redraw();
  });
  for (const event of ['ready', 'resumed']) chart.on(event, tell);
  document.addEventListener('visibilitychange', back);
  tell();
}

/* ---- the line over the chart ---- */

let line = null; // the one that is shown
let before = 0; // others that it took the place of
let timer = 0;
let said = null; // what a screen reader hears

function element(tag, { on, ...set } = {}, ...children) {
  const e = Object.assign(document.createElement(tag), set);
  if (on) e.addEventListener('click', on);
  e.append(...children);
  return e;
}

const clock = (t) => `${new Date(t).toISOString().slice(11, 19)}\u00a0UTC`;

function seek(t) {
  chart.dispatch({ type: 'seek', t });
  document.getElementById('surface').scrollIntoView({ block: 'nearest' });
}

/** Shows an alert in the place of the one before. */
function show(alert) {
  const { t, title, text, kind } = alert;
  const place = document.getElementById('chart');
  before = line ? before + 1 : 0;
  line?.remove();
  line = element('aside', { className: `told-line ${kind}` },
    element('p', {}, element('b', { textContent: title }), ' ', element('time', { textContent: clock(t) })),
    element('p', { textContent: text }),
    element('p', { className: 'row' },
      element('button', { type: 'button', className: 'link', textContent: fill('alerts.show'), on: () => seek(t) }),
      element('span', { className: 'quiet', textContent: before ? fill('alerts.before', { n: before }) : '' })),
    element('button', { type: 'button', className: 'small', title: fill('alerts.dismiss'), ariaLabel: fill('alerts.dismiss'), textContent: '×', on: hide }));
  line.setAttribute('aria-label', title);
  place.append(line);
  said ??= place.appendChild(element('p', { className: 'sr', role: 'status', ariaLive: 'polite' }));
  said.textContent = `${title}. ${text}`;
  wait();
}

function hide() {
  clearTimeout(timer);
  if (line?.contains(document.activeElement)) document.getElementById('surface').focus({ preventScroll: true });
  line?.remove();
  line = null;
  before = 0;
}

/** Lets the line go after a while in which it could be read. */
function wait() {
  clearTimeout(timer);
  if (document.visibilityState === 'hidden') return;
  timer = setTimeout(() => (line?.matches(':hover, :focus-within') ? wait() : hide()), LINGER);
}

/* ---- notifications ---- */

let missed = 0; // since the tab was hidden
let newest = null;
let refused = false; // the browser has them for service workers alone

/** What the browser lets this page do: a reason why not, or its permission. */
function consent() {
  if (!isSecureContext) return 'insecure';
  if (parent !== window) return 'framed';
  if (refused || !('Notification' in window)) return 'unsupported';
  return Notification.permission;
}

/** Makes a notification, null where the browser has none for a tab. */
function make(title, options) {
  try {
    return new Notification(title, options);
  } catch {
    refused = true;
    redraw();
    return null;
  }
}

function notify({ t, title, text }) {
  if (document.visibilityState !== 'hidden' || !chosen.notify || consent() !== 'granted') return;
  missed++;
  const { event, lang } = chart.state();
  const body = missed > 1 ? `${text} ${fill('alerts.missed', { n: missed })}` : text;
  newest = make(title, { body, tag: `unwind-${event}`, renotify: true, silent: true, lang: lang ?? '' });
  if (newest) newest.onclick = () => open(t);
}

/** The tab comes to the front, at the live edge, or where a replay was. */
function open(t) {
  focus();
  newest?.close();
  if (chart.state().live) chart.dispatch({ type: 'live' });
  else seek(t);
}

function back() {
  if (document.visibilityState === 'hidden') return;
  newest?.close();
  newest = null;
  missed = 0;
  if (line) wait();
}

/** Asks the browser, on a click alone, or changes what this page does with its consent. */
async function turn() {
  const may = consent();
  if (may === 'granted') chosen.notify = !chosen.notify;
  else if (may === 'default') {
    make('', {})?.close(); // shows nothing without consent, and throws where a tab may have none
    if (!refused) chosen.notify = (await Notification.requestPermission()) === 'granted';
  }
  keep();
  redraw();
}

const keep = () => stored((store) => store.setItem(KEY, JSON.stringify(chosen)));

/* ---- the page of a market that is followed ---- */

/**
 * Tells what the kept rules say, without the panel.
 * @param {{unwind: any, page: any, onLanguage: (f: () => void) => void}} tools
 */
export async function watch({ unwind, page, onLanguage }) {
  if (parent !== window || !stored((store) => store.getItem(KEY))) return;
  const load = async () => {
    const query = new URLSearchParams({ event: page.event.id, lang: document.documentElement.lang });
    const answer = await fetch(`/panel/alerts?${query}`, { credentials: 'omit' });
    if (!answer.ok) return;
    const panel = new DOMParser().parseFromString(await answer.text(), 'text/html');
    texts = JSON.parse(panel.querySelector('script').textContent).texts;
    if (!document.querySelector('link[data-alerts]')) {
      const style = element('link', { rel: 'stylesheet', href: panel.querySelector('link').getAttribute('href') });
      style.dataset.alerts = '';
      document.head.append(style);
    }
  };
  onLanguage(load);
  await load().catch(() => {}); // alerts come without words of the line then
  begin(unwind);
}

/* ---- the panel ---- */

/**
 * @param {HTMLElement} root
 * @param {{unwind: any, money: (usd: number) => string, moment: (ms: number) => string, text: (key: string) => string}} page
 */
export function wire(root, { unwind, money, moment, text }) {
  ({ texts } = JSON.parse(root.querySelector('script').textContent));
  begin(unwind);
  const out = (name) => root.querySelector(`[data-out="${name}"]`);
  const button = root.querySelector('[data-do="notify"]');
  const sets = [...root.querySelectorAll('[data-rule]')];
  let listed = '';

  /** Takes what is typed in; a rule with a number that is none, or out of its bounds, does not count. */
  function take() {
    for (const set of sets) {
      const fields = [...set.querySelectorAll('input[type="number"]')];
      const wrong = fields.find((f) => !f.validity.valid);
      const on = set.querySelector('input[type="checkbox"]').checked;
      const fault = set.querySelector('.fault');
      fault.hidden = !(on && wrong);
      fault.textContent = on && wrong ? fill('alerts.fault', { low: figure(wrong.min, wrong), high: figure(wrong.max, wrong) }) : '';
      chosen[set.dataset.rule] = on && !wrong;
      for (const f of fields) {
        f.setAttribute('aria-invalid', String(!f.validity.valid));
        if (f.validity.valid) chosen[f.name] = f.value === '' ? null : Number((Number(f.value) / Number(f.dataset.per)).toPrecision(9));
      }
    }
    amounts();
    keep();
    tell();
  }

  const figure = (v, field) => (field.name.endsWith('USD') ? money(Number(v)) : v.replace('.', text('point')));

  /** Dollars in words, as zeros are hard to count. */
  function amounts() {
    for (const e of root.querySelectorAll('output')) {
      const { value, validity } = root.querySelector(`#${e.htmlFor}`);
      e.textContent = value && validity.valid ? money(Number(value)) : '';
    }
  }

  function restore() {
    for (const [rule, names] of Object.entries(RULES)) {
      root.querySelector(`[name="${rule}"]`).checked = chosen[rule] === true;
      for (const name of names) {
        const field = root.querySelector(`[name="${name}"]`);
        const v = chosen[name];
        if (Number.isFinite(v)) field.value = String(Number((v * Number(field.dataset.per)).toPrecision(9)));
        else if (v === null && !field.required) field.value = '';
      }
    }
    amounts();
  }

  function list() {
    const { alerts } = unwind.alerts() ?? { alerts: [] };
    const now = JSON.stringify(alerts.map((a) => [a.t, a.text]));
    if (now === listed) return;
    listed = now;
    out('none').hidden = alerts.length > 0;
    root.querySelector('.told').hidden = alerts.length === 0;
    out('told').replaceChildren(...alerts.map((a) => element('li', {},
      element('button', { type: 'button', className: 'link', textContent: moment(a.t), on: () => seek(a.t) }), element('span', { textContent: a.text }))));
  }

  function draw() {
    if (!root.isConnected) return;
    list();
    const may = consent();
    const words = may === 'granted' ? (chosen.notify ? 'on' : 'off') : may;
    const does = { default: 'ask', on: 'stop', off: 'start' }[words];
    button.hidden = !does;
    if (does) button.textContent = texts[`alerts.notify.${does}`];
    if (out('notify').textContent !== texts[`alerts.notify.${words}`]) out('notify').textContent = texts[`alerts.notify.${words}`];
  }

  root.addEventListener('change', (e) => { if (e.target.matches('input')) take(); });
  root.addEventListener('input', amounts);
  button.addEventListener('click', turn);
  root.closest('details').addEventListener('toggle', draw);
  redraw = draw;
  restore();
  draw();
}
