// The stream of a market: a WebSocket that is opened again when it ends, when
// nothing comes on it, and when the chart has lost its place.

const SILENT = 15e3; // ms; the server says something at least every five seconds
const FIRST = 1e3; // ms, at most, before the second try
const MOST = 30e3; // ms, at most, before any other
const STEADY = 10e3; // ms after which a connection that ends counts as the first
const TICK = 1e3;

const encoder = new TextEncoder();

export class Stream {
  /**
   * @param {string} address ws: or wss:
   * @param {(bytes: Uint8Array) => void} take what a message is given to
   */
  constructor(address, take) {
    Object.assign(this, { address, take, listeners: [] });
    this.state = 'connecting'; // or 'open', 'lost'
    this.failures = 0;
    this.last = 0; // clock of the server in its last message, ms; 0: none came
    this.due = 0; // when the next try is, as performance.now()
    this.renewed = -STEADY; // when it began again for a snapshot
    this.why = ''; // the code of the server's refusal, where it gives one
    addEventListener('online', () => this.hurry());
    addEventListener('pagehide', () => this.drop());
    addEventListener('pageshow', (e) => { if (e.persisted) this.open(); });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.look(true); });
    setInterval(() => this.look(false), TICK);
  }

  /** @param {() => void} f called with every change, and every second */
  follow(f) { this.listeners.push(f); }

  tell() { for (const f of this.listeners) f(); }

  /** Whether it was tried in vain, or ended, and is not there yet. */
  get lost() { return this.failures > 0 && this.state !== 'open'; }

  /** Seconds until the next try. */
  get wait() { return Math.max(0, Math.ceil((this.due - performance.now()) / 1e3)); }

  open() {
    this.drop();
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.begun = performance.now();
    this.heard = 0; // when anything came last
    socket.addEventListener('message', ({ data }) => { if (socket === this.socket) this.hear(data); });
    socket.addEventListener('close', () => { if (socket === this.socket) this.lose(); });
    this.tell();
  }

  drop() {
    const { socket } = this;
    this.socket = null;
    this.heard = 0;
    clearTimeout(this.timer);
    socket?.close();
  }

  hear(message) {
    this.heard = performance.now();
    this.last = Number(/"at":(\d+)/.exec(message.slice(0, 200))?.[1]) || this.last;
    this.take(encoder.encode(message));
    if (this.state === 'open') return;
    this.state = 'open';
    this.why = '';
    this.tell();
  }

  /** Ends the connection and tries again after a while: a random part of twice
      as long as the time before, so that not all screens come at once. */
  lose() {
    const lasted = this.heard ? performance.now() - this.begun : 0;
    if (!this.last) this.ask();
    this.drop();
    this.failures = lasted > STEADY ? 1 : this.failures + 1;
    const pause = Math.random() * Math.min(MOST, FIRST * 2 ** (this.failures - 1));
    this.due = performance.now() + pause;
    this.timer = setTimeout(() => this.open(), pause);
    this.state = 'lost';
    this.tell();
  }

  /** Begins again with a fresh snapshot: at once, but not over and over. */
  again() {
    if (!this.heard) return; // it begins already
    const now = performance.now();
    if (now - this.renewed < STEADY) return this.lose();
    this.renewed = now;
    this.open();
  }

  /** Tries at once, if a try is waited for. */
  hurry() { if (this.state === 'lost' && !this.socket) this.open(); }

  /** Looks whether the connection still says something; back counts for more. */
  look(back) {
    if (this.socket && performance.now() - (this.heard || this.begun) > SILENT) this.lose();
    if (back) this.hurry();
    this.tell();
  }

  /** Asks the server why it gives no stream: a WebSocket does not tell. */
  async ask() {
    try {
      const answer = await fetch(this.address.replace('ws', 'http'), { credentials: 'omit' });
      this.why = (await answer.json()).error.code;
    } catch {
      this.why = '';
    }
    this.tell();
  }
}
