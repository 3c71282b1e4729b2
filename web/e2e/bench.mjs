// Measures the client in Chromium and the server over loopback, and prints
// each figure beside its target. ./build.sh bench runs it after the Go
// benchmarks. UNWIND_BENCH chooses parts: "start,frames,idle,build,filter,whatif,poster,live".
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measureLive } from './bench/live.mjs';
import { measureStart } from './bench/start.mjs';
import { launch } from './lib/chromium.mjs';
import { secondsBelow } from './lib/cpu.mjs';
import { crowd } from './lib/crowd.mjs';
import { serve } from './lib/server.mjs';
import { figure, median, misses, quantile, section, wait } from './lib/stats.mjs';

const parts = (process.env.UNWIND_BENCH ?? 'start,frames,idle,build,filter,whatif,poster,live').split(',');
const server = await serve();
const tape = await (await fetch(`${server.url}/api/events/btc-2026-02-05`)).json();

/** Addresses of the built files, as the page has them. */
const { urls } = JSON.parse((await (await fetch(server.url)).text()).match(/id="unwind-page">(.*?)<\/script>/s)[1]);

/** Where bare finds the page's modules one by one, as they are written: the
    build joins them, and main.js is not for a document without a page. */
const sources = '/static/js/';

/** Lets the page say how much memory the client has taken. */
function watchMemory() {
  const native = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const result = await native.apply(WebAssembly, args);
    window.memory = () => (result.exports ?? result.instance.exports).mem.buffer.byteLength;
    return result;
  };
}

/**
 * Opens a document for the engine alone, without the page around it, that
 * finds a tape of ours. It is one of the server's without a policy.
 */
async function bare(browser, ours) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(watchMemory);
  await page.route('**/ours.json', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(ours) }));
  await page.route(`**${sources}*`, (route) => route.fulfill({ path: fileURLToPath(new URL(`..${new URL(route.request().url()).pathname}`, import.meta.url)) }));
  await page.goto(`${server.url}/healthz`);
  return { page, close: () => context.close() };
}

/** Starts the engine in such a document and waits for its first frame. */
async function begin(page, query = '') {
  await page.evaluate(async ({ module, files, text }) => {
    window.engine?.stop();
    performance.clearMarks();
    document.body.innerHTML = '<div id="host" style="position:fixed;inset:0"></div>';
    const { start } = await import(module);
    window.engine = await start({ host: document.getElementById('host'), query: text, urls: { ...files, tape: '/ours.json' }, perf: true });
    await new Promise((resolve, reject) => {
      window.engine.on('ready', resolve);
      window.engine.on('error', (e) => reject(new Error(`${e.code}: ${e.message}`)));
    });
  }, { module: `${sources}engine.js`, files: urls, text: query });
}

/** Plays for some seconds and returns what a frame cost. */
async function playing(page, seconds) {
  const browser = page.context().browser();
  await page.evaluate(() => window.engine.dispatch({ type: 'play' }));
  await wait(2500);
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  const before = await page.evaluate(() => window.engine.perfReport(1));
  await wait(1000 * seconds);
  const result = await page.evaluate((n) => {
    const now = window.engine.perfReport(1);
    return { now, work: window.engine.frames.samples(now.frames - n).work, gap: window.engine.frames.samples(now.frames - n).gap };
  }, before.frames);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  await page.evaluate(() => window.engine.dispatch({ type: 'pause' }));
  const frames = result.now.frames - before.frames;
  return {
    frames, work: result.work, gap: result.gap,
    processor: traceEvents.filter((e) => e.name === 'FireAnimationFrame' && e.tdur).map((e) => e.tdur / 1000),
    uploadBytes: (result.now.gpu.uploadBytes - before.gpu.uploadBytes) / frames,
    draws: (result.now.gpu.draws - before.gpu.draws) / frames,
    mallocs: (result.now.go.mallocs - before.go.mallocs) / frames,
    collections: result.now.go.collections - before.go.collections,
  };
}

/** Time from frame to frame of a page that does nothing but ask for frames. */
async function blank(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const gaps = await page.evaluate(() => new Promise((resolve) => {
    document.body.style.background = '#123';
    const times = [];
    requestAnimationFrame(function f(t) {
      times.push(t);
      document.body.style.background = times.length % 2 ? '#123' : '#124';
      if (times.length < 120) requestAnimationFrame(f);
      else resolve(times.slice(1).map((x, i) => x - times[i]));
    });
  }));
  await page.close();
  return median(gaps);
}

async function measureFrames() {
  for (const gl of ['llvmpipe', 'swiftshader']) {
    const browser = await launch({ gl });
    if (browser.backend !== gl) console.log(`  ${gl} is not to be had here; ${browser.backend} instead`);
    section(`Replay at 1280 × 720 in ${gl}: 7,200 columns × ${tape.levels.bins.count} bins, 2,000 candles, 3,000 bubbles in view`);
    const { page, close } = await bare(browser, crowd(tape));
    await begin(page, 't=2026-02-07T20:00:00Z&speed=60');
    const full = await playing(page, 10);
    await page.evaluate(() => window.engine.dispatch({ type: 'layers', layers: 'none' }));
    const empty = await playing(page, 5);
    const rest = await blank(browser);
    figure('animation-frame callback, median', median(full.work), { unit: 'ms', digits: 2, most: 4, note: `${full.frames} frames` });
    figure('animation-frame callback, p95', quantile(full.work, 0.95), { unit: 'ms', digits: 2, most: 8 });
    figure('  of it on the processor, median', median(full.processor), { unit: 'ms', digits: 2, note: 'software GL has the other cores' });
    figure('  of it on the processor, p95', quantile(full.processor, 0.95), { unit: 'ms', digits: 2 });
    figure('  the same with axes and counter alone, median', median(empty.work), { unit: 'ms', digits: 2, note: `ratio ${(median(full.work) / median(empty.work)).toFixed(1)}` });
    figure('texture bytes uploaded a frame', full.uploadBytes, { unit: 'B', digits: 0, most: 0 });
    figure('allocations a frame', full.mallocs, { most: 20, note: `${full.collections} collections; the state goes to the page 10 times a second` });
    figure('draw calls a frame', full.draws);
    figure('frame to frame, median', median(full.gap), { unit: 'ms' });
    figure('frame to frame, p95', quantile(full.gap, 0.95), { unit: 'ms' });
    figure('  the same with axes and counter alone, median', median(empty.gap), { unit: 'ms' });
    figure('  a blank page that asks for frames, median', rest, { unit: 'ms' });
    const memory = await page.evaluate(() => ({ all: window.memory(), go: window.engine.perfReport(1).go }));
    figure("client's memory, whole", memory.all / 1e6, { unit: 'MB', most: 100, note: `${(memory.go.heapBytes / 1e6).toFixed(1)} MB of it in use` });
    await close();

    section(`The built-in event, whole, in ${gl}`);
    const event = await bare(browser, tape);
    await begin(event.page, 't=2026-02-06T00:05:00Z&speed=600');
    const own = await playing(event.page, 6);
    figure('animation-frame callback, median', median(own.work), { unit: 'ms', digits: 2, note: `${own.frames} frames` });
    figure('animation-frame callback, p95', quantile(own.work, 0.95), { unit: 'ms', digits: 2 });
    figure('  of it on the processor, median and p95', median(own.processor), { unit: 'ms', digits: 2, note: `p95 ${quantile(own.processor, 0.95).toFixed(2)} ms` });
    figure('frame to frame, median', median(own.gap), { unit: 'ms' });
    const kept = await event.page.evaluate(() => ({ all: window.memory(), go: window.engine.perfReport(1).go }));
    figure("client's memory, whole", kept.all / 1e6, { unit: 'MB', most: 100, note: `${(kept.go.heapBytes / 1e6).toFixed(1)} MB of it in use` });
    await event.close();
    await browser.close();
  }
}

/** Processor time of the whole browser over some seconds, as a share of one core. */
async function load(seconds) {
  const start = secondsBelow(process.pid), t = performance.now();
  await wait(1000 * seconds);
  return (secondsBelow(process.pid) - start) / ((performance.now() - t) / 1000);
}

async function measureIdle() {
  section('Paused and untouched');
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto('about:blank');
  await wait(4000);
  const nothing = await load(10);
  await page.addInitScript(() => {
    const native = window.requestAnimationFrame.bind(window);
    window.framesDrawn = 0;
    window.requestAnimationFrame = (f) => native((t) => { window.framesDrawn++; f(t); });
  });
  await page.goto(server.url);
  await page.waitForFunction(() => document.documentElement.dataset.live === 'yes');
  await wait(5000);
  const before = await page.evaluate(() => window.framesDrawn);
  const idle = await load(10);
  const frames = await page.evaluate(() => window.framesDrawn) - before;
  figure('frames in 10 s', frames, { digits: 0, most: 0 });
  figure('processor, all processes of the browser', 100 * idle, { unit: '%', digits: 2, most: 3, note: `about:blank beside it ${(100 * nothing).toFixed(2)} %` });
  await browser.close();
}

/**
 * Starts the engine and returns what reading the tape and building the market
 * took: their slices, by the clock and on the processor.
 * On a machine that others use the second says more.
 */
async function build(page) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing'] });
  await begin(page);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const at = (name) => traceEvents.find((e) => e.name === `unwind-${name}`).ts;
  const [from, to] = [at('tape'), at('market')];
  const tasks = traceEvents.filter((e) => e.name === 'FunctionCall' && e.tdur);
  const reading = tasks.filter((e) => e.ts > at('read') && e.ts < from);
  const slices = tasks.filter((e) => e.ts > from && e.ts < to);
  const sum = (all, key) => all.reduce((n, e) => n + e[key], 0) / 1000;
  const most = (all, key) => Math.max(...all.map((e) => e[key])) / 1000;
  return {
    slices: slices.length, wall: (to - from) / 1000, work: sum(slices, 'tdur'), longest: most(slices, 'dur'), longestWork: most(slices, 'tdur'),
    read: sum(reading, 'tdur'), longestRead: most(reading, 'tdur'),
  };
}

async function measureBuild() {
  section('From the tape to the market in the browser: 14,400 minutes with warm-up, 7,200 columns × 601 bins; processor time');
  const browser = await launch();
  const { levels, ...without } = tape;
  for (const [name, ours] of [['estimated by the client', without], ['with the levels of the tape', tape]]) {
    const first = [], hot = [];
    for (let i = 0; i < 4; i++) {
      const { page, close } = await bare(browser, ours);
      for (let run = 0; run < 6; run++) { // the browser compiles hot code anew meanwhile
        const result = await build(page);
        if (run === 0) first.push(result);
        if (run >= 3) hot.push(result);
        await wait(400);
      }
      await close();
    }
    for (const [when, runs, most] of [['first visit', first, {}], ['optimised code', hot, { all: 250, slice: 8 }]]) {
      const of = (key) => runs.map((r) => r[key]);
      const best = (key) => Math.min(...of(key)).toFixed(1);
      figure(`${name}, ${when}: all slices`, median(of('work')), { unit: 'ms', most: most.all, note: `best ${best('work')}; by the clock ${median(of('wall')).toFixed(0)}, best ${best('wall')} ms` });
      figure(`${name}, ${when}: longest slice`, median(of('longestWork')), { unit: 'ms', most: most.slice, note: `best ${best('longestWork')}; by the clock ${median(of('longest')).toFixed(0)}, best ${best('longest')} ms; ${median(of('slices'))} slices` });
      figure(`${name}, ${when}: reading the tape`, median(of('read')), { unit: 'ms', note: `best ${best('read')} ms` });
      figure(`${name}, ${when}: its longest slice`, median(of('longestRead')), { unit: 'ms', most: most.slice, note: `best ${best('longestRead')} ms` });
    }
  }
  await browser.close();
}

/**
 * Sends messages about the estimate and returns what the new picture took: by
 * the clock until it was worked out, which a mark says, and the slices.
 */
async function choose(page, messages, mark = 'chosen') {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing'] });
  await page.evaluate(async ([all, done]) => {
    performance.clearMarks(done);
    performance.mark('unwind-asked');
    for (const message of all) window.engine.dispatch(message);
    while (performance.getEntriesByName(done).length === 0) await new Promise((next) => setTimeout(next, 20));
  }, [messages, `unwind-${mark}`]);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const at = (name) => traceEvents.find((e) => e.name === `unwind-${name}`).ts;
  const slices = traceEvents.filter((e) => e.name === 'FunctionCall' && e.tdur && e.ts > at('asked') && e.ts < at(mark));
  const sum = slices.reduce((n, e) => n + e.tdur, 0) / 1000;
  return { wall: (at(mark) - at('asked')) / 1000, work: sum, longest: Math.max(...slices.map((e) => e.tdur)) / 1000, slices: slices.length };
}

async function measureFilter() {
  section('A choice of the estimate, whole event in full detail: from the message to the new market; processor time');
  const browser = await launch();
  const { page, close } = await bare(browser, tape);
  await build(page);
  const all = [{ type: 'filter' }, { type: 'model' }];
  for (const [name, messages, most] of [
    ['a side', [{ type: 'filter', side: 'long' }], 150],
    ['leverage and size', [{ type: 'filter', lev: '10-50', size: '10000-' }], 150],
    ['half-lives', [{ type: 'model', half: 2 }], 1500],
    ['bins of 0.03 %', [{ type: 'model', bin: 0.03 }], 1500],
    ['rules of an inverse contract', [{ type: 'model', rules: 'binance-coin' }], 1500],
  ]) {
    const runs = [];
    for (let i = 0; i < 6; i++) {
      runs.push(await choose(page, messages));
      await choose(page, all);
    }
    const of = (key) => runs.slice(1).map((r) => r[key]);
    const best = (key) => Math.min(...of(key)).toFixed(1);
    figure(`${name}: all slices`, median(of('work')), { unit: 'ms', most, note: `best ${best('work')}, the first ${runs[0].work.toFixed(0)}; by the clock ${median(of('wall')).toFixed(0)}, best ${best('wall')} ms; ${median(of('slices'))} slices` });
    figure(`${name}: longest slice`, median(of('longest')), { unit: 'ms', most: 8, note: `best ${best('longest')}` });
  }
  await close();
  await browser.close();
}

async function measureWhatIf() {
  section('A what-if: from the message to the run without noise, and to the whole fan');
  const browser = await launch();
  const { page, close } = await bare(browser, tape);
  await build(page);
  for (const [name, set] of [['30 minutes', {}], ['4 hours', { seconds: 14400 }]]) {
    for (const [mark, what, most] of [['whatif', 'one seed', 100], ['fan', '64 seeds', 3000]]) {
      const runs = [];
      for (let i = 0; i < 8; i++) {
        runs.push(await choose(page, [{ type: 'whatif', at: Date.UTC(2026, 1, 6), shock: -0.03 - i / 200, ...set }], mark));
        await wait(mark === 'fan' ? 100 : 2500); // the fan, too
      }
      const of = (key) => runs.slice(1).map((r) => r[key]);
      const best = (key) => Math.min(...of(key)).toFixed(1);
      figure(`${name}, ${what}: by the clock`, median(of('wall')), { unit: 'ms', most, note: `best ${best('wall')}, the first ${runs[0].wall.toFixed(0)}; processor time ${median(of('work')).toFixed(0)}, best ${best('work')} ms` });
      figure(`${name}, ${what}: longest slice`, median(of('longest')), { unit: 'ms', most: 8, note: `best ${best('longest')}` });
    }
  }
  await close();
  await browser.close();
}

/** Loads the page and returns when its first live frame came, in ms since the navigation began. */
async function measurePoster() {
  section('Poster 1200 × 630 over HTTP');
  const get = async (query) => {
    const start = performance.now();
    const response = await fetch(`${server.url}/poster.png?${query}`);
    const body = await response.arrayBuffer();
    return { ms: performance.now() - start, bytes: body.byteLength };
  };
  await get('w=200&h=120');
  const cold = [], cached = [];
  for (let i = 0; i < 12; i++) cold.push(await get(`t=${Date.UTC(2026, 1, 5, 12) + i * 3_600_000}`));
  for (let i = 0; i < 60; i++) cached.push(await get(`t=${Date.UTC(2026, 1, 5, 12)}`));
  figure('drawn, median', median(cold.map((r) => r.ms)), { unit: 'ms', most: 60, note: `best ${Math.min(...cold.map((r) => r.ms)).toFixed(1)} ms, ${(median(cold.map((r) => r.bytes)) / 1000).toFixed(0)} kB` });
  const trip = await beside();
  figure('from cache, median, less a round trip', median(cached.slice(10).map((r) => r.ms)) - trip, { unit: 'ms', digits: 2, most: 1, note: `round trip ${trip.toFixed(2)} ms` });
}

/** The least that a request to this server takes. */
async function beside() {
  const times = [];
  for (let i = 0; i < 60; i++) {
    const start = performance.now();
    await (await fetch(`${server.url}/healthz`)).arrayBuffer();
    times.push(performance.now() - start);
  }
  return median(times.slice(10));
}

async function browserVersion() {
  const browser = await launch();
  const version = `${browser.version()}, ${browser.backend}`;
  await browser.close();
  return version;
}

try {
  const version = await browserVersion();
  console.log(`Chromium ${version} · load ${readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')}`);
  if (parts.includes('poster')) await measurePoster();
  if (parts.includes('build')) await measureBuild();
  if (parts.includes('filter')) await measureFilter();
  if (parts.includes('whatif')) await measureWhatIf();
  if (parts.includes('start')) await measureStart(server.url);
  if (parts.includes('idle')) await measureIdle();
  if (parts.includes('frames')) await measureFrames();
  if (parts.includes('live')) await measureLive();
  console.log(`\nload ${readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')} · ${misses()} figures missed their target`);
} finally {
  await server.stop();
}
process.exit(0);
