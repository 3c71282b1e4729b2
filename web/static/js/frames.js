// Frames runs Ebitengine's animation frames only while something moves.
//
// Ebitengine asks for the next animation frame at the end of every frame, for
// ever: an untouched page would keep a core busy. Here the request waits until
// somebody calls wake(), or until the client said that it still moves.

const RING = 1024; // frames remembered for the benchmark

export class Frames {
  constructor(raf = (f) => requestAnimationFrame(f)) {
    this.raf = raf;
    this.waiting = null; // Ebitengine's callback, held
    this.scheduled = false;
    this.wanted = false; // one more frame was asked for
    this.moving = false; // the client animates
    this.stopped = false;
    this.before = null; // runs at the start of a frame: input that came since the last one
    this.now = 0; // timestamp of the running frame
    this.count = 0;
    this.work = new Float32Array(RING); // ms that a whole callback took
    this.gap = new Float32Array(RING); // ms since the frame before, 0 after a pause
    this.tick = this.tick.bind(this);
  }

  // request stands in for requestAnimationFrame.
  request(callback) {
    this.waiting = callback;
    this.schedule();
    return 1;
  }

  // wake asks for one frame.
  wake() {
    this.wanted = true;
    this.schedule();
  }

  // pause keeps what waits but runs nothing until last().
  pause() { this.stopped = true; }

  // last runs one more frame, in which the client ends, also on a page that is
  // not shown.
  last() {
    this.stopped = false;
    this.before = null;
    this.moving = false;
    this.raf = (f) => setTimeout(() => f(performance.now()), 0);
    this.scheduled = false;
    this.wake();
  }

  // stop ends all frames and forgets what waits.
  stop() {
    this.stopped = true;
    this.waiting = null;
    this.before = null;
  }

  schedule() {
    if (this.scheduled || this.stopped || !this.waiting || !(this.wanted || this.moving)) return;
    this.scheduled = true;
    this.raf(this.tick);
  }

  tick(timestamp) {
    this.scheduled = false;
    if (this.stopped || !this.waiting) return;
    const start = performance.now();
    const slot = this.count % RING;
    this.gap[slot] = this.running ? timestamp - this.now : 0;
    this.now = timestamp;
    this.wanted = false;
    if (this.before) this.before(timestamp);
    const callback = this.waiting;
    this.waiting = null;
    callback(timestamp);
    this.work[slot] = performance.now() - start;
    this.count++;
    this.schedule();
    this.running = this.scheduled;
  }

  // samples returns the newest n frames' work and gaps in milliseconds.
  samples(n = RING) {
    const work = [], gap = [];
    for (let i = Math.max(0, this.count - Math.min(n, RING)); i < this.count; i++) {
      work.push(this.work[i % RING]);
      if (this.gap[i % RING] > 0) gap.push(this.gap[i % RING]);
    }
    return { work, gap };
  }
}
