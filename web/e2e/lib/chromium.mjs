// Starts Debian's Chromium, in Xvfb with Mesa's llvmpipe where both exist
// (2 to 3 times faster than SwiftShader), else headless with SwiftShader.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';

const quiet = [
  '--no-sandbox', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const backends = {
  llvmpipe: ['--ignore-gpu-blocklist', '--use-gl=angle', '--use-angle=gl'],
  swiftshader: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
};

let display;

/** Starts Xvfb once and returns its display, or null where there is none. */
async function xvfb() {
  if (display !== undefined) return display;
  if (!existsSync('/usr/bin/Xvfb')) return (display = null);
  // -displayfd lets the server choose a free number and say when it is ready.
  const child = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '2600x1800x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  process.on('exit', () => child.kill());
  child.unref();
  const number = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb ended at once')));
    child.stdio[3].once('data', (bytes) => resolve(String(bytes).trim()));
  }).catch(() => null);
  child.stdio[3].unref?.();
  return (display = number && `:${number}`);
}

/**
 * How to start the browser.
 * @param {{gl?: 'llvmpipe'|'swiftshader'|'none', args?: string[]}} [options]
 */
export async function launchOptions({ gl, args = [] } = {}) {
  const screen = await xvfb();
  const backend = gl === 'llvmpipe' && !screen ? 'swiftshader' : gl ?? (screen ? 'llvmpipe' : 'swiftshader');
  const env = { ...process.env, ...(screen && { DISPLAY: screen }) };
  const flags = backend === 'none' ? ['--disable-gpu', '--disable-3d-apis'] : backends[backend];
  return { executablePath: executable, headless: !screen, env, args: [...quiet, ...flags, ...args], backend };
}

/** Launches the browser; its member backend says what draws. */
export async function launch(options) {
  const { backend, ...how } = await launchOptions(options);
  return Object.assign(await chromium.launch(how), { backend });
}
