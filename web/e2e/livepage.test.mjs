// The page of a market that is followed, before a stand-in for the stream: the
// server follows two venues that it must leave alone, so that nothing leaves
// this machine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { errorsOf, open, ready, says, stateOf } from './lib/page.mjs';
import { host } from './lib/server.mjs';
import { StandIn, leaveAlone, venue } from './lib/standin.mjs';
import { suite } from './lib/suite.mjs';
import { until } from './lib/until.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const { flags, remove } = leaveAlone();
after(remove);

const s = suite({ flags });

/** Opens a live page before a stand-in. */
async function follow({ path = '/live', standin = new StandIn(), wait = true, ...options } = {}) {
  const page = await s.page(options);
  await standin.serve(page);
  await page.goto(s.url + path);
  if (wait) await ready(page);
  return { page, standin };
}

/** Waits for the words of the badge. */
const badge = (page, words) => says(page, '#live-edge-says', words);
/** The shapes of states that the venues show. */
const shapes = (page) => page.locator('#live-venues .chip .mark use').evaluateAll((all) => [...new Set(all.map((use) => use.getAttribute('href')))]);
const follows = (page, how) => page.waitForFunction((want) => document.documentElement.dataset.follows === want, how);

test('the chart begins with the snapshot and goes with the edge', async () => {
  const { page, standin } = await follow();
  await follows(page, 'edge');
  await badge(page, 'Live');
  const first = await stateOf(page);
  assert.equal(first.live.edge, true);
  assert.equal(first.event, 'live-btcusdt');
  standin.liquidate(40);
  await page.waitForFunction((usd) => window.unwind.state().longUSD > usd, first.longUSD);
  await page.waitForFunction((t) => window.unwind.state().t > t + 2000, first.t);
  await says(page, '.what .instrument', /^BTCUSDT \(Binance/);
  await page.waitForFunction(() => document.querySelector('#hist .hist-long').getAttribute('d')); // bars on the scrub bar
  await page.waitForFunction(() => { // and the playhead at its end
    const { max, value } = document.getElementById('time');
    return max - value < 3000;
  });
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('before the first data it waits, and says so', async () => {
  const standin = new StandIn();
  standin.rows = false;
  const { page } = await follow({ standin, wait: false });
  await says(page, '#live-line', /Waiting for the first data/);
  await page.locator('#live-wait').waitFor();
  assert.equal(await page.locator('#poster').isVisible(), false, 'a picture that there is not is shown');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.live), 'no');
  assert.deepEqual(errorsOf(page), [], 'a picture is asked for that there is not');
  standin.rows = true;
  standin.tick();
  await ready(page);
  await page.locator('#live-wait').waitFor({ state: 'hidden' });
  await page.close();
});

test('behind the edge data goes on coming, and a press leads back', async () => {
  const { page } = await follow();
  await follows(page, 'edge');
  const { t } = await stateOf(page);
  await page.evaluate((to) => window.unwind.dispatch({ type: 'seek', t: to }), t - 750e3);
  await follows(page, 'behind');
  await badge(page, /^Live · −\d+:\d\d$/);
  const [said, behind] = await page.evaluate(() => {
    const { live, t: now } = window.unwind.state();
    const [, m, s] = /(\d+):(\d\d)/.exec(document.getElementById('live-edge-says').textContent);
    return [60 * m + +s, (live.to - now) / 1e3];
  });
  assert.ok(said >= 749 && said <= behind + 1, `the badge says ${said} s, the chart is ${behind} s behind`);
  const before = await stateOf(page);
  await page.waitForFunction((to) => window.unwind.state().live.to > to + 1500, before.live.to);
  assert.equal((await stateOf(page)).t, before.t, 'the paused replay moved');
  await page.click('#live-edge');
  await follows(page, 'edge');
  await page.keyboard.press('Home');
  await follows(page, 'behind');
  await page.keyboard.press('End');
  await follows(page, 'edge');
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('a window moved away from the edge is said, and the same press leads back', async () => {
  const { page } = await follow();
  await follows(page, 'edge');
  await page.evaluate(() => window.unwind.dispatch({ type: 'zoom', factor: 5, x: 0.5 }));
  await page.evaluate(() => window.unwind.dispatch({ type: 'pan', x: -1 }));
  await says(page, '#live-edge-says', /^Live →$/);
  assert.equal((await stateOf(page)).live.edge, true);
  await page.waitForSelector('#live-edge[title="Back to the live edge (End)"]');
  await page.click('#live-edge');
  await says(page, '#live-edge-says', /^Live$/);
  assert.equal((await stateOf(page)).live.following, true);
  await page.close();
});

test('a lost connection is said with the last data, and comes back', async () => {
  const { page, standin } = await follow({ locale: 'en-GB', viewport: { width: 1700, height: 900 } });
  await follows(page, 'edge');
  standin.close();
  await follows(page, 'lost');
  await says(page, '#live-line', /^connection lost, last data 12:0\d:\d\d.UTC, trying again/);
  await badge(page, 'No connection');
  assert.ok(await page.locator('canvas').isVisible(), 'the chart is gone');
  await says(page, '#live-count-says', /^not known since 12:0\d:\d\d.UTC$/);
  await until(() => shapes(page), (all) => all.join() === '#s-connecting', 'venues are to have the shape of a state that nobody knows');
  await page.click('#live-count');
  for (const row of await page.locator('#live-rows li').allInnerTexts()) assert.match(row, /not known since 12:0\d:\d\d.UTC/);
  await page.keyboard.press('Escape');
  standin.open = true;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await follows(page, 'edge');
  await says(page, '#live-line', '');
  await says(page, '#live-count-says', /^8 of 8 venues live$/);
  await until(() => shapes(page), (all) => all.join() === '#s-live', 'venues are to have the shape of life');
  assert.ok(standin.connections >= 2);
  await page.close();
});

test('a chart that lost its place asks for a snapshot at once', async () => {
  const { page, standin } = await follow();
  await follows(page, 'edge');
  standin.skip();
  await until(async () => standin.connections, (n) => n > 1, 'the page is to connect anew');
  assert.equal(standin.connections, 2);
  const { t } = await stateOf(page);
  await page.waitForFunction((from) => window.unwind.state().t > from + 1500, t);
  await follows(page, 'edge');
  await page.close();
});

test('a stream that says nothing is opened again', async () => {
  const { page, standin } = await follow();
  await follows(page, 'edge');
  clearInterval(standin.timer);
  await until(async () => standin.connections, (n) => n > 1, 'the page is to give up a connection on which nothing comes');
  assert.equal(standin.connections, 2);
  await page.close();
});

test('each venue says how it does, in words and with its reason', async () => {
  const { page, standin } = await follow({ viewport: { width: 1700, height: 900 } });
  await says(page, '#live-count-says', /^8 of 8 venues live$/);
  await page.waitForFunction(() => document.querySelectorAll('#live-chips li').length === 8);
  standin.report([
    venue('okx', { state: 'behind', lagMs: 12_400 }), venue('deribit', { state: 'silent' }),
    venue('bitmex', { state: 'disconnected' }), venue('coinbase', { state: 'connecting' }),
    venue('bybit', { state: 'blocked', why: { reason: 'unavailable from here', until: Date.UTC(2026, 1, 6, 13, 30), text: 'Service unavailable' } }),
  ]);
  await says(page, '#live-count-says', /^3 of 8 venues live$/);
  const chips = await page.locator('#live-chips .chip').evaluateAll((all) => all.map((c) => [c.textContent, c.querySelector('use').getAttribute('href')]));
  assert.deepEqual(chips.map(([words, shape]) => `${words.replace(/\s+/g, ' ')} ${shape}`), [
    'Binance USD-M live at least #s-live', 'Bybit blocked #s-blocked', 'OKX behind 12 s at least #s-behind', 'Deribit silent #s-silent',
    'Hyperliquid live #s-live', 'BitMEX disconnected #s-disconnected', 'Binance spot live #s-live', 'Coinbase connecting #s-connecting',
  ]);
  await page.click('#live-count');
  const rows = await page.locator('#live-rows li').allInnerTexts();
  assert.equal(rows.length, 8);
  assert.match(rows[1], /it does not serve the place of this server; asked again at 13:30:00.UTC; “Service unavailable”/);
  assert.match(rows[0], /liquidations: 1,234; sums are at least/);
  assert.match(rows[4], /no liquidations: it publishes none/);
  await page.keyboard.press('Escape');
  await page.locator('#live-list').waitFor({ state: 'hidden' });
  await says(page, '#status', '3 of 8 venues live');
  await page.close();
});

test('how full a throttled feed is stands in the list of venues', async () => {
  const { page, standin } = await follow({ viewport: { width: 1700, height: 900 } });
  await follows(page, 'edge');
  standin.fill(45);
  await page.waitForFunction(() => window.unwind.feeds().feeds.some((f) => f.saturated));
  await says(page, '#live-chips', /saturated/);
  await page.click('#live-count');
  await says(page, '#live-rows', /full \d\d of 60\ss/);
  await page.close();
});

test('on a phone, in Russian: one line of venues that opens, targets of a finger', async () => {
  const { page, standin } = await follow({ viewport: { width: 390, height: 844 }, locale: 'ru-RU', hasTouch: true, isMobile: true });
  await follows(page, 'edge');
  standin.report([venue('okx', { state: 'silent' })]);
  await says(page, '#live-count-says', /^в эфире 7 из 8 бирж$/);
  assert.equal(await page.locator('#live-chips').isVisible(), false);
  await badge(page, 'Эфир');
  for (const id of ['live-count', 'live-edge', 'live-last']) {
    const box = await page.locator(`#${id}`).boundingBox();
    assert.ok(box.width >= 24 && box.height >= 24 && box.x >= 0 && box.x + box.width <= 390, `#${id} is ${JSON.stringify(box)}`);
  }
  await page.tap('#live-count');
  await says(page, '#live-rows', /OKX\s*молчит/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'the page is wider than the phone');
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('the last minutes are asked for, and where there are none it is said', async () => {
  const { page } = await follow();
  await page.route('**/api/tapes/last?*', (route) => route.fulfill({ status: 404, json: { error: { code: 'no_recording', message: 'none' } } }));
  await page.click('#live-last');
  await says(page, '#hint', /no recording of these minutes/);
  await page.unroute('**/api/tapes/last?*');
  let asked = '';
  await page.route('**/api/tapes/last?*', (route) => {
    asked = new URL(route.request().url()).search;
    route.fulfill({ json: { id: 'btc-2026-02-05' } });
  });
  await page.click('#live-last');
  await page.waitForURL(/event=btc-2026-02-05/);
  assert.equal(asked, '?symbol=BTCUSDT&minutes=15');
  await page.waitForFunction(() => window.unwind.state().playing);
  const { speed, fit } = await stateOf(page);
  assert.deepEqual({ speed, fit }, { speed: 'smart', fit: 60 }, 'the last minutes are over in a moment');
  await page.goBack();
  await ready(page);
  assert.equal((await stateOf(page)).event, 'live-btcusdt');
  await page.close();
});

test('the menu of events leads there and back', async () => {
  const standin = new StandIn();
  const page = await s.page();
  await standin.serve(page);
  await open(page, `${s.url}/?lang=en`);
  await page.selectOption('#events', 'live-btcusdt');
  await page.waitForURL(/event=live-btcusdt/);
  await ready(page);
  assert.equal((await stateOf(page)).event, 'live-btcusdt');
  await page.goto(`${s.url}/live`);
  await ready(page);
  await page.selectOption('#events', 'btc-2026-02-05');
  await page.waitForURL(/\/\?event=btc-2026-02-05/);
  await ready(page);
  await page.close();
});

test('an article shows a badge and one line; a frame without an origin says why it stands', async () => {
  const article = await host({
    '/whole': `<!doctype html><iframe src="${s.url}/embed?event=live-btcusdt&lang=en" width="700" height="420"></iframe>`,
    '/boxed': `<!doctype html><iframe sandbox="allow-scripts" src="${s.url}/embed?event=live-btcusdt&lang=en" width="700" height="420"></iframe>`,
  });
  const page = await s.page();
  const standin = new StandIn();
  await standin.serve(page);
  await page.goto(`${article.url}/whole`);
  const frame = page.frames()[1];
  await ready(frame);
  await says(frame, '#live-line', '8 of 8 venues live');
  await frame.locator('#live-edge').waitFor();
  for (const id of ['live-last', 'live-count']) assert.equal(await frame.locator(`#${id}`).isVisible(), false, `#${id} is in the way`);
  await page.goto(`${article.url}/boxed`);
  const boxed = page.frames()[1];
  await says(boxed, '#live-line', /without allow-same-origin/);
  assert.equal(standin.connections, 1, 'a frame without an origin asked for the stream');
  await page.close();
  await article.stop();
});

test('the server’s own stream is allowed by the policy of the page', async () => {
  const page = await s.page();
  const heard = new Promise((resolve) => {
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => resolve(JSON.parse(payload))));
  });
  await page.goto(`${s.url}/live?lang=en`);
  assert.equal((await heard).type, 'snapshot');
  await says(page, '#live-count-says', /^0 of 2 venues live$/);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('nothing of it is out of reach of a reader without a pointer or without eyes', async () => {
  for (const scheme of ['dark', 'light']) {
    const { page, standin } = await follow({ colorScheme: scheme, bypassCSP: true, viewport: { width: 1440, height: 900 } });
    await follows(page, 'edge');
    standin.report([venue('okx', { state: 'silent' }), venue('bybit', { state: 'blocked', why: { reason: 'banned', until: Date.UTC(2026, 1, 6, 13) } })]);
    await says(page, '#live-count-says', /^6 of 8/);
    await page.click('#live-count');
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`), [], scheme);
    await page.close();
  }
});

test('what the server does not follow is said in words', async () => {
  const page = await s.page();
  const answer = await page.goto(`${s.url}/live?symbol=DOGEUSDT`);
  assert.equal(answer.status(), 404);
  assert.match(await page.locator('main').innerText(), /does not follow DOGEUSDT/);
  await page.click('text=BTCUSDT');
  await page.waitForURL(/symbol=BTCUSDT/);
  await page.close();
});
