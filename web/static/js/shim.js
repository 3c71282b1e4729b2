// The browser as Ebitengine sees it: a canvas of the size we choose, a window
// that resizes when we say so, and no input at all.
//
// On a real page Ebitengine takes the whole document: it sizes itself to the
// body, paints it black, adds a viewport tag and a tab stop, reloads the page
// when the GPU is lost, and calls preventDefault on every wheel, key and touch.
// So it gets this small document instead, and the page stays the page's.

const GLOBAL = 5; // index of globalThis in wasm_exec.js's table of values

// makeBrowser returns the global object for one run of the client.
//
//	canvas        the canvas to draw on
//	gl            its WebGL 2 context
//	frames        stands in for requestAnimationFrame, see frames.js
//	host          what the client itself talks to, as unwindHost
//
// browser.resize(width, height) sets the size in device pixels and draws at
// once.
export function makeBrowser({ canvas, gl, frames, host }) {
  const size = { width: 0, height: 0 };
  let onResize = null;
  const ignore = () => {};
  const surface = {
    style: {},
    addEventListener: ignore,
    setAttribute: ignore,
    focus: ignore,
    getContext: () => gl,
    set width(v) { if (size.width && canvas.width !== v) canvas.width = v; },
    set height(v) { if (size.height && canvas.height !== v) canvas.height = v; },
  };
  const document = {
    head: { appendChild: ignore },
    body: {
      style: {},
      appendChild: ignore,
      get clientWidth() { return size.width; },
      get clientHeight() { return size.height; },
    },
    documentElement: { style: {} },
    hasFocus: () => true,
    addEventListener: ignore,
    createElement: (name) => (name === 'canvas' ? surface : {}),
  };
  const window = {
    devicePixelRatio: 1, // sizes are device pixels already
    addEventListener(type, f) { if (type === 'resize') onResize = f; },
  };
  const own = {
    window,
    document,
    unwindHost: host,
    navigator: { userAgent: navigator.userAgent, getGamepads: () => null },
    requestAnimationFrame(f) {
      own.navigator = null; // it has been read; from now on it is asked for gamepads in every frame
      return frames.request(f);
    },
  };
  const global = new Proxy(Object.create(null), {
    get: (_, key) => (Object.hasOwn(own, key) ? own[key] : Reflect.get(globalThis, key)),
    has: (_, key) => Object.hasOwn(own, key) || Reflect.has(globalThis, key),
    set: (_, key, value) => { own[key] = value; return true; },
  });
  function resize(width, height) {
    size.width = width;
    size.height = height;
    if (onResize) onResize({ type: 'resize' });
  }
  return { global, resize };
}

// replaceGlobal makes a Go program of wasm_exec.js find global where it would
// find globalThis. Call it before go.run.
export function replaceGlobal(go, global) {
  Object.defineProperty(go, '_values', {
    configurable: true,
    set(values) {
      if (values[GLOBAL] !== globalThis) throw new Error('shim: unknown layout of wasm_exec.js');
      values[GLOBAL] = global;
      Object.defineProperty(go, '_values', { value: values, configurable: true, writable: true });
    },
  });
}

// openContext returns a WebGL 2 context without what Ebitengine would ask for
// and never use: multisampling, depth and stencil. It returns null where there
// is no WebGL 2.
export function openContext(canvas) {
  return canvas.getContext('webgl2', {
    alpha: true, premultipliedAlpha: true, antialias: false, depth: false, stencil: false,
  });
}
