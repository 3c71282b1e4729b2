// Theme, language, layers and the kind of interface: what is chosen on
// the page reaches the chart, and what is chosen elsewhere reaches the page.

import { number } from './format.js';
import { openBelow } from './menu.js';
import { $, page } from './page.js';
import { lang, onLanguage, setLanguage, text } from './texts.js';
import { unwind } from './unwind.js';

const root = document.documentElement;
const light = matchMedia('(prefers-color-scheme: light)');

/** What the reader chose, as opposed to what the system or the browser says. */
export const chosen = { theme: page.state.theme, lang: page.lingual };

/** 'dark' or 'light', whatever was chosen */
export function shownTheme() {
  if (chosen.theme !== 'system') return chosen.theme;
  return light.matches ? 'light' : 'dark';
}

function setTheme(theme) {
  chosen.theme = theme;
  root.dataset.theme = theme;
  $('theme-select').value = theme;
  unwind.dispatch({ type: 'style', theme: shownTheme() });
}

function chooseLanguage(next) {
  chosen.lang = true;
  setLanguage(next);
  unwind.dispatch({ type: 'style', lang: next });
}

function setUI(ui) {
  root.dataset.ui = ui;
  if ([...$('ui-select').options].some((o) => o.value === ui)) $('ui-select').value = ui;
}

/** The language button shows the other language. */
function showOther() {
  $('language').textContent = lang === 'ru' ? 'EN' : 'RU';
  $('language').hreflang = lang === 'ru' ? 'en' : 'ru';
  $('surface').setAttribute('aria-label', text('chart', { instrument: page.event.instrument, window: text('event.window') }));
}

function chooseLayers() {
  const layers = [...document.querySelectorAll('[name="layer"]:checked')].map((box) => box.value);
  unwind.dispatch({ type: 'layers', layers });
}

/** Follows what was chosen by a message. */
function follow(s) {
  if (s.theme === 'system') setTheme('system');
  else if (s.theme !== shownTheme()) setTheme(s.theme);
  if (s.lang && s.lang !== lang) {
    chosen.lang = true;
    setLanguage(s.lang);
  }
  if (s.ui !== root.dataset.ui) setUI(s.ui);
  for (const box of document.querySelectorAll('[name="layer"]')) box.checked = s.layers.includes(box.value);
}

/** Goes to another event, unless the server is gone: then nothing is lost. */
async function chooseEvent() {
  const id = $('events').value;
  try {
    const answer = await fetch(`/api/${id.startsWith('live-') ? 'live' : `events/${id}`}`, { method: 'HEAD', credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
    const query = new URLSearchParams({ event: id });
    if (chosen.lang) query.set('lang', lang);
    if (chosen.theme !== 'system') query.set('theme', chosen.theme);
    location.assign(`${location.pathname.replace('live', '')}?${query}`);
  } catch {
    $('events').value = page.event.id;
    $('status').textContent = text('gone');
  }
}

export function wireAppearance() {
  $('theme').addEventListener('click', () => setTheme(shownTheme() === 'dark' ? 'light' : 'dark'));
  $('theme-select').addEventListener('change', () => setTheme($('theme-select').value));
  light.addEventListener('change', () => { if (chosen.theme === 'system') setTheme('system'); });
  $('language').addEventListener('click', (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return; // a link, opened elsewhere
    e.preventDefault();
    chooseLanguage(lang === 'ru' ? 'en' : 'ru');
  });
  $('ui-select').addEventListener('change', () => {
    setUI($('ui-select').value);
    unwind.dispatch({ type: 'style', ui: $('ui-select').value });
  });
  for (const box of document.querySelectorAll('[name="layer"]')) box.addEventListener('change', chooseLayers);
  $('settings-open').addEventListener('click', () => openBelow($('settings'), $('settings-open')));
  $('events')?.addEventListener('change', chooseEvent);
  $('problems-close').addEventListener('click', () => { $('problems').hidden = true; });
  onLanguage(showOther);
  onLanguage(showProblems);
  unwind.on('state', follow);
}

/** What was not understood in the link, in the language shown. */
function showProblems() {
  for (const p of document.querySelectorAll('#problems li')) {
    const { say, a, b } = p.dataset;
    p.textContent = text(say, { ...p.dataset, a: number(a), b: number(b) });
  }
}
