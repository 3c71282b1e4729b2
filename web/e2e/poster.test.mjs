// The server's picture and the page's canvas draw the same scene.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { canvasOf, compare, errorsOf, open, pictureOf, plotIn, settle } from './lib/page.mjs';
import { serve } from './lib/server.mjs';
import { suite } from './lib/suite.mjs';

// The built-in event with an hour of a throttled feed: an order in nine of ten
// seconds. The tape is there before the server of the tests looks.
const folder = mkdtempSync(join(tmpdir(), 'unwind-'));
const source = await serve();
const tape = await (await fetch(`${source.url}/api/events/btc-2026-02-05`)).json();
await source.stop();
const seconds = [...Array(3600).keys()].filter((n) => n % 10);
const { why, sources } = tape.liquidations;
writeFileSync(join(folder, 'full.json'), JSON.stringify({
  ...tape,
  id: 'full',
  totals: undefined,
  liquidations: {
    provenance: 'recorded', why, sources,
    times: { start: '2026-02-05T23:40:01Z', gaps: seconds.slice(1).map((n, i) => 1000 * (n - seconds[i])) },
    side: seconds.map((n) => 'LLS'[n % 3]).join(''),
    price: seconds.map((n) => 63_000 - n / 2),
    notional: seconds.map((n) => 20_000 + 100 * (n % 997)),
    venues: ['binance'],
    venue: seconds.map(() => 0),
  },
}));
// The same with a stretch in which nothing came and two of other venues.
writeFileSync(join(folder, 'torn.json'), JSON.stringify({
  ...tape,
  id: 'torn',
  venue: 'binance',
  gaps: {
    provenance: 'recorded', why,
    times: ['2026-02-05T23:10:00Z', '2026-02-05T23:30:00Z', '2026-02-06T00:05:00Z'].map(Date.parse), lengths: [900_000, 300_000, 420_500],
    venues: ['', 'bybit', 'okx'], venue: [2, 0, 1], reasons: ['disconnected', 'stopped'], reason: [0, 1, 0],
  },
}));
after(() => rmSync(folder, { recursive: true, force: true }));

const s = suite({ flags: ['--tapes', folder] });

const cases = [
  ['the whole fall, dark', '', 1],
  ['the whole fall, light', 'theme=light', 1],
  ['in Russian', 'lang=ru', 1],
  ['at 1.5×', '', 1.5],
  ['at 2×, light, Russian', 'theme=light&lang=ru', 2],
  ['in the middle of the cascade', 't=2026-02-05T20:50:10Z&from=2026-02-05T19:30:00Z&to=2026-02-05T21:30:00Z', 1],
  ['in the middle of the cascade at 2×', 't=2026-02-06T00:14:20Z&from=2026-02-05T23:00:00Z&to=2026-02-06T01:00:00Z&speed=60', 2],
  ['a zoom with its own prices and palette', 't=2026-02-06T00:19:30Z&from=2026-02-06T00:00:00Z&to=2026-02-06T00:40:00Z&low=59500&high=63000&palette=viridis&min=1000000&max=60000000', 1.5],
  ['sides apart, with a gamma and a scale of its own', 'palette=split&gamma=0.6&min=8000000&max=40000000&low=64000&high=75000', 1.5],
  ['for a hall', 'ui=stage', 1],
  ['filtered, with parameters', 'side=long&lev=25-&model=levered:0.7', 1.5],
  ['with lanes and the chain of a wave', 'event=btc-2025-10-10&t=2025-10-10T21:21Z&layers=heat,candles,chain,lanes&from=2025-10-10T20:40Z&to=2025-10-10T22:00Z', 1],
  ['with the chain of waves and a pinned cell', 'layers=heat,candles,chain,profile&from=2026-02-05T12:00Z&to=2026-02-06T03:00Z&pin=2026-02-05T19:00Z,64000', 2],
  ['at smart pace', 'speed=smart&t=2026-02-06T00:14:20Z&from=2026-02-05T23:00:00Z&to=2026-02-06T01:00:00Z&theme=light', 1.5],
  ['with the fuel against the depth', 'layers=heat,candles,profile,fuel,depth&depth=conversion:20&t=2026-02-05T23:50:00Z', 1],
  ['with the fuel alone at 2×, light, Russian', 'layers=heat,candles,fuel&theme=light&lang=ru&t=2026-02-05T23:50:00Z', 2],
  ['while a feed is full', 'event=full&layers=candles,bubbles&t=2026-02-06T00:10:30Z&from=2026-02-05T23:30:00Z&to=2026-02-06T00:50:00Z', 1.5],
  ['after a feed was full, light', 'event=full&theme=light&layers=bubbles&t=2026-02-06T01:10:00Z&from=2026-02-05T22:00:00Z&to=2026-02-06T02:00:00Z', 1],
  ['with gaps', 'event=torn&t=2026-02-06T00:10:30Z&from=2026-02-05T23:00:00Z&to=2026-02-06T00:50:00Z', 1.5],
  ['with gaps at 2×, light, Russian', 'event=torn&theme=light&lang=ru&t=2026-02-06T00:40:00Z&from=2026-02-05T23:17:00Z&to=2026-02-06T00:50:00Z', 2],
  ['with panels', 'layers=heat,candles,bubbles,profile,liquidations,oi,funding', 1],
  ['with a what-if, zoomed to it', 't=2026-02-06T00:12:00Z&from=2026-02-05T23:50:00Z&to=2026-02-06T00:36:00Z&whatif=at:2026-02-06T00:00:00Z,shock:-0.05,cap:10', 1.5],
  ['with a what-if on the whole fall, light, Russian', 'theme=light&lang=ru&t=2026-02-06T00:12:00Z&whatif=at:2026-02-06T00:00:00Z,order:900000000,shock:0,law:square', 1],
];

const size = { width: 1000, height: 560 }; // where ui=none fills the window

/** Asserts that the picture of a canvas at box is the server's. */
async function agree(t, live, poster, box, scale) {
  const all = await compare(s.browser, live, poster, { tolerance: 2 });
  const plot = plotIn({ x: 0, y: 0, width: box.width, height: box.height });
  const within = Object.fromEntries(Object.entries(plot).map(([key, v]) => [key, v * scale]));
  const bare = await compare(s.browser, live, poster, { tolerance: 2, within });
  t.diagnostic(`${(100 * bare.same).toFixed(3)} % outside text, ${(100 * all.same).toFixed(3)} % in all`);
  const where = `they differ from ${all.x0}, ${all.y0} to ${all.x1}, ${all.y1} of ${all.width} × ${all.height}`;
  assert.ok(all.same >= 0.97, `${(100 * all.same).toFixed(2)} % of all pixels are the same; ${where}`);
  assert.ok(bare.same >= 0.99, `${(100 * bare.same).toFixed(2)} % of the pixels of the plot, where no text is, are the same; ${where}`);
}

for (const [name, query, scale] of cases) {
  test(`the canvas equals the poster: ${name}`, async (t) => {
    const page = await s.page({ viewport: size, deviceScaleFactor: scale });
    await open(page, `${s.url}/?ui=none&theme=dark&lang=en&${query}`.replace(/(theme|lang|ui)=\w+&(?=.*\b\1=)/g, ''));
    await page.waitForFunction(() => { const { whatif } = window.unwind.state(); return !whatif || whatif.result?.seeds === 64; });
    await settle(page);
    await page.locator('#poster').evaluate((e) => e.remove()); // so that nothing but the canvas can be seen
    const box = await canvasOf(page).boundingBox();
    const live = await pictureOf(page);
    const own = new URLSearchParams(new URL(page.url()).search);
    for (const key of ['theme', 'lang', 'ui']) own.set(key, (await page.evaluate((k) => window.unwind.state()[k], key)));
    own.set('bare', '1');
    own.set('w', String(box.width));
    own.set('h', String(box.height));
    own.set('scale', String(scale));
    const answer = await fetch(`${s.url}/poster.png?${own}`);
    assert.equal(answer.status, 200, own.toString());
    const poster = Buffer.from(await answer.arrayBuffer());
    await agree(t, live, poster, box, scale);
    assert.deepEqual(errorsOf(page), []);
    await page.close();
  });
}

// The page with everything around the chart, in windows where the chart is as
// large as the picture that the page asked for. In a hall, whose margins grow
// with the type, the page scales that picture; so there it is asked for again.
const panels = 'layers=heat,candles,bubbles,volume,profile,liquidations,oi,funding';
const windows = [
  ['in a window', '', { width: 1280, height: 720 }, 1],
  ['in a window, light, Russian', 'theme=light&lang=ru', { width: 1280, height: 720 }, 1],
  ['in a window, with panels', panels, { width: 1280, height: 720 }, 1],
  ['in a high window, with panels', panels, { width: 1712, height: 1000 }, 1],
  ['for a hall', 'ui=stage', { width: 1280, height: 720 }, 1],
  ['for a hall in full HD', 'ui=stage', { width: 1920, height: 1080 }, 1],
  ['on a phone', '', { width: 390, height: 844 }, 2],
  ['on a phone, with panels', panels, { width: 390, height: 844 }, 2],
];

for (const [name, query, viewport, scale] of windows) {
  test(`the canvas equals the poster of its page: ${name}`, async (t) => {
    // a phone lays its scroll bars over the page
    const page = await s.page({ viewport, deviceScaleFactor: scale, isMobile: viewport.width < 600 });
    await open(page, `${s.url}/?${query}`);
    const asked = new URL(await page.locator('#poster img').evaluate((image) => image.currentSrc));
    await page.locator('#poster').evaluate((e) => e.remove());
    const { width, height } = await canvasOf(page).boundingBox();
    const [w, h] = ['w', 'h'].map((key) => Number(asked.searchParams.get(key)));
    if (query.includes('ui=stage')) {
      assert.ok(Math.abs(w / h / (width / height) - 1) < 0.01, `${w} × ${h} was asked for, ${width} × ${height} is drawn`);
      asked.searchParams.set('w', String(width));
      asked.searchParams.set('h', String(height));
    } else {
      assert.deepEqual({ w, h }, { w: width, h: height });
    }
    const poster = Buffer.from(await (await fetch(asked)).arrayBuffer());
    await agree(t, await pictureOf(page), poster, { width, height }, scale);
    assert.deepEqual(errorsOf(page), []);
    await page.close();
  });
}

test('the comparison tells two moments apart', async () => {
  const get = async (t) => Buffer.from(await (await fetch(`${s.url}/poster.png?t=${t}&bare=1`)).arrayBuffer());
  const { same } = await compare(s.browser, await get('2026-02-05T20:50:00Z'), await get('2026-02-05T23:50:00Z'), { tolerance: 2 });
  assert.ok(same < 0.97, `${(100 * same).toFixed(2)} % are the same three hours later`);
});
