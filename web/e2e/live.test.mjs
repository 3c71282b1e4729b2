// A market that is followed, end to end: venues on loopback, the server, and
// the page, on good days and bad ones.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch } from './lib/chromium.mjs';
import { follow } from './lib/follow.mjs';
import { compare, dispatch, errorsOf, newPage, open, pictureOf, ready, says, stateOf } from './lib/page.mjs';
import { serve } from './lib/server.mjs';
import { until } from './lib/until.mjs';
import { program, summed } from './lib/venues.mjs';

const run = promisify(execFile);

let f, browser, page; // page: the one of the first three tests
before(async () => {
  f = await follow({ flags: ['--symbols', 'BTCUSDT,ETHUSDT'] });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await f?.stop();
});

/** Opens a page of a server; close it with its context. */
async function tab(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme: 'dark', locale: 'en-GB', ...options });
  const page = await newPage(context);
  await open(page, url);
  return page;
}
const shut = (page) => page.context().close();

/**
 * Checks that a page had nothing to complain of but of a connection that it
 * opened anew: on a machine that is busy its patience may end before an answer.
 */
function fine(page) {
  assert.deepEqual(errorsOf(page).filter((e) => !/WebSocket|status of 426/.test(e)), []);
}

/** The largest levels near the price, and the minute that goes on. */
const tableOf = (page) => page.evaluate(() => ({ ...window.unwind.table(50), minute: Math.floor(window.unwind.state().live.to / 60_000) }));
const longsAbove = (rows, price) => rows.filter((r) => r.side === 'long' && r.low > price);

/** Waits until so many milliseconds of the minute are left. */
async function inMinute(page, ms) {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < ms) await page.waitForTimeout(left + 500);
}

const said = async () => summed(await f.world.totals());

/** Waits until the counter of a page has these dollars, to the dollar. */
const counts = (page, want, what) => until(() => stateOf(page), (s) => near(s.longUSD, want.long.usd) && near(s.shortUSD, want.short.usd),
  `${what}: the counter is to have ${want.long.usd} and ${want.short.usd}`).catch((e) => { throw new Error(e.message.slice(0, 4000)); });
const near = (a, b) => Math.abs(a - b) <= 1;

test('a cascade arrives on the page while it happens, and the counter has what the venues said', async () => {
  await f.flowing();
  page = await tab(`${f.url}/live`);
  let within = false;
  for (let tries = 0; !within && tries < 3; tries++) { // a slow machine may get there when the minute is over
    await inMinute(page, 15_000);
    const { price, rows, minute } = await tableOf(page);
    assert.ok(longsAbove(rows, 0.98 * price).length > 0, 'there is nothing to fall through');
    await f.world.flow({ events: 600, per: 300, fall: 0.03 });
    const fallen = await until(() => tableOf(page), (t) => t.price < 0.975 * price && longsAbove(t.rows, t.price).length === 0, 'what the price fell through is to go');
    within = fallen.minute === minute;
  }
  assert.ok(within, 'what the price fell through waits on while the minute goes on');
  await counts(page, await said(), 'at the edge');
  const s = await stateOf(page);
  assert.equal(s.live.edge, true);
  await says(page, '#live-edge', /live/i);
  await page.waitForFunction((n) => document.querySelectorAll('#live-chips li').length === n, f.live.length);
  fine(page);
});

test('a wheel far from the edge keeps what is under the pointer, and Home shows the start at the left', async () => {
  const box = await page.locator('#surface').boundingBox();
  await page.mouse.move(box.x + 0.2 * box.width, box.y + 0.5 * box.height);
  const turn = async (by) => {
    const { shown: was } = await stateOf(page);
    await page.mouse.wheel(0, by);
    const s = await until(() => stateOf(page), ({ shown }) => shown.to - shown.from !== was.to - was.from, 'it is to zoom');
    // the share of the window that keeps its place
    return { ...s, fixed: (s.shown.from - was.from) / (was.to - was.from - (s.shown.to - s.shown.from)) };
  };
  // With a minute that closes the chart may give the price more room.
  await until(() => stateOf(page), (s) => s.t % 60_000 < 40_000, 'a minute is to begin');
  const near = await turn(-60); // a tenth less: the edge stays in it
  assert.equal(near.live.following, true);
  assert.ok(near.fixed > 0.2 && near.fixed < 0.35, `${near.fixed} of the window keeps its place`);
  await until(() => stateOf(page), (s) => s.t > near.t + 1500, 'it is to go on');
  assert.deepEqual((await stateOf(page)).shown, near.shown, 'the window moved');
  const far = await turn(-300);
  assert.deepEqual([far.live.edge, far.live.following], [true, false]);
  assert.ok(Math.abs(far.fixed - near.fixed) < 0.002, `${far.fixed} of the window keeps its place, not ${near.fixed}`);
  await page.locator('#live-edge').click();
  await dispatch(page, { type: 'view' });
  await page.keyboard.press('Home');
  await until(() => stateOf(page), (s) => s.shown.from === s.start && s.t === s.start, 'the start is to be at the left');
  await page.keyboard.press('End');
  await until(() => stateOf(page), (s) => s.live.edge && s.live.following, 'it is to be at the edge');
  fine(page);
});

test('the edge can be left and joined again, and nothing is missed meanwhile', async () => {
  const before = await said();
  await dispatch(page, { type: 'pause' });
  const { t } = await stateOf(page);
  await f.world.flow({ venue: 'bybit', events: 100, per: 500, seed: 3 });
  await until(() => stateOf(page), (s) => s.live.to > t + 1500, 'data is to come in while the chart is behind');
  const behind = await stateOf(page);
  assert.equal(behind.t, t);
  assert.equal(behind.live.edge, false);
  assert.ok(near(behind.longUSD, before.long.usd), 'the picture changed while it was paused');
  await says(page, '#live-edge', /−\d+:\d\d/);
  await page.locator('#live-edge').click();
  await counts(page, await said(), 'back at the edge');
  assert.equal((await stateOf(page)).live.edge, true);
  fine(page);
});

test('the waves so far are below the chart, as of a second, and can be loaded again', async () => {
  const panel = page.locator('[data-panel=waves]');
  await page.click('#levels-open');
  await panel.locator('summary').first().click();
  await panel.locator('.wave-card').first().waitFor();
  assert.match(await panel.innerText(), /As of \d\d:\d\d:\d\d UTC.*waves are provisional/s);
  const asOf = () => panel.locator('[data-again]').locator('..').innerText();
  const first = await asOf();
  await page.waitForTimeout(1500);
  await panel.locator('[data-again]').focus();
  await page.keyboard.press('Enter');
  await until(asOf, (now) => now !== first, 'the panel is to be of a later second');
  assert.ok(await panel.locator('[data-again]').evaluate((e) => e === document.activeElement), 'the focus is lost');
  const at = Number(await panel.locator('.wave-card [data-at]').first().getAttribute('data-at'));
  await panel.locator('.wave-card h2 button').first().click();
  await until(() => stateOf(page), (s) => s.t === at && !s.live.edge && s.wave?.from === at, 'the replay is to stand at the start of the wave');
  await page.click('#levels-open');
  await page.locator('#live-edge').click();
  fine(page);
});

test('one click replays the last 15 minutes with the same totals, while recording goes on', async () => {
  const want = await said();
  await f.stored();
  const { stored } = await f.get('/api/recording');
  // Windows end at multiples of five seconds: what was said must lie before one.
  const end = Math.ceil(Date.now() / 5000) * 5000;
  await until(async () => Date.now(), (now) => now > end, 'a window is to end');
  await page.locator('#live-last').click();
  await page.waitForURL(/event=rec-btcusdt-/);
  await ready(page);
  await until(() => stateOf(page), (s) => s.t > s.playFrom, 'it is to play');
  await dispatch(page, { type: 'seek', t: (await stateOf(page)).end });
  await counts(page, want, 'the replay');
  await until(() => f.get('/api/recording'), (r) => r.stored > stored, 'recording is to go on');
  fine(page);
  await shut(page);
});

test('a tape that the command line cuts is replayed by another server with the same totals', async () => {
  const want = await said();
  const tapes = join(f.folder, 'tapes');
  mkdirSync(tapes);
  await run(program, ['tape', 'cut', '--data', join(f.folder, 'data'), '--symbol', 'BTCUSDT', '--last', '15m', '--out', join(tapes, 'cut.json')]);
  const { id } = JSON.parse(readFileSync(join(tapes, 'cut.json'), 'utf8'));
  const other = await serve(['--tapes', tapes]);
  try {
    const page = await tab(`${other.url}/?event=${id}`);
    const { end } = await stateOf(page);
    await dispatch(page, { type: 'seek', t: end });
    await counts(page, want, 'the tape');
    fine(page);
    await shut(page);
  } finally {
    await other.stop();
  }
});

test('kill -9 of the server loses nothing that was acknowledged, and the page comes back by itself', async () => {
  const page = await tab(`${f.url}/live`);
  await f.world.flow({ venue: 'okx,deribit', events: 200, per: 1000, seed: 4 });
  const want = await said();
  await counts(page, want, 'before');
  await f.stored();
  await f.server.stop();
  await says(page, '#live-line', /connection lost/);
  await f.start();
  await f.flowing();
  await until(() => page.evaluate(() => document.documentElement.dataset.follows), (at) => at === 'edge', 'the page is to come back');
  await counts(page, want, 'after');
  await f.world.report('bybit', [{ long: true, price: 70000, qty: 1 }]);
  await counts(page, await said(), 'and on');
  await shut(page);
});

/** Rows of a CSV file of the data beside the repository, or null. */
function real(name) {
  const file = fileURLToPath(new URL(`../../../shared/data/liquidations/${name}`, import.meta.url));
  if (!existsSync(file)) return null;
  const [head, ...rows] = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.trim().split(','));
  return rows.map((row) => Object.fromEntries(head.map((key, i) => [key, row[i]])));
}

/** Whether a symbol is in the alphabet of those that are read. */
const ascii = (r) => /^[A-Z0-9]+$/.test(r.symbol);

/** A row of Binance's stream as it came, at another time. */
const forceOrder = (r, at) => `{"e":"forceOrder","E":${at + 1},"o":{"s":"${r.symbol}USDT","S":"${r.side}","o":"${r.order_type}","f":"${r.time_in_force}","q":"${r.orig_qty}","p":"${r.price}","ap":"${r.avg_price}","X":"${r.status}","l":"${r.last_filled_qty}","z":"${r.cum_filled_qty}","T":${at}}}`;

for (const [name, price, distinct] of [['binance_forceOrder_2025-01-26_27.csv', 100_000, 1837], ['binance_forceOrder_2025-12-27_28.csv', 87_000, 2040]]) {
  test(`the recorded stream ${name} is on the page with its totals, each event once`, async (t) => {
    const rows = real(name);
    if (!rows) return t.skip('NOT RUN: ../shared/data is not there');
    const own = await follow({ live: ['binance'], price });
    try {
      await own.flowing();
      const page = await tab(`${own.url}/live`);
      // Its times are of long ago: the order stays, equal times stay equal.
      const times = [...new Set(rows.map((r) => Number(r.trade_time_ms)))].sort((a, b) => a - b);
      const base = Date.now() - 300_000, at = new Map(times.map((ms, i) => [String(ms), base + Math.floor((i * 299_000) / times.length)]));
      assert.ok(times.length < 299_000);
      await own.world.say('binance', rows.map((r) => forceOrder(r, at.get(r.trade_time_ms))));
      const key = (r) => [r.symbol, r.side, r.avg_price, r.cum_filled_qty, at.get(r.trade_time_ms)].join();
      const once = [...new Map(rows.filter(ascii).map((r) => [key(r), r])).values()];
      assert.equal(once.length, distinct);
      await until(() => own.status('binance'), (v) => v.liquidations === once.length, `${once.length} liquidations, each once`);
      const want = { long: { usd: 0 }, short: { usd: 0 } };
      for (const r of once.filter((one) => one.symbol === 'BTC')) want[r.side === 'SELL' ? 'long' : 'short'].usd += r.avg_price * r.cum_filled_qty;
      assert.ok(want.long.usd > 0);
      await counts(page, want, 'the page');
      fine(page);
      await shut(page);
    } finally {
      await own.stop();
    }
  });
}

test('the recorded liquidations of three venues are on the page with their totals', async (t) => {
  const rows = real('multi_venue_ETHUSDT_2026-04-03.csv');
  if (!rows) return t.skip('NOT RUN: ../shared/data is not there');
  const now = Date.now(), minute = now - (now % 60_000);
  const bar = (from) => `{"e":"kline","E":${now},"s":"ETHUSDT","k":{"t":${from},"T":${from + 59_999},"s":"ETHUSDT","i":"1m","o":"2060","h":"2075","l":"2045","c":"2058","v":"900","n":9,"x":${from < minute},"q":"0","V":"400","Q":"0"}}`;
  await f.world.say('binance', [bar(minute - 60_000), bar(minute)]);
  const page = await tab(`${f.url}/live?symbol=ETHUSDT`);
  const want = { long: { usd: 0 }, short: { usd: 0 } };
  const frames = { binance: [], bybit: [], okx: [] };
  rows.forEach((r, i) => {
    const at = now - 20_000 + 1000 * i;
    want[r.side].usd += Number(r.price) * Number(r.qty);
    frames[r.exchange].push({
      binance: () => `{"e":"forceOrder","E":${at},"o":{"s":"ETHUSDT","S":"${r.raw_side}","o":"LIMIT","f":"IOC","q":"${r.qty}","p":"${r.price}","ap":"${r.price}","X":"FILLED","l":"${r.qty}","z":"${r.qty}","T":${at},"ps":"ETHUSDT","st":1}}`,
      bybit: () => `{"topic":"allLiquidation.ETHUSDT","type":"snapshot","ts":${at},"data":[{"T":${at},"s":"ETHUSDT","S":"${r.raw_side}","v":"${r.qty}","p":"${r.price}"}]}`,
      okx: () => { // contracts of 0.1 ETH
        const [position, side] = r.raw_side.split(':');
        return `{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instId":"ETH-USDT-SWAP","instType":"SWAP","uly":"ETH-USDT","details":[{"bkLoss":"0","bkPx":"${r.price}","ccy":"","posSide":"${position}","side":"${side}","sz":"${Number(r.qty) * 10}","ts":"${at}"}]}]}`;
      },
    }[r.exchange]());
  });
  for (const [venue, all] of Object.entries(frames)) await f.world.say(venue, all);
  await counts(page, want, 'ETH');
  await shut(page);
});

/** Checks that gaps are drawn, and that the text names one of a venue. */
async function shaded(page, name) {
  await until(() => page.evaluate(() => window.unwind.summary()), (text) => new RegExp(`No data in view: .*${name} from \\d`).test(text), 'the text is to name the gap');
  await dispatch(page, { type: 'pause' });
  const { layers } = await stateOf(page);
  const drawn = await pictureOf(page);
  await dispatch(page, { type: 'layers', layers: layers.filter((l) => l !== 'gaps') });
  const { same } = await compare(browser, drawn, await pictureOf(page));
  assert.ok(same < 1, 'the gaps are not drawn');
  await dispatch(page, { type: 'layers', layers });
  await dispatch(page, { type: 'live' });
}

/** What a chip of a venue says, with its title. */
const chipOf = (page, name) => page.evaluate((n) => {
  const button = [...document.querySelectorAll('#live-chips button')].find((b) => b.textContent.includes(n));
  return button ? `${button.textContent} ${button.title}` : '';
}, name);
const chipSays = (page, name, words) => until(() => chipOf(page, name), (s) => words.test(s), `the chip of ${name} is to say ${words}`);

test('on a bad day of every venue the page says what is wrong, shows no wrong number, and goes on', async () => {
  const own = await follow({
    moods: {
      bybit: { status: 451, body: '{"retCode":10024,"retMsg":"Compliance rules triggered"}' },
      okx: { status: 418, retry: 6, body: '{"code":"50011","msg":"Too Many Requests"}' },
      deribit: { silent: true },
      bitmex: { status: 200, body: '<html>maintenance</html>' },
      binance: { first: ['no JSON', '{"e":"forceOrder","E":1,"o":{"s":"BTCUSDT","S":"SELL","X":"FILLED","ap":"0","z":"0","p":"-1","q":"1","T":1}}'] },
    },
  });
  try {
    const page = await tab(`${own.url}/live`); // of what the others say
    await chipSays(page, 'Bybit', /blocked.*does not serve the place/);
    await chipSays(page, 'OKX', /blocked.*asked again at/);
    const { why } = await until(() => own.status('okx'), (v) => v.why, 'the ban is to be known');
    const banned = (await own.world.asked('okx')).okx.handshakes; // after it, so that one more is after its end
    await chipSays(page, 'BitMEX', /disconnected|connecting/);
    await chipSays(page, 'Binance', /live/);
    await own.world.flow({ venue: 'binance', events: 50, per: 100 });
    const count = async (what) => counts(page, summed(await own.world.totals()), what);
    await count('of the venue that serves');
    await chipSays(page, 'Deribit', /silent/); // it acknowledged
    await own.world.mood('deribit', {});
    await own.world.mood('bitmex', {});
    assert.ok((await own.world.asked('okx')).okx.handshakes === banned || Date.now() >= why.until, 'a venue that banned was asked again');
    await own.world.mood('okx', { doubled: true, turned: true });
    for (const name of ['OKX', 'Deribit', 'BitMEX']) await chipSays(page, name, / live/);
    assert.match(await chipOf(page, 'Bybit'), /blocked/);
    await own.world.flow({ venue: 'okx,deribit,bitmex', events: 300, frame: 10 });
    await count('of venues that came back');

    await shaded(page, 'Bybit');
    await own.world.flow({ venue: 'deribit', events: 50_000, frame: 500, seed: 5 });
    await count('after a burst of 50,000');
    const s = await stateOf(page);
    assert.equal(s.live.edge, true);
    assert.equal((await own.get('/api/recording')).lost, 0);
    fine(page);
    await shut(page);
  } finally {
    await own.stop();
  }
});
