// Waves: a panel of cards below the table, written by the server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { errorsOf, open, openPanel as openPanelOf, ready, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panel = '[data-panel=waves]';

async function openPanel(page) {
  await openPanelOf(page, 'waves');
  await page.waitForSelector(`${panel} .wave-card`);
}

test('a card a wave, in both languages, and its button goes there', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en`);
  await openPanel(page);
  const { waves } = await page.evaluate(() => window.unwind.event(1));
  assert.equal(await page.locator(`${panel} .wave-card`).count(), waves.length);
  await page.focus(`${panel} .wave-card:nth-child(5) h2 button`);
  await page.keyboard.press('Enter');
  await settle(page);
  const { t, wave } = await stateOf(page);
  assert.equal(t, waves[4].from);
  assert.deepEqual(wave, waves[4]);
  await page.click('#language');
  await says(page, `${panel} .wave-cards`, /Волна 5: лонги/);
  await page.close();
});

test('the button of a card works before the client is there and while the GPU is lost', async () => {
  const page = await s.page();
  let go;
  const held = new Promise((resolve) => { go = resolve; });
  await page.route(/\.wasm/, async (route) => { await held; await route.continue(); });
  await page.goto(`${s.url}/?lang=en`);
  await openPanel(page);
  const begun = (n) => page.locator(`${panel} .wave-card:nth-child(${n}) h2 button`).evaluate((b) => { b.click(); return Number(b.dataset.at); });
  const fifth = await begun(5);
  go();
  await ready(page);
  assert.equal((await stateOf(page)).t, fifth);
  await page.evaluate(() => document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext());
  await page.locator('#resume').waitFor();
  const third = await begun(3);
  await page.locator('#resume').click();
  await ready(page);
  assert.equal((await stateOf(page)).t, third);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('a card shows its chain on the chart', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en`);
  await openPanel(page);
  const { waves } = await page.evaluate(() => window.unwind.event(1));
  const card = page.locator(`${panel} .wave-card`).nth(5);
  await card.locator('summary').click();
  assert.match(await card.locator('tbody').textContent(), /trigger/);
  await card.locator('[data-from]').click();
  await settle(page);
  const { t, layers, shown } = await stateOf(page);
  assert.equal(t, waves[5].to);
  assert.ok(layers.includes('chain') && layers.includes('heat'), `layers ${layers}`);
  assert.ok(shown.from <= waves[5].from && shown.to >= waves[5].to && shown.to - shown.from < 6 * (waves[5].to - waves[5].from), 'the wave is not shown from near');
  await page.close();
});

test('the cards have no fault that axe finds and stay within a phone', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 } });
  await open(page, `${s.url}/?event=btc-2025-10-10&lang=ru&theme=light`);
  await openPanel(page);
  assert.match(await page.textContent(`${panel} .venue-day`), /Hyperliquid/);
  for (const chain of await page.locator(`${panel} .chain > summary`).all()) await chain.click();
  await page.evaluate(axe);
  const faults = await page.evaluate((at) => window.axe.run(at).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)), panel);
  assert.deepEqual(faults, []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
  await page.close();
});
