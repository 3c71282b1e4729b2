// Dialogs: share, how to read this, where the layers come from.

import { $, page } from './page.js';
import { publicQuery, readable } from './address.js';
import { lang, text } from './texts.js';

const SIZE = { width: '100%', height: 520 };

function open(id) {
  if (!$(id).open) $(id).showModal();
}

export const openHelp = () => open('help');

export function openShare() {
  showLinks();
  open('share');
}

/** @param {string} [layer] the one to begin with */
export function openSources(layer) {
  for (const d of document.querySelectorAll('dialog[open]')) d.close();
  open('sources');
  $(`origin-${layer}`)?.focus();
}

/** @returns {URLSearchParams} the state, as much of it as is ticked */
function sharedQuery() {
  const query = new URLSearchParams(publicQuery());
  query.set('event', page.event.id);
  query.delete('ui');
  query.delete('play');
  if (!$('share-moment').checked) query.delete('t');
  if (!$('share-view').checked) for (const key of ['from', 'to', 'low', 'high']) query.delete(key);
  return query;
}

const ENTITIES = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };
const escapeHTML = (s) => s.replace(/[&"<>]/g, (c) => ENTITIES[c]);

function showLinks() {
  const query = sharedQuery();
  const at = (path, q) => new URL(`${path}?${readable(q)}`, location.href).href;
  $('share-link').value = at('/', query);
  $('share-picture').href = at('/poster.png', query);
  query.set('lang', lang);
  if ($('share-autoplay').checked) query.set('play', 'visible');
  const title = `${text('event.title')}: ${text('chart', { instrument: page.event.instrument, window: text('event.window') })}`;
  $('share-embed').value = `<iframe src="${escapeHTML(at('/embed', query))}" title="${escapeHTML(title)}" `
    + `width="${SIZE.width}" height="${SIZE.height}" style="border:0" loading="lazy" `
    + 'allow="fullscreen; clipboard-write" allowfullscreen referrerpolicy="strict-origin-when-cross-origin"></iframe>';
}

/** Copies a field; where the clipboard is refused, it selects the text. */
async function copy(button) {
  const field = $(button.dataset.copy);
  field.select();
  let said = 'share.copied';
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand?.('copy')) said = 'share.press';
  }
  const label = button.firstElementChild;
  label.textContent = text(said);
  setTimeout(() => { label.textContent = text('share.copy'); }, 2500);
}

function wireDialog(dialog) {
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (e) => {
    if (e.target === dialog) dialog.close(); // outside its content: the backdrop
  });
}

export function wireDialogs() {
  document.querySelectorAll('dialog').forEach(wireDialog);
  $('share-open').addEventListener('click', openShare);
  $('help-open').addEventListener('click', openHelp);
  for (const id of ['share-moment', 'share-view', 'share-autoplay']) $(id).addEventListener('change', showLinks);
  for (const b of document.querySelectorAll('[data-copy]')) b.addEventListener('click', () => copy(b));
  for (const b of document.querySelectorAll('[data-origin]')) b.addEventListener('click', () => openSources(b.dataset.origin));
  for (const b of document.querySelectorAll('[data-sources]')) b.addEventListener('click', () => openSources());
}
