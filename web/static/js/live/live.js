// The page of a market that is followed: opens the stream, hands what comes to
// the chart, and shows how both do. Only such pages fetch this script; what it
// needs of the page is handed to it, so that nothing is fetched twice.

import { Stream } from './stream.js';
import { wireBar } from './bar.js';
import { wireEdge } from './edge.js';
import { wireLast } from './last.js';
import { wireVenues } from './venues.js';

/** The element of an id. */
export const $ = (id) => document.getElementById(id);

/** "20:50:12 UTC" */
export const time = (ms) => `${new Date(ms).toISOString().slice(11, 19)}\u00a0UTC`;

/** Whether the frame around the page keeps its origin from it: the server
    sends live data to pages of its own origin only. */
const sandboxed = () => self.origin === 'null';

/** Where the server has no picture yet, there is none. */
function wirePoster() {
  const image = $('poster').querySelector('img');
  const fails = () => $('poster').classList.add('absent');
  image.addEventListener('error', fails);
  if (image.complete && !image.naturalWidth) fails();
}

/** Tells what the reader wants to be told of, where he has said so: only then is
    the module fetched that also comes with the panel. */
async function tellAlerts(tools) {
  let kept = null;
  try {
    kept = localStorage.getItem('unwind.alerts');
  } catch { /* a frame without storage keeps nothing */ }
  if (kept) (await import(tools.page.live.alerts)).watch(tools);
}

/** Says why a frame without an origin stands still. */
function wireSandbox({ text, onLanguage }) {
  const say = () => {
    $('live-line').textContent = text('live.sandboxed');
    $('live-edge-says').textContent = text('live.none');
  };
  document.documentElement.dataset.trouble = 'sandbox';
  onLanguage(say);
  say();
}

/** @param {any} tools what live.js needs of the page: see main.js */
export function wire(tools) {
  const { engine, page } = tools;
  wirePoster();
  wireBar(tools);
  wireLast(tools);
  if (sandboxed()) return wireSandbox(tools);
  const address = new URL(page.live.stream, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const stream = new Stream(address.href, (bytes) => engine.receive(bytes));
  const venues = wireVenues(tools, stream);
  wireEdge(tools, stream, venues);
  engine.on('resync', () => stream.again());
  stream.open();
  tellAlerts(tools);
}
