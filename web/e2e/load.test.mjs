// What a visitor sees first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canvasOf, compare, dispatch, errorsOf, open, pictureOf, ready, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();

test('the page shows a poster at once and then the live chart in the same place', async () => {
  const page = await s.page();
  let letGo;
  const held = new Promise((resolve) => { letGo = resolve; });
  await page.route('**/main.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(s.url);
  const poster = page.locator('#poster img');
  await poster.evaluate((img) => img.decode());
  assert.equal(await page.evaluate(() => document.documentElement.dataset.live), 'no');
  const before = await poster.boundingBox();
  assert.ok(before.width > 900 && before.height > 300, `the poster is ${before.width} × ${before.height}`);
  await page.locator('#progress').waitFor(); // it says that the chart is loading
  const drawn = await page.screenshot({ clip: before });
  letGo();
  await ready(page);
  const live = await canvasOf(page).boundingBox();
  for (const side of ['x', 'y', 'width', 'height']) {
    assert.ok(Math.abs(live[side] - before[side]) <= 1, `${side} jumps from ${before[side]} to ${live[side]}`);
  }
  await page.locator('#poster').waitFor({ state: 'hidden' });
  const { same } = await compare(s.browser, drawn, await pictureOf(page), { tolerance: 2 });
  assert.ok(same >= 0.97, `the chart looks like its poster in ${(100 * same).toFixed(2)} % of the pixels`);
  await page.close();
});

test('without t it stands at 6 February 00:30 with the whole event in view, silent and without errors', async () => {
  const page = await s.page();
  const foreign = [];
  page.on('request', (r) => { if (!r.url().startsWith(s.url) && !r.url().startsWith('data:')) foreign.push(r.url()); });
  await open(page, s.url);
  const state = await stateOf(page);
  assert.equal(state.t, Date.UTC(2026, 1, 6, 0, 30));
  assert.equal(state.playing, false);
  assert.deepEqual([state.from, state.to, state.low, state.high], [null, null, null, null]);
  assert.equal(state.shown.from, Date.UTC(2026, 1, 3));
  assert.equal(state.shown.to, Date.UTC(2026, 1, 8));
  assert.match(await page.locator('#summary').innerText(), /\$2\.6\sB/);
  assert.deepEqual(errorsOf(page), []);
  assert.deepEqual(foreign, [], 'the page asks others for something');
  await page.close();
});

test('the headline counter is the published total at 02:00', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-06T02:00:00Z`);
  const { longUSD, shortUSD, allCoins } = await stateOf(page);
  assert.equal(longUSD.toFixed(2), '2140000000.00');
  assert.equal(shortUSD.toFixed(2), '466660000.00');
  assert.equal(allCoins, true);
  await page.close();
});

test('paused and untouched it draws no frames', async () => {
  const page = await s.page();
  await open(page, s.url);
  const frames = () => page.evaluate(() => window.framesDrawn);
  const before = await frames();
  assert.ok(before > 0, 'the counter of frames counts nothing');
  await page.waitForTimeout(2500);
  assert.equal(await frames() - before, 0);
  await dispatch(page, { type: 'step', candles: 1 });
  assert.ok(await frames() > before, 'a step draws nothing');
  await page.close();
});

test('the canvas follows the device scale', async () => {
  for (const deviceScaleFactor of [1.5, 2]) {
    const page = await s.page({ deviceScaleFactor });
    await open(page, s.url);
    const box = await canvasOf(page).boundingBox();
    const [width, height] = await canvasOf(page).evaluate((c) => [c.width, c.height]);
    assert.ok(Math.abs(width - box.width * deviceScaleFactor) <= 1, `${width} device pixels for ${box.width} at ${deviceScaleFactor}`);
    assert.ok(Math.abs(height - box.height * deviceScaleFactor) <= 1, `${height} device pixels for ${box.height} at ${deviceScaleFactor}`);
    await page.close();
  }
});

test('each layer shows on the canvas, and so does a window of another size', async () => {
  const page = await s.page();
  await open(page, s.url);
  const all = ['heat', 'candles', 'bubbles', 'volume', 'profile', 'oi', 'funding'];
  await dispatch(page, { type: 'layers', layers: all });
  const live = await pictureOf(page);
  for (const [gone, most] of [['heat', 0.7], ['candles', 0.9999], ['bubbles', 0.9999], ['volume', 0.9999], ['profile', 0.99], ['oi', 0.9999], ['funding', 0.9999]]) {
    await dispatch(page, { type: 'layers', layers: all.filter((name) => name !== gone) });
    const { same } = await compare(s.browser, live, await pictureOf(page));
    assert.ok(same < most, `without ${gone} ${(100 * same).toFixed(3)} % of the pixels stay`);
  }
  await dispatch(page, { type: 'layers', layers: all });
  assert.equal((await compare(s.browser, live, await pictureOf(page))).same, 1, 'all layers again are not the first picture');

  await page.setViewportSize({ width: 1000, height: 700 });
  await page.waitForFunction(() => document.querySelector('canvas').width < 1000);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.waitForFunction(() => document.querySelector('canvas').width > 1000);
  await settle(page);
  assert.equal((await compare(s.browser, live, await pictureOf(page))).same, 1, 'the old size again is not the old picture');
  await page.close();
});
