// Starts venues on loopback and the server that finds them there.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { serve } from './server.mjs';

const built = (name) => fileURLToPath(new URL(`../../../bin/${name}`, import.meta.url));

/** The server that was built with the tag "loopback". */
export const program = process.env.UNWIND_LOOPBACK_BINARY ?? built('unwind-loopback');

/** Resolves with the first line that a process prints. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the venues did not start: ${said}`)));
    child.stdout.on('data', (bytes) => {
      said += bytes;
      if (said.includes('\n')) resolve(said.split('\n')[0]);
    });
  });
}

/**
 * Starts the venues of web/e2e/venues. Its functions are their commands.
 * @param {{price?: number}} [options] price: dollars of a coin
 */
export async function venues({ price = 70_000 } = {}) {
  const child = spawn(built('venues'), ['-price', String(price)], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill());
  const at = await firstLine(child);
  const ask = async (path, query = {}, body) => {
    const response = await fetch(`http://${at}${path}?${new URLSearchParams(query)}`, { method: 'POST', body });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const look = async (path, query = {}) => (await fetch(`http://${at}${path}?${new URLSearchParams(query)}`)).json();
  return {
    at,
    /** What was reported so far: {venue: {long: {count, usd}, short: …}}. */
    totals: () => look('/totals'),
    /** How often a venue was asked: {venue: {handshakes, open, requests}}. */
    asked: (venue) => look('/asked', venue ? { venue } : {}),
    /** What kind of day a venue has; {} is a good one. */
    mood: (venue, day) => ask('/mood', { venue }, JSON.stringify(day)),
    /** Frames as they are. */
    say: (venue, frames) => ask('/say', { venue }, frames.join('\n')),
    /** Closures of one instant. */
    report: (venue, all) => ask('/report', { venue }, JSON.stringify(all)),
    /** Ends connections. */
    cut: (venue, how = {}) => ask('/cut', { venue, ...how }),
    /** Many closures; resolves when all are said. */
    flow: (how) => ask('/flow', how),
    /** Moves the market to another level. */
    price: (to) => ask('/price', { to }),
    /** Starts a server that follows these venues. */
    serve: (flags = [], how = {}) => serve(flags, { program, ...how, env: { UNWIND_LOOPBACK: at, ...how.env } }),
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', resolve);
      child.kill('SIGKILL');
    }),
  };
}

/** Adds sums of venues up, to one a side. */
export function summed(totals) {
  const all = { long: { count: 0, usd: 0 }, short: { count: 0, usd: 0 } };
  for (const sides of Object.values(totals)) {
    for (const side of ['long', 'short']) {
      all[side].count += sides[side].count;
      all[side].usd += sides[side].usd;
    }
  }
  return all;
}
