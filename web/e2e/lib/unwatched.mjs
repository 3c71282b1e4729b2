// A browser in which no developer tools listen. Playwright hears of all that a
// page does, which is a fifth of a start with everything kept; this speaks just
// enough of the browser's protocol to go to an address and to ask afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchOptions } from './chromium.mjs';

// Without a back-forward cache a tab keeps its process from page to page.
const plain = [
  '--disable-back-forward-cache', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
  '--disable-extensions', '--no-default-browser-check', '--password-store=basic', '--force-color-profile=srgb',
  '--window-size=1280,807', '--remote-debugging-pipe',
];

/** One tab; nothing of it is observed. */
class Tab {
  constructor(send, targetId, sessionId) {
    Object.assign(this, { send, targetId, sessionId });
  }

  /** Sets out for url and does not wait. */
  go(url) {
    return this.send('Page.navigate', { url }, this.sessionId);
  }

  /** @param {string} expression whose value is plain data */
  async ask(expression) {
    const { result } = await this.send('Runtime.evaluate', { expression: `JSON.stringify(${expression})`, returnByValue: true }, this.sessionId);
    return result.value === undefined ? undefined : JSON.parse(result.value);
  }

  close() {
    return this.send('Target.closeTarget', { targetId: this.targetId });
  }
}

/** Joins the protocol to the two pipes of a child. */
function speak(child) {
  const waiting = new Map();
  let last = 0, rest = '';
  child.stdio[4].setEncoding('utf8').on('data', (text) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop();
    for (const { id, result, error } of messages.map((m) => JSON.parse(m))) {
      const [done, failed] = waiting.get(id) ?? [];
      waiting.delete(id);
      if (error) failed?.(new Error(error.message));
      else done?.(result);
    }
  });
  return (method, params = {}, sessionId) => new Promise((done, failed) => {
    waiting.set(++last, [done, failed]);
    child.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });
}

/**
 * Starts the browser with a new profile.
 * @returns {Promise<{tab: () => Promise<Tab>, close: () => Promise<void>}>}
 */
export async function launchUnwatched() {
  const { executablePath, env, args, headless } = await launchOptions({ args: plain });
  const folder = mkdtempSync(join(tmpdir(), 'unwind-'));
  const flags = [...args, `--user-data-dir=${folder}`, ...(headless ? ['--headless'] : []), 'about:blank'];
  const child = spawn(executablePath, flags, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit');
  const send = speak(child);
  return {
    async tab() {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      await send('Page.bringToFront', {}, sessionId);
      return new Tab(send, targetId, sessionId);
    },
    async close() {
      await send('Browser.close');
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
