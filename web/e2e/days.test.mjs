// Against other days: a panel below the table, written by the server.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dispatch, open, openPanel as openPanelOf, says, settle } from './lib/page.mjs';
import { serve } from './lib/server.mjs';
import { suite } from './lib/suite.mjs';

// A third event, so that there is one to choose.
const folder = mkdtempSync(join(tmpdir(), 'unwind-'));
const source = await serve();
const tape = await (await fetch(`${source.url}/api/events/btc-2026-02-05`)).json();
await source.stop();
const title = 'Bitcoin, the days around 5 and 6 February 2026';
writeFileSync(join(folder, 'third.json'), JSON.stringify({ ...tape, id: 'third', title: { en: title, ru: title } }));
const s = suite({ flags: ['--tapes', folder] });
after(() => rmSync(folder, { recursive: true, force: true }));

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panel = '[data-panel=days]';

/** Opens the table, and below it the panel, by keyboard. */
async function openPanel(page) {
  await openPanelOf(page, 'days');
  await page.waitForSelector(`${panel} .days-list`);
}

test('the largest days are fetched once the panel is opened, and follow the replay and the language', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en`);
  await openPanel(page);
  await says(page, `${panel} .says`, /^Number 10 .* 7\.4 times as large\.$/);
  await says(page, `${panel} .here th`, /5.Feb.2026/);

  await namesApart(page);
  await dispatch(page, { type: 'seek', t: Date.UTC(2026, 1, 5, 16, 35) });
  await says(page, `${panel} [data-now]`, /^2.h.05.min after/);
  const place = await page.evaluate(() => document.querySelector('.plot .head').style.left);
  assert.equal(Math.round(parseFloat(place) * 10), Math.round(1000 * (4 * 60 + 5) / (16 * 60)));
  await dispatch(page, { type: 'seek', t: Date.UTC(2026, 1, 4) });
  await says(page, `${panel} [data-now]`, /outside/);

  await page.click('#language');
  await says(page, `${panel} .body`, /Крупнейший/);
  await says(page, `${panel} [data-now]`, /за пределами/);
  await page.close();
});

/** The names of the two curves lie below the head and above the sentence about them. */
async function namesApart(page) {
  const boxes = await page.$$eval('.over > :is(h2, .names, p.quiet)', (all) => all.slice(0, 3).map((e) => [e.className, e.getBoundingClientRect().top, e.getBoundingClientRect().bottom]));
  assert.deepEqual(boxes.map(([name]) => name), ['', 'names', 'quiet']);
  for (let i = 1; i < boxes.length; i++) assert.ok(boxes[i - 1][2] <= boxes[i][1] && boxes[i][1] < boxes[i][2], JSON.stringify(boxes));
}

test('the panel has no fault that axe finds and stays within a phone', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 } });
  await open(page, `${s.url}/?lang=ru&theme=light`);
  await openPanel(page);
  await page.evaluate(axe);
  const faults = await page.evaluate((at) => window.axe.run(at).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)), panel);
  assert.deepEqual(faults, []);
  await page.waitForSelector('.over select');
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await settle(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `the page scrolls sideways at ${width}`);
    await namesApart(page);
  }
  await page.close();
});

test('without the server the panel says so and can be asked again', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en`);
  await page.route('**/panel/**', (route) => route.abort());
  await page.focus('#levels-open');
  await page.keyboard.press('Enter');
  await page.click(`${panel} > summary`);
  await page.waitForSelector(`${panel} .fails:not([hidden])`);
  await page.unroute('**/panel/**');
  await page.click(`${panel} .fails button`);
  await page.waitForSelector(`${panel} .days-list`);
  await page.waitForSelector(`${panel} .fails`, { state: 'hidden' });
  await page.close();
});
