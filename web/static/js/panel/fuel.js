// The panel "Fuel against depth": its two numbers go to the chart as a message,
// and what waits against the depth comes back from it. The page hands over what
// it needs, so that this file imports nothing and is fetched only with the panel.

const TICKS = 400; // of a slider
const EVERY = 250; // ms between two tables while the replay plays

/** Three significant figures: what a slider can be set to by hand. */
const round = (v) => Number(v.toPrecision(3));

/**
 * @param {HTMLElement} root
 * @param {{unwind: any, moment: (ms: number) => string, text: (key: string) => string}} page
 */
export function wire(root, { unwind, moment, text }) {
  const { texts } = JSON.parse(root.querySelector('script').textContent);
  const out = (name) => root.querySelector(`[data-out="${name}"]`);
  const fill = (key, values) => texts[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const knobs = [...root.querySelectorAll('input[type="range"]')].map((slider) => {
    const [from, to] = [Number(slider.dataset.from), Number(slider.dataset.to)];
    for (const end of ['a', 'b']) if (slider.dataset[end]) slider.style.setProperty(`--${end}`, slider.dataset[end]);
    return {
      name: slider.dataset.of, slider, number: root.querySelector(`#fuel-${slider.dataset.of}`),
      value: () => round(from * (to / from) ** (Number(slider.value) / TICKS)),
      place: (v) => Math.round((TICKS * Math.log(v / from)) / Math.log(to / from)),
    };
  });
  const buttons = [...root.querySelectorAll('[data-layer]')];
  const reset = root.querySelector('[data-do="own"]');
  let last = 0;
  let timer = 0;
  let rows = '';

  /** Sets one number and keeps the other as it was chosen. */
  function set(name, value) {
    if (value > 0) unwind.dispatch({ type: 'depth', ...unwind.state().depth, [name]: value });
  }

  function say(e, words) {
    if (e.textContent !== words) e.textContent = words;
  }

  function row({ side, cells }) {
    const e = document.createElement('tr');
    e.className = side;
    e.append(...cells.map((words, i) => {
      const cell = document.createElement(i ? 'td' : 'th');
      if (!i) cell.scope = 'row';
      cell.textContent = words;
      return cell;
    }));
    return e;
  }

  /** Who says what the depth rests on. */
  function source({ from, sources, t, fit }) {
    if (from === 'unknown') return '';
    if (from === 'own') return texts['fuel.own'];
    const of = sources.length && from !== 'flow' ? fill('fuel.source', { sources: sources.join(', ') }) : '';
    const when = from === 'average' ? '' : fill('fuel.when', { when: moment(t) });
    return [of, when, fit ? fill('fuel.fit', { fit: fit.toFixed(2).replace('.', text('point')) }) : ''].filter(Boolean).join(' ');
  }

  function table({ t, stretches, reason }) {
    say(out('caption'), fill('fuel.caption', { when: moment(t) }));
    const key = JSON.stringify(stretches);
    if (key !== rows) out('rows').replaceChildren(...stretches.map(row));
    rows = key;
    out('none').hidden = stretches.length > 0;
    say(out('none'), texts[reason ? 'fuel.unknown' : 'fuel.none']);
  }

  function show() {
    clearTimeout(timer);
    timer = 0;
    if (!root.isConnected) return stop();
    const fuel = unwind.fuel();
    if (!fuel || !root.closest('details').open) return;
    last = performance.now();
    const { layers, depth } = unwind.state();
    say(out('said'), fuel.said);
    say(out('source'), source(fuel.depth));
    for (const { name, slider, number, place } of knobs) {
      const v = fuel.depth[name];
      if (document.activeElement !== slider) slider.value = v ? place(v) : 0;
      if (document.activeElement !== number) number.value = v ? String(Number(v.toPrecision(6))) : '';
      slider.setAttribute('aria-valuetext', number.value);
    }
    for (const b of buttons) b.ariaPressed = String(layers.includes(b.dataset.layer));
    reset.disabled = depth.quote === null && depth.conversion === null;
    table(fuel);
  }

  const soon = () => { timer ||= setTimeout(show, Math.max(0, last + EVERY - performance.now())); };

  for (const { name, slider, number, value } of knobs) {
    slider.addEventListener('input', () => { set(name, value()); number.value = value(); });
    number.addEventListener('change', () => set(name, Number(number.value)));
  }
  for (const b of buttons) {
    b.addEventListener('click', () => {
      const { layers } = unwind.state();
      const name = b.dataset.layer;
      unwind.dispatch({ type: 'layers', layers: layers.includes(name) ? layers.filter((one) => one !== name) : [...layers, name] });
    });
  }
  reset.addEventListener('click', () => unwind.dispatch({ type: 'depth' }));
  root.closest('details').addEventListener('toggle', show);
  const stops = ['state', 'time', 'ready'].map((event) => unwind.on(event, soon));
  const stop = () => stops.forEach((f) => f());
  show();
}
