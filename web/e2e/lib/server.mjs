// Starts bin/unwind on a free port, and small hosts of other origins.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const binary = process.env.UNWIND_BINARY ?? fileURLToPath(new URL('../../../bin/unwind', import.meta.url));

/**
 * Starts the server, on a port that is free, and waits until it answers.
 * @param {string[]} [args] further flags of "unwind serve"
 * @param {{program?: string, port?: number, env?: Object<string, string>}} [how]
 *   port: the one of a server before
 */
export async function serve(args = [], { program = binary, port: wanted = 0, env = {} } = {}) {
  const child = spawn(program, ['serve', '--addr', `127.0.0.1:${wanted}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const stop = () => new Promise((resolve) => {
    if (gone()) return resolve();
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
  const url = await new Promise((resolve, reject) => {
    const fail = (e) => reject(new Error(`the server did not start: ${e ?? ''}\n${said}`));
    child.once('error', fail);
    child.once('exit', () => fail());
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes) => {
        said += bytes;
        const at = /^Unwind is at (http:.*)\/$/m.exec(said);
        if (at) resolve(at[1]);
      });
    }
  });
  const ok = () => fetch(`${url}/healthz`).then((r) => r.ok, () => false);
  await until(ok, (answers) => answers || gone(), 'the server is to answer');
  if (gone()) throw new Error(`the server ended:\n${said}`);
  return { url, port: Number(new URL(url).port), pid: child.pid, stop, log: () => said };
}

/**
 * Serves HTML documents on an origin of their own.
 * @param {string | Object<string, string>} html one document, or some by path
 * @param {Object<string, string>} [headers]
 */
export async function host(html, headers = {}) {
  const server = createServer((request, response) => {
    const body = typeof html === 'string' ? html : html[request.url];
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // localhost is another site than 127.0.0.1, so the frame is cross-site
  return {
    url: `http://localhost:${server.address().port}`,
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
