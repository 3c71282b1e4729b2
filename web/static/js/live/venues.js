// How each venue does: a chip each with its state in words and shape, and a
// list with the reasons. Without a connection nobody knows how they do.

import { $, time } from './live.js';

const STATES = ['live', 'behind', 'connecting', 'disconnected', 'silent', 'blocked'];
const LATE = 1000; // ms of lag that are said in seconds

const OFTEN = 1000; // ms between two looks at the feeds

const UNKNOWN = 'unknown'; // how venues do while the stream is lost

const SVG = 'http://www.w3.org/2000/svg';

/** An element with children. */
function make(tag, className, ...children) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.append(...children);
  return e;
}

/** The address of the shape of a state. */
const shape = (state) => `#s-${STATES.includes(state) ? state : 'connecting'}`;

/** The shape of a state. */
function mark(state) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', shape(state));
  svg.append(use);
  return svg;
}

/** The class of a state; 'behind' is one of the page's own. */
const classOf = (state) => (state === 'behind' ? 'behind-time' : state);

export function wireVenues({ engine, unwind, page, text, hear, onLanguage, openBelow }, stream) {
  let told = []; // by the server
  let venues = []; // what is known of them
  let feeds = [];

  const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, text('group'));
  const short = (ms) => (ms < 120e3 ? text('live.s', { n: String(Math.round(ms / 1e3)) }) : text('live.m', { n: String(Math.round(ms / 60e3)) }));

  const unknown = () => text('live.unknown', { time: time(stream.last) });

  const word = (v) => text(`live.venue.${STATES.includes(v.state) ? v.state : 'unknown'}`, { by: short(Math.max(0, v.lagMs)) });

  const count = () => {
    if (!venues.length) return text('live.connecting');
    if (stream.lost) return unknown();
    return text('live.count', { n: String(venues.filter((v) => v.state === 'live').length), of: String(venues.length) });
  };

  /** The throttled feeds of a venue, how full they are in this minute. */
  const feedsOf = (v) => feeds.filter((f) => f.venue === v.venue);

  /** The feeds that are full, as a text to compare. */
  const saturated = () => feeds.filter((f) => f.saturated).map((f) => f.venue + f.symbol).join();

  const lag = (v) => {
    if (v.state !== 'live' || v.lagMs <= 0) return '';
    return v.lagMs < LATE ? text('live.lag', { ms: String(v.lagMs) }) : text('live.lag.s', { s: String(Math.round(v.lagMs / 1e3)) });
  };

  const refusal = ({ why }) => {
    if (!why) return '';
    const key = `live.reason.${why.reason}`;
    const known = text(key);
    const parts = [known === key ? why.reason : known];
    if (why.until) parts.push(text('live.until', { time: time(why.until) }));
    if (why.text) parts.push(`“${why.text}”`);
    return parts.join('; ');
  };

  const liquidations = (v) => {
    if (v.noLiquidations) {
      const key = `live.none.${v.venue}`;
      const known = text(key);
      return known === key ? v.noLiquidations : known;
    }
    if (!page.live.senders.includes(v.venue)) return text('live.none.spot');
    const n = text('live.liquidations', { n: number(v.liquidations) });
    return v.sampled ? `${n}; ${text('live.atLeast.why')}` : n;
  };

  const chip = (v) => {
    const full = feedsOf(v).some((f) => f.saturated);
    const parts = [mark(v.state), v.name, ' ', make('span', 'word', word(v))];
    if (full) parts.push(make('span', 'warn', ' ', text('live.saturated')));
    if (v.sampled) parts.push(' ', make('span', 'bound', text('live.atLeast')));
    const button = make('button', `chip ${classOf(v.state)}`, ...parts);
    button.type = 'button';
    button.title = [v.state === UNKNOWN ? unknown() : word(v), refusal(v), lag(v), liquidations(v)].filter(Boolean).join('. ');
    button.addEventListener('click', () => open(button));
    return make('li', '', button);
  };

  const row = (v) => {
    const facts = [refusal(v), lag(v), liquidations(v), ...feedsOf(v).map((f) => f.said)].filter(Boolean);
    const state = make('span', 'state', v.state === UNKNOWN ? unknown() : word(v), v.since ? `, ${text('live.since', { time: time(v.since) })}` : '');
    return make('li', classOf(v.state), mark(v.state), make('b', '', v.name), state, ...facts.map((f) => make('p', '', f)));
  };

  /** Shows as much as fits. */
  const fit = () => {
    const chips = $('live-chips');
    for (const li of chips.children) li.hidden = false;
    for (const room of ['3', '2', '1']) {
      $('live-venues').dataset.room = room;
      if (chips.scrollWidth <= chips.clientWidth) return;
    }
    const end = chips.getBoundingClientRect().right;
    for (const li of chips.children) li.hidden = li.getBoundingClientRect().right > end;
  };

  const worst = () => stream.lost ? UNKNOWN : STATES.findLast((s) => venues.some((v) => v.state === s)) ?? 'connecting';

  const show = () => {
    $('live-count-says').textContent = count();
    $('live-count').querySelector('use').setAttribute('href', shape(worst()));
    $('live-count').className = `chip ${classOf(worst())}`;
    const focused = [...$('live-chips').children].findIndex((li) => li.contains(document.activeElement));
    $('live-chips').replaceChildren(...venues.map(chip));
    if (focused >= 0) $('live-chips').children[focused]?.firstChild.focus();
    fit();
    list();
  };

  const fill = () => $('live-rows').replaceChildren(...venues.map(row));
  const list = () => { if ($('live-list').matches(':popover-open')) fill(); };

  /** Opens the list below a button, as high as it is. */
  const open = (by) => {
    fill();
    openBelow($('live-list'), by);
  };

  /** Takes what was told, or forgets how venues did at the last word of it. */
  const know = () => {
    venues = stream.lost ? told.map((v) => ({ ...v, state: UNKNOWN, since: 0, why: null })) : told;
  };

  /** Says what changed; one venue by its name, more by the count. */
  const announce = (before) => {
    const changed = venues.filter((v) => before.some((was) => was.venue === v.venue && was.state !== v.state));
    if (changed.length === 1) hear(text('live.say.venue', { venue: changed[0].name, state: word(changed[0]) }));
    else if (changed.length) hear(count());
  };

  engine.on('venues', (next) => {
    const before = venues;
    told = next;
    know();
    announce(before);
    show();
  });
  stream.follow(() => {
    if (!told.length || stream.lost === venues.some((v) => v.state === UNKNOWN)) return;
    know();
    show();
  });
  // a second may fill a feed, and a minute empties it
  setInterval(() => {
    const full = saturated();
    feeds = unwind.feeds()?.feeds ?? [];
    if (saturated() !== full) show();
    else list();
  }, OFTEN);
  $('live-count').addEventListener('click', () => open($('live-count')));
  $('live-list-close').addEventListener('click', () => $('live-list').hidePopover());
  new ResizeObserver(fit).observe($('live-venues'));
  onLanguage(show);
  return { count };
}
