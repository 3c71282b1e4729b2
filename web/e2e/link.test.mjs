// The address holds the whole state.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, dispatch, open, pictureOf, ready, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';
import { until } from './lib/until.mjs';

const s = suite();
const at = (...when) => Date.UTC(2026, 1, ...when);

/** Waits until the address says what the state says. */
const written = (page) => page.waitForFunction(() => {
  const here = new URLSearchParams(location.search);
  const state = new URLSearchParams(window.unwind.state().query);
  return ['t', 'from', 'to', 'low', 'high', 'speed', 'a', 'b', 'layers', 'min', 'max', 'palette'].every((key) => here.get(key) === state.get(key));
});

test('the link restores the exact state and picture, and so does a reload', async () => {
  const page = await s.page();
  await open(page, s.url);
  await dispatch(page, { type: 'view', from: at(5, 12), to: at(6, 6), low: 58000, high: 72000 });
  await dispatch(page, { type: 'seek', t: at(5, 20, 50) + 123 });
  await dispatch(page, { type: 'speed', speed: 60 });
  await dispatch(page, { type: 'layers', layers: ['heat', 'candles'] });
  await dispatch(page, { type: 'legend', min: 2e6, max: 5e7 });
  await dispatch(page, { type: 'loop', a: at(5, 20), b: at(5, 22) });
  await dispatch(page, { type: 'style', palette: 'viridis' });
  await written(page);
  const before = await stateOf(page);
  const picture = await pictureOf(page);
  assert.equal(before.t, at(5, 20, 50) + 123);

  await page.reload();
  await ready(page);
  assert.deepEqual(await stateOf(page), before);
  assert.equal((await compare(s.browser, picture, await pictureOf(page))).same, 1, 'the reloaded page looks different');
  const other = await s.page();
  await open(other, page.url());
  assert.deepEqual(await stateOf(other), before);
  assert.equal((await compare(s.browser, picture, await pictureOf(other))).same, 1, 'the linked page looks different');
  await Promise.all([page.close(), other.close()]);
});

test('a page that played plays on after a reload', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T16:00:00Z&speed=10`);
  await dispatch(page, { type: 'play' });
  await page.waitForFunction(() => new URLSearchParams(location.search).get('t') !== '2026-02-05T16:00:00Z' && history.state?.playing);
  await page.reload();
  await ready(page);
  const { playing, t } = await stateOf(page);
  assert.equal(playing, true);
  assert.ok(t > at(5, 16) && t < at(5, 17), new Date(t).toISOString());
  await page.close();
});

test('values of the link that are not understood are named and fall back; fragments and foreign keys do no harm', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?speed=fast&t=2026-02-05T20:00:00Z&palette=%3Cb%3Eneon&utm_source=x#?secret=abc`);
  const problems = page.locator('#problems');
  await problems.waitFor();
  const said = await problems.innerText();
  assert.match(said, /“fast” for “speed”/);
  assert.match(said, /“<b>neon” for “palette”/);
  assert.doesNotMatch(said, /utm_source/);
  const state = await stateOf(page);
  assert.equal(state.speed, 600);
  assert.equal(state.palette, null);
  assert.equal(state.t, at(5, 20));
  assert.deepEqual(state.problems.map((p) => p.key).sort(), ['palette', 'speed']);
  assert.ok(page.url().endsWith('#?secret=abc'), page.url());
  await page.locator('#problems-close').click();
  assert.equal(await problems.isVisible(), false);
  await page.close();
});

test('problems of the link move nothing and change their language', async () => {
  const page = await s.page();
  const top = async (query) => {
    await open(page, `${s.url}/?lang=en${query}`);
    return (await page.locator('.controls').boundingBox()).y;
  };
  const without = await top('');
  assert.equal(await top('&low=5&t=x&layers=zz&from=2026-02-06&to=2026-02-05&speed=0'), without);
  assert.equal(await page.locator('#problems li').count(), 5);
  await page.locator('#language').click();
  await says(page, '#problems', /«0» для «speed» вне пределов от 1 до 3\u00a0600; взят ближайший из них\./);
  await says(page, '#problems', /«low» действует только вместе с «high», а его нет\./);
  await page.close();
});

test('before the client is there the state has every member', async () => {
  const page = await s.page();
  let letGo;
  const held = new Promise((resolve) => { letGo = resolve; });
  await page.route('**/main.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(s.url, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => window.unwind);
  const members = async () => Object.keys(await stateOf(page)).sort();
  const before = await members();
  assert.equal((await stateOf(page)).ready, false);
  letGo();
  await page.waitForFunction(() => window.unwind.state().ready);
  assert.deepEqual(await members(), before);
  await page.close();
});

test('an event that does not exist is named', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?event=doge-1999`);
  assert.match(await page.locator('#problems').innerText(), /doge-1999/);
  assert.equal((await stateOf(page)).event, 'btc-2026-02-05');
  await page.close();
});

test('share gives a link to this state and a code that embeds it', async () => {
  const page = await s.page({ permissions: ['clipboard-read', 'clipboard-write'] });
  await open(page, s.url);
  await dispatch(page, { type: 'view', from: at(5, 18), to: at(6, 2) });
  await dispatch(page, { type: 'seek', t: at(5, 20, 50) });
  await page.locator('#share-open').click();
  await page.locator('[data-copy="share-link"]').click();
  const link = await page.locator('#share-link').inputValue();
  await until(() => page.evaluate(() => navigator.clipboard.readText()), (copied) => copied === link, 'the link is to be copied');
  await page.locator('#share-autoplay').check();
  const code = await page.locator('#share-embed').inputValue();
  assert.match(code, /^<iframe src="[^"]*\/embed\?[^"]*" title="[^"]{10,}"/);
  await page.locator('#share-moment').uncheck();
  assert.doesNotMatch(await page.locator('#share-link').inputValue(), /[?&]t=/);
  await page.keyboard.press('Escape');
  await page.locator('#share').waitFor({ state: 'hidden' });

  const before = await stateOf(page);
  const other = await s.page();
  await open(other, link);
  const after = await stateOf(other);
  for (const key of ['t', 'from', 'to', 'low', 'high', 'shown', 'longUSD']) assert.deepEqual(after[key], before[key], key);

  await other.goto(`${s.url}/healthz`); // a document of the same origin without a policy of its own
  await other.evaluate((html) => { document.body.innerHTML = html; }, code);
  const frame = await (await other.locator('iframe').elementHandle()).contentFrame();
  await ready(frame);
  await frame.waitForFunction(() => window.unwind.state().playing); // the box "plays once in view" was ticked
  const embedded = await stateOf(frame);
  assert.equal(embedded.ui, 'min');
  assert.equal(embedded.from, before.from);
  assert.ok(embedded.t >= before.t);
  await Promise.all([page.close(), other.close()]);
});

test('back and forward leave no trail of every second', async () => {
  const page = await s.page();
  await open(page, s.url);
  const before = await page.evaluate(() => history.length);
  for (let hour = 1; hour < 6; hour++) await dispatch(page, { type: 'seek', t: at(5, hour) });
  await written(page);
  assert.equal(await page.evaluate(() => history.length), before);
  await settle(page);
  await page.close();
});

test('the title is the menu of events, and each shows its published total', async () => {
  const page = await s.page();
  await open(page, s.url);
  await page.locator('#events').focus();
  await Promise.all([page.waitForURL(/event=btc-2025-10-10/), page.keyboard.press('ArrowDown')]);
  await ready(page);
  await says(page, 'h1', 'Bitcoin, 10–11 October 2025');
  await dispatch(page, { type: 'seek', t: Date.UTC(2025, 9, 11, 3) });
  const state = await stateOf(page);
  assert.deepEqual([state.event, state.longUSD, state.shortUSD, state.allCoins], ['btc-2025-10-10', 16.7e9, 2.46e9, true]);
  assert.ok(!await page.locator('input[name=layer][value=bubbles]').isEnabled(), 'bubbles of a split that nobody published');
  await page.close();
});
