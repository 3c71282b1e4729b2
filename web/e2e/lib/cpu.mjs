// Processor time of a browser and all its processes, from /proc.
import { readFileSync, readdirSync } from 'node:fs';

const TICKS = 100; // a second, on every Linux that runs a browser

/** @returns {Map<number, {parent: number, ticks: number}>} */
function processes() {
  const all = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
      all.set(Number(pid), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // it ended meanwhile
    }
  }
  return all;
}

/** @returns {number} processor seconds so far of every process below pid, but for those in skip */
export function secondsBelow(pid, skip = []) {
  const all = processes();
  const below = (p) => {
    for (let at = all.get(p)?.parent; at; at = all.get(at)?.parent) if (at === pid) return true;
    return false;
  };
  let ticks = 0;
  for (const [p, { ticks: own }] of all) if (!skip.includes(p) && below(p)) ticks += own;
  return ticks / TICKS;
}
