// The colour scale: a legend that opens, two handles in dollars, a lock.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { errorsOf, open, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const legendOf = (page) => page.evaluate(() => window.unwind.legend());
const spoken = (page, id) => page.locator(id).getAttribute('aria-valuetext');

async function press(page, id, key, times = 1) {
  await page.locator(id).focus();
  for (let i = 0; i < times; i++) await page.keyboard.press(key);
  await settle(page);
}

test('the legend opens the scale; keys move its handles, which never cross', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en`);
  const whole = await legendOf(page);
  await page.locator('#legend-open').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'scale-min');
  await says(page, '#scale-says', /Locked to the event/);
  assert.match(await spoken(page, '#scale-max'), /^\$[\d.]+\sM$/);

  await press(page, '#scale-min', 'ArrowRight', 5);
  const moved = await stateOf(page);
  assert.ok(moved.min > whole.min && moved.max === whole.max, `${moved.min} to ${moved.max}`);
  await says(page, '#scale-says', /Own scale/);
  assert.equal(new URLSearchParams(moved.query).get('min'), String(moved.min));

  await press(page, '#scale-min', 'End');
  await press(page, '#scale-max', 'Home');
  const close = await legendOf(page);
  assert.ok(close.min < close.max && close.max < 1.3 * close.min, `${close.min} to ${close.max}`);
  await press(page, '#scale-max', 'End');
  assert.equal((await legendOf(page)).max, Number(whole.high.toPrecision(3)));

  await page.locator('#scale-lock').click();
  assert.deepEqual([(await stateOf(page)).min, (await stateOf(page)).max], [null, null]);
  await says(page, '#scale-says', /Locked to the event/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.id === 'legend-open');
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('dragging a handle colours anew and uploads no texture', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=en&perf`);
  await page.locator('#legend-open').click();
  const strip = await page.locator('#scale-strip').boundingBox();
  const y = strip.y + strip.height / 2;
  const x = strip.x + strip.width * await page.locator('#scale-min').evaluate((e) => e.value / e.max);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 20, y, { steps: 5 }); // letters that were not drawn before are uploaded now
  await settle(page);
  const before = await page.evaluate(() => ({ ...window.unwind.perf().gpu, min: window.unwind.state().min }));
  await page.mouse.move(x + 90, y, { steps: 30 });
  await settle(page);
  await page.mouse.up();
  const after = await page.evaluate(() => ({ ...window.unwind.perf().gpu, min: window.unwind.state().min }));
  assert.ok(after.min > 1.5 * before.min, `${before.min} became ${after.min}`);
  assert.ok(after.draws - before.draws >= 20, `${after.draws - before.draws} draws`);
  const least = 100_000; // bytes, less than any texture of the estimate that is shown
  assert.ok(after.uploadBytes - before.uploadBytes < least, `${after.uploadBytes - before.uploadBytes} bytes in ${after.uploads - before.uploads} uploads`);
  await page.close();
});

test('gamma and palette follow the controls and the messages', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?lang=ru&palette=split&gamma=0.6`);
  await page.locator('#settings-open').click();
  await page.locator('#scale-open').click();
  assert.equal(await page.locator('#gamma').inputValue(), '0.6');
  assert.equal(await spoken(page, '#gamma'), '0,6');
  assert.equal(await page.locator('#palette').inputValue(), 'split');
  const split = await legendOf(page);
  assert.notDeepEqual(split.long, split.short);
  await press(page, '#gamma', 'ArrowRight', 8);
  assert.equal((await stateOf(page)).gamma, 1);
  assert.equal(new URLSearchParams((await stateOf(page)).query).has('gamma'), false);
  await page.evaluate(() => window.unwind.dispatch({ type: 'style', palette: 'viridis', gamma: 2 }));
  await page.waitForFunction(() => document.getElementById('palette').value === 'viridis' && document.getElementById('gamma').value === '2');
  const one = await legendOf(page);
  assert.deepEqual(one.long, one.short);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run('#scale', { resultTypes: ['violations'] }));
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), []);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('on a phone a finger opens the scale and moves a handle', async () => {
  const page = await s.page({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
  await open(page, `${s.url}/?lang=en`);
  await page.locator('#legend-open').tap();
  const strip = await page.locator('#scale-strip').boundingBox();
  const value = await page.locator('#scale-max').evaluate((e) => e.value / e.max);
  const client = await page.context().newCDPSession(page);
  const touch = (type, x) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: strip.y + strip.height / 2 }] });
  const x = strip.x + strip.width * value;
  await touch('touchStart', x);
  for (let d = 0; d <= 60; d += 6) await touch('touchMove', x - d);
  await touch('touchEnd');
  await settle(page);
  const legend = await legendOf(page);
  assert.ok(!legend.locked && legend.max < 0.75 * legend.high, `${legend.max} of ${legend.high}, locked ${legend.locked}`);
  const box = await page.locator('#scale').boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844, JSON.stringify(box));
  await page.close();
});

test('in a frame the legend is no button', async () => {
  const page = await s.page({ viewport: { width: 800, height: 520 } });
  await open(page, `${s.url}/embed?lang=en`);
  assert.equal(await page.locator('#legend-open').isVisible(), false);
  await open(page, `${s.url}/?lang=en&ui=none`);
  assert.equal(await page.locator('#legend-open').isVisible(), false);
  await page.close();
});
