// The read-out of a cell: hovered, pinned, in the link, and the same as the
// table and its CSV.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { compare, dispatch, errorsOf, open, pictureOf, plotOf, ready, says, settle, stateOf } from './lib/page.mjs';
import { doubleClick, fingers } from './lib/fingers.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MOMENT = '2026-02-06T04:30:00Z';
const PINNED = `?t=${MOMENT}&lang=en&pin=2026-02-05T20:50:00Z,64000,64400`;

const cellOf = (page, at) => page.evaluate((which) => window.unwind.cell(which), at);
const closed = (page) => page.locator('#cell').waitFor({ state: 'hidden' });

/** The panel says what window.unwind.cell() says. */
async function sameAsCell(page) {
  const cell = await cellOf(page);
  await says(page, '#cell-title', cell.title);
  await says(page, '#cell-when', cell.when);
  const tables = await page.locator('#cell-body table').evaluateAll((all) => all.map((t) => [...t.tBodies[0].rows].map((r) => [...r.cells].map((c) => c.textContent))));
  assert.deepEqual(tables, cell.sections.map((section) => section.rows));
  return cell;
}

/** Where something waits, in the left half of the plot. */
async function bright(page) {
  const plot = await plotOf(page);
  return { x: plot.x + 0.2 * plot.width, y: plot.y + 0.3 * plot.height };
}

test('a hovered cell is pinned by a click, as it was read, and Esc or the button lets go', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=${MOMENT}&lang=en`);
  assert.equal(await cellOf(page), null);
  const { x, y } = await bright(page);
  await page.mouse.move(x, y);
  await settle(page);
  const hovered = await cellOf(page, 'crosshair');
  assert.ok(hovered.known && hovered.bins >= 1);
  await page.mouse.click(x, y);
  await page.locator('#cell').waitFor();
  const pinned = await sameAsCell(page);
  assert.deepEqual({ ...pinned, pin: null }, { ...hovered, pin: null });
  for (const side of ['long', 'short']) {
    const f = pinned[side];
    assert.ok(Math.abs(f.waitingUSD + f.touchedUSD + f.closedUSD + f.agedUSD - f.openedUSD) <= 1e-9 * Math.max(1, f.openedUSD), JSON.stringify(f));
  }
  await page.keyboard.press('Escape');
  await closed(page);
  assert.equal((await stateOf(page)).pin, null);
  await page.mouse.click(x, y);
  await page.click('#cell-close');
  await closed(page);
  await doubleClick(page, x, y);
  await settle(page);
  assert.equal((await stateOf(page)).pin, null, 'a double click pins');
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('a reload keeps the pin; the server sends the same read-out and a picture with its frame', async () => {
  const page = await s.page();
  await open(page, `${s.url}/${PINNED}`);
  const cell = await sameAsCell(page);
  await dispatch(page, { type: 'seek', t: '2026-02-06T04:00:00Z' });
  await page.waitForFunction(() => /t=2026-02-06T04:00:00Z.*pin=2026-02-05T20:50:00Z,64000,64400/.test(location.search));
  await page.reload();
  await ready(page);
  assert.deepEqual(await sameAsCell(page), cell, 'what is past changed');
  await dispatch(page, { type: 'seek', t: MOMENT });
  const withPin = await pictureOf(page);
  await dispatch(page, { type: 'pin' });
  await closed(page);
  const { same } = await compare(s.browser, withPin, await pictureOf(page));
  assert.ok(same < 1, 'the pinned place is not framed');

  const plain = await s.page({ javaScriptEnabled: false });
  await plain.goto(`${s.url}/${PINNED}`);
  const rows = await plain.locator('#cell-body tr').allTextContents();
  assert.deepEqual(rows.filter((row) => row), cell.sections.flatMap((section) => [section.head, ...section.rows]).map((row) => row.join('')));
  const [bare, framed] = await Promise.all(['', '&pin=2026-02-05T20:50:00Z,64000,64400'].map(async (pin) => Buffer.from(
    await (await fetch(`${s.url}/poster.png?t=${MOMENT}${pin}`)).arrayBuffer())));
  assert.notDeepEqual(bare, framed);
  await plain.close();
  await page.close();
});

test('ahead of the replay a pin says what waits now, playing as after a seek', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T18:00:00Z&speed=60&lang=en&pin=2026-02-06T12:00:00Z,60000,62000`);
  const before = await sameAsCell(page);
  await page.evaluate(() => window.unwind.dispatch({ type: 'play' }));
  await page.waitForFunction((from) => window.unwind.state().t > from + 60_000, before.t);
  await page.evaluate(() => window.unwind.dispatch({ type: 'pause' }));
  await settle(page);
  const { t } = await stateOf(page);
  const after = await sameAsCell(page);
  assert.ok(after.t === t && t > before.t, `read at ${after.t}, the replay stands at ${t}`);
  await dispatch(page, { type: 'seek', t: '2026-02-05T18:00:00Z' });
  await dispatch(page, { type: 'seek', t });
  assert.deepEqual(await cellOf(page), after);
  await page.close();
});

test('a row of the table pins its level, with the numbers of the table and the CSV', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=${MOMENT}&lang=en`);
  await page.click('#levels-open');
  await page.locator('#levels-rows button').first().waitFor();
  const { query } = await stateOf(page);
  const [names, ...records] = (await (await fetch(`${s.url}/data.csv?${query}`)).text()).trim().split('\r\n').map((line) => line.split(','));
  const { rows } = await page.evaluate(() => window.unwind.table());
  for (const i of [0, 7, 19]) {
    await page.locator('#levels-rows button').nth(i).focus();
    await page.keyboard.press('Enter');
    await settle(page);
    const cell = await sameAsCell(page);
    const usd = cell.waiting[`${rows[i].side}USD`];
    assert.ok(Math.abs(usd - rows[i].usd) < 0.01, `row ${i}: ${usd} and ${rows[i].usd}`);
    assert.ok(Math.abs(usd - records[i][names.indexOf('notional_usd')]) < 0.01);
    assert.ok(Math.abs(cell.least[`${rows[i].side}USD`] - rows[i].least) < 0.01 && Math.abs(cell.most[`${rows[i].side}USD`] - rows[i].most) < 0.01, `row ${i}: the bands differ`);
    assert.equal(cell.title, rows[i].cells[0]);
    await page.waitForFunction((k) => document.querySelectorAll('#levels-rows button')[k].ariaPressed === 'true', i);
    await page.waitForFunction(() => { // once the sheet is laid where it can be seen
      const { top, bottom } = document.getElementById('cell').getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  }
  await page.keyboard.press('Escape');
  await closed(page);
  await page.close();
});

test('by keyboard alone: a crosshair, its steps, the pin, and back to the pointer', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=${MOMENT}&lang=en`);
  await page.focus('#surface');
  await page.keyboard.press('Enter');
  const first = await cellOf(page, 'crosshair');
  const { price, t } = await stateOf(page);
  assert.ok(first.low <= price * 1.001 && first.high >= price * 0.999, `${first.low} to ${first.high}, the price is ${price}`);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await settle(page);
  const moved = await cellOf(page, 'crosshair');
  assert.ok(moved.t < first.t && moved.high < first.low);
  assert.equal((await stateOf(page)).t, t, 'the arrows moved the replay');
  await says(page, '#status', moved.said);
  await page.keyboard.press('Enter');
  await page.locator('#cell').waitFor();
  assert.equal((await sameAsCell(page)).title, moved.title);
  await page.keyboard.press('Escape');
  await closed(page);
  assert.equal(await cellOf(page, 'crosshair'), null);
  await page.keyboard.press('ArrowRight');
  await settle(page);
  assert.ok((await stateOf(page)).t > t, 'the arrows do not step any more');
  await page.close();
});

test('on a phone it is a sheet below the chart; in Russian; without a fault that axe knows', async () => {
  for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 720 }]) {
    const phone = viewport.width < 600;
    const page = await s.page({ viewport, hasTouch: phone, isMobile: phone, locale: 'ru-RU', bypassCSP: true });
    await open(page, `${s.url}/?t=${MOMENT}&lang=ru`);
    const { x, y } = await bright(page);
    if (phone) await (await fingers(page)).tap(x, y);
    else await page.mouse.click(x, y);
    await page.locator('#cell').waitFor();
    await settle(page);
    const cell = await sameAsCell(page);
    assert.match(cell.said, /по оценке лонги/);
    const box = await page.locator('#cell').boundingBox();
    if (phone) {
      assert.ok(box.y + box.height >= viewport.height - 1 && box.width === viewport.width && box.height < 0.4 * viewport.height, JSON.stringify(box));
      assert.ok(y < box.y, 'the sheet covers the place');
    }
    const overflow = await page.evaluate(() => ({ page: document.documentElement.scrollWidth - innerWidth, cell: document.getElementById('cell-body').scrollWidth - document.getElementById('cell-body').clientWidth }));
    assert.ok(overflow.page <= 0 && overflow.cell <= 0, `${viewport.width} px: ${JSON.stringify(overflow)}`);
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`), []);
    await page.close();
  }
});

test('in an article a click pins nothing and no panel shows', async () => {
  const page = await s.page({ viewport: { width: 800, height: 460 } });
  await open(page, `${s.url}/embed?t=${MOMENT}&pin=2026-02-05T20:50:00Z,64000,64400`);
  assert.equal(await page.locator('#cell').isVisible(), false);
  await dispatch(page, { type: 'pin' });
  const { x, y } = await bright(page);
  await page.mouse.click(x, y);
  await settle(page);
  assert.equal((await stateOf(page)).pin, null);
  await page.close();
});
