// Stands in for the stream of a server: speaks the messages of docs/http.md to
// the pages of a test, from a market that is made up and always the same.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MINUTE = 60_000, HOURS = 3;

/**
 * Flags of a server that follows two venues which it must leave alone, so that
 * nothing leaves this machine.
 * @returns {{flags: string[], remove: () => void}}
 */
export function leaveAlone() {
  const folder = mkdtempSync(join(tmpdir(), 'unwind-live-'));
  const until = Date.now() + 3600e3;
  writeFileSync(join(folder, 'stops.json'), JSON.stringify({
    format: 'unwind-stops/1',
    stops: ['fstream.binance.com', 'fapi.binance.com', 'stream.bybit.com', 'api.bybit.com'].map((name) => ({ host: name, venue: 'test', reason: 'unavailable from here', until })),
  }));
  return { flags: ['--live', 'binance,bybit', '--data', folder], remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** When the first page comes, by the clock of the stream. */
export const AT = Date.UTC(2026, 1, 6, 12, 0, 20);

const NAMES = {
  binance: ['Binance USD-M', 'BTCUSDT'], bybit: ['Bybit', 'BTCUSDT'], okx: ['OKX', 'BTC-USDT-SWAP'], deribit: ['Deribit', 'BTC-PERPETUAL'],
  hyperliquid: ['Hyperliquid', 'BTC'], bitmex: ['BitMEX', 'XBTUSD'], 'binance-spot': ['Binance spot', 'BTCUSDT'], coinbase: ['Coinbase', 'BTC-USD'],
};

/** How a venue does: live, but for what is given. */
export function venue(id, more = {}) {
  const [name, symbol] = NAMES[id];
  return {
    venue: id, name, symbols: [symbol], state: 'live', since: AT - 4 * 3600e3, last: AT, lagMs: 120, events: 181234, liquidations: 1234,
    duplicates: 0, stale: 0, malformed: 0, gaps: 0, connections: 1, sampled: id === 'binance' || id === 'okx',
    ...(id === 'hyperliquid' && { noLiquidations: 'Hyperliquid publishes no liquidations of all accounts; they are only in the files of its nodes' }),
    ...more,
  };
}

/** The price at a time: a slow fall with waves in it, in dollars. */
const priceAt = (t) => Math.round(70000 - 9 * (t - AT) / MINUTE + 140 * Math.sin(t / (11 * MINUTE)) + 60 * Math.sin(t / (1.7 * MINUTE)));

/** Columns of candles from one time to another, the last one open. */
function candles(from, to) {
  const c = { venue: [], symbol: [], times: [], step: [], open: [], high: [], low: [], close: [], volume: [], takerBuy: [], final: [] };
  for (let t = from - from % MINUTE; t <= to; t += MINUTE) {
    const end = Math.min(t + MINUTE, to);
    const path = [t, t + (end - t) / 3, t + 2 * (end - t) / 3, end].map(priceAt);
    const row = {
      venue: 'binance', symbol: 'BTCUSDT', times: t, step: MINUTE, open: path[0], high: Math.max(...path) + 8, low: Math.min(...path) - 8,
      close: path[3], volume: 120 + 80 * Math.abs(Math.sin(t / (5 * MINUTE))), takerBuy: 60, final: t + MINUTE <= to,
    };
    for (const key in c) c[key].push(row[key]);
  }
  return c;
}

/** Columns of liquidations: so many long ones of two venues, one each at the times. */
function liquidations(times) {
  const column = (f) => times.map(f);
  return {
    venue: column((_, i) => (i % 3 ? 'bybit' : 'binance')), symbol: column(() => 'BTCUSDT'), times, received: column((t) => t + 90),
    side: column((_, i) => (i % 7 ? 'long' : 'short')), price: column(priceAt), priceKind: column(() => 'fill'),
    qty: column((_, i) => 1 + i % 5), notional: column((t, i) => priceAt(t) * (1 + i % 5)), ordinal: column(() => 0), id: column((t, i) => `${t}-${i}`),
  };
}

export class StandIn {
  /** @param {object[]} venues see venue() */
  constructor(venues = Object.keys(NAMES).map((id) => venue(id))) {
    this.venues = venues;
    this.open = true; // takes screens
    this.seq = 41;
    this.connections = 0;
    this.begun = Date.now();
    this.rows = true; // the snapshot has data
    this.screens = new Set();
  }

  /** The clock of the stream. */
  get now() { return AT + Date.now() - this.begun; }

  /** Speaks to the WebSockets of a page. */
  async serve(page) {
    await page.routeWebSocket(/\/api\/live\/stream$/, (socket) => {
      if (!this.open) return socket.close();
      this.connections++;
      this.screens.add(socket);
      socket.onClose(() => this.screens.delete(socket));
      this.send(this.snapshot(), [socket]);
    });
    this.timer = setInterval(() => this.tick(), 500);
    page.once('close', () => clearInterval(this.timer));
  }

  send(message, to = this.screens) { for (const s of to) s.send(JSON.stringify(message)); }

  snapshot() {
    const { now } = this;
    const from = AT - HOURS * 60 * MINUTE;
    const base = { type: 'snapshot', seq: this.seq, at: now, since: from, venues: this.venues };
    if (!this.rows) return base;
    const times = Array.from({ length: 90 }, (_, i) => from + (i + 1) * 2 * MINUTE - 7000).filter((t) => t < now);
    const minutes = Array.from({ length: HOURS * 60 }, (_, i) => from + i * MINUTE);
    return {
      ...base, candles: candles(from, now), liquidations: liquidations(times),
      interest: {
        venue: minutes.map(() => 'binance'), symbol: minutes.map(() => 'BTCUSDT'), times: minutes,
        qty: minutes.map((_, i) => 52000 - 20 * i), notional: minutes.map(() => 0),
      },
    };
  }

  /** One batch: the candle that is open, and what more is given. */
  tick(more = {}) {
    if (!this.screens.size && !more.force) return;
    this.seq++;
    this.send({ type: 'batch', seq: this.seq, at: this.now, ...(this.rows && { candles: candles(this.now - this.now % MINUTE, this.now) }), ...more });
  }

  /** Says how venues do. */
  report(venues) {
    this.venues = this.venues.map((v) => venues.find((w) => w.venue === v.venue) ?? v);
    this.tick({ venues });
  }

  /** So many liquidations now. */
  liquidate(n) { this.tick({ liquidations: liquidations(Array.from({ length: n }, (_, i) => this.now - n + i)) }); }

  /** One liquidation of the throttled venue in each of the last seconds. */
  fill(seconds) {
    const now = this.now - this.now % 1000;
    const one = liquidations(Array.from({ length: 3 * seconds }, (_, i) => now - 1000 * (seconds - Math.floor(i / 3)) + 100));
    this.tick({ liquidations: Object.fromEntries(Object.entries(one).map(([key, column]) => [key, column.filter((_, i) => i % 3 === 0)])) });
  }

  /** Loses batches that a screen should have had. */
  skip() { this.seq += 3; this.tick(); }

  /** Ends every connection and takes no new ones. */
  close() {
    this.open = false;
    for (const s of this.screens) s.close();
    this.screens.clear();
  }
}
