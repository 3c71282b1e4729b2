// A phone: fingers instead of a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canvasOf, compare, dispatch, errorsOf, open, pictureOf, plotOf, settle, stateOf } from './lib/page.mjs';
import { fingers } from './lib/fingers.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true };
const span = ({ shown }) => shown.to - shown.from;

/** Opens the page on a phone. */
async function onPhone(query = '') {
  const page = await s.page(phone);
  await open(page, `${s.url}/${query}`);
  return { page, plot: await plotOf(page), hand: await fingers(page) };
}

test('on a phone everything has its place and the canvas is no finer than it needs', async () => {
  const { page } = await onPhone();
  const box = await canvasOf(page).boundingBox();
  assert.ok(box.width >= 370 && box.height >= 340, `the chart has ${box.width} × ${box.height}`);
  assert.equal(await canvasOf(page).evaluate((c) => c.width), Math.round(box.width * 2));
  assert.equal(await page.evaluate(() => visualViewport.scale), 1);
  await page.locator('#play').tap();
  await page.waitForFunction(() => window.unwind.state().playing);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('a tap shows the read-out where the finger was', async () => {
  const { page, plot, hand } = await onPhone();
  const before = await pictureOf(page);
  const canvas = await canvasOf(page).boundingBox();
  const [x, y] = [plot.x + 0.35 * plot.width, plot.y + 0.4 * plot.height];
  await hand.tap(x, y);
  await settle(page);
  const after = await pictureOf(page);
  const changed = await compare(s.browser, before, after);
  assert.ok(changed.same < 0.995, `${(100 * (1 - changed.same)).toFixed(3)} % of the pixels change`);
  const scale = changed.width / canvas.width;
  const [px, py] = [(x - canvas.x) * scale, (y - canvas.y) * scale];
  const column = await compare(s.browser, before, after, { within: { x: px - 6, y: 0, width: 12, height: changed.height } });
  const row = await compare(s.browser, before, after, { within: { x: 0, y: py - 6, width: changed.width, height: 12 } });
  assert.ok(column.y1 - column.y0 > 0.8 * plot.height * scale, 'no line through the time under the finger');
  assert.ok(row.x1 - row.x0 > 0.8 * plot.width * scale, 'no line through the price under the finger');
  await page.close();
});

test('two fingers zoom around the middle between them', async () => {
  const { page, plot, hand } = await onPhone();
  const before = await stateOf(page);
  const [x, y] = [Math.round(plot.x + 0.5 * plot.width), Math.round(plot.y + 0.5 * plot.height)];
  await hand.pinch(x, y, 2);
  await settle(page);
  const after = await stateOf(page);
  assert.ok(Math.abs(span(before) / span(after) - 2) < 0.1, `the window went from ${span(before) / 3.6e6} to ${span(after) / 3.6e6} hours`);
  assert.equal(await page.evaluate(() => visualViewport.scale), 1, 'the page was zoomed, not the chart');
  const share = (x - plot.x) / plot.width;
  const time = ({ shown }) => shown.from + share * (shown.to - shown.from);
  const px = Math.abs(time(after) - time(before)) / span(after) * plot.width;
  assert.ok(px < 3, `the middle moved by ${px.toFixed(1)} px`);
  await page.close();
});

test('one finger on the chart moves the chart, below it the page', async () => {
  const { page, plot, hand } = await onPhone('?from=2026-02-05T00:00:00Z&to=2026-02-06T12:00:00Z&low=60000&high=72000');
  await page.setViewportSize({ width: 390, height: 500 });
  await settle(page);
  const before = await stateOf(page);
  await hand.drag(150, plot.y + 120, 80, 60);
  await settle(page);
  const after = await stateOf(page);
  const right = (before.shown.from - after.shown.from) / span(before) * plot.width;
  assert.ok(Math.abs(right - 80) < 3, `80 px moved the chart by ${right.toFixed(1)}`);
  assert.ok(after.shown.high > before.shown.high, 'the chart did not move down');
  assert.equal(await page.evaluate(() => scrollY), 0);
  const lede = await page.locator('#summary').boundingBox();
  await hand.drag(200, lede.y + lede.height / 2, 0, -120);
  await page.waitForFunction(() => scrollY > 50);
  await page.close();
});

test('two taps show the whole event again, and the scrub bar takes a finger', async () => {
  const { page, plot, hand } = await onPhone();
  await dispatch(page, { type: 'zoom', factor: 4 });
  const [x, y] = [plot.x + 0.5 * plot.width, plot.y + 0.5 * plot.height];
  await hand.tap(x, y, 2);
  await page.waitForFunction(() => window.unwind.state().from === null);
  await settle(page);
  const before = await stateOf(page);
  assert.equal(span(before), before.end - before.start);
  const scrub = await page.locator('#scrub').boundingBox();
  await page.touchscreen.tap(scrub.x + 0.25 * scrub.width, scrub.y + scrub.height / 2);
  await settle(page);
  const { t } = await stateOf(page);
  const share = (t - before.start) / (before.end - before.start);
  assert.ok(Math.abs(share - 0.25) < 0.03, `a tap at a quarter went to ${(100 * share).toFixed(1)} %`);
  await page.close();
});
