// Downloads with progress, and one error type for everything that can stop the
// chart from starting.

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
async function get(url, code, signal) {
  let response;
  try {
    response = await fetch(url, { signal });
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

// compile fetches and compiles a WebAssembly module while it arrives. report
// gets the uncompressed bytes so far. The response itself goes to the compiler
// (only then does the browser keep the compiled code for the next visit) and a
// copy of it is counted, unless the browser has it: then the copy would be most
// of the work.
export async function compile(url, report, signal) {
  const response = await get(url, 'wasm', signal);
  const copy = !visited(url) && response.clone();
  const stopCounting = copy.body ? count(copy.body, report) : () => {};
  try {
    const typed = (response.headers.get('content-type') || '').startsWith('application/wasm');
    if (typed && WebAssembly.compileStreaming) return await WebAssembly.compileStreaming(response);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (e) {
    const broken = e instanceof WebAssembly.CompileError;
    throw new EngineError(broken ? 'wasm' : 'network', `${url}: ${e.message}`);
  } finally {
    stopCounting(); // a module that the browser had kept is ready before its bytes are read
  }
}

// visited notes an address and returns whether it was the last one noted.
function visited(url) {
  try {
    const before = localStorage.getItem('unwind.client');
    localStorage.setItem('unwind.client', url);
    return before === url;
  } catch {
    return false; // nothing is kept for this page
  }
}

// bytes fetches url whole as a Uint8Array.
export async function bytes(url, code, report, signal) {
  const response = await get(url, code, signal);
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
