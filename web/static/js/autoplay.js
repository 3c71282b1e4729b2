// Nothing plays by itself, unless the link says so or the page was playing
// before a reload; never for a reader who wants less motion.

import { $, page, reducedMotion } from './page.js';
import { wasPlaying } from './address.js';
import { unwind } from './unwind.js';

const play = () => unwind.dispatch({ type: 'play' });

function playOnceVisible() {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((e) => e.isIntersecting)) return;
    observer.disconnect();
    play();
  }, { threshold: 0.5 });
  observer.observe($('chart'));
}

export function wireAutoplay() {
  const again = wasPlaying();
  unwind.on('ready', () => {
    if (reducedMotion()) return;
    if (page.play === '1' || again) play();
    else if (page.play === 'visible') playOnceVisible();
  });
}
