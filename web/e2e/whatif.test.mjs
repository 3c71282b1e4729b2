// What if: a panel of settings, worked out in the browser in slices, over the
// chart, in the link and on the poster.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { open, openPanel as openPanelOf, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panel = '[data-panel=whatif]';
const START = Date.UTC(2026, 1, 6);
const ASKED = 'event=btc-2026-02-05&t=2026-02-06T00:10:00Z&whatif=at:2026-02-06T00:00:00Z,shock:-0.05';

async function openPanel(page) {
  await openPanelOf(page, 'whatif');
  await says(page, `${panel} output`, /./);
}

const whole = (page) => page.waitForFunction(() => window.unwind.state().whatif?.result?.seeds === 64);

test('a slider is answered at once and the fan follows, by keyboard', async (t) => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&t=2026-02-06T00:00:00Z`);
  await openPanel(page);
  assert.equal((await stateOf(page)).whatif, null);
  await page.focus(`${panel} [data-do=begin]`);
  await page.keyboard.press('Enter');
  await whole(page);
  assert.equal((await stateOf(page)).whatif.at, START);
  await says(page, `${panel} [data-out=said]`, /^What if, from 6.Feb.00:00.UTC/);

  const before = (await stateOf(page)).whatif;
  await page.evaluate(() => {
    for (const name of ['whatif', 'fan']) performance.clearMarks(`unwind-${name}`);
    document.querySelector('#whatif-shock').addEventListener('input', () => performance.mark('moved'), { capture: true, once: true });
  });
  await page.focus('#whatif-shock');
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => performance.getEntriesByName('unwind-fan').length);
  const [first, last] = await page.evaluate(() => {
    const at = (name) => performance.getEntriesByName(name)[0].startTime - performance.getEntriesByName('moved')[0].startTime;
    return [at('unwind-whatif'), at('unwind-fan')];
  });
  t.diagnostic(`one seed after ${first.toFixed(0)} ms, the fan after ${last.toFixed(0)} ms`);
  assert.ok(first < last, `one seed after ${first} ms, all of them after ${last} ms`);
  const after = (await stateOf(page)).whatif;
  assert.equal(after.shock, -0.025);
  assert.ok(after.result.lowest < before.result.lowest);
  await says(page, `${panel} output[for=whatif-shock]`, '−2.5\u00a0%');
  assert.equal(await page.getAttribute('#whatif-shock', 'aria-valuetext'), '−2.5\u00a0%');
  await page.close();
});

test('a link shows the same figures again, in Russian too, and it goes', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&${ASKED}`);
  await whole(page);
  const first = await stateOf(page);
  const again = await s.page();
  await open(again, `${s.url}/?${first.query}`);
  await whole(again);
  assert.deepEqual((await stateOf(again)).whatif, first.whatif);
  await again.close();

  await openPanel(page);
  await page.click('#language');
  await says(page, `${panel} [data-out=said]`, /В девяти прогонах с шумом/);
  await says(page, `${panel} [data-out=now]`, /цена была 60.734/);
  const csv = await page.getAttribute(`${panel} [data-out=csv] a`, 'href');
  const rows = (await (await fetch(s.url + csv)).text()).trim().split('\r\n');
  assert.equal(rows.length, 242);

  await page.click(`${panel} [data-do=end]`);
  await page.waitForFunction(() => window.unwind.state().whatif === null);
  assert.doesNotMatch((await stateOf(page)).query, /whatif/);
  await page.close();
});

test('presets change what they name, the laws show their own constants, and zooming shows all of it', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&${ASKED}`);
  await openPanel(page);
  assert.ok(await page.isVisible('#whatif-depth'));
  assert.ok(await page.isHidden('#whatif-sigma'));
  await page.selectOption('#whatif-law', 'square');
  await page.waitForFunction(() => window.unwind.state().whatif.law === 'square');
  await page.waitForSelector('#whatif-sigma');
  await page.waitForSelector('#whatif-kyle', { state: 'hidden' });
  await page.getByRole('button', { name: 'No leverage above 10×' }).click();
  const { whatif } = await stateOf(page);
  assert.deepEqual([whatif.cap, whatif.law, whatif.shock, whatif.adl], [10, 'square', -0.05, true]);
  await page.uncheck('#whatif-adl');
  assert.equal((await stateOf(page)).whatif.adl, false);
  await page.click(`${panel} [data-do=zoom]`);
  await settle(page);
  const { from, to } = await stateOf(page);
  assert.ok(from < START && to > START + 30 * 60e3 && to - from < 90 * 60e3, `${from} to ${to}`);
  await page.click(`${panel} [data-do=reset]`);
  const back = (await stateOf(page)).whatif;
  assert.deepEqual([back.cap, back.law, back.shock, back.adl, back.at], [0, 'depth', -0.02, true, START]);
  await page.close();
});

test('settings that cannot be computed say why', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=ru&whatif=at:2026-02-06T00:00:00Z,depth:0`);
  await openPanel(page);
  await says(page, `${panel} [data-out=said]`, 'Что если: не вычислить, нет глубины.');
  assert.equal((await stateOf(page)).whatif.result.reason, 'no depth');
  await page.close();
});

test('the panel has no fault that axe finds, stays within a phone, and leaves the chart in view', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 } });
  await open(page, `${s.url}/?lang=ru&theme=light&${ASKED}`);
  await openPanel(page);
  await whole(page);
  await page.click(`${panel} details > summary`);
  await page.evaluate(axe);
  const faults = await page.evaluate((at) => window.axe.run(at).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)), panel);
  assert.deepEqual(faults, []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
  await page.locator('#whatif-fund').scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('#chart').getBoundingClientRect().top === 0);
  await page.focus('#whatif-shock');
  await page.evaluate(() => document.activeElement.scrollIntoView({ block: 'nearest' }));
  const [slider, chart] = await page.evaluate(() => [document.activeElement.getBoundingClientRect().top, document.querySelector('#chart').getBoundingClientRect().bottom]);
  assert.ok(slider >= chart, `the slider at ${slider} lies under the chart, which ends at ${chart}`);
  await page.close();
});
