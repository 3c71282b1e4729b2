// Real markets, end to end: venues on loopback that speak the documented
// protocols, the server that follows and records them, and the page.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { program, summed, until, venues } from './lib/venues.mjs';

const run = promisify(execFile);

const followed = ['binance', 'bybit', 'okx', 'deribit', 'bitmex', 'hyperliquid'];
let world, server, folder;
const flags = () => ['--live', followed.join(','), '--data', join(folder, 'data')];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unwind-live-'));
  world = await venues();
  server = await world.serve(flags());
});
after(async () => {
  await server?.stop();
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = async (path) => (await fetch(server.url + path)).json();
const statusOf = async (id) => (await get('/api/live')).venues.find((v) => v.venue === id);
const flowing = (id) => until(() => statusOf(id), (v) => v.state === 'live', `${id} does not flow`);

/** Waits until the server heard, and its recorder stored, all that was said. */
async function stored() {
  const said = Object.values(await world.totals()).reduce((n, v) => n + v.long.count + v.short.count, 0);
  await until(() => get('/api/live'), (r) => r.venues.reduce((n, v) => n + v.liquidations, 0) === said, `${said} were said`);
  await until(() => get('/api/recording'), (r) => r.backlog === 0, 'the recorder is behind');
}

/** Dollars and counts by side of the liquidations of a tape. */
function sumsOf(tape) {
  const all = { long: { count: 0, usd: 0 }, short: { count: 0, usd: 0 } };
  [...tape.liquidations.side].forEach((side, i) => {
    const sum = all[side === 'L' ? 'long' : 'short'];
    sum.count++;
    sum.usd += tape.liquidations.notional[i];
  });
  return all;
}

/** Two sums, equal to the cent for every hundred millions. */
function same(got, want, what) {
  for (const side of ['long', 'short']) {
    assert.equal(got[side].count, want[side].count, `${what}: ${side} liquidations`);
    assert.ok(Math.abs(got[side].usd - want[side].usd) <= 1e-10 * want[side].usd + 0.005, `${what}: ${side} ${got[side].usd} of ${want[side].usd} dollars`);
  }
}

test('venues are followed, and what is from before or foreign does not count', async () => {
  for (const id of followed) {
    const v = await flowing(id);
    assert.equal(v.liquidations, 0, id);
    assert.equal(v.malformed, 0, id);
  }
  assert.equal((await statusOf('okx')).stale, 1);
  assert.equal((await statusOf('binance')).sampled, true);
  assert.equal((await statusOf('bybit')).sampled, false);
});

test('a cascade is recorded while it happens, and a tape cut from it has its totals', async () => {
  const from = Date.now();
  await world.flow({ events: 600, per: 300, fall: 0.03 });
  await stored();
  const want = summed(await world.totals());
  const cut = await get(`/api/tapes/cut?symbol=BTCUSDT&from=${from - 1000}&to=${Date.now()}`);
  same(sumsOf(await get(cut.tape)), want, 'the cut');
  const out = join(folder, 'cut.json');
  await run(program, ['tape', 'cut', '--server', server.url, '--symbol', 'BTCUSDT', '--last', '15m', '--out', out]);
  const { stdout } = await run(program, ['tape', 'info', out]);
  assert.match(stdout, /liquidations/);
});
