// The page in one language at a time. Elements say which text they hold:
// data-t its content, data-l its label, data-n and data-k its label and title
// with the key on the keyboard.

import { page } from './page.js';

const root = document.documentElement;
const followers = [];

/** The language shown: 'en' or 'ru'. */
export let lang = page.lang;

/**
 * @param {string} key
 * @param {Object<string, string>} [values] for the {names} in the text
 */
export function text(key, values = {}) {
  const s = page.texts[lang][key] ?? key;
  return s.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** Gives an element another name, as when Play becomes Pause. */
export function rename(element, key) {
  element.dataset.n = key;
  name(element);
}

/** @param {() => void} f called after the language has changed */
export const onLanguage = (f) => followers.push(f);

/** @param {string} next */
export function setLanguage(next) {
  if (next === lang || !page.texts[next]) return;
  lang = next;
  root.lang = lang;
  document.title = text('title', { title: text('event.title') });
  for (const e of document.querySelectorAll('[data-t]')) e.textContent = text(e.dataset.t);
  for (const e of document.querySelectorAll('[data-l]')) e.setAttribute('aria-label', text(e.dataset.l));
  for (const e of document.querySelectorAll('[data-n]')) name(e);
  for (const f of followers) f();
}

function name(element) {
  const label = text(element.dataset.n);
  const key = (element.dataset.k || '').replace('Space', text('key.space'));
  element.setAttribute('aria-label', label);
  element.title = key ? `${label} (${key})` : label;
}
