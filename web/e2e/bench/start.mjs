// The first live frame, measured: cold, and with what the browser has kept.
import { figure, median, section, wait } from '../lib/stats.mjs';
import { launchUnwatched } from '../lib/unwatched.mjs';

/** When the steps of a start were done, in the page; nothing before the last. */
const STEPS = `(() => {
  const at = (name) => performance.getEntriesByName('unwind-' + name)[0]?.startTime;
  const wasm = performance.getEntriesByType('resource').find((r) => r.name.endsWith('main.wasm'));
  return at('frame') ? { wasm: wasm.responseEnd, tape: at('tape'), market: at('market'), frame: at('frame') } : null;
})()`;

/** Goes from an empty page to ours. Nobody asks the page anything while it
    starts. */
async function visit(tab, url) {
  await tab.go('about:blank');
  await wait(700);
  await tab.go(url);
  for (let i = 0; i < 60; i++) {
    await wait(i ? 500 : 3500); // what it has compiled is kept by then, too
    const steps = await tab.ask(STEPS);
    if (steps) return steps;
  }
  throw new Error('no live frame within half a minute');
}

/** Visits with a new profile: the first, later ones in the same tab, and ones
    in tabs of their own, whose processes have only what lies on the disk. */
async function visits(url, { again = 0, tabs = 0 } = {}) {
  const browser = await launchUnwatched();
  const found = { first: [], again: [], tabs: [] };
  try {
    const tab = await browser.tab();
    await wait(1000);
    found.first.push(await visit(tab, url));
    for (let i = again && -3; i < again; i++) { // it gets faster up to the fourth
      const steps = await visit(tab, url);
      if (i >= 0) found.again.push(steps);
    }
    for (let i = 0; i < tabs; i++) {
      const own = await browser.tab();
      found.tabs.push(await visit(own, url));
      await own.close();
    }
  } finally {
    await browser.close();
  }
  return found;
}

/** Measures the page at url and prints it. */
export async function measureStart(url) {
  section('First live frame on loopback, from the start of the navigation');
  const { first: cold, again, tabs } = await visits(url, { again: 7, tabs: 7 });
  while (cold.length < 7) cold.push(...(await visits(url)).first);
  for (const [name, runs, most] of [['cold', cold, 1500], ['warm', again, 600], ['warm, in a new tab', tabs]]) {
    const of = (key) => runs.map((r) => r[key]);
    const steps = ['wasm', 'tape', 'market', 'frame'].map((key) => `${key} ${median(of(key)).toFixed(0)}`).join(', ');
    figure(`${name}, median of ${runs.length}`, median(of('frame')), { unit: 'ms', digits: 0, most, note: `best ${Math.min(...of('frame')).toFixed(0)}; ${steps}` });
  }
}
