// When something is missing: the server, the GPU, WebAssembly, the tape.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch } from './lib/chromium.mjs';
import { compare, dispatch, errorsOf, newPage, open, pictureOf, ready, says, settle, stateOf } from './lib/page.mjs';
import { serve } from './lib/server.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();

/** Checks that the poster stands and that the page says why there is no chart. */
async function failed(page, reason) {
  await page.locator('#failure').waitFor();
  await says(page, '#failure', reason);
  await page.locator('#poster').waitFor();
  assert.ok(await page.locator('#poster img').evaluate(async (img) => { await img.decode(); return img.naturalWidth > 300; }));
  assert.match(await page.locator('#summary').innerText(), /59,800/);
  assert.ok(await page.locator('#retry').isVisible());
}

/** Presses "try again" and waits for the chart. */
async function retried(page) {
  await page.locator('#retry').click();
  await ready(page);
  await page.locator('#failure').waitFor({ state: 'hidden' });
  await page.locator('#poster').waitFor({ state: 'hidden' });
}

test('when the server is gone everything that was loaded goes on', async () => {
  const server = await serve();
  const page = await s.page();
  try {
    await open(page, server.url);
    await server.stop();
    const picture = await pictureOf(page);
    await page.locator('#play').click();
    await page.waitForFunction(() => window.unwind.state().playing && window.unwind.state().t > Date.UTC(2026, 1, 5, 14, 40));
    await page.locator('#play').click();
    const scrub = await page.locator('#scrub').boundingBox();
    await page.mouse.click(scrub.x + 0.4 * scrub.width, scrub.y + 10);
    await dispatch(page, { type: 'zoom', factor: 2 });
    await page.locator('#language').click();
    await settle(page);
    await says(page, 'h1', /Биткоин/);
    await page.locator('#theme').click();
    await settle(page);
    assert.equal((await stateOf(page)).theme, 'light');
    await page.locator('#help-open').click();
    await page.keyboard.press('Escape');
    await page.locator('#share-open').click();
    assert.match(await page.locator('#share-link').inputValue(), /t=2026/);
    await page.keyboard.press('Escape');
    await page.locator('#theme').click();
    await page.locator('#language').click();
    await dispatch(page, { type: 'reset' });
    await dispatch(page, { type: 'seek', t: Date.UTC(2026, 1, 6, 0, 30) });
    await page.evaluate(() => { document.getElementById('notes').hidden = true; });
    await page.mouse.move(1, 1);
    await settle(page);
    assert.equal((await compare(s.browser, picture, await pictureOf(page))).same, 1, 'back at the start the picture is another');
    assert.deepEqual(errorsOf(page), []);
  } finally {
    await page.close();
    await server.stop();
  }
});

const lose = (page) => page.evaluate(() => {
  document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();
});

test('a lost GPU shows the poster, and a tap resumes the same state without a reload', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T20:50:00Z&from=2026-02-05T12:00:00Z&to=2026-02-06T06:00:00Z&speed=60`);
  await page.evaluate(() => { window.sameDocument = true; });
  const before = await stateOf(page);
  const picture = await pictureOf(page);
  await lose(page);
  await page.locator('#resume').waitFor();
  await page.locator('#poster').waitFor();
  assert.match(await page.locator('#resume').innerText(), /resume/i);
  await page.locator('#resume').click();
  await ready(page);
  await page.locator('#resume').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => window.sameDocument), true, 'the page was loaded anew');
  assert.deepEqual(await stateOf(page), before);
  await page.mouse.move(1, 1);
  await settle(page);
  assert.equal((await compare(s.browser, picture, await pictureOf(page))).same, 1, 'the picture is another');
  await page.close();
});

test('a GPU that is lost while playing and then again comes back playing', async () => {
  const page = await s.page();
  await open(page, `${s.url}/?t=2026-02-05T16:00:00Z&speed=5`);
  await page.evaluate(() => { window.sameDocument = true; });
  await dispatch(page, { type: 'play' });
  for (let i = 0; i < 2; i++) {
    await lose(page);
    await page.locator('#resume').click();
    await ready(page);
    await page.waitForFunction(() => window.unwind.state().playing);
  }
  const { t, speed } = await stateOf(page);
  assert.equal(speed, 5);
  assert.ok(t >= Date.UTC(2026, 1, 5, 16) && t < Date.UTC(2026, 1, 5, 17), new Date(t).toISOString());
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  assert.equal(await page.locator('canvas').count(), 1);
  await page.close();
});

for (const [what, pattern, answer, reason] of [
  ['a client that does not compile', '**/main.wasm', { contentType: 'application/wasm', body: 'no module at all' }, /could not run/],
  ['a client that does not arrive', '**/main.wasm', null, /cannot be reached/],
  ['a tape that is missing', '**/api/events/btc-*', { status: 404, contentType: 'application/json', body: '{"error":{"code":"no_event","message":"gone"}}' }, /data of this event/],
  ['a tape that is cut off', '**/api/events/btc-*', { contentType: 'application/json', body: '{"format":"unwind-tape/1","id":"btc-2026-02-05","candles":{"t":[1' }, /data of this event/],
  ['a server that fails', '**/api/events/btc-*', { status: 503, contentType: 'application/json', body: '{}' }, /cannot be reached/],
]) {
  test(`${what}: poster, text and reason stay, and a retry works`, async () => {
    const page = await s.page();
    await page.route(pattern, (route) => (answer ? route.fulfill(answer) : route.abort()));
    await page.goto(s.url);
    await failed(page, reason);
    await page.locator('#retry').click(); // it fails again
    await failed(page, reason);
    await page.unroute(pattern);
    await retried(page);
    await page.close();
  });
}

test('without WebGL: poster, text and reason stay, and a retry works once there is one', async () => {
  const page = await s.page();
  await page.addInitScript(() => {
    const native = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith('webgl') && !window.webglAllowed ? null : native.call(this, kind, ...rest);
    };
  });
  await page.goto(s.url);
  await failed(page, /no WebGL/);
  await page.evaluate(() => { window.webglAllowed = true; });
  await retried(page);
  await page.close();
});

test('a browser without 3D and one without WebAssembly keep the poster', async () => {
  const browser = await launch({ gl: 'none' });
  try {
    const page = await newPage(await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-GB' }));
    await page.goto(s.url);
    await failed(page, /no WebGL/);
  } finally {
    await browser.close();
  }
  const page = await s.page();
  await page.addInitScript(() => { delete window.WebAssembly; });
  await page.goto(s.url);
  await failed(page, /could not run/);
  await page.close();
});

test('without scripts the picture, the sentence and the sources are there', async () => {
  const page = await s.page({ javaScriptEnabled: false });
  await page.goto(`${s.url}/?t=2026-02-05T20:50:00Z`);
  assert.ok(await page.locator('#poster img').isVisible());
  assert.match(await page.locator('#poster img').getAttribute('src'), /t=2026-02-05T20:50:00Z/);
  assert.match(await page.locator('#summary').innerText(), /59,800/);
  assert.ok((await page.locator('noscript').innerText()).length > 20);
  await page.close();
});
