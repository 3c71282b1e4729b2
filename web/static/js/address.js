// The address of the page is kept at the state on screen, so that a reload and
// a copied address show the same. State lives in the query: hosts append
// fragments of their own, and those are left alone.

import { embedded } from './page.js';
import { chosen } from './appearance.js';
import { unwind } from './unwind.js';

const PAUSED = 250; // ms between two changes
const PLAYING = 1000; // browsers refuse more than 100 in 30 s

let timer = 0;

/** The state as a query string, without what this reader's system decided. */
export function publicQuery() {
  const query = new URLSearchParams(unwind.state().query);
  if (chosen.theme === 'system') query.delete('theme');
  if (!chosen.lang) query.delete('lang');
  if (query.get('ui') === (embedded ? 'min' : 'full')) query.delete('ui');
  return readable(query);
}

/** A query string in which times and lists stay readable: it may hold ':' and ','. */
export const readable = (query) => query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');

/** Writes the address now. */
function write() {
  clearTimeout(timer);
  timer = 0;
  const query = publicQuery();
  try {
    history.replaceState({ playing: unwind.state().playing }, '', `${location.pathname}?${query}${location.hash}`);
  } catch {
    // refused in a few kinds of frames; only the address stays behind
  }
}

function soon() {
  if (!timer) timer = setTimeout(write, unwind.state().playing ? PLAYING : PAUSED);
}

/** Whether the page was playing when it was reloaded. */
export function wasPlaying() {
  const [visit] = performance.getEntriesByType('navigation');
  return visit?.type === 'reload' && Boolean(history.state?.playing);
}

export function wireAddress() {
  unwind.on('state', soon);
  unwind.on('time', soon);
  addEventListener('pagehide', () => { if (timer) write(); });
  document.addEventListener('visibilitychange', () => { if (document.hidden && timer) write(); });
}
