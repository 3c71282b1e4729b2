// Fuel against depth: a panel below the table that sets the depth of the book
// and lists where a move feeds itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { dispatch, errorsOf, open, openPanel as openPanelOf, says, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panel = '[data-panel=fuel]';
const before = 't=2026-02-05T23:50:00Z';

/** Opens the table, and below it the panel, by keyboard. */
async function openPanel(page) {
  await openPanelOf(page, 'fuel');
  await page.waitForFunction((at) => document.querySelector(`${at} [data-of=quote]`)?.getAttribute('aria-valuetext') > '', panel);
}

const said = (page, what) => page.waitForFunction(
  ([at, words]) => document.querySelector(`${at} [data-out=said]`).textContent.replaceAll('\u00a0', ' ').includes(words), [panel, what],
);
const rowsOf = (page) => page.$$eval(`${panel} tbody tr`, (rows) => rows.map((r) => [...r.children].map((c) => c.textContent)));

test('the depth is the event’s until one is set, and then in the link', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&${before}`);
  await openPanel(page);
  await said(page, 'depth $250 M for 1 %: $5 M average × 50 (20 to 120)');
  await page.waitForSelector(`${panel} [data-do=own]:disabled`);
  const calm = await rowsOf(page);
  assert.ok(calm.length > 0 && calm.every((r) => Number(r[3]) >= 1), JSON.stringify(calm));

  await page.fill('#fuel-conversion', '20');
  await page.keyboard.press('Enter');
  await said(page, 'depth $100 M for 1 %: $5 M average × 20 (20 to 120)');
  assert.deepEqual((await stateOf(page)).depth, { quote: null, conversion: 20 });
  await page.waitForFunction(() => location.search.includes('depth=conversion:20'));
  await page.waitForFunction(([at, least]) => Math.max(...[...document.querySelectorAll(`${at} td:nth-child(4)`)].map((e) => Number(e.textContent))) > 2 * least,
    [panel, Math.max(...calm.map((r) => Number(r[3])))]);

  await page.focus(`${panel} [data-of=quote]`);
  await page.keyboard.press('End');
  await said(page, '$1 B own figure × 20');
  await page.waitForSelector(`${panel} [data-out=none]:not([hidden])`);

  await page.fill('#fuel-quote', '99999999999');
  await page.keyboard.press('Enter');
  await said(page, '$10 B own figure'); // the nearer bound
  await page.click(`${panel} [data-do=own]`);
  await said(page, '$5 M average × 50');
  assert.ok(!(await stateOf(page)).query.includes('depth='));
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('the list follows the replay and the buttons show the layers', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?event=btc-2025-10-10&lang=en&t=2025-10-10T21:10:00Z&depth=conversion:1.6`);
  await openPanel(page);
  await said(page, '$203 M book 20:00 × 1.6 (1.6 to 9)');
  const first = await rowsOf(page);
  await dispatch(page, { type: 'seek', t: Date.UTC(2025, 9, 10, 21, 25) });
  await says(page, `${panel} caption`, /21:25/);
  await page.waitForFunction(([at, was]) => JSON.stringify([...document.querySelectorAll(`${at} tbody tr`)].map((r) => [...r.children].map((c) => c.textContent))) !== was, [panel, JSON.stringify(first)]);
  await dispatch(page, { type: 'seek', t: Date.UTC(2025, 9, 11, 0, 30) });
  await said(page, '$76 M book 00:00');

  for (const layer of ['fuel', 'depth']) {
    const button = `${panel} [data-layer=${layer}]`;
    assert.equal(await page.getAttribute(button, 'aria-pressed'), 'false');
    await page.click(button);
    await page.waitForSelector(`${button}[aria-pressed=true]`);
    assert.ok((await stateOf(page)).layers.includes(layer));
  }
  await page.waitForSelector('#levels .of-fuel:not([hidden])', { state: 'attached' });
  await page.waitForFunction(() => document.querySelector('#levels-rows tr').cells.length === 8);
  await page.click(`${panel} [data-layer=fuel]`);
  await page.waitForFunction(() => document.querySelector('#levels-rows tr').cells.length === 7);
  await page.close();
});

test('the panel has no fault that axe finds and stays within a phone', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 } });
  await open(page, `${s.url}/?lang=ru&theme=light&${before}`);
  await openPanel(page);
  await said(page, '250 млн $ на 1 %');
  await page.evaluate(axe);
  const faults = await page.evaluate((at) => window.axe.run(at).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)), panel);
  assert.deepEqual(faults, []);
  const small = await page.$$eval(`${panel} .fuel :is(button, input)`, (all) => all.filter((e) => e.getBoundingClientRect().height < 24).map((e) => e.outerHTML));
  assert.deepEqual(small, []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
  await page.close();
});
