// Gestures on the chart, and the hint when the article around a frame has the
// wheel.

import { $, page } from './page.js';
import { text } from './texts.js';
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

export function wireHints(engine) {
  const gestures = new URLSearchParams(page.query).get('gestures') ?? 'auto';
  attach($('surface'), engine, {
    gestures,
    onHint: showHint,
    onActive: (on) => {
      $('chart').classList.toggle('active', on);
      $('hint').hidden = true;
    },
  });
}
