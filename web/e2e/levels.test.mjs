// What stands behind the chart: its text and the table of levels.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { dispatch, errorsOf, open, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MOMENT = '2026-02-06T04:30:00Z';

const cells = (page) => page.locator('#levels-rows tr').evaluateAll((rows) => rows.map((r) => [...r.children].map((c) => c.textContent)));
const words = (page) => page.locator('#view-text').textContent();

/** Waits until text and table, which may come a little later, are those of the chart. */
async function caughtUp(page) {
  await settle(page);
  await page.waitForFunction(() => document.getElementById('view-text').textContent === window.unwind.summary()
    && document.getElementById('levels-caption').textContent === window.unwind.table().caption);
}

/** The records of /data.csv for the query of the page. */
async function csv(page) {
  const { query } = await stateOf(page);
  const text = await (await fetch(`${s.url}/data.csv?${query}`)).text();
  return text.trim().split('\r\n').map((line) => line.split(','));
}

/** The table, the CSV and window.unwind.table() have the same levels. */
async function sameEverywhere(page) {
  const rows = await cells(page);
  const [names, ...records] = await csv(page);
  const own = await page.evaluate(() => window.unwind.table());
  assert.equal(rows.length, 20);
  assert.deepEqual(rows, own.rows.map((r) => r.cells));
  assert.equal(records.length, own.rows.length);
  own.rows.forEach((row, i) => {
    const of = (name) => records[i][names.indexOf(name)];
    assert.equal(of('side'), row.side);
    assert.ok(Math.abs(of('notional_usd') - row.usd) < 0.01, `row ${i}: ${of('notional_usd')} and ${row.usd} dollars`);
    assert.ok(Math.abs(of('notional_low_usd') - row.least) < 0.01 && Math.abs(of('notional_high_usd') - row.most) < 0.01, `row ${i}: the bands differ`);
    assert.ok(row.least < row.usd && row.usd < row.most, `row ${i}: ${row.least} to ${row.most} is no band of ${row.usd}`);
    assert.ok(Math.abs(of('low_quote') - row.low) < 0.006);
  });
}

test('the server sends the table that the chart then has', async () => {
  const plain = await s.page({ javaScriptEnabled: false });
  await plain.goto(`${s.url}/?t=${MOMENT}&lang=en`);
  const [sent, said] = [await cells(plain), await words(plain)];
  assert.ok(await plain.locator('#levels summary').isVisible(), 'without scripts the table cannot be opened');
  await plain.close();
  const page = await s.page();
  await open(page, `${s.url}/?t=${MOMENT}&lang=en`);
  await page.click('#levels-open');
  await caughtUp(page);
  assert.deepEqual(await cells(page), sent);
  assert.equal(await words(page), said);
  await sameEverywhere(page);
  await page.close();
});

test('table and text follow a seek, a zoom and the language', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=${MOMENT}&lang=en`);
  await page.click('#levels-open');
  for (const message of [
    { type: 'seek', t: '2026-02-05T20:50:00Z' },
    { type: 'zoom', factor: 3, x: 0.5, y: 0.8 },
    { type: 'style', lang: 'ru' },
  ]) {
    const before = await page.locator('#levels-caption').textContent();
    const said = await words(page);
    await dispatch(page, message);
    await caughtUp(page);
    assert.notEqual(await page.locator('#levels-caption').textContent(), before, `${message.type}: the table stayed`);
    assert.notEqual(await words(page), said, `${message.type}: the words stayed`);
    await sameEverywhere(page);
  }
  await says(page, '#view-text', /Тепловая карта ликвидаций/);
  assert.equal(await page.locator('#poster img').getAttribute('alt'), await words(page));
  assert.equal(new URL(await page.locator('#levels-csv').evaluate((a) => a.href)).searchParams.get('t'), '2026-02-05T20:50:00Z');
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('while it plays the table changes at most once a second and the words stay', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-06T12:00:00Z&speed=60`);
  await page.click('#levels-open');
  await caughtUp(page);
  await page.evaluate(() => {
    window.seen = { asked: [], words: 0 }; // when a table was asked for, and how often the words changed
    const { table } = window.unwind;
    window.unwind.table = (rows) => {
      window.seen.asked.push(performance.now());
      return table(rows);
    };
    new MutationObserver(() => { window.seen.words++; }).observe(document.getElementById('view-text'), { childList: true });
  });
  await page.evaluate(() => window.unwind.dispatch({ type: 'play' }));
  await page.waitForFunction(() => window.seen.asked.length >= 4);
  const { asked, words: changed } = await page.evaluate(() => window.seen);
  const gaps = asked.slice(1).map((at, i) => at - asked[i]);
  assert.ok(Math.min(...gaps) > 900, `tables after ${gaps.map(Math.round)} ms`);
  const { waves } = await page.evaluate(() => window.unwind.event(1));
  const { t } = await stateOf(page);
  const ended = waves.filter(({ to }) => to > Date.UTC(2026, 1, 6, 12) && to <= t).length;
  assert.ok(changed <= 1 + ended, `the words changed ${changed} times while it played and ${ended} waves ended`);
  await page.evaluate(() => window.unwind.dispatch({ type: 'pause' }));
  await caughtUp(page);
  await sameEverywhere(page);
  await page.close();
});

test('closed it takes no room, and its button opens and closes it', async () => {
  const page = await s.page();
  await open(page, s.url);
  const fits = () => page.evaluate(() => document.documentElement.scrollHeight <= innerHeight);
  assert.ok(await fits(), 'the page scrolls');
  await page.focus('#levels-open');
  await page.keyboard.press('Enter');
  await page.locator('#levels-rows tr').first().waitFor();
  await page.waitForFunction(() => document.activeElement.parentElement.id === 'levels');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'levels-open');
  assert.ok(await fits(), 'the page still scrolls');
  await page.close();
});

test('open, the page has no fault that axe knows, wide and narrow', async () => {
  for (const viewport of [{ width: 1280, height: 720 }, { width: 390, height: 844 }]) {
    const page = await s.page({ viewport, bypassCSP: true });
    await open(page, `${s.url}/?t=${MOMENT}&lang=en`);
    await page.click('#levels-open');
    await caughtUp(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${viewport.width} px: the page is ${overflow} px too wide`);
    const band = await page.locator('.of-band').boundingBox();
    assert.ok(band.x + band.width <= viewport.width, `${viewport.width} px: the band ends at ${band.x + band.width}`);
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`), []);
    await page.close();
  }
});
