// Zoom and pan buttons, full screen and the black screen of a talk.

import { $ } from './page.js';
import { rename } from './texts.js';
import { unwind } from './unwind.js';

const ZOOM = 1.5;
const PAN = 0.25; // of the plot

const MOVES = {
  'zoom-in': { type: 'zoom', factor: ZOOM, x: 0.5, y: 0.5 },
  'zoom-out': { type: 'zoom', factor: 1 / ZOOM, x: 0.5, y: 0.5 },
  'pan-back': { type: 'pan', x: -PAN, y: 0 },
  'pan-forward': { type: 'pan', x: PAN, y: 0 },
  reset: { type: 'reset' },
};

/** @param {keyof MOVES} name */
export const move = (name) => unwind.dispatch(MOVES[name]);

export function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {}); // refused: nothing is lost
}

/** Black screen on and off, as the button of a clicker asks. Dialogs lie above
    everything, so they close first. */
export function toggleBlackout() {
  for (const d of document.querySelectorAll('dialog[open]')) d.close();
  for (const menu of document.querySelectorAll(':popover-open')) menu.hidePopover();
  $('blackout').hidden = !$('blackout').hidden;
}

/** @returns {boolean} whether there was a black screen to end */
export function endBlackout() {
  const black = !$('blackout').hidden;
  $('blackout').hidden = true;
  return black;
}

export function wireScreen() {
  for (const id in MOVES) $(id).addEventListener('click', () => move(id));
  $('fullscreen').hidden = !document.fullscreenEnabled;
  $('fullscreen').addEventListener('click', toggleFullscreen);
  document.addEventListener('fullscreenchange', () => {
    rename($('fullscreen'), document.fullscreenElement ? 'fullscreen.exit' : 'fullscreen');
  });
  $('blackout').addEventListener('click', endBlackout);
}
