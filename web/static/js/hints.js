// Gestures on the chart, and the hint when the article around a frame has the
// wheel.

import { $, page } from './page.js';
import { text } from './texts.js';
import { unwind } from './unwind.js';
import { attach } from './input.js';

const SHOWN = 1600; // ms
const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

let timer = 0;

function showHint(kind) {
  $('hint').textContent = text(`hint.${kind}`, { key: MAC ? '⌘' : 'Ctrl' });
  $('hint').hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { $('hint').hidden = true; }, SHOWN);
}

function showActive(on) {
  $('chart').classList.toggle('active', on);
  $('hint').hidden = true;
}

/** Listens to gestures, by the policy of the link until a message changes it. */
export function wireHints(engine) {
  let gestures = '';
  let detach = () => {};
  const follow = (policy) => {
    if (policy === gestures) return;
    gestures = policy;
    detach();
    detach = attach($('surface'), engine, { gestures, onHint: showHint, onActive: showActive });
  };
  follow(new URLSearchParams(page.query).get('gestures') ?? 'auto');
  unwind.on('state', (s) => follow(s.gestures));
}
