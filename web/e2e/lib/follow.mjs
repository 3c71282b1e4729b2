// Venues on loopback and a server that follows and records them, for a file of
// tests or one test.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.mjs';
import { summed, venues } from './venues.mjs';

/** The venues that web/e2e/venues plays. */
export const followed = ['binance', 'bybit', 'okx', 'deribit', 'bitmex', 'hyperliquid'];

/**
 * Starts venues and a server, with a folder of data of its own.
 * @param {{live?: string[], flags?: string[], price?: number, moods?: Object<string, object>, symbols?: string}} [options]
 *   moods: what kind of day each venue has from the start
 */
export async function follow({ live = followed, flags = [], price, moods = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'unwind-live-'));
  const world = await venues({ price });
  for (const [id, day] of Object.entries(moods)) await world.mood(id, day);
  const all = ['--live', live.join(','), '--data', join(folder, 'data'), ...flags];
  const f = { world, folder, live };
  f.start = async () => {
    f.server = await world.serve(all, f.server && { port: f.server.port });
    f.url = f.server.url;
  };
  /** Ends the server at once, as a power cut would, and starts it again. */
  f.killed = async (meanwhile = async () => {}) => {
    await f.server.stop();
    await meanwhile();
    await f.start();
  };
  f.stop = async () => {
    await f.server?.stop();
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  f.get = async (path) => (await fetch(f.url + path)).json();
  f.status = async (id) => (await f.get('/api/live')).venues.find((v) => v.venue === id);
  f.state = (id, state) => until(() => f.status(id), (v) => v.state === state, `${id} is to be ${state}`);
  f.flowing = () => Promise.all(live.map((id) => f.state(id, 'live')));
  /** Waits until the server heard all that was said since it began, and stored it. */
  f.stored = async (before = 0) => {
    const said = countOf(await world.totals()) - before;
    const heard = (r) => r.venues.reduce((n, v) => n + v.liquidations, 0);
    await until(() => f.get('/api/live'), (r) => heard(r) === said, `${said} were said`);
    await until(() => f.get('/api/recording'), (r) => r.backlog === 0, 'the recorder is behind');
  };
  /** The tape of a window that ends now. */
  f.cut = async (from, symbol = 'BTCUSDT') => {
    const event = await f.get(`/api/tapes/cut?symbol=${symbol}&from=${from}&to=${Date.now()}`);
    assert.ok(event.tape, JSON.stringify(event));
    return f.get(event.tape);
  };
  await f.start();
  return f;
}

/** How many liquidations totals are of. */
export function countOf(totals) {
  const { long, short } = summed(totals);
  return long.count + short.count;
}

/** Dollars and counts by side of the liquidations of a tape. */
export function sumsOf(tape) {
  const all = { long: { count: 0, usd: 0 }, short: { count: 0, usd: 0 } };
  [...tape.liquidations.side].forEach((side, i) => {
    const sum = all[side === 'L' ? 'long' : 'short'];
    sum.count++;
    sum.usd += tape.liquidations.notional[i];
  });
  return all;
}

/** What a tape says is missing: [{venue, why}]; venue is '' where it is all of them. */
export function gapsOf({ gaps }) {
  return (gaps?.venue ?? []).map((v, i) => ({ venue: gaps.venues[v], why: gaps.reasons[gaps.reason[i]] }));
}

/** Two sums are equal, dollars as far as adding in another order lets them be. */
export function same(got, want, what) {
  for (const side of ['long', 'short']) {
    assert.equal(got[side].count, want[side].count, `${what}: ${side} liquidations`);
    assert.ok(Math.abs(got[side].usd - want[side].usd) <= 1e-10 * want[side].usd + 0.005, `${what}: ${side} ${got[side].usd} of ${want[side].usd} dollars`);
  }
}
