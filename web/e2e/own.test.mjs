// The reader's own position: on the chart and in this browser, and nowhere else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { compare, dispatch, errorsOf, open, pictureOf, ready, says, settle, stateOf } from './lib/page.mjs';
import { host } from './lib/server.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MOMENT = '2026-02-05T15:00:00Z';
const ENTRY = '71717.5', SIZE = '43210'; // to be looked for in requests

const position = (page) => page.evaluate(() => window.unwind.position());

/** Fills in the form with the keyboard alone. */
async function fill(page) {
  await page.focus('#own-open');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.name === 'venue');
  await page.keyboard.press('Tab'); // side: long
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(ENTRY);
  await page.keyboard.press('Tab');
  await page.keyboard.type(SIZE);
  await page.keyboard.press('Tab'); // in dollars
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('20');
  await settle(page);
}

test('filled in by keyboard it is a line on the chart, a reload keeps it, Remove takes it away', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&t=${MOMENT}`);
  const bare = await pictureOf(page);
  await fill(page);
  // By hand: tier 1, m = 0.4 %: entry × (1 − 1/20)/(1 − 0.004).
  const own = await position(page);
  assert.ok(Math.abs(own.liquidation - 71717.5 * 0.95 / 0.996) < 1e-6, `liquidation at ${own.liquidation}`);
  await says(page, '#own-result', /68,405\.25.*−\d.*1 of 12: up to 300,000.USD.*19.Aug.2025.*liquidated on 5.Feb.2026/s);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.id === 'own-open');
  await page.mouse.move(5, 5);
  await settle(page);
  const marked = await pictureOf(page);
  assert.ok((await compare(s.browser, bare, marked)).same < 0.9995, 'the chart shows no line');
  await page.reload();
  await ready(page);
  assert.equal((await position(page)).liquidation, own.liquidation);
  assert.equal((await compare(s.browser, marked, await pictureOf(page))).same, 1, 'the reloaded page shows something else');
  await page.click('#own-open');
  await page.click('#own-remove');
  assert.equal(await position(page), null);
  await page.click('#own-close');
  await page.mouse.move(5, 5);
  await settle(page);
  assert.equal((await compare(s.browser, bare, await pictureOf(page))).same, 1, 'something is left on the chart');
  await page.reload();
  await ready(page);
  assert.equal(await position(page), null);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('no request, link, picture or message has it', async () => {
  const page = await s.page();
  const sent = [];
  page.on('request', (r) => sent.push(r.url() + (r.postData() ?? '') + JSON.stringify(r.headers())));
  await open(page, `${s.url}/?lang=en&t=${MOMENT}`);
  const links = () => page.evaluate(() => {
    document.getElementById('share-open').click();
    const all = ['share-link', 'share-embed'].map((id) => document.getElementById(id).value);
    all.push(document.getElementById('share-picture').href, document.getElementById('levels-csv').href, location.href, JSON.stringify(window.unwind.state()));
    document.getElementById('share').close();
    return all;
  });
  const before = await links();
  await fill(page);
  await page.keyboard.press('Escape');
  assert.deepEqual(await links(), before);
  await page.click('#levels-open');
  await page.evaluate(() => { document.getElementById('score').open = true; });
  await page.waitForSelector('#score-rows tr');
  await page.reload();
  await ready(page);
  const held = [...sent, ...(await links()), await page.context().cookies().then(JSON.stringify)].join('\n');
  for (const figure of [ENTRY, SIZE, '68405']) assert.ok(!held.includes(figure), `${figure} left the page`);
  await page.close();
});

test('a page around the frame can neither set nor read it', async () => {
  const site = await host(`<!doctype html><iframe src="${s.url}/embed?ui=full" width="900" height="700" sandbox="allow-scripts"></iframe>
    <script>window.heard = []; addEventListener('message', (e) => heard.push(e.data));</script>`);
  const page = await s.page();
  await page.goto(site.url);
  const frame = await (await page.locator('iframe').elementHandle()).contentFrame();
  await ready(frame);
  await page.evaluate(() => document.querySelector('iframe').contentWindow.postMessage({ unwind: 1, type: 'position', venue: 'okx', side: 'long', entry: 1, size: 1, leverage: 2 }, '*'));
  await page.waitForFunction(() => window.heard.some((m) => m.type === 'error'));
  assert.equal(await position(frame), null);
  // The sandbox has no storage; the form works all the same.
  await frame.evaluate(() => window.unwind.position({ venue: 'okx', side: 'short', entry: 71717.5, size: 1, unit: 'coin', leverage: 3 }));
  await page.evaluate(() => document.querySelector('iframe').contentWindow.postMessage({ unwind: 1, type: 'getState' }, '*'));
  await page.waitForFunction(() => window.heard.some((m) => m.type === 'state'));
  assert.ok(!JSON.stringify(await page.evaluate(() => window.heard)).includes('71717'), 'the host heard of it');
  await frame.click('#own-open');
  await frame.fill('#own [name="size"]', '100');
  await says(frame, '#own-result', /Liquidation/);
  await page.close();
  await site.stop();
});

test('in Russian, light, on a phone; mistakes are named and no number is shown', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true });
  await open(page, `${s.url}/?lang=ru&t=${MOMENT}`);
  await page.tap('#own-open');
  const set = async (values) => { for (const [name, v] of Object.entries(values)) await page.fill(`#own [name="${name}"]`, v); };
  const fault = (words) => says(page, '#own-fault', words);
  await set({ size: '1000', leverage: '200' });
  await fault(/не больше 150×/);
  assert.equal(await page.locator('#own-result').isVisible(), false);
  await set({ leverage: '10', entry: '' });
  await fault(/Цена входа/);
  await set({ entry: '70000', size: '3e9' });
  await fault(/Таблица кончается/);
  await set({ size: '1000' });
  await page.selectOption('#own [name="venue"]', 'bitmex');
  await page.selectOption('#own [name="unit"]', 'contracts');
  await fault('');
  await says(page, '#own-result', /Ликвидация.*Ступень.*XBTUSD.от.18/s);
  await page.fill('#own [name="margin"]', '0.001');
  const own = await position(page);
  assert.equal(own.marginUnit, 'BTC');
  assert.ok(Math.abs(own.leverage - 1000 / 70000 / 0.001) < 1e-9, `leverage ${own.leverage}`);
  assert.equal(await page.inputValue('#own [name="leverage"]'), '', 'leverage and margin both stand there');
  const before = await page.locator('#own-liquidation').textContent();
  await dispatch(page, { type: 'seek', t: '2026-02-05T16:00:00Z' });
  await page.waitForFunction((was) => document.getElementById('own-liquidation').textContent !== was, before); // the distance goes with the replay
  await page.evaluate(axe);
  assert.deepEqual(await page.evaluate(() => window.axe.run('#own').then((r) => r.violations.map((v) => v.id))), []);
  const small = await page.locator('#own :is(button, input, select)').evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).filter((r) => r.width && (r.height < 24 || r.width < 24)).length);
  assert.equal(small, 0, 'targets are too small');
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await page.close();
});
