// The live edge: a badge that says whether the chart is at it and brings it
// back, and a line about the connection.

import { $, time } from './live.js';

const root = document.documentElement;
const MARKS = { wait: 's-connecting', edge: 's-live', behind: 's-behind', lost: 's-disconnected' };

/** "0:42", "12:30", "3:05:10" */
export function span(ms) {
  const s = Math.max(0, Math.round(ms / 1e3));
  const two = (n) => String(n).padStart(2, '0');
  const minutes = Math.floor(s / 60);
  return minutes < 60 ? `${minutes}:${two(s % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(s % 60)}`;
}

export function wireEdge({ unwind, text, hear, onLanguage }, stream, venues) {
  let follows = 'wait';

  /** Where the chart is: it waits, is at the edge, behind, or has no connection. */
  const place = ({ live }) => {
    if (stream.lost) return 'lost';
    if (!live) return 'wait';
    return live.edge ? 'edge' : 'behind';
  };

  const says = { wait: 'live.waits', edge: 'live.edge', behind: 'live.behind', lost: 'live.none' };
  const does = { wait: 'live.waits', edge: 'live.at', behind: 'live.rejoin', lost: 'live.again' };

  const showBadge = (s) => {
    const by = s.live ? span(s.live.to - s.t) : '';
    const aside = root.hasAttribute('data-aside');
    const label = text(follows === 'edge' && aside ? 'live.aside' : says[follows], { by });
    if ($('live-edge-says').textContent !== label) $('live-edge-says').textContent = label;
    const what = text(does[follows]);
    const back = follows === 'behind' || aside;
    $('live-edge').title = back ? `${text('live.rejoin')} (End)` : what;
  };

  /** What is said about the connection; '' while it does well. */
  const trouble = () => {
    const values = { n: stream.wait, time: stream.last ? time(stream.last) : '' };
    if (stream.state === 'open') return '';
    if (stream.failures === 0) return text('live.connecting');
    if (stream.why === 'busy') return text('live.full', values);
    if (stream.why === 'websocket_only' && !stream.last) return text('live.refused', values);
    if (!stream.last) return text('live.unreached', values);
    return text(stream.socket ? 'live.lost.now' : 'live.lost', values);
  };

  const showLine = (s) => {
    let line = trouble();
    root.toggleAttribute('data-trouble', Boolean(line) && stream.lost);
    root.toggleAttribute('data-aside', Boolean(s.live?.edge && s.live.following === false));
    if (!line && !s.live) line = text('live.waits');
    if (!line && root.dataset.ui === 'min') line = venues.count();
    if ($('live-line').textContent !== line) $('live-line').textContent = line;
  };

  const show = (s = unwind.state()) => {
    const now = place(s);
    if (now !== follows) {
      announce(follows, now);
      follows = now;
      root.dataset.follows = now;
      $('live-edge').querySelector('use').setAttribute('href', `#${MARKS[now]}`);
    }
    showLine(s);
    showBadge(s);
  };

  const announce = (before, now) => {
    if (now === 'lost') hear(text('live.say.lost'));
    else if (before === 'lost' && now !== 'wait') hear(text('live.say.back'));
    else if (before !== 'wait') hear(text(now === 'edge' ? 'live.say.edge' : 'live.say.behind'));
  };

  $('live-edge').addEventListener('click', () => {
    if (follows === 'lost') stream.hurry();
    else if (follows !== 'wait') unwind.dispatch({ type: 'live' });
  });
  for (const event of ['ready', 'state', 'time']) unwind.on(event, show);
  stream.follow(() => show());
  onLanguage(() => show());
  show();
}
