// Languages, themes, sizes and what a reader's system asks for.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { canvasOf, compare, dispatch, errorsOf, open, pictureOf, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';
import { until } from './lib/until.mjs';

const s = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Brightness of the background, 0 to 255. */
const background = (page) => page.evaluate(() => {
  const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
  return (r + g + b) / 3;
});

test('in Russian every text of the page and of the chart is Russian', async () => {
  const page = await s.page({ locale: 'ru-RU' });
  await open(page, `${s.url}/`);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ru');
  assert.match(await page.locator('h1').innerText(), /Биткоин/);
  assert.match(await page.locator('#summary').innerText(), /млрд\s\$/);
  const english = await page.evaluate(() => [...document.querySelectorAll('[aria-label], [data-t]')]
    .map((e) => e.getAttribute('aria-label') ?? e.textContent)
    .filter((words) => /[a-z]{4,}/i.test(words) && !/[а-я]/i.test(words)));
  assert.deepEqual(english.filter((words) => !/^(Inferno|Viridis|Cividis|EN: in English)$/i.test(words.trim())), []);
  const russian = await pictureOf(page);
  await page.locator('#language').click();
  await settle(page);
  assert.equal((await stateOf(page)).lang, 'en');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await says(page, 'h1', /Bitcoin/);
  const { same } = await compare(s.browser, russian, await pictureOf(page));
  assert.ok(same < 0.9999, 'the words on the canvas stay Russian');
  await page.waitForFunction(() => /lang=en/.test(location.search));
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('light and dark: by the system, by the button and by the link', async () => {
  const page = await s.page({ colorScheme: 'light' });
  await open(page, s.url);
  assert.equal((await stateOf(page)).theme, 'light');
  assert.ok(await background(page) > 200);
  const light = await pictureOf(page);
  await page.locator('#theme').click();
  await settle(page);
  assert.equal((await stateOf(page)).theme, 'dark');
  assert.ok(await background(page) < 60);
  assert.ok((await compare(s.browser, light, await pictureOf(page), { tolerance: 8 })).same < 0.1, 'the canvas stays light');
  await open(page, `${s.url}/?theme=light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await settle(page);
  assert.equal((await stateOf(page)).theme, 'light', 'a theme of the link gives way to the system');
  await open(page, s.url);
  assert.equal((await stateOf(page)).theme, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await settle(page);
  assert.equal((await stateOf(page)).theme, 'light', 'the page does not follow the system');
  await page.close();
});

test('no width makes the page scroll sideways, and the chart keeps its room', async () => {
  const page = await s.page();
  await open(page, s.url);
  for (const [width, height] of [[320, 640], [360, 740], [390, 844], [768, 1024], [1024, 600], [1366, 768], [1920, 1080], [740, 360]]) {
    await page.setViewportSize({ width, height });
    await settle(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${width} × ${height}: ${over} px too wide`);
    const box = await canvasOf(page).boundingBox();
    assert.ok(box.width * box.height > 0.3 * width * height, `${width} × ${height}: the chart has ${Math.round(box.width)} × ${Math.round(box.height)}`);
    const play = await page.locator('#play').boundingBox();
    assert.ok(play.y + play.height <= height, `${width} × ${height}: play is below the fold`);
  }
  await page.close();
});

test('the narrowest phone needs no scrolling sideways in Russian either', async () => {
  const page = await s.page({ locale: 'ru-RU', viewport: { width: 320, height: 640 } });
  await open(page, s.url);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${over} px too wide`);
  const least = await page.locator('.controls .view button:visible').evaluateAll((all) => Math.min(...all.map((b) => b.getBoundingClientRect().width)));
  assert.ok(least >= 24, `a button of the view is ${least} px wide`);
  await page.close();
});

test('every control is at least 24 px in each direction', async () => {
  const sizes = [['', { width: 1280, height: 720 }], ['', { width: 390, height: 844 }], ['?ui=stage', { width: 1280, height: 720 }], ['?ui=min', { width: 800, height: 480 }]];
  const page = await s.page();
  for (const [query, viewport] of sizes) {
    await page.setViewportSize(viewport);
    await open(page, `${s.url}/${query}`);
    if (query === '') {
      await page.locator('#settings-open').click();
    }
    const small = await page.evaluate(() => [...document.querySelectorAll('button, a.button, select, input')]
      .map((e) => (e.matches('[type="checkbox"]') ? e.closest('label') : e))
      .map((e) => ({ name: e.id || e.outerHTML.slice(0, 80), box: e.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`));
    assert.deepEqual(small, [], `${query} at ${viewport.width}`);
  }
  await page.close();
});

test('a reader who wants less motion gets no autoplay and no gliding camera', async () => {
  const page = await s.page({ reducedMotion: 'reduce' });
  await open(page, `${s.url}/?play=1`);
  await page.waitForTimeout(700);
  const state = await stateOf(page);
  assert.equal(state.playing, false);
  assert.equal(state.reducedMotion, true);
  /** How many different pictures a zoom shows until it stands. */
  const pictures = async () => {
    await dispatch(page, { type: 'reset' });
    return page.evaluate(() => new Promise((resolve) => {
      const canvas = document.querySelector('canvas');
      const seen = new Set();
      let drawn = window.framesDrawn;
      const look = () => { // in the task that has drawn, while the picture is there
        if (window.framesDrawn > drawn) seen.add(canvas.toDataURL());
        drawn = window.framesDrawn;
        if (window.framesAsked > drawn) window.nativeFrame(look);
        else resolve(seen.size);
      };
      window.unwind.dispatch({ type: 'zoom', factor: 4 });
      window.nativeFrame(look);
    }));
  };
  for (let i = 0; i < 3; i++) assert.equal(await pictures(), 1, 'the camera glides');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.waitForFunction(() => !window.unwind.state().reducedMotion);
  await until(pictures, (n) => n > 1, 'the camera is to glide'); // a frame may come when the way is over already
  await page.close();
});

test('play=1 plays at once and play=visible once the chart is in view', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?play=1&t=2026-02-05T15:00:00Z`);
  await page.waitForFunction(() => window.unwind.state().playing);
  await open(page, `${s.url}/?play=visible&t=2026-02-05T15:00:00Z`);
  await page.waitForFunction(() => window.unwind.state().playing);
  await open(page, `${s.url}/?play=0&t=2026-02-05T15:00:00Z`);
  await page.waitForTimeout(700);
  assert.equal((await stateOf(page)).playing, false);
  await page.close();
});

test('the hall view has larger type, a black screen and a clicker', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?ui=stage&t=2026-02-05T14:00:00Z`);
  const size = (id) => page.evaluate((e) => parseFloat(getComputedStyle(document.querySelector(e)).fontSize), id);
  assert.ok(await size('#summary') >= 20 && await size('#now') >= 20);
  const hidden = await page.evaluate(() => { // a clicker's bounce: the second press is none
    for (let i = 0; i < 2; i++) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '.', code: 'Period', bubbles: true, cancelable: true }));
    return document.getElementById('blackout').hidden;
  });
  assert.equal(hidden, false, 'the screen is not black');
  await page.waitForTimeout(200);
  await page.keyboard.press('.');
  await page.locator('#blackout').waitFor({ state: 'hidden' });
  const before = await stateOf(page);
  await page.keyboard.press('PageDown');
  await settle(page);
  assert.ok((await stateOf(page)).t > before.t);
  await page.close();
});

for (const [name, query, options] of [
  ['dark', '', {}], ['light', '?theme=light', {}], ['Russian on a phone', '?lang=ru', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
]) {
  test(`axe finds nothing serious: ${name}`, async () => {
    const page = await s.page(options);
    await open(page, `${s.url}/${query}`);
    for (const state of ['page', 'share', 'help', 'sources']) {
      if (state === 'sources') await page.locator('#help [data-sources]').click();
      else if (state !== 'page') {
        await page.evaluate(() => document.querySelectorAll('dialog[open]').forEach((d) => d.close()));
        await page.locator(`#${state}-open`).click();
      }
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations
        .filter((v) => ['serious', 'critical'].includes(v.impact))
        .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`));
      assert.deepEqual(found, [], state);
    }
    await page.close();
  });
}
