// The chart: loads the client and a tape, puts its canvas into an element and
// speaks to it. The page's controls use nothing but what start() returns.
//
//	const engine = await start({ host, query, urls: { wasmExec, wasm, tape }, wasmBytes })
//	// or, of a market that is followed: no tape, and its symbol as live: 'BTCUSDT'
//	engine.receive(bytes)              // a message of its stream; '' or what was wrong
//	engine.dispatch({ type: 'play' })  // '' or what was wrong; before ready it is kept
//	engine.state()                     // the whole stage and style, or null before ready
//	engine.query()                     // the same as a query string
//	engine.event(200)                  // what does not change: titles, chapters, liquidations in 200 parts
//	engine.table(20)                   // the largest levels near the price
//	engine.cell(false)                 // what the estimate says of the pinned cell, or with true of the crosshair's
//	engine.alerts()                    // what the viewer wants to be told of, and what was
//	engine.legend()                    // the colour scale: dollars, colours, where it is drawn
//	engine.summary()                   // what the chart shows, in a few sentences
//	engine.position(own)               // the viewer's own position, in no link
//	engine.on('time', f)               // see events below
//	engine.retry()                     // after an error
//	engine.resume()                    // after contextlost
//	engine.stop()                      // for good
//
// Events: progress (0 to 1), ready, state, time (10 a second while playing) and
// ended carry the state, wave the wave that the replay has entered, or null when
// it has left it, alert what began of what the viewer wants to be told of; error carries an EngineError; problem a sentence about
// a message or a link that was not understood; contextlost and resumed frame the
// time in which the GPU is gone; venues how the venues of a followed market do,
// as /api/live has it; resync that its stream must begin anew, with a snapshot.
//
// Sizes are CSS pixels relative to host. Errors are EngineErrors with a code:
// 'network', 'wasm', 'webgl', 'tape'.

import { Frames } from './frames.js';
import { makeBrowser, openContext, replaceGlobal } from './shim.js';
import { EngineError, bytes, compile } from './fetch.js';
import { instrument, report } from './probe.js';

const MAX_INBOX = 600; // messages of the stream that wait for the client, a minute of them
const MAX_SCALE = 2; // device pixels per CSS pixel; phones with 3 lose nothing anybody sees

// Shares of the progress bar: download of the client, of the tape, building.
const SHARE = { wasm: 0.6, tape: 0.1, build: 0.3 };

// start returns at once with an engine that is still loading; engine.ready
// resolves when the first frame is on screen.
export async function start(options) {
  const engine = new Engine(options);
  engine.load();
  return engine;
}

class Engine {
  constructor({ host, query = '', urls, wasmBytes = 0, tapeBytes = 0, live, onProgress, onError, perf = false }) {
    Object.assign(this, { host, urls, wasmBytes, tapeBytes, live, perf });
    this.startQuery = query;
    this.listeners = new Map();
    this.waiting = []; // messages dispatched before ready
    this.inbox = []; // of the stream, that came before the client
    this.progress = { wasm: 0, tape: 0, build: 0 };
    this.gpu = { uploads: 0, uploadBytes: 0, bufferBytes: 0, draws: 0, calls: 0 };
    this.settled = new Promise((resolve) => { this.settle = resolve; });
    if (onProgress) this.on('progress', onProgress);
    if (onError) this.on('error', onError);
  }

  // ready resolves when the first frame is on screen.
  get ready() { return this.settled; }

  // load fetches what is missing and starts the client.
  async load() {
    this.failed = null;
    const client = this.loadModule();
    this.openEarly(client);
    try {
      const [module, tape] = await Promise.all([client, this.loadTape(), this.loadRuntime()]);
      this.module = module;
      this.tape = tape;
      await this.boot(this.startQuery);
    } catch (e) {
      this.fail(e instanceof EngineError ? e : new EngineError('wasm', String(e && e.message || e)));
    }
  }

  // openEarly has the GPU set up a canvas while the client arrives: the browser
  // waits for that, for 50 to 100 ms on a first visit, and longer while the GPU
  // is busy with the page. So the page is on screen first, unless the client has
  // come before. The canvas has its size already, for a change of it waits again.
  openEarly(client) {
    if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes('paint')) return;
    const painted = new PerformanceObserver(() => {
      painted.disconnect();
      if (this.run || this.nextCanvas || this.failed) return;
      const canvas = document.createElement('canvas');
      const { width, height } = sizeOf(this.host);
      if (width && height) Object.assign(canvas, { width, height });
      if (openContext(canvas)) this.nextCanvas = canvas;
    });
    painted.observe({ type: 'paint', buffered: true });
    client.finally(() => painted.disconnect()).catch(() => {}); // load tells
  }

  // takeCanvas returns the canvas for a run: one that is set up and that the GPU
  // has not let go of meanwhile, or else a new one.
  takeCanvas() {
    const canvas = this.nextCanvas;
    this.nextCanvas = null;
    return canvas && !openContext(canvas).isContextLost() ? canvas : document.createElement('canvas');
  }

  async loadModule() {
    const module = this.module || await compile(this.urls.wasm, (n) => this.advance('wasm', n / this.wasmBytes));
    this.advance('wasm', 1);
    return module;
  }

  async loadTape() {
    if (this.live) return null; // it comes with the stream
    const tape = this.tape || await bytes(this.urls.tape, 'tape', (n) => this.advance('tape', n / this.tapeBytes));
    this.advance('tape', 1);
    return tape;
  }

  async loadRuntime() {
    if (globalThis.Go) return;
    try {
      await import(this.urls.wasmExec);
    } catch (e) {
      throw new EngineError('network', `${this.urls.wasmExec}: ${e.message}`);
    }
  }

  // advance moves one part of the progress bar; it never goes back.
  advance(part, share) {
    if (!(share > this.progress[part])) return;
    this.progress[part] = Math.min(1, share);
    let sum = 0;
    for (const p in SHARE) sum += SHARE[p] * this.progress[p];
    this.emit('progress', sum);
  }

  // boot runs one instance of the client from query. Resuming after a lost GPU
  // boots another one; module and tape are at hand then.
  async boot(query) {
    const run = new Run(this, query);
    this.run = run;
    await run.start();
  }

  // fail reports e. After retry() everything that had arrived is kept.
  fail(e) {
    if (e.code === 'tape') this.tape = null;
    this.failed = e;
    this.halt();
    this.emit('error', e);
  }

  halt() {
    if (this.run) this.run.stop();
    this.run = null;
    this.core = null;
  }

  // retry starts again after an error; what had arrived is not fetched again.
  retry() {
    if (!this.failed) return;
    this.progress = { wasm: 0, tape: 0, build: 0 };
    this.load();
  }

  // opened is called once the first frame of a run is on screen.
  opened(core, first) {
    this.core = core;
    this.advance('build', 1);
    for (const m of this.waiting.splice(0)) this.dispatch(m);
    this.emit(this.resuming ? 'resumed' : 'ready', this.state());
    this.resuming = false;
    this.settle(this);
  }

  // lost is called when the GPU took its context away.
  lost() {
    if (!this.core) return this.fail(new EngineError('webgl', 'context lost while starting'));
    this.kept = { query: this.query(), playing: !!(this.state() || {}).playing };
    this.core = null;
    this.run.frames.pause();
    this.emit('contextlost', null);
  }

  // resume draws again after contextlost, from the state that was on screen.
  async resume() {
    if (!this.kept) return;
    const { query, playing } = this.kept;
    this.nextCanvas = this.run.reusableCanvas();
    this.kept = null;
    this.halt();
    this.resuming = true;
    if (playing) this.waiting.unshift({ type: 'play' });
    try {
      await this.boot(query);
    } catch (e) {
      this.fail(e instanceof EngineError ? e : new EngineError('webgl', String(e.message || e)));
    }
  }

  stop() {
    this.halt();
    this.listeners.clear();
  }

  dispatch(message) {
    if (!this.core) {
      this.waiting.push(message);
      return '';
    }
    const problem = this.core.dispatch(JSON.stringify(message));
    this.wake();
    return problem;
  }

  // receive takes a message of the stream of a live chart, and returns '' or what
  // was wrong with it. Those that come before the client are kept; with too many
  // the client asks for a snapshot.
  receive(bytes) {
    this.advance('tape', 1);
    if (this.run?.fed) return this.run.core.receive(bytes);
    if (this.inbox.push(bytes) > MAX_INBOX) this.inbox = [];
    return '';
  }

  state() { return this.core ? JSON.parse(this.core.state()) : null; }

  query() { return this.core ? this.core.query() : (this.kept ? this.kept.query : this.startQuery); }

  // event returns what does not change about the event shown, with its
  // liquidations summed up in so many equal parts of its time, or null.
  event(parts) { return this.core ? JSON.parse(this.core.event(parts)) : null; }

  // table returns the largest levels near the price, at most so many, or null.
  table(rows) { return this.core ? JSON.parse(this.core.table(Math.min(50, Math.max(0, Math.trunc(rows) || 0)))) : null; }

  // cell returns the read-out of the pinned cell, or of the one under the
  // crosshair, or null.
  cell(crosshair) { return this.core ? JSON.parse(this.core.cell(crosshair)) : null; }

  // fuel returns what waits against the depth of the book, or null.
  fuel() { return this.core ? JSON.parse(this.core.fuel()) : null; }

  // alerts returns what is watched for and what was told, or null.
  alerts() { return this.core ? JSON.parse(this.core.alerts()) : null; }
  // feeds returns how full the throttled feeds are, or null.
  feeds() { return this.core ? JSON.parse(this.core.feeds()) : null; }

  // legend returns the colour scale, or null.
  legend() { return this.core ? JSON.parse(this.core.legend()) : null; }

  // summary says what the chart shows in its language, or ''.
  summary() { return this.core ? this.core.summary() : ''; }

  // position sets the viewer's own position, takes it away (null) or leaves it,
  // and returns what is known of it, or null.
  position(own) {
    if (!this.core) return null;
    return JSON.parse(own === undefined ? this.core.position() : this.core.position(own && JSON.stringify(own)));
  }

  // on calls f with every event of that type, and returns how to stop it.
  on(type, f) {
    if (!this.listeners.has(type)) this.listeners.set(type, new Set());
    this.listeners.get(type).add(f);
    return () => this.listeners.get(type)?.delete(f);
  }

  emit(type, value) {
    for (const f of this.listeners.get(type) || []) {
      try {
        f(value);
      } catch (e) {
        console.error(e); // a listener's fault is not the chart's
      }
    }
  }

  wake() { this.run?.frames.wake(); }

  // beforeFrame has f run at the start of every frame, before the client.
  set beforeFrame(f) { this.onFrame = f; }

  get frames() { return this.run ? this.run.frames : null; }

  // reduceMotion tells the client what the reader's system asks for.
  reduceMotion(on) {
    this.reduced = on;
    if (this.core) this.core.setReducedMotion(on);
    this.wake();
  }

  // perfReport returns the counters of the benchmark, see probe.js.
  perfReport(frames) { return report(this, frames); }
}

// Run is one instance of the client on one canvas.
class Run {
  constructor(engine, query) {
    this.engine = engine;
    this.query = query;
    this.frames = new Frames();
    this.frames.before = () => this.beforeFrame();
    this.undo = [];
  }

  async start() {
    this.canvas = this.engine.takeCanvas();
    this.gl = openContext(this.canvas);
    if (!this.gl) throw new EngineError('webgl', 'no WebGL 2 context');
    if (this.engine.perf) instrument(this.gl, this.engine.gpu);
    this.place();
    this.browser = makeBrowser({ canvas: this.canvas, gl: this.gl, frames: this.frames, host: this.makeHost() });
    this.followSize();
    await this.go();
  }

  // place puts the canvas into the page's element.
  place() {
    this.canvas.style.display = 'block';
    this.canvas.setAttribute('aria-hidden', 'true'); // the page describes the chart in words
    this.engine.host.prepend(this.canvas);
    this.listen(this.canvas, 'webglcontextlost', (e) => {
      e.preventDefault(); // without this it never comes back
      if (!this.stopped) this.engine.lost();
    });
    this.listen(this.canvas, 'webglcontextrestored', () => {
      if (!this.stopped) this.engine.resume();
    });
  }

  listen(target, type, f) {
    target.addEventListener(type, f);
    this.undo.push(() => target.removeEventListener(type, f));
  }

  // reusableCanvas returns the canvas when its context works again; a new one
  // is made otherwise.
  reusableCanvas() { return this.gl.isContextLost() ? null : this.canvas; }

  // makeHost is what the client finds as unwindHost. Events wait for a
  // microtask, so that nobody calls into the client while it is running.
  makeHost() {
    const { engine, frames } = this;
    return {
      query: this.query,
      now: () => performance.now(),
      frameTime: () => frames.now,
      moving: (on) => { frames.moving = on; },
      wake: () => frames.wake(),
      wakeAfter: (ms) => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => frames.wake(), ms);
      },
      opened: () => queueMicrotask(() => { if (!this.stopped) engine.opened(this.core); }),
      soon: (f) => soon(() => { if (!this.exited) f(); }),
      built: (share) => engine.advance('build', share),
      emit: (type, json) => queueMicrotask(() => { if (!this.stopped) this.receive(type, json); }),
      register: (core) => { this.core = core; },
      mark: (name) => performance.mark(`unwind-${name}`),
    };
  }

  receive(type, json) {
    const value = json ? JSON.parse(json) : null;
    if (type === 'error') return this.engine.fail(new EngineError(value.code, value.detail));
    this.engine.emit(type, value);
  }

  async go() {
    const go = new Go();
    replaceGlobal(go, this.browser.global);
    const instance = await WebAssembly.instantiate(this.engine.module, go.importObject);
    go.exit = (code) => this.ended(code);
    go.run(instance).catch((e) => this.ended(e));
    if (!this.core) throw new EngineError('wasm', 'the client did not start');
    this.measure();
    if (this.engine.reduced) this.core.setReducedMotion(true);
    if (this.engine.live) this.watch();
    else this.core.load(this.engine.tape);
    this.frames.wake();
  }

  // watch follows a market: first what came meanwhile.
  watch() {
    this.core.watch(this.engine.live);
    this.fed = true;
    for (const m of this.engine.inbox.splice(0)) this.engine.receive(m);
  }

  // ended is called when the client's main function returned or panicked; what
  // it printed is in the console. After that nobody may call it.
  ended(reason) {
    this.exited = true;
    this.fed = false;
    this.core = null;
    this.frames.stop();
    if (!this.stopped) this.engine.fail(new EngineError('wasm', `the client ended: ${reason}`));
  }

  // beforeFrame looks whether the density changed, which not every browser
  // tells, and hands over the input.
  beforeFrame() {
    if (devicePixelRatio !== this.density) this.measure();
    this.engine.onFrame?.();
  }

  // followSize keeps the canvas as large as its element, in device pixels,
  // also when the window moves to a screen of another density.
  followSize() {
    const observer = new ResizeObserver((entries) => this.measure(entries[0]));
    try {
      observer.observe(this.engine.host, { box: 'device-pixel-content-box' });
    } catch {
      observer.observe(this.engine.host);
    }
    this.undo.push(() => observer.disconnect());
    this.listen(window, 'resize', () => this.measure());
    this.followDensity();
    this.measure();
  }

  followDensity() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      if (this.stopped) return;
      this.measure();
      this.followDensity();
    };
    query.addEventListener('change', changed, { once: true });
    this.undo.push(() => query.removeEventListener('change', changed));
  }

  // measure gives the client its size. Where the browser knows the exact
  // number of device pixels, that number is used; elsewhere the nearest.
  measure(entry) {
    this.density = devicePixelRatio;
    const { width, height, scale } = sizeOf(this.engine.host, entry?.devicePixelContentBoxSize?.[0]);
    if (!width || !height) return; // hidden: keep the last size
    if (width === this.width && height === this.height && scale === this.scale && this.core === this.sized) return;
    Object.assign(this, { width, height, scale, sized: this.core });
    // One pixel of the canvas is one of the screen, also where 100 % is not a
    // whole number of them.
    this.canvas.style.width = `${width / scale}px`;
    this.canvas.style.height = `${height / scale}px`;
    if (this.core) this.core.resize(width / scale, height / scale, scale);
    this.browser.resize(width, height);
  }

  // stop ends this instance and frees its memory and its context.
  stop() {
    if (this.stopped) return;
    this.stopped = true;
    for (const f of this.undo.splice(0)) f();
    clearTimeout(this.timer);
    this.fed = false;
    if (this.core) this.core.stop();
    this.frames.last();
    if (this.canvas !== this.engine.nextCanvas) this.canvas.remove();
  }
}

// sizeOf returns the size of a canvas in an element, and the device pixels of a
// logical one; exact is what the browser knows of it.
function sizeOf({ clientWidth, clientHeight }, exact) {
  const scale = Math.min(MAX_SCALE, devicePixelRatio || 1);
  return { width: nearest(clientWidth * scale, exact?.inlineSize), height: nearest(clientHeight * scale, exact?.blockSize), scale };
}

// nearest returns exact where it is a rounding of estimate, which it is not on
// a screen of more than MAX_SCALE, and a rounding of our own elsewhere.
function nearest(estimate, exact) {
  return Math.abs(exact - estimate) < 1 ? exact : Math.round(estimate);
}

// soon calls f after other tasks had their turn, without the 4 ms that nested
// timers wait.
function soon(f) {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { channel.port1.close(); f(); };
  channel.port2.postMessage(0);
}
