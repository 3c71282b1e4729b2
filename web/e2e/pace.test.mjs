// Smart pace: calm hours pass in seconds, waves run slow, and the whole event
// lasts as long as was asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatch, errorsOf, open, ready, says, settle, stateOf } from './lib/page.mjs';
import { host } from './lib/server.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();

/**
 * Presses play and returns what was seen until the replay ended. Whatever is
 * seen is of a time from that of its frame to that at which it is looked at, and
 * the replay began while play was pressed; all of them are milliseconds.
 */
const watch = () => new Promise((resolve) => {
  const seen = [], frames = [];
  const note = ({ elapsed, factor }) => ({ elapsed, factor, earliest: window.frameAt, latest: performance.now() });
  const tick = (t) => {
    frames.push(t);
    window.nativeFrame(tick);
  };
  window.nativeFrame(tick);
  window.unwind.on('time', (state) => seen.push(note(state)));
  const begun = { earliest: performance.now() };
  window.unwind.on('ended', (state) => resolve({ seen, begun, state, end: { ...note(state), before: frames.findLast((t) => t < window.frameAt) } }));
  document.getElementById('play').click();
  begun.latest = performance.now();
});

test('the whole event lasts as long as the link says, from its start to its end', async (t) => {
  const page = await s.page();
  await open(page, `${s.url}/?speed=smart&fit=5&lang=en`);
  assert.equal(await page.locator('#speed').inputValue(), 'smart 5');
  const { seen, begun, state, end } = await page.evaluate(watch);
  t.diagnostic(`it lasted ${(end.latest - begun.earliest).toFixed(0)} ms`);
  assert.equal(state.t, state.end);
  assert.equal(state.playing, false);
  // The first frame after five seconds is its last one.
  assert.ok(end.latest - begun.earliest >= 5000, `it lasted ${end.latest - begun.earliest} ms`);
  assert.ok(end.before - begun.latest < 5000, `it still played ${end.before - begun.latest} ms after its start`);
  for (const { elapsed, earliest, latest } of seen) {
    const [least, most] = [Math.min(5000, earliest - begun.latest), latest - begun.earliest];
    assert.ok(1000 * elapsed > least - 2 && 1000 * elapsed < most + 2, `${elapsed} s are said to have passed after ${least} to ${most} ms`);
  }
  const factors = seen.map((v) => v.factor);
  assert.ok(Math.max(...factors) > 10 * Math.min(...factors), `factors from ${Math.min(...factors)} to ${Math.max(...factors)}`);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('a wave runs slower than the calm, and the page says the factor and the progress', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?speed=smart&lang=en&t=2026-02-06T00:05:00Z`);
  const wave = await stateOf(page);
  assert.equal(wave.speed, 'smart');
  assert.equal(wave.fit, 90);
  await says(page, '#factor', `${+wave.factor.toPrecision(2)}× · ${Math.floor(wave.elapsed)} of 90 s`);
  await dispatch(page, { type: 'seek', t: '2026-02-03T06:00:00Z' });
  const calm = await stateOf(page);
  assert.ok(calm.factor > 20 * wave.factor, `${calm.factor} in the calm, ${wave.factor} in the wave`);
  await dispatch(page, { type: 'style', lang: 'ru' });
  await says(page, '#factor', /^[\d\u00a0]+× · \d+ из 90 с$/);
  assert.equal(await page.locator('#speed option:checked').innerText(), 'Умная, 90 с');
  await dispatch(page, { type: 'speed', speed: 600 });
  assert.equal(await page.locator('#factor').isVisible(), false);
  await page.close();
});

test('the menu and the keys lead to smart pace and back, the replay stays where it is, and the link keeps both', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T20:00:00Z&speed=1800&lang=en`);
  await page.locator('#speed').selectOption('smart 60');
  await settle(page);
  const chosen = await stateOf(page);
  assert.deepEqual([chosen.speed, chosen.fit, chosen.t], ['smart', 60, Date.UTC(2026, 1, 5, 20)]);
  await says(page, '#status', 'Smart pace: the whole event in 60 s');
  await page.locator('#surface').focus();
  const press = async (key) => {
    await page.keyboard.press(key);
    await settle(page);
    const { speed, fit } = await stateOf(page);
    return [speed, fit];
  };
  assert.deepEqual(await press(']'), ['smart', 60], 'nothing is faster than smart pace');
  assert.deepEqual(await press('['), [3600, 60]);
  assert.deepEqual(await press('['), [1800, 60]);
  assert.deepEqual(await press(']'), [3600, 60]);
  assert.deepEqual(await press(']'), ['smart', 60]);
  await dispatch(page, { type: 'speed', speed: 'smart', fit: 45 });
  assert.equal(await page.locator('#speed option:checked').innerText(), 'Smart, 45 s');
  await page.waitForFunction(() => /speed=smart&fit=45/.test(location.search));
  await page.reload();
  await ready(page);
  const again = await stateOf(page);
  assert.deepEqual([again.speed, again.fit], ['smart', 45]);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('a frame of an article plays the whole event by itself', async () => {
  const site = await host(`<!doctype html><html lang="en"><title>Article</title>
    <iframe src="${s.url}/embed?play=1&speed=smart&fit=3" title="Unwind" style="width: 700px; height: 420px"></iframe></html>`);
  const page = await s.page();
  await page.goto(site.url);
  const frame = await (await page.locator('iframe').elementHandle()).contentFrame();
  await ready(frame);
  await frame.waitForFunction(() => window.unwind.state().t === window.unwind.state().end && !window.unwind.state().playing);
  await page.close();
  await site.stop();
});
