// With as much in view as is ever drawn, what stands still is drawn from an
// image to which the replay adds. Nobody may see that.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { crowd } from './lib/crowd.mjs';
import { compare, dispatch, errorsOf, open, pictureOf, settle, stateOf } from './lib/page.mjs';
import { serve } from './lib/server.mjs';
import { suite } from './lib/suite.mjs';

// The tape is there before the server of the tests looks: hooks may run beside
// each other.
const folder = mkdtempSync(join(tmpdir(), 'unwind-'));
const source = await serve();
const tape = await (await fetch(`${source.url}/api/events/btc-2026-02-05`)).json();
await source.stop();
writeFileSync(join(folder, 'crowd.json'), JSON.stringify(crowd(tape)));
const s = suite({ flags: ['--tapes', folder] });
after(() => rmSync(folder, { recursive: true, force: true }));

/** Asserts that two pictures show the same; blending in another order rounds otherwise by a step or two. */
async function agree(a, b, what) {
  const { same } = await compare(s.browser, a, b, { tolerance: 2 });
  assert.ok(same >= 0.9999, `${what}: ${(100 * (1 - same)).toFixed(3)} % of the pixels differ`);
}

/** What a page that is opened at t, and draws all of it anew, shows. */
async function anew(t, query, options) {
  const page = await s.page(options);
  await open(page, `${s.url}/?event=crowd&t=${t}${query}`);
  assert.equal((await stateOf(page)).event, 'crowd');
  const picture = await pictureOf(page);
  await page.close();
  return picture;
}

for (const [name, options, query] of [
  ['', {}, '&speed=600'],
  [' at 1.5×, light', { deviceScaleFactor: 1.5, viewport: { width: 1000, height: 640 } }, '&speed=600&theme=light'],
]) {
  test(`playing a crowded event shows what a new page shows at that time${name}`, async () => {
    const page = await s.page(options);
    await open(page, `${s.url}/?event=crowd&t=2026-02-07T12:00:00Z${query}`);
    await dispatch(page, { type: 'play' });
    await page.waitForFunction((end) => window.unwind.state().t >= end, Date.UTC(2026, 1, 7, 13));
    await dispatch(page, { type: 'pause' });
    await page.evaluate(() => { document.getElementById('notes').hidden = true; });
    await settle(page);
    const { t } = await stateOf(page);
    await agree(await pictureOf(page), await anew(t, query, options), 'after playing');

    const earlier = t - 20 * 3_600_000;
    await dispatch(page, { type: 'seek', t: earlier });
    await page.mouse.move(1, 1); // two more frames draw from the image again
    await settle(page);
    await agree(await pictureOf(page), await anew(earlier, query, options), 'after a seek back');

    await dispatch(page, { type: 'layers', layers: ['heat', 'candles'] });
    await dispatch(page, { type: 'step', candles: 1 });
    await page.setViewportSize({ width: 900, height: 600 });
    await settle(page);
    const stepped = (await stateOf(page)).t;
    await agree(await pictureOf(page), await anew(stepped, `${query}&layers=heat,candles`, { ...options, viewport: { width: 900, height: 600 } }), 'after other layers and a resize');
    assert.deepEqual(errorsOf(page), []);
    await page.close();
  });
}
