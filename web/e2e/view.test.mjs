// The camera: what part of the event is on screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatch, open, plotOf, settle, stateOf } from './lib/page.mjs';
import { doubleClick } from './lib/fingers.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();

/** Without the map beside the plot and the panels below it, so that the plot is all between the axes. */
const alone = 'layers=heat,candles,bubbles';

const span = ({ shown }) => shown.to - shown.from;
const priceSpan = ({ shown }) => Math.log(shown.high / shown.low);

/** The time and the price (as logarithm) at shares of the plot from the left and the top. */
const pointAt = ({ shown }, x, y) => [
  shown.from + x * (shown.to - shown.from), Math.log(shown.high) - y * Math.log(shown.high / shown.low),
];

/** How far the point at shares x and y has moved, in CSS pixels. */
function moved(before, after, x, y, plot) {
  const [t0, p0] = pointAt(before, x, y), [t1, p1] = pointAt(after, x, y);
  return Math.hypot((t1 - t0) / span(after) * plot.width, (p1 - p0) / priceSpan(after) * plot.height);
}

test('the wheel zooms in and out and keeps the point under the pointer', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?${alone}`);
  const whole = await stateOf(page);
  const plot = await plotOf(page);
  const [x, y] = [0.4, 0.3];
  await page.mouse.move(plot.x + x * plot.width, plot.y + y * plot.height);
  for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -120);
  await page.waitForFunction((most) => { const { shown } = window.unwind.state(); return shown.to - shown.from < most; }, 0.6 * span(whole));
  await settle(page);
  const near = await stateOf(page);
  assert.ok(priceSpan(near) < 0.6 * priceSpan(whole));
  assert.ok(moved(whole, near, x, y, plot) < 1.5, `the point moved by ${moved(whole, near, x, y, plot).toFixed(2)} px`);
  for (let i = 0; i < 3; i++) await page.mouse.wheel(0, 120);
  await page.waitForFunction((least) => { const { shown } = window.unwind.state(); return shown.to - shown.from > least; }, 1.3 * span(near));
  await settle(page);
  const out = await stateOf(page);
  assert.ok(moved(near, out, x, y, plot) < 1.5, `the point moved by ${moved(near, out, x, y, plot).toFixed(2)} px`);
  await page.close();
});

test('a drag moves the chart one to one and a double click shows the whole event', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?from=2026-02-05T00:00:00Z&to=2026-02-06T12:00:00Z&low=60000&high=72000&${alone}`);
  const before = await stateOf(page);
  const plot = await plotOf(page);
  const [x, y] = [plot.x + plot.width / 2, plot.y + plot.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, { steps: 6 });
  await page.waitForTimeout(300); // no throw: the pointer rests before it lets go
  await page.mouse.up();
  await settle(page);
  const after = await stateOf(page);
  const right = (before.shown.from - after.shown.from) / span(before) * plot.width;
  const down = Math.log(after.shown.high / before.shown.high) / priceSpan(before) * plot.height;
  assert.ok(Math.abs(right - 60) < 1.5 && Math.abs(down - 40) < 1.5, `60 and 40 px moved it by ${right.toFixed(1)} and ${down.toFixed(1)}`);
  await doubleClick(page, x, y);
  await page.waitForFunction(() => window.unwind.state().from === null);
  const reset = await stateOf(page);
  assert.deepEqual([reset.shown.from, reset.shown.to], [reset.start, reset.end]);
  await page.close();
});

test('buttons zoom, pan and fit', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?${alone}`);
  const press = async (id) => {
    await page.locator(id).click();
    await settle(page);
    return stateOf(page);
  };
  const whole = await stateOf(page);
  const near = await press('#zoom-in');
  assert.ok(span(near) < 0.8 * span(whole));
  const plot = await plotOf(page);
  assert.ok(moved(whole, near, 0.5, 0.5, plot) < 1.5);
  const earlier = await press('#pan-back');
  assert.ok(earlier.shown.from < near.shown.from);
  assert.ok(Math.abs(span(earlier) - span(near)) < 2);
  assert.ok((await press('#pan-forward')).shown.from > earlier.shown.from);
  const far = await press('#zoom-out');
  assert.ok(span(far) > 1.2 * span(near));
  assert.equal(span(await press('#reset')), span(whole));
  await page.close();
});

test('the camera stays inside its limits', async () => {
  const page = await s.page();
  await open(page, s.url);
  await dispatch(page, { type: 'zoom', factor: 1000 });
  const near = await stateOf(page);
  assert.ok(span(near) >= 10 * 60_000 - 1, `the smallest window is ${span(near) / 60_000} minutes`);
  assert.ok(priceSpan(near) >= 0.00199);
  await dispatch(page, { type: 'zoom', factor: 0.001 });
  await dispatch(page, { type: 'pan', x: 50, y: 50 });
  const far = await stateOf(page);
  assert.ok(span(far) <= 1.1 * (far.end - far.start) + 2);
  assert.ok(far.shown.to <= far.end + 0.05 * (far.end - far.start) + 1);
  await page.close();
});

test('a zoomed window goes along with a replay that plays out of it', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-06T00:00:00Z&from=2026-02-05T23:00:00Z&to=2026-02-06T00:10:00Z&speed=1800`);
  await dispatch(page, { type: 'play' });
  await page.waitForFunction((t) => window.unwind.state().t >= t, Date.UTC(2026, 1, 6, 1));
  await dispatch(page, { type: 'pause' });
  const { t, shown } = await stateOf(page);
  assert.ok(shown.from < t && t < shown.to, 'the replay left the window');
  assert.equal(shown.to - shown.from, 70 * 60_000);
  await page.close();
});
