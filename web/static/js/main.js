// The page's script: joins the controls, the address and the chart.

import { $, onReducedMotion, page, reducedMotion } from './page.js';
import { openBelow } from './menu.js';
import { onLanguage, text } from './texts.js';
import { connect, unwind } from './unwind.js';
import { start } from './engine.js';
import { wireAddress } from './address.js';
import { shownTheme, wireAppearance } from './appearance.js';
import { wireAutoplay } from './autoplay.js';
import { wireBridge } from './bridge.js';
import { wireCell } from './cell.js';
import { wireDialogs } from './dialogs.js';
import { wireFilter } from './filter.js';
import { wireHints } from './hints.js';
import { wireKeys } from './keys.js';
import { wireLevels } from './levels.js';
import { wireLoop } from './loop.js';
import { wireNotes } from './notes.js';
import { wirePanels } from './panels.js';
import { wireScale } from './scale.js';
import { wireScreen } from './screen.js';
import { wireOwn } from './own.js';
import { wireScore } from './score.js';
import { stretch, wireScrub } from './scrub.js';
import { hear, wireStatus } from './status.js';
import { wireTakeover } from './takeover.js';
import { wireTransport } from './transport.js';

window.unwind = unwind;

/** The link as it came, so that the chart names what it does not understand
    too, with what only this screen knows. */
function firstQuery() {
  const query = new URLSearchParams(location.search);
  query.set('event', page.event.id);
  query.delete('play'); // the page decides when to play
  query.set('theme', shownTheme());
  query.set('lang', page.lang);
  query.set('ui', page.state.ui);
  return query.toString();
}

for (const wire of [
  wireTransport, wireScrub, wireLoop, wireScreen, wireDialogs, wireAppearance, wireFilter,
  wireKeys, wireStatus, wireNotes, wireAddress, wireAutoplay, wireBridge, wireLevels, wireCell, wirePanels, wireScale, wireScore, wireOwn,
]) wire();

const engine = await start({
  host: $('surface'),
  query: firstQuery(),
  urls: page.urls,
  wasmBytes: page.wasmBytes,
  tapeBytes: page.tapeBytes,
  live: page.live?.symbol,
  perf: new URLSearchParams(location.search).has('perf'),
});
wireTakeover(engine);
connect(engine);
engine.reduceMotion(reducedMotion());
onReducedMotion((on) => engine.reduceMotion(on));
wireHints(engine);
if (page.live) (await import(page.live.script)).wire({ engine, unwind, page, text, onLanguage, hear, openBelow, stretch });
