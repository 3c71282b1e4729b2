// The page without a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatch, errorsOf, open, openPanel, says, settle, stateOf } from './lib/page.mjs';
import { suite } from './lib/suite.mjs';

const s = suite();
const at = (...when) => Date.UTC(2026, 1, ...when);
const span = ({ shown }) => shown.to - shown.from;

const start = '?t=2026-02-05T20:10:00Z&from=2026-02-05T12:00:00Z&to=2026-02-06T12:00:00Z';

/** The element with the focus, as its id, its text or its tag. */
const focused = (page) => page.evaluate(() => {
  const e = document.activeElement;
  return e.id || e.dataset?.origin || e.className || e.tagName;
});

test('Tab reaches every control in the order of the page, shows where it is, and leaves the chart', async () => {
  const page = await s.page();
  await open(page, s.url);
  const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]')]
    .filter((e) => !e.disabled && e.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true }) && e.getClientRects().length)
    .map((e) => e.id || e.dataset.origin || e.className || e.tagName));
  assert.ok(wanted.length > 20, wanted.join(' '));
  const got = [], bare = [];
  for (let i = 0; i < wanted.length; i++) {
    await page.keyboard.press('Tab');
    got.push(await focused(page));
    const shown = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      const box = document.activeElement.getBoundingClientRect();
      return { outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, inside: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth };
    });
    if (!shown.outline || !shown.inside) bare.push(got.at(-1));
  }
  assert.deepEqual(got, wanted);
  assert.deepEqual(bare, [], 'nobody sees that these have the focus');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await focused(page), wanted.at(-2));
  await page.close();
});

test('Tab and Shift+Tab show what has the focus beside a chart that stays, which covers no other panel', async () => {
  const page = await s.page({ viewport: { width: 1280, height: 800 } });
  await open(page, s.url + '/?whatif=at:2026-02-06T00:00:00Z,shock:-0.05');
  for (const name of ['fuel', 'whatif', 'days']) await openPanel(page, name);
  await says(page, '[data-panel=whatif] output', /./);
  await page.waitForSelector('[data-panel=fuel] [data-of=quote][aria-valuetext]');
  await settle(page);

  /** Where the focus is, and whether something of it can be seen once the page stands. */
  const look = () => page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise(window.nativeFrame);
    const e = document.activeElement;
    const chart = document.querySelector('#chart');
    const box = e.getBoundingClientRect();
    const top = chart.contains(e) ? 0 : Math.max(box.top, Math.min(chart.getBoundingClientRect().bottom, innerHeight));
    const above = box.bottom <= chart.getBoundingClientRect().top; // the header
    return { name: e.id || e.textContent.trim().slice(0, 30) || e.tagName, end: e === document.body, seen: above ? box.top >= 0 : Math.min(box.bottom, innerHeight) - top >= Math.min(box.height, 16) };
  });
  for (const key of ['Tab', 'Shift+Tab']) {
    await page.focus(key === 'Tab' ? '#levels-open' : '.days-list a[href]');
    const hidden = [];
    let stops = 0;
    for (let now = await look(); !now.end && stops < 60; stops++) {
      if (!now.seen) hidden.push(now.name);
      await page.keyboard.press(key);
      now = await look();
    }
    assert.deepEqual(hidden, [], `hidden after ${key}`);
    assert.equal(stops, 60);
  }

  for (const id of ['fuel', 'whatif']) {
    await page.evaluate((at) => document.querySelector(`[data-panel=${at}] .body`).scrollIntoView(), id);
    await page.waitForFunction(() => document.querySelector('#chart').getBoundingClientRect().top === 0); // it stays beside them
  }
  await page.evaluate(() => document.querySelector('.days-list').scrollIntoView({ block: 'center' }));
  await page.waitForFunction(() => document.querySelector('#chart').getBoundingClientRect().top < -300); // and covers no other
  await page.close();
});

test('the skip link leads to the controls', async () => {
  const page = await s.page();
  await open(page, s.url);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.waitForFunction(() => window.unwind.state().playing);
  await page.close();
});

/** What each row of the list of keys does: a way to press it and a check. */
const rows = {
  'Space K': async (page) => {
    for (const key of ['Space', 'k']) {
      await page.keyboard.press(key);
      await page.waitForFunction(() => window.unwind.state().playing);
      await page.waitForTimeout(200); // a clicker's bounce is ignored
      await page.keyboard.press(key);
      await page.waitForFunction(() => !window.unwind.state().playing);
      await page.waitForTimeout(200);
    }
  },
  '← →': (page) => moves(page, 'ArrowLeft', 'ArrowRight', ({ t }) => t, ({ candleMs }) => candleMs),
  'J L': (page) => moves(page, 'j', 'l', ({ t }) => t, ({ candleMs }) => 9 * candleMs),
  'PgUp PgDn': (page) => moves(page, 'PageUp', 'PageDown', ({ t }) => t, () => 1000),
  'Home End': async (page) => {
    await press(page, 'Home');
    const first = await stateOf(page);
    assert.equal(first.t, first.start);
    await press(page, 'End');
    const last = await stateOf(page);
    assert.ok(last.end - last.t <= 1, new Date(last.t).toISOString());
  },
  '[ ]': (page) => moves(page, '[', ']', ({ speed }) => speed, () => 1),
  'I O': async (page) => {
    await press(page, 'i');
    await press(page, 'l');
    await press(page, 'o');
    const { a, b, t } = await stateOf(page);
    assert.equal(a, at(5, 20, 10));
    assert.ok(b > a + 8 * 60_000, `${a} to ${b}`);
    assert.equal(t, a, 'a replay at the end of its loop goes to the start');
  },
  '+ −': (page) => moves(page, '+', '-', (state) => span(state), () => 60_000),
  0: async (page) => {
    await press(page, '0');
    const { shown, start: from, end } = await stateOf(page);
    assert.deepEqual([shown.from, shown.to], [from, end]);
  },
  'Shift ← → ↑ ↓': async (page) => {
    await moves(page, 'Shift+ArrowLeft', 'Shift+ArrowRight', ({ shown }) => shown.from, () => 60_000);
    await moves(page, 'Shift+ArrowDown', 'Shift+ArrowUp', ({ shown }) => shown.high, () => 1);
  },
  Enter: async (page) => {
    await page.focus('#surface');
    await press(page, 'Enter');
    assert.ok(await page.evaluate(() => window.unwind.cell('crosshair')));
    await press(page, 'Enter');
    assert.ok((await stateOf(page)).pin);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !window.unwind.state().pin);
  },
  F: async (page) => {
    await page.keyboard.press('f');
    await page.waitForFunction(() => document.fullscreenElement !== null);
    await page.waitForTimeout(200);
    await page.keyboard.press('f');
    await page.waitForFunction(() => document.fullscreenElement === null);
  },
  S: async (page) => {
    await page.keyboard.press('s');
    await page.locator('#share').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#share').waitFor({ state: 'hidden' });
  },
  '. B': async (page) => {
    await dispatch(page, { type: 'style', ui: 'stage' });
    await page.waitForFunction(() => document.documentElement.dataset.ui === 'stage');
    for (const key of ['.', 'b']) {
      await page.keyboard.press(key);
      await page.locator('#blackout').waitFor();
      await page.waitForTimeout(200);
      await page.keyboard.press(key);
      await page.locator('#blackout').waitFor({ state: 'hidden' });
      await page.waitForTimeout(200);
    }
    await dispatch(page, { type: 'style', ui: 'full' });
  },
  '?': async (page) => {
    await page.keyboard.press('?');
    await page.locator('#help').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#help').waitFor({ state: 'hidden' });
  },
  Esc: async (page) => {
    await page.locator('#zoom-in').focus();
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'BODY');
  },
};

async function press(page, key) {
  await page.keyboard.press(key);
  await settle(page);
}

/** Checks that back makes a number smaller and on brings it up again. */
async function moves(page, back, on, number, least) {
  const before = await stateOf(page);
  await press(page, back);
  const less = await stateOf(page);
  assert.ok(number(less) <= number(before) - least(before), `${back}: ${number(before)} became ${number(less)}`);
  await press(page, on);
  const more = await stateOf(page);
  assert.ok(number(more) >= number(less) + least(before), `${on}: ${number(less)} became ${number(more)}`);
}

test('every key of the list of keys works', async (t) => {
  const page = await s.page();
  await open(page, s.url + '/' + start);
  await page.keyboard.press('?');
  const listed = await page.locator('#help .keys dt').allInnerTexts();
  await page.keyboard.press('Escape');
  assert.deepEqual(listed.map((row) => row.replace(/\s+/g, ' ').trim()).sort(), Object.keys(rows).sort(), 'the list and what is tested differ');
  for (const [row, check] of Object.entries(rows)) {
    await t.test(row, async () => {
      await dispatch(page, { type: 'pause' });
      await dispatch(page, { type: 'loop' });
      await dispatch(page, { type: 'view', from: at(5, 12), to: at(6, 12), low: 58000, high: 74000 });
      await dispatch(page, { type: 'seek', t: at(5, 20, 10) });
      await page.evaluate(() => document.activeElement.blur());
      await check(page);
    });
  }
  assert.deepEqual(errorsOf(page), []);
  await page.close();
});

test('a speed is chosen with every press, also with two before a picture', async () => {
  const page = await s.page();
  await open(page, s.url + '/' + start);
  const press = (...keys) => page.evaluate((codes) => {
    for (const code of codes) document.body.dispatchEvent(new KeyboardEvent('keydown', { code, key: code === 'BracketLeft' ? '[' : ']', bubbles: true, cancelable: true }));
  }, keys);
  const speeds = await page.$$eval('#speed option', (all) => all.map((o) => +o.value).filter((v) => v));
  const first = speeds.indexOf((await stateOf(page)).speed);
  await press('BracketLeft', 'BracketLeft', 'BracketLeft');
  await settle(page);
  assert.equal((await stateOf(page)).speed, speeds[first - 3]);
  await dispatch(page, { type: 'speed', speed: speeds[first] });
  await press('BracketRight', 'BracketLeft', 'BracketLeft');
  await settle(page);
  assert.equal((await stateOf(page)).speed, speeds[first - 1]);
  await page.close();
});

test('keys are found by their place where the layout is Russian', async () => {
  const page = await s.page();
  await open(page, s.url + '/' + start);
  const devtools = await page.context().newCDPSession(page);
  const russian = async (key, code, windowsVirtualKeyCode) => {
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: key, windowsVirtualKeyCode });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, windowsVirtualKeyCode });
    await settle(page);
  };
  const before = await stateOf(page);
  await russian('о', 'KeyJ', 74);
  const back = await stateOf(page);
  assert.ok(back.t < before.t - 9 * before.candleMs, 'о on the key of J');
  await russian('д', 'KeyL', 76);
  assert.ok((await stateOf(page)).t > back.t, 'д on the key of L');
  await russian('ъ', 'BracketRight', 221);
  assert.ok((await stateOf(page)).speed > before.speed, 'ъ on the key of ]');
  await russian('л', 'KeyK', 75);
  await page.waitForFunction(() => window.unwind.state().playing);
  await page.close();
});

test('keys in a field, in a menu and with Ctrl stay what they are', async () => {
  const page = await s.page();
  await open(page, s.url + '/' + start);
  const before = await stateOf(page);
  await page.locator('#speed').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await settle(page);
  assert.equal((await stateOf(page)).t, before.t, 'a key in the menu of speeds moved the replay');
  await page.locator('#share-open').click();
  await page.locator('#share-link').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Control+k');
  await settle(page);
  const after = await stateOf(page);
  assert.equal(after.t, before.t);
  assert.equal(after.playing, false);
  await page.close();
});

test('on a stage a clicker works whatever has the focus', async () => {
  const page = await s.page();
  await open(page, s.url + '/' + start + '&ui=stage');
  await page.locator('#speed').selectOption('60');
  assert.equal(await focused(page), 'surface', 'the chosen speed keeps the focus');
  await page.locator('#speed').focus();
  await page.keyboard.press('PageDown');
  await settle(page);
  const next = await stateOf(page);
  assert.ok(next.t > at(5, 20, 10), 'PageDown in the menu of speeds goes to no wave');
  assert.equal(next.speed, 60, 'PageDown in the menu of speeds changes the speed');
  await page.keyboard.press('Space');
  await page.waitForFunction(() => window.unwind.state().playing);
  for (const dialog of ['#help', '#share']) {
    await page.locator(`${dialog}-open`).click();
    await page.locator(dialog).waitFor();
    await page.keyboard.press('.');
    await page.locator('#blackout').waitFor();
    assert.equal(await page.locator(dialog).isVisible(), false, 'a dialog lies over the black screen');
    await page.waitForTimeout(200);
    await page.keyboard.press('.');
    await page.locator('#blackout').waitFor({ state: 'hidden' });
    await page.waitForTimeout(200);
  }
  await page.close();
});

test('a link keeps Enter and leaves Space to the replay', async () => {
  const page = await s.page();
  await open(page, s.url + '/' + start);
  await page.locator('#language').focus();
  await page.keyboard.press('Space');
  await page.waitForFunction(() => window.unwind.state().playing);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.documentElement.lang === 'ru');
  await page.close();
});

test('the scrub bar takes the arrow keys as steps of candles', async () => {
  const page = await s.page();
  await open(page, s.url + '/' + start);
  await page.locator('#time').focus();
  const before = await stateOf(page);
  await press(page, 'ArrowRight');
  const after = await stateOf(page);
  assert.equal(after.t, (Math.floor(before.t / before.candleMs) + 1) * before.candleMs);
  await page.close();
});
