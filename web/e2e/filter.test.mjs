// Filters and parameters of the estimate: the panel, the link, the picture.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { canvasOf, compare, errorsOf, open, pictureOf, plotIn, ready, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MOMENT = 't=2026-02-05T20:50:00Z';

/** Waits until the picture is that of the newest choice. */
async function chosen(page) {
  await page.waitForFunction(() => window.unwind.state().computing === false);
  await settle(page);
}

const linked = (page, part) => page.waitForFunction((p) => location.search.includes(p), part);

/** Opens the panel with the keyboard. */
async function openPanel(page) {
  await page.focus('#filter-open');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#filter:popover-open');
}

test('a filter chosen with the keyboard is in the link, the words, the table and the poster, and survives a reload', async (t) => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&theme=dark&${MOMENT}`);
  const whole = await stateOf(page);
  await openPanel(page);
  await page.locator('#filter [name="side"]').first().focus();
  await page.keyboard.press('ArrowRight'); // longs
  await page.focus('#lev-low');
  await page.keyboard.press('ArrowDown'); // 5×
  await page.keyboard.press('ArrowDown'); // 10×
  await page.keyboard.press('ArrowDown'); // 25×
  await chosen(page);
  await linked(page, 'side=long&lev=25-');
  const said = 'Filtered: longs, from 25×';
  assert.equal((await stateOf(page)).filtered, said);
  await says(page, '#filter-now', said);
  await page.waitForFunction((text) => document.getElementById('view-text').textContent.includes(text), said);
  await page.waitForSelector('#filter-chip');
  const { longUSD, shortUSD } = await stateOf(page);
  assert.deepEqual([longUSD, shortUSD], [whole.longUSD, whole.shortUSD], 'the headline counter was filtered');
  const rows = await page.evaluate(() => window.unwind.table().rows);
  assert.ok(rows.length > 5 && rows.every((row) => row.side === 'long' && row.leverages.every((l) => l.leverage >= 25)));
  const own = new URL(page.url()).search.slice(1);
  const csv = await (await fetch(`${s.url}/data.csv?${own}`)).text();
  assert.equal(csv.trim().split('\r\n').length - 1, rows.length);
  assert.ok(!csv.includes(',short,'));

  await page.keyboard.press('Escape');
  await page.waitForSelector('#filter:popover-open', { state: 'detached' });
  const picture = await pictureOf(page);
  await page.reload();
  await ready(page);
  assert.equal((await stateOf(page)).filtered, said);
  assert.equal((await compare(s.browser, picture, await pictureOf(page))).same, 1, 'the reloaded page looks different');
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('the poster of a filtered link with parameters equals the canvas', async () => {
  const page = await s.page({ viewport: { width: 1000, height: 560 } });
  await open(page, `${s.url}/?ui=none&theme=dark&lang=en&${MOMENT}&side=short&size=100000-&model=prior:high,half:2,rules:bitmex`);
  await page.locator('#poster').evaluate((e) => e.remove());
  const box = await canvasOf(page).boundingBox();
  const answer = await fetch(`${s.url}/poster.png${new URL(page.url()).search}&bare=1&w=${box.width}&h=${box.height}`);
  assert.equal(answer.status, 200);
  const poster = Buffer.from(await answer.arrayBuffer());
  const plot = plotIn({ x: 0, y: 0, width: box.width, height: box.height });
  const { same } = await compare(s.browser, await pictureOf(page), poster, { tolerance: 2, within: plot });
  assert.ok(same >= 0.99, `${(100 * same).toFixed(2)} % of the pixels of the plot are the same`);
  await page.close();
});

test('parameters out of bounds are clamped and said, in the panel and from a link; a button shows everything again', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&${MOMENT}&model=half:99`);
  await says(page, '#problems', /half:99.*0\.1 to 10/);
  assert.equal((await stateOf(page)).model.half, 10);
  await openPanel(page);
  await page.evaluate(() => { document.getElementById('model').open = true; });
  const levered = page.locator('[data-name="levered"]');
  await levered.fill('7');
  await levered.press('Enter');
  await chosen(page);
  assert.equal((await stateOf(page)).model.levered, 1);
  await says(page, '#filter-clamped', 'Levered share of what opens: 7 is outside 0 to 1; 1 is used.');
  assert.equal(await levered.inputValue(), '1');
  await page.click('#filter-reset');
  await chosen(page);
  await page.waitForFunction(() => !/side|lev|size|model/.test(location.search));
  const { filtered, model } = await stateOf(page);
  assert.equal(filtered, null);
  assert.equal(model.levered, 0.5);
  await page.waitForSelector('#filter-chip', { state: 'hidden' });
  await page.close();
});

test('of many choices the newest is shown, in Russian too; the panel has no barriers', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await open(page, `${s.url}/?lang=ru&${MOMENT}`);
  await page.evaluate(() => {
    for (const levered of [0.1, 0.9, 0.3]) window.unwind.dispatch({ type: 'model', levered });
    window.unwind.dispatch({ type: 'filter', side: 'short' });
  });
  await chosen(page);
  assert.equal((await stateOf(page)).filtered, 'Отобрано: шорты · Свои параметры: доля с плечом 0,3');
  await openPanel(page);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run('#filter', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), []);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});
