// Real markets, measured: how much is recorded without loss, how soon it is on
// screen, and what it costs in memory. Venues are on loopback.
// UNWIND_BENCH_MINUTES=30 lets the memory be watched for as long.
import { readFileSync } from 'node:fs';
import { launch } from '../lib/chromium.mjs';
import { countOf, follow, sumsOf } from '../lib/follow.mjs';
import { newPage, open } from '../lib/page.mjs';
import { figure, median, quantile, section, wait } from '../lib/stats.mjs';
import { until } from '../lib/until.mjs';
import { summed } from '../lib/venues.mjs';

/** @returns {number} memory of a process that is in use, in MB */
export function residentMB(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1000;
}

/** Looks at something again and again until stopped; returns all that was seen. */
function watch(look, everyMs) {
  const seen = [];
  let going = true;
  const done = (async () => {
    while (going) {
      seen.push(await look());
      await wait(everyMs);
    }
  })();
  return async () => {
    going = false;
    await done;
    return seen;
  };
}

/** Prints what is missing of what was said: of all that the recorder counted, and of a tape cut from it. */
async function lossOf(f, name, before, from) {
  await f.stored();
  const r = await f.get('/api/recording');
  figure(`${name}: lost, as the recorder counts`, r.lost, { digits: 0, most: 0, note: `most that ever waited ${r.mostBacklog}` });
  const said = countOf(await f.world.totals()) - before;
  const { long, short } = sumsOf(await f.cut(from));
  figure(`${name}: said and not in a tape cut from the recording`, said - long.count - short.count, { digits: 0, most: 0, note: `${said} were said` });
}

/** 2,000 events a second for a minute, and 50,000 at once. */
export async function measureRecorder() {
  section('Recording: 2,000 events a second for 60 s, and 50,000 at once');
  const f = await follow();
  try {
    await f.flowing();
    for (const [name, how] of [
      ['2,000 a second', { venue: 'bybit,okx', events: 120_000, per: 2000 }],
      ['50,000 at once', { venue: 'bybit', events: 50_000, frame: 500 }],
    ]) {
      const before = countOf(await f.world.totals()), from = Date.now();
      const stop = watch(() => f.get('/api/recording'), 200);
      const { tookMs } = await f.world.flow(how);
      await until(() => f.get('/api/recording'), (r) => r.backlog === 0, 'the backlog is to drain');
      const drained = Date.now() - from - tookMs;
      await stop();
      figure(`${name}: until the backlog was gone`, drained, { unit: 'ms', digits: 0, note: `said in ${(tookMs / 1000).toFixed(1)} s` });
      await lossOf(f, name, before, from - 1000);
    }
    figure("server's memory in use", residentMB(f.server.pid), { unit: 'MB', digits: 0 });
  } finally {
    await f.stop();
  }
}

const EVERY = 20; // ms from frame to frame of a venue that flows

/**
 * How long each frame of a venue took to the screen, from the pairs of the
 * client: when its newest liquidation happened, and when it was drawn. What
 * happened since the pair before was drawn with it.
 */
function delays(pairs, from) {
  const all = [];
  const later = pairs.filter(([happened]) => happened >= from);
  for (let i = 1; i < later.length; i++) {
    for (let t = later[i - 1][0] + EVERY; t <= later[i][0]; t += EVERY) all.push(later[i][1] - t);
  }
  return all;
}

/** The pairs of a page, in ms since the epoch. */
const shownOn = (page) => page.evaluate(() => window.unwind.perf(1).go.live.map(([happened, drawn]) => [happened, performance.timeOrigin + drawn]));

/** A page at the live edge, in a browser of its own. */
async function watching(f) {
  const browser = await launch();
  const page = await newPage(await browser.newContext({ viewport: { width: 1280, height: 720 } }));
  await open(page, `${f.url}/live?perf=1`);
  return { browser, page };
}

/** From a venue's frame to the screen, at 500 events a second. */
export async function measureScreen() {
  const f = await follow();
  const { browser, page } = await watching(f);
  try {
    section(`On screen at 500 events a second, in ${browser.backend}`);
    await f.flowing();
    await f.world.flow({ venue: 'bybit', events: 5000, per: 500 }); // the browser compiles hot code anew meanwhile
    const all = [], from = Date.now();
    for (let i = 0; i < 4; i++) { // the client remembers a thousand
      const begun = Date.now();
      await f.world.flow({ venue: 'bybit', events: 5000, per: 500, seed: i });
      await wait(500);
      all.push(...delays(await shownOn(page), begun));
    }
    const { work, gap } = await page.evaluate(() => window.unwind.perf(600));
    figure("from a venue's frame to the screen, p99", quantile(all, 0.99), { unit: 'ms', digits: 0, most: 250, note: `median ${median(all).toFixed(0)}, most ${Math.max(...all).toFixed(0)} ms; ${all.length} frames in ${((Date.now() - from) / 1000).toFixed(0)} s` });
    figure('animation-frame callback, median', work.p50, { unit: 'ms', note: `p95 ${work.p95.toFixed(1)}, p99 ${work.p99.toFixed(1)} ms; frame to frame ${gap.p50.toFixed(1)} ms` });
  } finally {
    await browser.close();
    await f.stop();
  }
}

/** What the page and the server hold, in MB: the client's heap in use and all that it took, the scripts', and the server's. */
async function memoryOf(f, page) {
  const own = await page.evaluate(() => ({ ...window.unwind.perf(1).go, scripts: performance.memory.usedJSHeapSize }));
  return { server: residentMB(f.server.pid), client: own.heapBytes / 1e6, taken: own.sysBytes / 1e6, scripts: own.scripts / 1e6 };
}

/** Memory over minutes at 100 to 500 events a second, by turns. */
export async function measureMemory(minutes) {
  section(`Memory over ${minutes} minutes at 100, 300 and 500 events a second by turns`);
  const f = await follow();
  const { browser, page } = await watching(f);
  try {
    await f.flowing();
    for (let minute = 1; minute <= minutes; minute++) {
      const per = [100, 300, 500][minute % 3];
      await f.world.flow({ venue: 'bybit,okx,binance', events: 60 * per, per, seed: minute });
      if (minute > 3 && minute % 5 !== 0 && minute !== minutes) continue;
      const m = await memoryOf(f, page);
      figure(`minute ${minute}: server`, m.server, { unit: 'MB', note: `client's heap ${m.client.toFixed(1)} of ${m.taken.toFixed(1)} MB taken, scripts ${m.scripts.toFixed(1)} MB` });
    }
    await f.stored();
    figure('lost', (await f.get('/api/recording')).lost, { digits: 0, most: 0, note: `${countOf(await f.world.totals())} were said` });
  } finally {
    await browser.close();
    await f.stop();
  }
}

/** All of it: some three minutes, and the minutes of the memory. */
export async function measureLive() {
  await measureRecorder();
  await measureScreen();
  await measureMemory(Number(process.env.UNWIND_BENCH_MINUTES ?? 1));
}
