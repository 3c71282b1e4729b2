// Alerts: rules of whoever looks, a line over the chart when something begins,
// and the browser's notification while the tab is hidden, by consent alone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { dispatch, errorsOf, open, openPanel as openPanelOf, ready, says, settle, stateOf } from './lib/page.mjs';
import { StandIn, leaveAlone } from './lib/standin.mjs';
import { suite } from './lib/suite.mjs';

const s = suite({ browser: { args: ['--host-resolver-rules=MAP unwind.test 127.0.0.1'] } });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panel = '[data-panel=alerts]';
const consent = `${panel} [data-out=notify]`;
// From here the sixth wave comes to 100 million after 4:40 and the price near a
// level of longs after 5:40, as docs/embedding.md has it.
const MOMENT = '2026-02-06T00:00:00Z&speed=60', BEGAN = 1770336280000, NEAR = 1770336340000;

/** Runs before the page's scripts: notifications are only noted down, and a test can hide the page. */
function watchNotifications() {
  const native = window.Notification;
  window.notified = [];
  window.asked = 0;
  window.away = false;
  class Noted extends EventTarget {
    constructor(title, options) {
      super();
      Object.assign(this, { title, ...options });
      if (native.permission === 'granted') window.notified.push(this);
    }

    close() { this.closed = true; }

    static get permission() { return native.permission; }

    static requestPermission() {
      window.asked++;
      return Promise.resolve(window.answer ?? native.permission);
    }
  }
  window.Notification = Noted;
  Object.defineProperty(document, 'visibilityState', { get: () => (window.away ? 'hidden' : 'visible') });
  // A tab that is hidden gets no animation frames.
  const frame = window.requestAnimationFrame.bind(window);
  const held = [];
  window.requestAnimationFrame = (f) => (window.away && window.stopFrames ? held.push(f) : frame(f));
  window.hide = (on) => {
    window.away = on;
    if (!on) for (const f of held.splice(0)) frame(f);
    document.dispatchEvent(new Event('visibilitychange'));
  };
}

async function newPage(options) {
  const page = await s.page(options);
  await page.addInitScript(watchNotifications);
  return page;
}

/** Opens the panel; its script works then. */
async function openPanel(page) {
  await openPanelOf(page, 'alerts');
  await says(page, consent, /./);
}

/** Plays until something of a kind is told, and stands there. */
async function playUntil(page, kind) {
  await page.evaluate((wanted) => {
    const stop = window.unwind.on('alert', (alert) => {
      if (alert.kind !== wanted) return;
      stop();
      window.unwind.dispatch({ type: 'pause' });
    });
    window.unwind.dispatch({ type: 'play' });
  }, kind);
  await page.waitForFunction(() => !window.unwind.state().playing);
}

/** Waits for the line over the chart and holds it: nobody who looks lets it go. */
async function heldLine(page, selector = '.told-line') {
  await page.waitForSelector(selector);
  await page.focus('.told-line > button');
}

/** Switches rules on by the keyboard. */
async function choose(page, values) {
  for (const [name, value] of Object.entries(values)) {
    await page.focus(`${panel} [name="${name}"]`);
    if (value === true) await page.keyboard.press('Space');
    else {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(value);
      await page.keyboard.press('Tab');
    }
  }
}

const followed = leaveAlone();
const live = suite({ flags: followed.flags });
after(followed.remove);

/** A live page before a stand-in for its stream, in a browser that has kept something. */
async function follow(kept) {
  const page = await live.page();
  await page.addInitScript(watchNotifications);
  if (kept) await page.addInitScript((set) => localStorage.setItem('unwind.alerts', JSON.stringify(set)), kept);
  await page.context().grantPermissions(['notifications']);
  const standin = new StandIn();
  await standin.serve(page);
  const asked = [];
  page.on('request', (r) => { if (/alerts/.test(r.url())) asked.push(r.url()); });
  await page.goto(`${live.url}/live?lang=en`);
  await ready(page);
  return { page, standin, asked };
}

/** Liquidates some, and waits until the chart at the edge has them: what they make it tell was told with them. */
async function liquidated(page, standin) {
  const { longUSD } = await stateOf(page);
  standin.liquidate(40);
  await page.waitForFunction((usd) => window.unwind.state().longUSD > usd, longUSD);
  await settle(page);
}

const rulesOf = (page) => page.evaluate(() => window.unwind.alerts().rules);

test('a replay tells what begins, once, in a line that names the newest and counts those before', async () => {
  const page = await newPage();
  await open(page, `${s.url}/?lang=en&t=${MOMENT}`);
  await openPanel(page);
  await choose(page, { wave: true, waveUSD: '100000000', near: true, nearUSD: '100000000' });
  assert.deepEqual(await rulesOf(page), { waveUSD: 1e8, fallShare: null, fallMinutes: null, nearShare: 0.005, nearUSD: 1e8 });
  await playUntil(page, 'near');
  await heldLine(page, '.told-line.near');
  await says(page, '.told-line', /Price near a bright level.*00:05:40.*\$106.M at 60,905–61,069 \(estimated\)/s);
  await says(page, '.told-line .row', /1 more before it/);
  await says(page, '#chart > [role=status]', /^Price near a bright level\. The price of 61,171/);
  const told = await page.evaluate(() => window.unwind.alerts().alerts.map(({ kind, t }) => [kind, t]));
  assert.deepEqual(told, [['near', NEAR], ['wave', BEGAN]]);
  assert.equal(await page.locator(`${panel} .told li`).count(), 2);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.told-line').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'surface', 'the focus is lost');
  await page.locator(`${panel} .told li`).nth(1).locator('button').click();
  await settle(page);
  assert.equal((await stateOf(page)).t, BEGAN);
  await page.waitForFunction(() => location.search.includes('t=2026-02-06T00:04:40Z'));
  assert.doesNotMatch(await page.evaluate(() => location.search), /alert/, 'the link has rules');
  assert.equal(await page.evaluate(() => window.asked + window.notified.length), 0, 'nobody asked for notifications');
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('rules are kept in this browser, a number out of its bounds does not count, the language changes all', async () => {
  const page = await newPage();
  await open(page, `${s.url}/?lang=en&t=${MOMENT}`);
  await openPanel(page);
  await choose(page, { fall: true, fallShare: '3.5', fallMinutes: '500' });
  assert.equal((await rulesOf(page)).fallShare, null);
  await says(page, `${panel} [data-rule=fall] .fault`, /from 1 to 240/);
  await choose(page, { fallMinutes: '45', near: true, nearUSD: '' });
  await page.focus(`${panel} [name=nearUSD]`);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Tab');
  const rules = { waveUSD: null, fallShare: 0.035, fallMinutes: 45, nearShare: 0.005, nearUSD: null };
  assert.deepEqual(await rulesOf(page), rules);
  await page.reload();
  await ready(page);
  assert.equal((await rulesOf(page)).fallShare, null, 'a replay is watched once the panel is open');
  await openPanel(page);
  assert.deepEqual(await rulesOf(page), rules);
  assert.equal(await page.inputValue(`${panel} [name=fallShare]`), '3.5');
  await page.click('#language');
  await says(page, '.alerts', /Открытый интерес быстро падает/);
  assert.deepEqual(await rulesOf(page), rules);
  await page.close();
});

test('the browser is asked on a click alone, and notifies only while the tab is hidden', async () => {
  const page = await newPage();
  await open(page, `${s.url}/?lang=en&t=${MOMENT}`);
  await openPanel(page);
  await says(page, consent, /The browser will ask/);
  await page.context().grantPermissions(['notifications']);
  await page.click(`${panel} [data-do=notify]`);
  await says(page, consent, /^On:/);
  await choose(page, { wave: true, waveUSD: '100000000', near: true, nearUSD: '100000000' });
  await page.evaluate(() => window.hide(true));
  await playUntil(page, 'near');
  const got = await page.evaluate(() => window.notified.map(({ title, body, tag, silent, renotify }) => ({ title, body, tag, silent, renotify })));
  assert.deepEqual(got.map(({ title }) => title), ['Wave of liquidations', 'Price near a bright level']);
  assert.match(got[1].body, /\(estimated\)\. 2 since you left\.$/);
  for (const n of got) assert.deepEqual([n.tag, n.silent, n.renotify], ['unwind-btc-2026-02-05', true, true]);
  await page.evaluate(() => window.notified[1].onclick());
  await settle(page);
  assert.equal((await stateOf(page)).t, NEAR);
  assert.ok(await page.evaluate(() => window.notified[1].closed));
  await page.evaluate(() => window.hide(false));
  await dispatch(page, { type: 'seek', t: '2026-02-06T00:00:00Z' });
  await page.evaluate(() => window.unwind.dispatch({ type: 'play' }));
  await page.waitForFunction((t) => window.unwind.alerts().alerts.length > 2, NEAR);
  assert.equal(await page.evaluate(() => window.notified.length), 2, 'a tab that is seen needs no notification');
  await page.click(`${panel} [data-do=notify]`);
  await says(page, consent, /^Off/);
  await page.close();
});

test('what the browser does not allow is said with how to undo it', async () => {
  const page = await newPage();
  await page.addInitScript(() => { window.answer = 'denied'; });
  await open(page, `${s.url}/?lang=en&t=${MOMENT}`);
  await openPanel(page);
  await page.evaluate(() => Object.defineProperty(window.Notification, 'permission', { get: () => (window.asked ? 'denied' : 'default') }));
  await page.click(`${panel} [data-do=notify]`);
  await says(page, consent, /site settings/);
  assert.ok(await page.locator(`${panel} [data-do=notify]`).isHidden());
  await page.close();

  const phone = await newPage();
  await phone.addInitScript(() => {
    window.Notification = class {
      static permission = 'default';

      constructor() { throw new TypeError('Illegal constructor'); }
    };
  });
  await open(phone, `${s.url}/?lang=en&t=${MOMENT}`);
  await openPanel(phone);
  await phone.click(`${panel} [data-do=notify]`);
  await says(phone, consent, /shows no notifications/);
  await phone.close();

  const plain = await newPage();
  await open(plain, `${s.url.replace('127.0.0.1', 'unwind.test')}/?lang=en&t=${MOMENT}`);
  await openPanel(plain);
  await says(plain, consent, /only to pages over https or on localhost/);
  await plain.close();
});

test('the line covers neither counter nor controls, is none in an embed, and axe finds no fault', async () => {
  for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    const page = await newPage({ viewport: size });
    await open(page, `${s.url}/?lang=ru&theme=light&t=${MOMENT}`);
    await openPanel(page);
    await choose(page, { wave: true, waveUSD: '100000000' });
    await playUntil(page, 'wave');
    await heldLine(page);
    await settle(page);
    const [line, chart] = await Promise.all(['.told-line', '#surface'].map((at) => page.locator(at).boundingBox()));
    const strip = size.width < 560 ? 140 : 58; // with the counter
    assert.ok(line.y >= chart.y + strip && line.y + line.height <= chart.y + chart.height - 24, `the line at ${JSON.stringify(line)} in ${JSON.stringify(chart)}`);
    assert.ok(line.x >= chart.x && line.x + line.width <= chart.x + chart.width - 62, 'the line covers the prices');
    await page.evaluate(axe);
    for (const at of [panel, '.told-line']) {
      const faults = await page.evaluate((root) => window.axe.run(root).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)), at);
      assert.deepEqual(faults, []);
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
    await dispatch(page, { type: 'style', ui: 'min' });
    await page.waitForFunction(() => document.documentElement.dataset.ui === 'min');
    assert.ok(await page.locator('.told-line').isHidden());
    await page.close();
  }
});

test('a live market notifies of a wave while the tab is hidden, without the panel and without frames; a click leads to the edge', async () => {
  const { page, standin } = await follow({ wave: true, waveUSD: 5e6, notify: true });
  await page.waitForFunction(() => window.unwind.alerts()?.rules.waveUSD === 5e6);
  const { t } = await stateOf(page);
  await page.evaluate((to) => window.unwind.dispatch({ type: 'seek', t: to }), t - 1200e3);
  await page.evaluate(() => {
    window.stopFrames = true;
    window.hide(true);
  });
  standin.liquidate(40);
  await page.waitForFunction(() => window.notified.length === 1, null, { polling: 100 }); // there are no frames to look in
  const { title, body, tag } = await page.evaluate(() => ({ ...window.notified[0], onclick: null }));
  assert.deepEqual([title, tag], ['Wave of liquidations', 'unwind-live-btcusdt']);
  assert.match(body, /^At least \$[\d.]+.M liquidated in a wave since \d\d:\d\d:\d\d.UTC, mostly longs \(recorded\)\.$/);
  assert.equal((await stateOf(page)).live.edge, false);
  await page.evaluate(() => {
    window.hide(false);
    window.notified[0].onclick();
  });
  await page.waitForFunction(() => window.unwind.state().live.edge);
  await heldLine(page);
  await says(page, '.told-line', /Wave of liquidations/);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.told-line')).position === 'absolute');
  await liquidated(page, standin);
  assert.equal(await page.evaluate(() => window.unwind.alerts().alerts.length), 1, 'the same wave is told twice');
  await page.close();
});

test('a live page has the panel, and fetches nothing of alerts where no rules were kept', async () => {
  const { page, standin, asked } = await follow();
  await liquidated(page, standin);
  assert.deepEqual(asked, []);
  await openPanel(page);
  await choose(page, { wave: true, waveUSD: '9000000' });
  for (let i = 0; i < 3; i++) standin.liquidate(60);
  await heldLine(page, '.told-line.wave');
  assert.equal(await page.locator(`${panel} .told li`).count(), 1);
  await page.close();
});
