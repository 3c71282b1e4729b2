// Starts bin/unwind on a free port, and small hosts of other origins.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { fileURLToPath } from 'node:url';

const binary = process.env.UNWIND_BINARY ?? fileURLToPath(new URL('../../../bin/unwind', import.meta.url));

/** @returns {Promise<number>} a port that was free a moment ago */
function freePort() {
  return new Promise((resolve, reject) => {
    const socket = createSocket().once('error', reject);
    socket.listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/**
 * Starts the server and waits until it answers.
 * @param {string[]} [args] further flags of "unwind serve"
 * @param {{program?: string, port?: number, env?: Object<string, string>}} [how]
 */
export async function serve(args = [], { program = binary, port: at, env = {} } = {}) {
  const port = at ?? await freePort();
  const child = spawn(program, ['serve', '--addr', `127.0.0.1:${port}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { said += bytes; });
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const url = `http://127.0.0.1:${port}`;
  const stop = () => new Promise((resolve) => {
    if (gone()) return resolve();
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
  child.once('error', (error) => { said += error; });
  for (let tries = 0; ; tries++) {
    if (await fetch(`${url}/healthz`).then((r) => r.ok, () => false)) return { url, port, pid: child.pid, stop, log: () => said };
    if (gone() || tries > 300) {
      await stop();
      throw new Error(`the server did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
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
