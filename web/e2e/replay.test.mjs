// The replay: everything on screen belongs to its time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, dispatch, errorsOf, open, pictureOf, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const at = (...when) => Date.UTC(2026, 1, ...when);
const iso = (t) => new Date(t).toISOString();

/** Waits until the replay has come to t. */
const reached = (page, t) => page.waitForFunction((end) => window.unwind.state().t >= end, t);

test('the first play starts at 5 February 14:30 at 600× and shows three notes', async () => {
  const page = await s.page();
  await open(page, s.url);
  const begun = await page.evaluate(() => new Promise((resolve) => {
    const pressed = performance.now();
    window.unwind.on('time', ({ t, speed, playing }) => resolve({ t, speed, playing, after: performance.now() - pressed }));
    document.getElementById('play').click();
  }));
  const passed = begun.t - at(5, 14, 30);
  assert.ok(passed >= 0 && passed <= 600 * begun.after, `the replay is at ${iso(begun.t)} after ${begun.after} ms`);
  assert.equal(begun.speed, 600);
  assert.equal(begun.playing, true);
  await page.waitForSelector('#play[aria-label="Pause"]');

  await page.evaluate(() => {
    window.noted = new Set();
    const look = () => { if (document.getElementById('notes').checkVisibility()) window.noted.add(document.getElementById('note').textContent); };
    new MutationObserver(look).observe(document.getElementById('notes'), { subtree: true, childList: true, attributes: true });
    look();
  });
  await page.waitForFunction(() => window.noted.size === 3);
  await page.locator('#play').click();
  await settle(page);
  const paused = await stateOf(page);
  await page.waitForTimeout(400);
  assert.equal((await stateOf(page)).t, paused.t, 'the replay goes on after a pause');
  assert.ok(paused.t > at(5, 15), `after three notes the replay is at ${iso(paused.t)}`);
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('the notes go with one press and do not come back', async () => {
  const page = await s.page();
  await open(page, s.url);
  await page.locator('#play').click();
  await page.locator('#notes').waitFor();
  await page.locator('#notes-close').click();
  await page.locator('#notes').waitFor({ state: 'hidden' });
  await page.waitForTimeout(4500);
  assert.equal(await page.locator('#notes').isVisible(), false);
  await page.close();
});

test('a replay at 60× runs 60 times as fast as the clock', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T20:00:00Z&speed=60`);
  // A state that is told is of a time from that of its frame to that at which it is heard.
  const [a, b] = await page.evaluate(() => new Promise((resolve) => {
    const seen = [];
    const stop = window.unwind.on('time', ({ t }) => {
      seen.push({ t, earliest: window.frameAt, latest: performance.now() });
      if (seen.at(-1).earliest - seen[0].latest < 2000) return;
      stop();
      resolve([seen[0], seen.at(-1)]);
    });
    window.unwind.dispatch({ type: 'play' });
  }));
  const [least, most] = [60 * (b.earliest - a.latest), 60 * (b.latest - a.earliest)];
  assert.ok(b.t - a.t >= least - 2 && b.t - a.t <= most + 2, `${b.t - a.t} ms of the event in ${least} to ${most} at 60×`);
  const { moved, passed, speed } = await page.evaluate(() => {
    const begun = performance.now();
    const { t } = window.unwind.state();
    const select = document.getElementById('speed');
    select.value = '3600';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    const now = window.unwind.state();
    return { moved: now.t - t, speed: now.speed, passed: performance.now() - begun };
  });
  assert.equal(speed, 3600);
  assert.ok(moved >= 0 && moved <= 3600 * passed, `a new speed moved the replay by ${moved} ms in ${passed}`);
  await page.close();
});

test('seeking to t shows what playing to t shows', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-06T00:05:00Z&speed=600`);
  await dispatch(page, { type: 'play' });
  await reached(page, at(6, 0, 19));
  await dispatch(page, { type: 'pause' });
  await page.evaluate(() => { document.getElementById('notes').hidden = true; });
  const { t } = await stateOf(page);
  const played = await pictureOf(page);
  await dispatch(page, { type: 'seek', t: at(4) });
  const elsewhere = await pictureOf(page);
  assert.ok((await compare(s.browser, played, elsewhere)).same < 0.9, 'a seek shows nothing else');
  await dispatch(page, { type: 'seek', t });
  const { same } = await compare(s.browser, played, await pictureOf(page));
  assert.equal(same, 1, `${(100 * (1 - same)).toFixed(3)} % of the pixels differ at ${iso(t)}`);

  const other = await s.page();
  await open(other, `${s.url}/?t=${t}&speed=600`);
  const fresh = await compare(s.browser, played, await pictureOf(other));
  assert.equal(fresh.same, 1, `on a new page ${(100 * (1 - fresh.same)).toFixed(3)} % of the pixels differ`);
  await Promise.all([page.close(), other.close()]);
});

test('a step is one candle as shown, both ways, and pauses', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-06T00:10:00Z&from=2026-02-06T00:00:00Z&to=2026-02-06T01:00:00Z`);
  assert.equal((await stateOf(page)).candleMs, 60_000);
  await page.locator('#step-forward').click();
  await settle(page);
  assert.equal((await stateOf(page)).t, at(6, 0, 11));
  await dispatch(page, { type: 'step', candles: -2 });
  assert.equal((await stateOf(page)).t, at(6, 0, 9));
  await dispatch(page, { type: 'play' });
  await page.locator('#step-back').click();
  await settle(page);
  const state = await stateOf(page);
  assert.equal(state.playing, false);
  assert.equal(state.t % 60_000, 0);
  await page.close();
});

test('waves are jumped between, and the whole fall has some', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T14:00:00Z`);
  const starts = [];
  for (let i = 0; i < 4; i++) {
    await page.locator('#wave-forward').click();
    await settle(page);
    starts.push((await stateOf(page)).t);
  }
  assert.ok(starts.every((t, i) => i === 0 ? t > at(5, 14) : t > starts[i - 1]), starts.map(iso).join(' '));
  assert.ok(starts[0] < at(5, 16), `the first wave of the fall starts at ${iso(starts[0])}`);
  await page.locator('#wave-back').click();
  await settle(page);
  assert.equal((await stateOf(page)).t, starts[2]);
  await page.close();
});

test('the strip shows each wave, and lights the one that a key leads to', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T19:00:00Z`);
  const { waves } = await page.evaluate(() => window.unwind.event(1));
  assert.equal(await page.locator('#waves g').count(), waves.length);
  assert.equal((await stateOf(page)).wave, null);
  assert.equal(await page.locator('#waves .on').count(), 0);
  await page.keyboard.press('PageDown');
  await settle(page);
  const { t, wave } = await stateOf(page);
  assert.deepEqual(wave, waves[wave.n - 1]);
  assert.equal(t, wave.from);
  await says(page, '#waves .on', String(wave.n));
  await page.close();
});

test('scrubbing moves the replay, the counter and the picture', async () => {
  const page = await s.page();
  await open(page, s.url);
  const before = await stateOf(page);
  const picture = await pictureOf(page);
  const box = await page.locator('#scrub').boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 4 });
  await page.locator('#tip').waitFor(); // it says which time that is
  await page.mouse.up();
  await page.mouse.move(1, 1);
  await settle(page);
  const after = await stateOf(page);
  const wanted = before.start + 0.3 * (before.end - before.start);
  assert.ok(Math.abs(after.t - wanted) < 20 * 60_000, `dropped at ${iso(wanted)}, the replay is at ${iso(after.t)}`);
  assert.notEqual(after.longUSD, before.longUSD);
  assert.ok((await compare(s.browser, picture, await pictureOf(page))).same < 0.9);
  await page.waitForFunction(() => /4\sFeb\s2026/.test(document.getElementById('time').getAttribute('aria-valuetext')));
  await page.close();
});

test('a loop from A to B comes back to A, and its end lets the replay go on', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-06T00:00:00Z&speed=1800`);
  await page.locator('#loop-a').click();
  await dispatch(page, { type: 'seek', t: at(6, 0, 30) });
  await page.locator('#loop-b').click();
  await settle(page);
  const set = await stateOf(page);
  assert.deepEqual([set.a, set.b], [at(6, 0, 0), at(6, 0, 30)]);
  await page.evaluate(() => {
    window.times = [];
    window.unwind.on('time', ({ t }) => window.times.push(t));
    window.unwind.dispatch({ type: 'play' });
  });
  await page.waitForFunction(() => window.times.filter((t, i) => t < window.times[i - 1]).length >= 2); // back at A twice
  for (const t of await page.evaluate(() => window.times)) {
    assert.ok(t >= at(6, 0, 0) && t <= at(6, 0, 30), `the replay left the loop: ${iso(t)}`);
  }
  await page.locator('#loop-clear').click();
  await reached(page, at(6, 0, 45));
  assert.equal((await stateOf(page)).a, null);
  await page.close();
});

test('at the end of the event playing stops, and restart goes to the start of the fall', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-07T23:30:00Z&speed=3600`);
  await dispatch(page, { type: 'play' });
  await page.waitForFunction(() => !window.unwind.state().playing);
  assert.equal((await stateOf(page)).t, at(8));
  await page.locator('#restart').click();
  await settle(page);
  assert.equal((await stateOf(page)).t, at(5, 14, 30));
  await page.close();
});

test('a wrong message is named and changes nothing', async () => {
  const page = await s.page();
  await open(page, s.url);
  const before = await stateOf(page);
  const wrong = [
    [{ type: 'seek', t: 'soon' }, /seek.*\bt\b/], [{ type: 'fly' }, /fly/], [{}, /type/], [{ type: 'speed', speed: null }, /speed/],
    [{ type: 'loop', a: at(7), b: at(6) }, /loop/], [{ type: 'view', low: -1, high: 2 }, /low/],
  ];
  for (const [message, name] of wrong) {
    const said = await page.evaluate((m) => window.unwind.dispatch(m), message);
    assert.match(said, name, JSON.stringify(message));
  }
  await settle(page);
  assert.deepEqual(await stateOf(page), before);
  await page.close();
});
