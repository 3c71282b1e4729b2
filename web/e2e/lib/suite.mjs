// One server and one browser for a file of tests.
import { after, before } from 'node:test';
import { launch } from './chromium.mjs';
import { newPage } from './page.mjs';
import { serve } from './server.mjs';

/**
 * Starts server and browser before the tests of a file and stops them after.
 * @param {{flags?: string[], browser?: object}} [options]
 * @returns {{url: string, browser: import('playwright-core').Browser,
 *   page: (options?: object) => Promise<import('playwright-core').Page>}}
 */
export function suite({ flags = [], browser = {} } = {}) {
  const s = {};
  before(async () => {
    s.server = await serve(flags);
    s.url = s.server.url;
    s.browser = await launch(browser);
  });
  after(async () => {
    await s.browser?.close();
    await s.server?.stop();
  });
  s.page = async (options = {}) => {
    const context = await s.browser.newContext({
      viewport: { width: 1280, height: 720 }, colorScheme: 'dark', locale: 'en-GB', ...options,
    });
    const page = await newPage(context);
    page.once('close', () => context.close().catch(() => {}));
    return page;
  };
  return s;
}
