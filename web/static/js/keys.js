// The keyboard. Keys are told apart by their letter where it is Latin and by
// their place elsewhere, so that a Russian layout works too.

import { $, framed, page } from './page.js';
import { changeSpeed, toggle } from './transport.js';
import { loopFrom, loopTo } from './loop.js';
import { endBlackout, move, toggleBlackout, toggleFullscreen } from './screen.js';
import { openHelp, openShare } from './dialogs.js';
import { closeCell } from './cell.js';
import { hear } from './status.js';
import { unwind } from './unwind.js';

const DEBOUNCE = 150; // ms; a clicker bounces

const step = (candles) => unwind.dispatch({ type: 'step', candles });
const pan = (x, y) => unwind.dispatch({ type: 'pan', x, y });
const wave = (n) => unwind.dispatch({ type: 'wave', n });
const seek = (t) => unwind.dispatch({ type: 'seek', t });
const staged = () => document.documentElement.dataset.ui === 'stage';

/** What a key does. Those that repeat do so while the key is held. */
const REPEATING = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  'Shift ArrowLeft': () => pan(-0.1, 0),
  'Shift ArrowRight': () => pan(0.1, 0),
  'Shift ArrowUp': () => pan(0, 0.1),
  'Shift ArrowDown': () => pan(0, -0.1),
  KeyJ: () => step(-10),
  KeyL: () => step(10),
  '+': () => move('zoom-in'),
  '-': () => move('zoom-out'),
};

const ONCE = {
  Space: toggle,
  KeyK: toggle,
  Home: () => seek(page.event.from),
  End: () => (page.live ? unwind.dispatch({ type: 'live' }) : seek(page.event.to - 1)),
  PageUp: () => wave('previous'),
  PageDown: () => wave('next'),
  BracketLeft: () => changeSpeed(-1),
  BracketRight: () => changeSpeed(1),
  KeyI: loopFrom,
  KeyO: loopTo,
  KeyF: toggleFullscreen,
  KeyS: openShare,
  Digit0: () => move('reset'),
  '?': openHelp,
};

const ON_STAGE = { Period: toggleBlackout, KeyB: toggleBlackout };
const ON_CHART = { Enter: pinOrCross }; // while it has the focus

/** Whether the keyboard has the crosshair: then the arrows move it. */
let crossing = false;

function cross(right, up) {
  crossing = true;
  unwind.dispatch({ type: 'crosshair', right, up });
  hear(unwind.cell('crosshair')?.said);
}

/** The first press brings the crosshair, the next pin what is under it. */
function pinOrCross() {
  if (!crossing) return cross(0, 0);
  unwind.dispatch({ type: 'pin', at: 'crosshair' });
}

const FAR = 10; // cells with Shift
const WAYS = new Map([['ArrowLeft', [-1, 0]], ['ArrowRight', [1, 0]], ['ArrowUp', [0, 1]], ['ArrowDown', [0, -1]]]);

/** What a key does while the chart itself has the focus. */
function onChart(name) {
  const way = crossing && WAYS.get(name.replace('Shift ', ''));
  if (!way) return ON_CHART[name];
  const times = name.startsWith('Shift ') ? FAR : 1;
  return () => cross(times * way[0], times * way[1]);
}

/** Gives the crosshair back to the pointer. */
function uncross() {
  if (!crossing) return;
  crossing = false;
  unwind.dispatch({ type: 'crosshair', on: false });
}

/** The name of a key press in the tables above. */
function nameOf(e) {
  if (e.key === '?' || e.key === '+' || e.key === '-') return e.key;
  if (e.code === 'Equal' || e.code === 'NumpadAdd') return '+';
  if (e.code === 'Minus' || e.code === 'NumpadSubtract') return '-';
  if (e.code === 'Slash' && e.shiftKey) return '?';
  const name = /^[a-z]$/i.test(e.key) ? `Key${e.key.toUpperCase()}` : (e.code || e.key);
  return e.shiftKey ? `Shift ${name}` : name;
}

/** What a clicker sends: on a stage it presents, whatever has the focus. */
const CLICKER = ['PageUp', 'PageDown', 'Space', ...Object.keys(ON_STAGE)];

/** Whether the element that has the focus needs the key itself. */
function isTheirs(target, name) {
  if (!(target instanceof Element)) return false;
  if (staged() && name in ON_STAGE) return false;
  if (target.closest('dialog')) return true;
  if (name === 'Space' && target.matches('button, summary, [type="checkbox"]')) return true;
  if (target.closest('select, [popover]')) return !(staged() && CLICKER.includes(name));
  return target.matches('textarea, input:not(#time)'); // whose keys are those of the replay
}

let pressed = { name: '', at: 0 };

function bounced(e, name) {
  if (e.repeat) return true;
  const again = !name.startsWith('Bracket') && pressed.name === name && e.timeStamp - pressed.at < DEBOUNCE;
  pressed = { name, at: e.timeStamp };
  return again;
}

function escape() {
  if (endBlackout()) return true;
  const open = document.querySelector('dialog[open], :popover-open');
  const crossed = crossing;
  uncross();
  if (!open && closeCell() || crossed) return true;
  const { activeElement } = document;
  if (activeElement === document.body || open) return false;
  activeElement.blur();
  return true;
}

function onKey(e) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || e.isComposing) return; // the browser's own
  if (e.key === 'Escape') return void escape();
  if (framed && document.activeElement === document.body) return; // the page around us
  const name = nameOf(e);
  if (isTheirs(e.target, name)) return;
  const special = e.target === $('surface') && onChart(name);
  if (special) {
    e.preventDefault();
    if (!(e.repeat && name in ON_CHART)) special();
    return;
  }
  const once = ONCE[name] ?? (staged() ? ON_STAGE[name] : undefined);
  const action = once ?? REPEATING[name];
  if (!action) return;
  e.preventDefault();
  if (once && bounced(e, name)) return;
  action();
}

/** Hands the focus of a menu in which something was chosen to the chart, for
    the keys that follow; a reader who chooses with the keyboard keeps it. */
function wireSelect(select) {
  let pointed = false;
  select.addEventListener('pointerdown', () => { pointed = true; });
  select.addEventListener('keydown', () => { pointed = false; });
  select.addEventListener('change', () => {
    if (pointed || staged()) $('surface').focus({ preventScroll: true });
  });
}

export function wireKeys() {
  addEventListener('keydown', onKey);
  document.querySelectorAll('.app select').forEach(wireSelect);
  $('surface').addEventListener('blur', uncross);
  $('surface').addEventListener('pointermove', () => { crossing = false; });
  $('surface').addEventListener('pointerdown', () => $('surface').focus({ preventScroll: true }));
}
