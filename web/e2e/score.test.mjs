// How good the estimate is: the panel below the table.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { open, says as saysOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const says = (page, words) => saysOf(page, '#score-says', words);

/** Opens the panel by keyboard, from the list of how to read the chart. */
async function openPanel(page) {
  await page.keyboard.press('?');
  await page.focus('#help [data-score]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#score-rows tr');
}

test('the panel shows what the server has, once it is opened', async () => {
  const page = await s.page();
  const asked = [];
  page.on('request', (r) => { if (r.url().endsWith('/score')) asked.push(r.url()); });
  await open(page, `${s.url}/?lang=en`);
  assert.equal(asked.length, 0, 'the score was asked for before anybody wanted it');
  await openPanel(page);
  assert.equal(await page.evaluate(() => document.activeElement.parentElement.id), 'score', 'the focus is elsewhere');
  const card = await (await fetch(`${s.url}/api/events/btc-2026-02-05/score`)).json();
  const rows = await page.locator('#score-rows tr').evaluateAll((all) => all.map((r) => [...r.children].map((c) => c.textContent)));
  assert.equal(rows.length, card.sets.reduce((n, set) => n + set.rows.length, 0));
  const first = card.sets[0].rows[0];
  assert.equal(rows[0][0], 'Default');
  assert.equal(rows[0][1], '1 h');
  assert.equal(rows[0][2], first.compared.toLocaleString('en'));
  assert.ok(rows[0][3].startsWith((100 * first.touched.value).toFixed(1)));
  assert.match(rows[0][5], /^−?\d+\.\d \(−?\d+\.\d to −?\d+\.\d\)$/);
  assert.match(rows[2][4], /too short/);
  await says(page, /distance alone/);
  await saysOf(page, '#score-notes', /modelled.*not available here/);
  assert.equal(await page.locator('#score-command').textContent(), 'unwind score --event btc-2026-02-05');
  assert.equal((await fetch(await page.locator('#score a').first().evaluate((a) => a.href))).status, 200);
  await page.click('#score summary');
  await page.click('#levels-open');
  assert.ok(await page.locator('#score summary').isVisible(), 'the table does not offer the score');
  await page.click('#score summary');
  assert.equal(asked.length, 1, 'the score was asked for again');
  await page.close();
});

test('in Russian, light, on a phone: the table scrolls in its own region', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true });
  await open(page, `${s.url}/?lang=ru`);
  await page.evaluate(() => { document.getElementById('score').open = true; });
  await page.waitForSelector('#score-rows tr');
  await says(page, /расстояни/);
  assert.match(await page.locator('#score-rows tr').first().textContent(), /По умолчанию.*от −?\d+,\d до/);
  const [own, wide] = await page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector('#score .wide-table').scrollWidth]);
  assert.ok(own <= 390 && wide > 390, `the page is ${own} px wide, the table ${wide}`);
  await page.evaluate(axe);
  const broken = await page.evaluate(() => window.axe.run('#score').then((r) => r.violations.map((v) => v.id)));
  assert.deepEqual(broken, []);
  await page.evaluate(() => document.getElementById('language').click());
  await says(page, /distance/);
  await page.close();
});

test('without the server the panel says so and tries again', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en`);
  await page.route('**/score', (route) => route.abort());
  await openPanelWithout(page);
  await page.locator('#score-whole').waitFor({ state: 'hidden' });
  await page.unroute('**/score');
  await page.focus('#score-retry');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#score-rows tr');
  await page.locator('#score-failed').waitFor({ state: 'hidden' });
  await page.close();
});

async function openPanelWithout(page) {
  await page.evaluate(() => { document.getElementById('score').open = true; });
  await page.waitForSelector('#score-failed:not([hidden])');
}
