// The last minutes again: a tape of what was recorded, as an event of its own
// that plays, while recording goes on. The browser's way back leads to here.

import { $ } from './live.js';

const MINUTES = 15;
const REASONS = ['no_recording', 'busy', 'no_store'];
const KEPT = ['lang', 'theme', 'palette', 'ui']; // of the link
// It plays for a minute, slowest where most was liquidated.
const PACE = { play: '1', speed: 'smart', fit: '60' };

/** The address of the event of a tape, with what this reader chose. */
function addressOf(id) {
  const query = new URLSearchParams({ event: id });
  for (const [key, value] of new URLSearchParams(location.search)) if (KEPT.includes(key)) query.set(key, value);
  for (const [key, value] of Object.entries(PACE)) query.set(key, value);
  return `${location.pathname.replace('live', '')}?${query}`;
}

export function wireLast({ page, text, hear, onLanguage }) {
  const button = $('live-last');
  const label = button.querySelector('[data-t]');
  let state = page.live.records ? 'name' : 'off';

  const say = () => {
    const busy = state === 'wait';
    button.setAttribute('aria-busy', String(busy));
    label.textContent = text(busy ? 'live.last.wait' : 'live.last');
    button.title = text(`live.last.${busy ? 'name' : state}`);
    button.setAttribute('aria-description', button.title);
  };

  const tell = (next) => {
    state = next;
    say();
    if (next !== 'wait') hear(button.title);
  };

  const cut = async () => {
    if (state === 'wait') return;
    if (!page.live.records) return tell('off');
    tell('wait');
    try {
      const query = new URLSearchParams({ symbol: page.live.symbol, minutes: String(MINUTES) });
      const answer = await fetch(`/api/tapes/last?${query}`, { credentials: 'omit' });
      const { id, error } = await answer.json();
      if (!id) return fail(error?.code);
      state = 'name'; // for who comes back
      location.assign(addressOf(id));
    } catch {
      fail('');
    }
  };

  /** Says why there is no tape, on the chart too: the button alone is easily missed. */
  const fail = (code) => {
    tell(REASONS.includes(code) ? code : 'failed');
    $('hint').textContent = button.title;
    $('hint').hidden = false;
    setTimeout(() => { $('hint').hidden = true; }, 4000);
  };

  button.addEventListener('click', cut);
  addEventListener('pageshow', say);
  onLanguage(say);
  say();
}
