// The chart inside another site's article.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingers } from './lib/fingers.mjs';
import { dispatch, errorsOf, open, ready, settle, stateOf } from './lib/page.mjs';
import { host } from './lib/server.mjs';
import { until } from './lib/until.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();

const filler = (n) => Array.from({ length: n }, (_, i) => `<p>Paragraph ${i + 1} of an article that is long enough to scroll.</p>`).join('\n');

/** An article with some frames in the middle. */
const article = (frames, script = '') => `<!doctype html><html lang="en"><title>Article</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { font: 18px/1.6 serif; margin: 0 auto; max-width: 900px } iframe { width: 100%; height: 520px; border: 0 }</style>
<p><a href="#before" id="before">a link before</a></p>${filler(2)}
${frames}
<p><a href="#after" id="after">a link after</a></p>${filler(60)}
<script>${script}</script></html>`;

const iframe = (query = '', attributes = '') => `<iframe src="${s.url}/embed${query}" title="Unwind" ${attributes}></iframe>`;

/** Opens an article; what it returns closes it. */
async function read(html, { headers, path = '', ...options } = {}) {
  const site = await host(html, headers);
  const page = await s.page({ viewport: { width: 1000, height: 800 }, ...options });
  await page.goto(site.url + path);
  const frames = [];
  for (const element of await page.locator('iframe').elementHandles()) frames.push(await element.contentFrame());
  return {
    page, frames, frame: frames[0],
    close: async () => {
      await page.close();
      await site.stop();
    },
  };
}

const middleOf = async (page, selector) => {
  const box = await page.locator(selector).first().boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

test('/embed shows little unless the link says otherwise, and has no scroll bar', async () => {
  const page = await s.page({ viewport: { width: 800, height: 520 } });
  await open(page, `${s.url}/embed`);
  assert.equal((await stateOf(page)).ui, 'min');
  assert.equal(await page.locator('#share-open').isVisible(), false);
  assert.ok(await page.locator('#play').isVisible());
  assert.ok(await page.locator('#open-page').isVisible());
  assert.deepEqual(await page.evaluate(() => [document.documentElement.scrollHeight - innerHeight > 0 && getComputedStyle(document.body).overflow !== 'hidden', document.documentElement.scrollWidth > innerWidth]), [false, false]);
  await open(page, `${s.url}/embed?ui=full`);
  assert.equal((await stateOf(page)).ui, 'full');
  assert.ok(await page.locator('#share-open').isVisible());
  await page.close();
});

test('the wheel over the frame scrolls the article like anywhere else', async () => {
  const { page, frame, close } = await read(article(iframe()));
  await ready(frame);
  await frame.evaluate(() => { // the hint goes after a moment
    const hint = document.getElementById('hint');
    new MutationObserver(() => { if (!hint.hidden && hint.checkVisibility()) window.hinted = hint.textContent; }).observe(hint, { attributes: true, childList: true });
  });
  /** Turns the wheel at a place by 200 px and waits until the article has gone most of that way. */
  const turn = async (x, y) => {
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => scrollY === 0);
    const start = await stateOf(frame);
    await page.mouse.move(x, y);
    for (let i = 0; i < 5; i++) await page.mouse.wheel(0, 40);
    await page.waitForFunction(() => scrollY >= 190);
    await settle(frame);
    assert.deepEqual((await stateOf(frame)).shown, start.shown, 'the wheel zoomed');
  };
  const [, y] = await middleOf(page, 'iframe');
  await turn(20, y);
  assert.equal(await frame.evaluate(() => window.hinted), undefined, 'beside the frame nobody asks how to zoom');
  await turn(500, y);
  await frame.waitForFunction(() => /Ctrl/.test(window.hinted));
  await close();
});

test('Ctrl and the wheel zoom, a click lets the wheel zoom, Esc gives it back', async () => {
  const { page, frame, close } = await read(article(iframe()));
  await ready(frame);
  const [x, y] = await middleOf(page, 'iframe');
  await page.mouse.move(x, y);
  const span = async () => {
    await settle(frame);
    const { shown } = await stateOf(frame);
    return shown.to - shown.from;
  };
  /** Waits until the window is less than 0.9 of what it was, and stands. */
  const nearerThan = async (was) => {
    await frame.waitForFunction((most) => {
      const { shown } = window.unwind.state();
      return shown.to - shown.from < most;
    }, 0.9 * was);
    return span();
  };
  const whole = await span();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -240);
  await page.keyboard.up('Control');
  const near = await nearerThan(whole);
  assert.equal(await page.evaluate(() => [scrollY, visualViewport.scale].join()), '0,1');
  await page.mouse.click(x, y);
  await page.mouse.wheel(0, -240);
  const nearer = await nearerThan(near);
  await page.keyboard.press('Escape');
  await page.mouse.wheel(0, 100);
  await page.waitForFunction(() => scrollY > 50);
  assert.equal(await span(), nearer);
  await close();
});

test('Tab passes from the article through the frame and out again', async () => {
  const { page, frame, close } = await read(article(iframe()));
  await ready(frame);
  await page.locator('#before').focus();
  /** What has the focus, in the article or in its frame, which is of another process. */
  const focused = async () => {
    const own = await page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
    if (own !== 'IFRAME') return own;
    const [at, name] = await frame.evaluate(() => {
      const e = document.activeElement;
      return [document.hasFocus() ? [...document.querySelectorAll('*')].indexOf(e) : -1, e.id || e.className];
    });
    return at < 0 ? '' : `frame ${at} ${name}`;
  };
  /** Presses a key that moves the focus, and waits until it has. */
  const press = async (key) => {
    const was = await focused();
    await page.keyboard.press(key);
    return until(focused, (now) => now !== was && now !== '' && !now.endsWith(' BODY'), `${key} is to move the focus`);
  };
  const inside = [];
  for (let now = await press('Tab'); now !== 'after' && inside.length < 12; now = await press('Tab')) inside.push(now.split(' ').pop());
  for (const id of ['surface', 'time', 'play', 'open-page']) assert.ok(inside.includes(id), `Tab went through ${inside}`);
  assert.equal(await focused(), 'after');
  assert.match(await press('Shift+Tab'), /^frame/);
  await close();
});

test('one finger over the frame scrolls the article, two zoom the chart', async () => {
  const { page, frame, close } = await read(article(iframe()), { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await ready(frame);
  const hand = await fingers(page);
  const before = await stateOf(frame);
  const [x, y] = await middleOf(page, 'iframe');
  await hand.drag(x, y, 0, -180);
  await page.waitForFunction(() => scrollY > 120);
  await settle(frame);
  assert.deepEqual((await stateOf(frame)).shown, before.shown);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => scrollY === 0);
  await hand.pinch(x, y, 2);
  await frame.waitForFunction(({ from, to }) => {
    const { shown } = window.unwind.state();
    return shown.to - shown.from < 0.8 * (to - from);
  }, before.shown);
  assert.equal(await page.evaluate(() => visualViewport.scale), 1);
  assert.equal(await page.evaluate(() => scrollY), 0);
  await settle(frame);
  const near = await stateOf(frame);
  await hand.drag(x, y, -90, 0);
  await frame.waitForFunction((from) => window.unwind.state().shown.from > from, near.shown.from);
  await close();
});

test('it works in sandbox="allow-scripts", with a fragment that a host appended', async () => {
  const { page, frame, close } = await read(article(iframe('?t=2026-02-05T20:50:00Z#?secret=1', 'sandbox="allow-scripts"')));
  await ready(frame);
  assert.equal(await frame.evaluate(() => window.origin), 'null');
  assert.equal((await stateOf(frame)).t, Date.UTC(2026, 1, 5, 20, 50));
  await frame.locator('#play').click();
  await frame.waitForFunction(() => window.unwind.state().playing);
  assert.deepEqual(errorsOf(page), []);
  await close();
});

test('it works in a host that isolates itself', async () => {
  const headers = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' };
  const { page, frame, close } = await read(article(iframe()), { headers });
  await ready(frame);
  assert.equal(await page.evaluate(() => window.crossOriginIsolated), true, 'the host does not isolate itself');
  assert.deepEqual(errorsOf(page), []);
  await close();
});

test('several frames on one page live side by side and below the fold they wait', async () => {
  const three = `${iframe('?t=2026-02-05T16:00:00Z')}${iframe('?t=2026-02-05T20:50:00Z')}${filler(40)}${iframe('?t=2026-02-06T00:19:00Z&play=visible')}`;
  const { page, frames, close } = await read(article(three));
  await ready(frames[0]);
  await page.locator('iframe').nth(1).scrollIntoViewIfNeeded();
  await ready(frames[1]);
  await page.evaluate(() => scrollTo(0, 0));
  await dispatch(frames[0], { type: 'play' });
  await frames[0].waitForFunction((t) => window.unwind.state().t > t, Date.UTC(2026, 1, 5, 16, 5));
  const states = await Promise.all(frames.map(stateOf));
  assert.deepEqual(states.map((state) => state.playing), [true, false, false]);
  assert.equal(states[1].t, Date.UTC(2026, 1, 5, 20, 50));
  await page.locator('iframe').nth(2).scrollIntoViewIfNeeded();
  await ready(frames[2]);
  await page.waitForFunction(() => scrollY > 1000);
  await frames[2].waitForFunction(() => window.unwind.state().playing);
  assert.deepEqual(errorsOf(page), []);
  await close();
});

/** An article that writes down what its first frame says. */
const listening = `
window.heard = [];
addEventListener('message', (event) => {
  if (event.data?.unwind === 1 && event.source === document.querySelector('iframe').contentWindow) window.heard.push(event.data);
});
window.tell = (message) => document.querySelector('iframe').contentWindow.postMessage({ unwind: 1, ...message }, '*');`;

test('the article and the frame talk over postMessage', async () => {
  const { page, frame, close } = await read(article(iframe(), listening));
  await ready(frame);
  const heard = (type) => page.evaluate((wanted) => window.heard.filter((m) => m.type === wanted), type);
  const wait = (type, after = 0) => page.waitForFunction(([wanted, n]) => window.heard.filter((m) => m.type === wanted).length > n, [type, after]);
  /** Waits until the newest message about waves is of this one, or of none. */
  const waveIs = (wave) => page.waitForFunction((json) => JSON.stringify(window.heard.findLast((m) => m.type === 'wave')?.wave) === json, JSON.stringify(wave));
  await wait('ready');
  assert.equal((await heard('ready'))[0].version, 1);
  await wait('height');
  const { height } = (await heard('height')).at(-1);
  assert.ok(height > 200 && height <= 900, `the frame wants a height of ${height}`);

  await page.evaluate(() => window.tell({ type: 'seek', t: '2026-02-05T20:50:00Z' }));
  await frame.waitForFunction((t) => window.unwind.state().t === t, Date.UTC(2026, 1, 5, 20, 50));
  await page.evaluate(() => { window.heard.length = 0; window.tell({ type: 'getState' }); });
  await wait('state');
  assert.equal((await heard('state')).at(-1).state.t, Date.UTC(2026, 1, 5, 20, 50));
  await page.evaluate(() => window.tell({ type: 'play' }));
  await wait('time', 2);
  await page.evaluate(() => window.tell({ type: 'pause' }));
  await frame.waitForFunction(() => !window.unwind.state().playing);
  const { waves } = await frame.evaluate(() => window.unwind.event(1));
  await page.evaluate(() => { window.heard.length = 0; window.tell({ type: 'wave', n: 2 }); });
  await waveIs(waves[1]);
  await page.evaluate((t) => window.tell({ type: 'seek', t }), waves[1].to + 1);
  await waveIs(null);
  await page.evaluate(() => window.tell({ type: 'speed', speed: 'fast' }));
  await wait('error');
  assert.match((await heard('error')).at(-1).message, /speed/);
  await close();
});

test('only the parent is listened to', async () => {
  const stranger = `<iframe id="stranger" srcdoc="<script>addEventListener('message', () => { parent.frames[0].postMessage({ unwind: 1, type: 'seek', t: 1770150000000 }, '*'); parent.postMessage('sent', '*'); })</script>"></iframe>`;
  const { page, frame, close } = await read(article(iframe('?t=2026-02-05T20:50:00Z') + stranger, listening));
  await ready(frame);
  await page.evaluate(() => new Promise((sent) => {
    addEventListener('message', (event) => { if (event.data === 'sent') sent(); });
    document.getElementById('stranger').contentWindow.postMessage('go', '*');
    document.querySelector('iframe').contentWindow.postMessage({ type: 'seek', t: 1770150000000 }, '*'); // without the mark
  }));
  await page.evaluate(() => { window.heard.length = 0; window.tell({ type: 'getState' }); }); // after both
  await page.waitForFunction(() => window.heard.some((m) => m.type === 'state'));
  assert.equal((await stateOf(frame)).t, Date.UTC(2026, 1, 5, 20, 50));
  await close();
});
