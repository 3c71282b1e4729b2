// Counters for the benchmark: what a frame costs on this machine.

// instrument counts what goes to the GPU through gl into counters. Only a page
// that asks for it pays for it.
export function instrument(gl, counters) {
  wrap(gl, 'texImage2D', counters, (args) => uploadSize(args));
  wrap(gl, 'texSubImage2D', counters, (args) => uploadSize(args));
  wrap(gl, 'bufferSubData', counters, (args) => ({ bufferBytes: args[4] || args[2].byteLength }));
  wrap(gl, 'drawElements', counters, () => ({ draws: 1 }));
}

function wrap(gl, name, counters, measure) {
  const original = gl[name].bind(gl);
  gl[name] = (...args) => {
    const add = measure(args);
    for (const key in add) counters[key] += add[key];
    return original(...args);
  };
}

// uploadSize is the size of a texture upload: nothing when only memory is set
// aside.
function uploadSize(args) {
  const data = args.find((a) => ArrayBuffer.isView(a));
  return data ? { uploads: 1, uploadBytes: data.byteLength } : {};
}

// report returns frames drawn, quantiles of their main-thread time and of the
// time between them in milliseconds, GPU counters, and the client's memory.
// frames limits it to the newest ones.
export function report(engine, frames) {
  const { work, gap } = engine.frames ? engine.frames.samples(frames) : { work: [], gap: [] };
  return {
    frames: engine.frames ? engine.frames.count : 0,
    work: quantiles(work),
    gap: quantiles(gap),
    gpu: { ...engine.gpu },
    go: engine.core ? JSON.parse(engine.core.perf()) : null,
  };
}

// quantiles returns count, median, p95 and largest of values.
export function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q) => (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] : null);
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
