// Pointer, wheel and touch on the chart. The keyboard belongs to the page's
// controls.
//
//	const detach = attach(element, engine, { gestures: 'auto', onHint, onActive })
//
// On a page of its own the chart takes every gesture ('greedy'). Inside a frame
// the article comes first ('cooperative'): the wheel scrolls it unless Ctrl or
// ⌘ is held, and onHint('wheel') lets the page say so; one finger scrolls up
// and down, sideways it pans; two fingers zoom. A click makes the chart
// 'active', and then the wheel zooms until Esc, until the frame loses focus, or
// until the pointer was away for two seconds. Esc always lets go.
//
// Movements are summed and handed to the client once a frame.

const SLOP = { mouse: 3, touch: 8, pen: 5 }; // CSS pixels that a press may wander
const TAP_MS = 300; // two taps within this are a double tap
const TAP_PX = 24;
const PRESS_MS = 400; // a finger held this long brings the crosshair
const AWAY_MS = 2000;
const FLING_MS = 80; // the throw's speed is taken over this long
const FLING_MIN = 0.06; // CSS pixels a millisecond
const NOTCH = 0.0016; // zoom, in natural log, a wheel pixel
const PINCH = 0.01; // the same for a trackpad's pinch, which arrives as Ctrl + wheel
const LINE = 16, PAGE = 400; // wheel pixels a line and a page

// AXIS are the client's names for what a zoom changes.
const AXIS = { both: 0, time: 1, price: 2 };

// attach listens on element and returns how to stop.
export function attach(element, engine, options = {}) {
  const input = new Input(element, engine, options);
  return () => input.detach();
}

// policyOf resolves 'auto': cooperative in a frame that does not fill the
// screen, greedy elsewhere.
export function policyOf(gestures, win = window) {
  if (gestures === 'greedy' || gestures === 'cooperative') return gestures;
  return win.parent !== win && !win.document.fullscreenElement ? 'cooperative' : 'greedy';
}

// wheelPixels turns a wheel event's delta into pixels.
export function wheelPixels(delta, mode) {
  return delta * (mode === 1 ? LINE : mode === 2 ? PAGE : 1);
}

class Input {
  constructor(element, engine, { gestures = 'auto', onHint = () => {}, onActive = () => {} }) {
    Object.assign(this, { element, engine, gestures, onHint, onActive });
    this.pointers = new Map(); // what is pressed, by id
    this.mode = 'idle'; // idle, press, drag, cursor, pinch
    this.active = false;
    this.lastTap = null;
    this.undo = [];
    this.clear();
    this.listen();
    this.setPolicy();
    engine.beforeFrame = () => this.flush();
  }

  listen() {
    const on = (target, type, f, options) => {
      target.addEventListener(type, f, options);
      this.undo.push(() => target.removeEventListener(type, f, options));
    };
    const own = (f) => (e) => { if (!this.foreign(e)) f.call(this, e); };
    const e = this.element;
    on(e, 'pointerdown', own(this.down));
    on(e, 'pointermove', own(this.move));
    on(e, 'pointerup', (ev) => this.up(ev));
    on(e, 'pointercancel', (ev) => this.cancel(ev));
    on(e, 'pointerleave', (ev) => this.leave(ev));
    on(e, 'pointerenter', () => clearTimeout(this.away));
    on(e, 'wheel', own(this.wheel), { passive: false });
    on(e, 'touchmove', (ev) => this.touchmove(ev), { passive: false });
    on(e, 'contextmenu', (ev) => { if (this.touched) ev.preventDefault(); });
    on(window, 'keydown', (ev) => { if (ev.key === 'Escape') this.letGo(); }, true);
    on(window, 'blur', () => this.setActive(false));
    on(document, 'fullscreenchange', () => this.setPolicy());
  }

  detach() {
    for (const f of this.undo.splice(0)) f();
    clearTimeout(this.away);
    clearTimeout(this.hold);
    this.engine.beforeFrame = null;
  }

  // foreign says whether an event is meant for a control that lies on the chart.
  foreign(e) {
    return e.target !== this.element && !!e.target.closest?.('button, a, input, select, summary, [data-own-input]');
  }

  setPolicy() {
    this.policy = policyOf(this.gestures);
    this.element.style.touchAction = this.policy === 'greedy' ? 'none' : 'pan-y';
    this.element.style.userSelect = this.element.style.webkitUserSelect = 'none';
  }

  place(e) {
    const box = this.element.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  }

  down(e) {
    if (e.pointerType === 'mouse' && e.button !== 0) return;
    this.touched = e.pointerType !== 'mouse';
    const p = { ...this.place(e), type: e.pointerType, t: e.timeStamp };
    Object.assign(p, { startX: p.x, startY: p.y });
    this.pointers.set(e.pointerId, p);
    try {
      this.element.setPointerCapture(e.pointerId); // so that a drag may leave the chart
    } catch {
      return; // the pointer is gone already
    }
    clearTimeout(this.hold);
    if (this.pointers.size === 1) this.press(p);
    else this.pinch();
  }

  press(p) {
    this.mode = 'press';
    this.trail = [{ t: p.t, x: p.x, y: p.y }];
    this.call('pan', 0, 0); // a press stops a throw
    if (p.type === 'mouse') return;
    this.hold = setTimeout(() => {
      if (this.mode !== 'press') return;
      this.mode = 'cursor';
      this.point(p);
    }, PRESS_MS);
  }

  pinch() {
    this.mode = 'pinch';
    this.grip = this.gripNow();
    this.point(null);
  }

  // gripNow is the middle of the first two fingers and how far apart they are.
  gripNow() {
    const [a, b] = [...this.pointers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(8, Math.hypot(a.x - b.x, a.y - b.y)) };
  }

  move(e) {
    const at = this.place(e);
    const p = this.pointers.get(e.pointerId);
    if (!p) {
      if (e.pointerType === 'mouse') this.point(at);
      return;
    }
    const dx = at.x - p.x, dy = at.y - p.y;
    Object.assign(p, at, { t: e.timeStamp });
    if (this.mode === 'press' && this.wandered(p)) this.startDrag(p);
    else if (this.mode === 'drag') this.drag(p, dx, dy);
    else if (this.mode === 'cursor') this.point(at);
    else if (this.mode === 'pinch') this.pinchMove();
    if (p.type === 'mouse') this.point(at);
  }

  wandered(p) {
    return Math.hypot(p.x - p.startX, p.y - p.startY) > SLOP[p.type];
  }

  // startDrag pans by all that the pointer has moved since it was pressed: what
  // was taken hold of stays under it.
  startDrag(p) {
    this.mode = 'drag';
    clearTimeout(this.hold);
    if (this.touched) this.point(null);
    this.drag(p, p.x - p.startX, p.y - p.startY);
  }

  // drag pans. A single finger in an article pans sideways only: up and down
  // are the article's.
  drag(p, dx, dy) {
    if (this.touched && this.policy === 'cooperative') dy = 0;
    this.trail.push({ t: p.t, x: p.x, y: p.y });
    if (this.trail.length > 32) this.trail.shift();
    this.dx += dx;
    this.dy += dy;
    this.engine.wake();
  }

  pinchMove() {
    const was = this.grip, now = this.gripNow();
    this.grip = now;
    this.dx += now.x - was.x;
    this.dy += now.y - was.y;
    this.addZoom(Math.log(now.apart / was.apart), now, AXIS.both);
  }

  up(e) {
    const p = this.pointers.get(e.pointerId);
    if (!p) return;
    this.pointers.delete(e.pointerId);
    p.t = e.timeStamp;
    clearTimeout(this.hold);
    const { mode } = this;
    if (mode === 'pinch' && this.pointers.size >= 2) {
      this.grip = this.gripNow();
      return;
    }
    this.mode = 'idle';
    if (mode === 'drag') this.throwIt(p);
    if (mode === 'press') this.tap(p);
  }

  // throwIt lets go of a drag; what was still moving coasts.
  throwIt(p) {
    const from = this.trail.find((s) => p.t - s.t <= FLING_MS);
    if (!from || p.t - from.t < 8) return;
    const k = 1 / (p.t - from.t);
    const vx = (p.x - from.x) * k;
    const vy = this.touched && this.policy === 'cooperative' ? 0 : (p.y - from.y) * k;
    if (Math.hypot(vx, vy) < FLING_MIN) return;
    this.flush();
    this.call('fling', vx, vy);
  }

  tap(p) {
    this.setActive(true);
    const last = this.lastTap;
    if (last && p.t - last.t < TAP_MS && Math.hypot(p.x - last.x, p.y - last.y) < TAP_PX) {
      this.lastTap = null;
      this.call('tap', last.x, last.y); // the first one was none
      this.call('doubleTap', p.x, p.y);
      return;
    }
    this.lastTap = { t: p.t, x: p.x, y: p.y };
    this.point(p);
    this.call('tap', p.x, p.y);
  }

  cancel(e) {
    this.pointers.delete(e.pointerId);
    clearTimeout(this.hold);
    this.mode = 'idle';
    if (this.touched) this.point(null);
  }

  leave(e) {
    if (e.pointerType !== 'mouse' || this.pointers.has(e.pointerId)) return;
    this.point(null);
    clearTimeout(this.away);
    this.away = setTimeout(() => this.setActive(false), AWAY_MS);
  }

  wheel(e) {
    const asked = e.ctrlKey || e.metaKey;
    if (this.policy === 'cooperative' && !this.active && !asked) {
      this.onHint('wheel');
      return;
    }
    e.preventDefault();
    const dx = wheelPixels(e.deltaX, e.deltaMode), dy = wheelPixels(e.deltaY, e.deltaMode);
    if (!asked && Math.abs(dx) > Math.abs(dy)) {
      this.dx -= dx;
      this.engine.wake();
      return;
    }
    const fine = e.ctrlKey && e.deltaMode === 0 && Math.abs(dy) < 50; // a trackpad's pinch
    this.addZoom(-dy * (fine ? PINCH : NOTCH), this.place(e), e.altKey ? AXIS.price : AXIS.both);
  }

  // touchmove keeps the article still while two fingers work on the chart.
  touchmove(e) {
    if (e.touches.length > 1 && e.cancelable) e.preventDefault();
  }

  addZoom(log, at, axis) {
    if (this.zoom && this.zoom.axis !== axis) this.flush();
    this.zoom = { log: (this.zoom ? this.zoom.log : 0) + log, x: at.x, y: at.y, axis };
    this.engine.wake();
  }

  // point moves the crosshair, or hides it.
  point(at) {
    this.pointer = at ? { x: at.x, y: at.y } : 'leave';
    this.engine.wake();
  }

  letGo() {
    this.pointers.clear();
    clearTimeout(this.hold);
    this.mode = 'idle';
    this.clear();
    this.point(null);
    this.call('pan', 0, 0);
    this.setActive(false);
  }

  setActive(on) {
    if (on && this.policy === 'greedy') return;
    if (on === this.active) return;
    this.active = on;
    this.onActive(on);
  }

  clear() {
    this.dx = this.dy = 0;
    this.zoom = this.pointer = null;
  }

  // flush hands what came since the last frame to the client.
  flush() {
    const { dx, dy, zoom, pointer } = this;
    this.clear();
    if (dx || dy) this.call('pan', dx, dy);
    if (zoom) this.call('zoomAt', Math.exp(zoom.log), zoom.x, zoom.y, zoom.axis);
    if (pointer === 'leave') this.call('pointerLeave');
    else if (pointer) this.call('pointer', pointer.x, pointer.y);
  }

  call(name, ...args) { this.engine.core?.[name](...args); }
}
