// Downloads with progress, and one error type for everything that can stop the
// chart from starting. The page loads this file before all others, so that the
// client arrives while the document does.

// EngineError says what failed, as a code the page has a sentence for:
// 'network', 'wasm', 'webgl' or 'tape'.
export class EngineError extends Error {
  constructor(code, detail) {
    super(detail);
    this.name = 'EngineError';
    this.code = code;
  }
}

// get fetches url and throws an EngineError unless it answers well. An answer
// that came but is wrong is the fault of what was asked for (code), not of the
// network.
async function get(url, code) {
  let response;
  try {
    response = await fetch(url);
  } catch (e) {
    throw new EngineError('network', `${url}: ${e.message}`);
  }
  if (!response.ok) {
    throw new EngineError(response.status >= 500 ? 'network' : code, `${url}: ${response.status}`);
  }
  return response;
}

// count reads body and reports the bytes so far, to its end or until the
// returned function is called.
function count(body, report) {
  const reader = body.getReader();
  (async () => {
    for (let n = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return;
      n += value.length;
      report(n);
    }
  })().catch(() => {}); // the reader of the response itself says what is wrong
  return () => reader.cancel().catch(() => {});
}

// Begun is a WebAssembly module that is fetched and compiled while it arrives.
// The response itself goes to the compiler (only then does the browser keep the
// compiled code for the next visit) and a copy of it is counted, unless the
// browser has it: then the copy would be most of the work.
class Begun {
  constructor(url) {
    this.url = url;
    this.arrived = 0; // uncompressed bytes
    this.module = this.compile();
    this.module.catch(() => {}); // whoever asks for it is told
  }

  async compile() {
    const { url } = this;
    const response = await get(url, 'wasm');
    const copy = !kept(url) && response.clone();
    const stopCounting = copy.body ? count(copy.body, (n) => this.advance(n)) : () => {};
    try {
      const module = await compiled(response);
      keep(url);
      return module;
    } catch (e) {
      const broken = e instanceof WebAssembly.CompileError;
      throw new EngineError(broken ? 'wasm' : 'network', `${url}: ${e.message}`);
    } finally {
      stopCounting(); // a module that the browser had kept is ready before its bytes are read
    }
  }

  advance(bytes) {
    this.arrived = bytes;
    this.report?.(bytes);
  }
}

function compiled(response) {
  const typed = (response.headers.get('content-type') || '').startsWith('application/wasm');
  if (typed && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return response.arrayBuffer().then((all) => WebAssembly.compile(all));
}

// kept returns whether url is the client that came whole before.
function kept(url) {
  try {
    return localStorage.getItem('unwind.client') === url;
  } catch {
    return false; // nothing is kept for this page
  }
}

function keep(url) {
  try {
    localStorage.setItem('unwind.client', url);
  } catch { /* nothing is kept for this page */ }
}

// The client that the element of this script names. It is not preloaded by a
// link, for then the browser does not use the compiled code that it has kept.
const early = globalThis.document?.querySelector('script[data-client]')?.dataset.client;
let begun = early && new Begun(early);

// compile returns the WebAssembly module of url. report gets its uncompressed
// bytes so far.
export function compile(url, report) {
  const mine = begun?.url === url ? begun : new Begun(url);
  begun = null; // another attempt fetches anew
  mine.report = report;
  mine.advance(mine.arrived);
  return mine.module;
}

// bytes fetches url whole as a Uint8Array.
export async function bytes(url, code, report) {
  const response = await get(url, code);
  const parts = [];
  let n = 0;
  try {
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      n += value.length;
      report(n);
    }
  } catch (e) {
    throw new EngineError('network', `${url}: ${e.message}`);
  }
  return join(parts, n);
}

function join(parts, length) {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
