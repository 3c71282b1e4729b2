// Venues on loopback that speak the documented protocols, on good days and bad
// ones, and the server that follows, asks and records them; no browser yet.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { countOf, follow, followed, gapsOf, same, sumsOf } from './lib/follow.mjs';
import { until } from './lib/until.mjs';
import { program, summed } from './lib/venues.mjs';

const run = promisify(execFile);

let f;
before(async () => { f = await follow({ flags: ['--markets', 'binance,bybit,okx,deribit'] }); });
after(() => f?.stop());

test('venues are followed, and what is from before or foreign does not count', async () => {
  await f.flowing();
  for (const id of followed) {
    const v = await f.status(id);
    assert.equal(v.liquidations, 0, id);
    assert.equal(v.malformed, 0, id);
  }
  await until(() => f.status('okx'), (v) => v.stale === 1, 'okx has one from before');
  assert.equal((await f.status('binance')).sampled, true);
  assert.equal((await f.status('bybit')).sampled, false);
  assert.match((await f.status('hyperliquid')).noLiquidations, /./);
});

test('a cascade is recorded while it happens, and a tape cut from it has its totals', async () => {
  const from = Date.now();
  await f.world.flow({ events: 600, per: 300, fall: 0.03 });
  await f.stored();
  const want = summed(await f.world.totals());
  const tape = await f.cut(from - 1000);
  same(sumsOf(tape), want, 'the cut');
  const out = join(f.folder, 'cut.json');
  await run(program, ['tape', 'cut', '--server', f.url, '--symbol', 'BTCUSDT', '--last', '15m', '--out', out]);
  const { stdout } = await run(program, ['tape', 'info', out]);
  assert.match(stdout, /liquidations/);
});

test('what comes twice, turned round, or on two connections is counted once', async () => {
  const before = await f.status('binance');
  for (const id of ['bybit', 'okx', 'deribit']) await f.world.mood(id, { doubled: true, turned: true });
  await f.world.flow({ venue: 'bybit,okx,deribit', events: 900, frame: 30 });
  for (const id of ['bybit', 'okx', 'deribit']) await f.world.mood(id, {});
  await f.world.cut('binance', { announced: 'yes' }); // the 24 h cut, which another connection overlaps
  await f.flowing();
  await f.stored();
  const now = await until(() => f.status('binance'), (v) => v.connections === before.connections + 1 && v.duplicates > before.duplicates, 'another connection is to overlap');
  assert.equal(now.gaps, before.gaps, 'something is missing between the two connections');
  await until(() => f.status('bybit'), (v) => v.duplicates >= 300, 'each of 300 came twice');
});

test('a connection that is cut comes back, and the gap is recorded', async () => {
  const from = Date.now();
  const { gaps } = await f.status('bybit');
  await f.world.cut('bybit');
  await until(() => f.status('bybit'), (v) => v.gaps === gaps + 1 && v.state === 'live', 'bybit is to come back');
  await f.world.report('bybit', [{ long: true, price: 70000, qty: 1 }]);
  await f.stored();
  const tape = await f.cut(from - 60_000);
  assert.ok(gapsOf(tape).some((g) => g.venue === 'bybit' && g.why === 'disconnected'), `the tape has no such gap: ${JSON.stringify(tape.gaps)}`);
});

test('frames that are none are counted, and the stream goes on', async () => {
  const before = await f.status('binance');
  await f.world.say('binance', ['no JSON', '{"e":"forceOrder","o":{"s":"BTCUSDT","S":"SELL","X":"FILLED","ap":"-1","z":"1","T":1}}', `[${'['.repeat(40)}`]);
  const after = await until(() => f.status('binance'), (v) => v.malformed >= before.malformed + 3, 'frames are counted');
  assert.equal(after.liquidations, before.liquidations);
  assert.equal(after.connections, before.connections);
});

test('a burst of 50,000 is recorded without loss, and the backlog drains', async () => {
  await f.world.flow({ venue: 'bybit', events: 50_000, frame: 500, seed: 7 });
  await f.stored();
  const r = await f.get('/api/recording');
  assert.equal(r.lost, 0);
  assert.ok(r.mostBacklog > 0, 'no backlog was ever shown');
});

test('what was acknowledged outlives kill -9, and venues are followed again', async () => {
  const from = Date.now();
  await f.world.flow({ venue: 'bybit', events: 400, per: 400, seed: 8 });
  await f.stored();
  const said = await f.world.totals();
  const saying = f.world.flow({ venue: 'bybit', events: 4000, per: 4000, seed: 9 }); // while it dies
  await until(() => f.get('/api/recording'), (r) => r.stored > 0, 'it records');
  await f.killed(() => saying);
  await f.flowing();
  const tape = await f.cut(from - 1000);
  const [got, least] = [sumsOf(tape), countOf(said)];
  const all = await f.world.totals();
  assert.ok(got.long.count + got.short.count >= 400, `${got.long.count + got.short.count} are left of the 400 that were acknowledged; ${least} in all`);
  assert.ok(got.long.usd <= all.bybit.long.usd, 'more than was ever said');
  assert.ok(gapsOf(tape).some((g) => g.venue === '' && g.why === 'stopped'), `the time without a server is no gap: ${JSON.stringify(tape.gaps)}`);
});

const market = (path) => fetch(`${f.url}/api/markets/${path}`);

test('bodies that drip, break off, unpack to a gigabyte or are refusals with status 200 are said so', async () => {
  const good = await (await market('binance/BTCUSDT/candles')).json();
  assert.equal(good.data.times.length, 480);
  const at = Math.floor(Date.now() / 60_000) * 60_000;
  let minutes = 0;
  for (const [venue, path, day, status, code] of [
    ['binance', 'binance/BTCUSDT/mark', { answers: 'drip' }, 502, 'venue_down'],
    ['bybit', 'bybit/BTCUSDT/mark', { answers: 'cut' }, 502, 'venue_down'],
    ['okx', 'okx/BTC-USDT-SWAP/mark', { answers: 'bomb' }, 502, 'bad_answer'],
    ['deribit', 'deribit/BTC-PERPETUAL/candles', { status: 200, body: '{"jsonrpc":"2.0","error":{"code":10028,"message":"too_many_requests"}}' }, 503, 'venue_refuses'],
    ['bybit', 'bybit/BTCUSDT/candles', { status: 200, body: '{"retCode":10009,"retMsg":"the IP is in a country that is not served","result":{}}' }, 503, 'venue_unavailable'],
    ['okx', 'okx/BTC-USDT-SWAP/candles', { status: 451, body: '{"code":"0","msg":"Unavailable For Legal Reasons"}' }, 503, 'venue_unavailable'],
  ]) {
    minutes++;
    await f.world.mood(venue, day);
    const response = await market(`${path}?from=${at - (60 + minutes) * 60_000}&to=${at - minutes * 60_000}`);
    const answer = await response.json();
    await f.world.mood(venue, {});
    assert.equal(response.status, status, `${venue} ${JSON.stringify(day)}: ${JSON.stringify(answer)}`);
    assert.equal(answer.error.code, code);
  }
  assert.equal((await fetch(`${f.url}/healthz`)).status, 200);
});

test('a host that refuses is left alone, also after a restart', async () => {
  await f.world.mood('okx', {});
  const before = (await f.world.asked('okx')).okx.requests.length;
  await f.killed();
  for (let i = 0; i < 3; i++) assert.equal((await market('okx/BTC-USDT-SWAP/candles')).status, 503);
  const after = (await f.world.asked('okx')).okx.requests.slice(before).filter((path) => path.includes('candles'));
  assert.deepEqual(after, [], 'it was asked');
});

test('an archive with a wrong digest, a bomb or a file cut short makes no tape, a good one does', async () => {
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const build = (name) => run(program, ['tape', 'build', '--from', `${day}T20:00`, '--to', `${day}T23:00`, '--warm-up', '2h', '--id', 'made', '--title', 'Made',
    '--cache', join(f.folder, name), '--out', join(f.folder, `${name}.json`)], { env: { ...process.env, UNWIND_LOOPBACK: f.world.at } });
  const bad = [['digest', 'checksum', /checksum/], ['bomb', 'bomb', /larger|large/], ['short', 'short', /no zip/]];
  for (const [name, answers, why] of bad) {
    await f.world.mood('archive', { answers });
    await assert.rejects(build(name), (e) => why.test(e.stderr) || assert.fail(e.stderr));
  }
  await f.world.mood('archive', {});
  for (const [name] of bad) { // what was kept of a bad day does no harm on a good one
    const { stdout } = await build(name);
    assert.match(stdout, /recorded/);
  }
});

test('online an event stays a reconstruction while files of the archive are cut short, and becomes real with the next start', async () => {
  const candles = async (server) => {
    const { events } = await (await fetch(`${server.url}/api/events`)).json();
    return events.find((e) => e.id === 'btc-2026-02-05').layers.find((layer) => layer.name === 'candles').provenance;
  };
  const flags = ['--online', '--cache', join(f.folder, 'online')];
  await f.world.mood('archive', { answers: 'short' });
  const before = await f.world.serve(flags);
  try {
    await until(async () => before.log(), (log) => /event stays a reconstruction.*event=btc-2026-02-05.*no zip/.test(log), 'the log is to say why');
    assert.equal(await candles(before), 'modelled');
  } finally {
    await before.stop();
  }
  await f.world.mood('archive', {});
  const next = await f.world.serve(flags);
  try {
    await until(() => candles(next), (provenance) => provenance === 'recorded', 'the candles are to be those of the archive');
  } finally {
    await next.stop();
  }
});
