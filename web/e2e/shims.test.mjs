// The shims around the client, without a browser.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { Frames } from '../static/js/frames.js';
import { EngineError, bytes, compile } from '../static/js/fetch.js';
import { policyOf, wheelPixels } from '../static/js/input.js';
import { quantiles } from '../static/js/probe.js';
import { makeBrowser, replaceGlobal } from '../static/js/shim.js';

globalThis.navigator ??= { userAgent: 'node' };

/** Frames whose animation frames run when tick() is called. */
function framesByHand() {
  const asked = [];
  const frames = new Frames((f) => asked.push(f));
  return { frames, asked, tick: (t = 0) => asked.splice(0).forEach((f) => f(t)) };
}

test('no frame runs before something asks for one', () => {
  const { frames, asked } = framesByHand();
  frames.request(() => assert.fail('ran'));
  assert.equal(asked.length, 0);
});

test('a wake runs one frame, and then nothing is asked of the browser', () => {
  const { frames, asked, tick } = framesByHand();
  let ran = 0;
  const loop = () => { ran++; frames.request(loop); };
  frames.request(loop);
  frames.wake();
  frames.wake();
  assert.equal(asked.length, 1);
  tick();
  assert.equal(ran, 1);
  assert.equal(asked.length, 0);
});

test('a wake before the client asked for a frame is kept', () => {
  const { frames, tick } = framesByHand();
  let ran = 0;
  frames.wake();
  frames.request(() => ran++);
  tick();
  assert.equal(ran, 1);
});

test('frames follow each other while the client moves', () => {
  const { frames, tick } = framesByHand();
  let left = 3;
  const loop = () => { frames.moving = --left > 0; frames.request(loop); };
  frames.request(loop);
  frames.wake();
  for (let t = 0; t < 10; t++) tick(16 * t);
  assert.equal(left, 0);
  assert.deepEqual(frames.samples().gap, [16, 16]);
});

test('input is handed over before the frame it belongs to', () => {
  const { frames, tick } = framesByHand();
  const order = [];
  frames.before = () => order.push('input');
  frames.request(() => order.push('frame'));
  frames.wake();
  tick();
  assert.deepEqual(order, ['input', 'frame']);
});

test('after a pause nothing runs but the last frame', async () => {
  const { frames, asked, tick } = framesByHand();
  let ran = 0;
  frames.request(() => ran++);
  frames.wake();
  frames.pause();
  tick();
  frames.wake();
  assert.equal(ran, 0);
  assert.equal(asked.length, 0);
  frames.last();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(ran, 1);
});

/** A small browser on a canvas that notes what is set. */
function browserByHand() {
  const canvas = { width: 300, height: 150 };
  const { frames } = framesByHand();
  const host = {};
  return { canvas, frames, host, ...makeBrowser({ canvas, gl: 'gl', frames, host }) };
}

test('the client finds the small browser and, beside it, the real globals', () => {
  const { global, host } = browserByHand();
  assert.equal(global.unwindHost, host);
  assert.equal(global.Uint8Array, Uint8Array);
  assert.notEqual(global.document, globalThis.document);
  const canvas = global.document.createElement('canvas');
  assert.equal(canvas.getContext('webgl2', { antialias: true }), 'gl');
});

test('what the client sets stays in the small browser', () => {
  const { global, canvas } = browserByHand();
  global.somethingOfTheClient = 1;
  assert.equal(globalThis.somethingOfTheClient, undefined);
  const surface = global.document.createElement('canvas');
  surface.setAttribute('tabindex', 1);
  surface.addEventListener('wheel', () => {});
  surface.style.width = '100%';
  surface.width = 16; // Ebitengine's first size, before there is one
  assert.deepEqual(canvas, { width: 300, height: 150 });
});

test('a resize reaches the canvas in whole device pixels', () => {
  const { global, canvas, resize } = browserByHand();
  const surface = global.document.createElement('canvas');
  const { body } = global.document;
  global.window.addEventListener('resize', () => {
    surface.width = body.clientWidth;
    surface.height = body.clientHeight;
  });
  resize(1478, 900);
  assert.deepEqual(canvas, { width: 1478, height: 900 });
});

test('a program of wasm_exec.js gets another global, one of another layout is refused', () => {
  const go = {};
  replaceGlobal(go, 'other');
  go._values = [NaN, 0, null, true, false, globalThis, go];
  assert.equal(go._values[5], 'other');
  delete go._values; // as wasm_exec.js does when the program ends
  const unknown = {};
  replaceGlobal(unknown, 'other');
  assert.throws(() => { unknown._values = [NaN, 0, null, globalThis]; }, /unknown layout/);
});

test('gestures are cooperative in a frame unless it fills the screen', () => {
  const win = (framed, full) => {
    const w = { document: { fullscreenElement: full } };
    w.parent = framed ? {} : w;
    return w;
  };
  assert.equal(policyOf('auto', win(false, null)), 'greedy');
  assert.equal(policyOf('auto', win(true, null)), 'cooperative');
  assert.equal(policyOf('auto', win(true, {})), 'greedy');
  assert.equal(policyOf('greedy', win(true, null)), 'greedy');
  assert.equal(policyOf('cooperative', win(false, null)), 'cooperative');
});

test('wheels that count lines and pages are turned into pixels', () => {
  assert.equal(wheelPixels(-100, 0), -100);
  assert.equal(wheelPixels(3, 1), 48);
  assert.equal(wheelPixels(1, 2), 400);
});

test('quantiles of nothing are null, of few the nearest', () => {
  assert.deepEqual(quantiles([]), { n: 0, p50: null, p95: null, p99: null, max: null });
  assert.deepEqual(quantiles([3, 1, 2]), { n: 3, p50: 2, p95: 3, p99: 3, max: 3 });
});

const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Serves one answer and calls f with its address. */
async function serving(status, type, body, f) {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await f(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
  }
}

const codeOf = (promise) => promise.then(() => 'none', (e) => {
  assert.ok(e instanceof EngineError, String(e));
  return e.code;
});

test('a download reports its bytes', () => serving(200, 'text/plain', 'x'.repeat(1000), async (url) => {
  let last = 0;
  const all = await bytes(url, 'tape', (n) => { last = n; });
  assert.equal(all.length, 1000);
  assert.equal(last, 1000);
}));

test('a missing tape is the fault of the tape, an ill server of the network', async () => {
  await serving(404, 'text/plain', '', async (url) => assert.equal(await codeOf(bytes(url, 'tape', () => {})), 'tape'));
  await serving(503, 'text/plain', '', async (url) => assert.equal(await codeOf(bytes(url, 'tape', () => {})), 'network'));
  assert.equal(await codeOf(bytes('http://127.0.0.1:9/', 'tape', () => {})), 'network');
});

test('a module is compiled, with the wrong content type too, and a broken one is named', async () => {
  for (const type of ['application/wasm', 'application/octet-stream']) {
    await serving(200, type, EMPTY_MODULE, async (url) => {
      assert.ok(await compile(url, () => {}) instanceof WebAssembly.Module);
    });
    await serving(200, type, 'no module', async (url) => {
      assert.equal(await codeOf(compile(url, () => {})), 'wasm');
    });
  }
});
