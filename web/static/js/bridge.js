// The chart inside a frame and the page around it: the messages of
// window.unwind over postMessage, as {unwind: 1, ...}, both ways. Only the
// parent is listened to. Nothing secret is sent, so any parent may read it.

import { framed } from './page.js';
import { unwind } from './unwind.js';

const OFTEN = 250; // ms between two messages about the time

function post(message) {
  parent.postMessage({ unwind: 1, ...message }, '*');
}

function postState() {
  post({ type: 'state', state: unwind.state() });
}

function postHeight() {
  post({ type: 'height', height: document.documentElement.scrollHeight });
}

function receive(event) {
  if (event.source !== parent || event.data?.unwind !== 1) return;
  const { unwind: version, ...message } = event.data;
  if (message.type === 'getState') return postState();
  const problem = unwind.dispatch(message);
  if (problem) post({ type: 'error', code: 'message', message: problem });
}

/** Calls f at most once in OFTEN, and once more after the last call. */
function seldom(f) {
  let timer = 0;
  let again = false;
  const run = () => {
    timer = again ? setTimeout(run, OFTEN) : 0;
    if (again) f();
    again = false;
  };
  return () => {
    again = true;
    if (!timer) run();
  };
}

export function wireBridge() {
  if (!framed) return;
  addEventListener('message', receive);
  const tellState = seldom(postState);
  unwind.on('state', tellState);
  unwind.on('time', seldom(() => post({ type: 'time', t: unwind.state().t })));
  unwind.on('wave', (wave) => post({ type: 'wave', wave }));
  unwind.on('error', (e) => post({ type: 'error', code: e?.code, message: e?.message }));
  unwind.on('ready', () => {
    post({ type: 'ready', version: unwind.version });
    postState();
    new ResizeObserver(seldom(postHeight)).observe(document.body);
  });
}
