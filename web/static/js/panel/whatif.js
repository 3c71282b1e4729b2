// The panel "What if": its settings go to the chart as messages, and what comes
// of them comes back with the state. The page hands over what it needs, so that
// this file imports nothing and is fetched only with the panel.

const TICKS = 400; // of a slider that does not count in its own unit

/** Two significant figures: what a slider can be set to by hand. */
const round = (v) => Number(v.toPrecision(2));

/** How a slider's place becomes a value and back. */
function scaleOf({ scale, from, to, step, zero }) {
  const [a, b] = [Number(from), Number(to)];
  const first = zero === 'first' ? -1 : 0;
  const last = TICKS + (zero === 'last' ? 1 : 0);
  switch (scale) {
    case 'log':
      return {
        range: [first, last, 1],
        value: (x) => (x < 0 || x > TICKS ? 0 : round(a * (b / a) ** (x / TICKS))),
        place: (v) => (v === 0 && zero ? (zero === 'first' ? first : last) : Math.round((TICKS * Math.log(v / a)) / Math.log(b / a))),
      };
    case 'square':
      return {
        range: [-TICKS, TICKS, 1],
        value: (x) => round(Math.sign(x) * (x / TICKS) ** 2 * b),
        place: (v) => Math.round(Math.sign(v) * Math.sqrt(Math.abs(v) / b) * TICKS),
      };
    default:
      return { range: [a, b, Number(step)], value: (x) => Number(x.toFixed(6)), place: (v) => v };
  }
}

/**
 * @param {HTMLElement} root
 * @param {{unwind: any, money: (usd: number) => string, moment: (ms: number) => string, text: (key: string) => string}} page
 */
export function wire(root, { unwind, money, moment, text }) {
  const { texts, seeds } = JSON.parse(root.querySelector('script').textContent);
  const out = (name) => root.querySelector(`[data-out="${name}"]`);
  const [law, adl] = ['law', 'adl'].map((name) => root.querySelector(`#whatif-${name}`));
  const knobs = [...root.querySelectorAll('input[type="range"]')].map((input) => {
    const scale = scaleOf(input.dataset);
    [input.min, input.max, input.step] = scale.range;
    return { input, scale, name: input.name, shown: root.querySelector(`output[for="${input.id}"]`) };
  });
  const DEFAULTS = { law: 'depth', adl: true };
  for (const { name, input } of knobs) if (name !== 'depth') DEFAULTS[name] = Number(input.dataset.default);
  let held = null; // a slider being moved, which the state must not move back
  let told = null; // the result on the page

  const fill = (key, values) => texts[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const figures = (v) => String(Number(v.toPrecision(3))).replace('-', '−').replace('.', text('point'));
  const signed = (share) => fill('whatif.percent', { n: (share > 0 ? '+' : '') + figures(Math.round(share * 1000) / 10) });
  const price = (v) => Math.round(v).toString().replace(/\B(?=(\d{3})+$)/g, text('group'));

  function seconds(v) {
    if (v >= 7200) return fill('whatif.h', { n: figures(v / 3600) });
    return v >= 120 ? fill('whatif.min', { n: figures(v / 60) }) : fill('whatif.s', { n: figures(v) });
  }

  /** A value of a setting in words. */
  function said(name, unit, v) {
    if (name === 'shock') return v ? signed(v) : texts['whatif.none'];
    if (name === 'order') return v ? fill(v > 0 ? 'whatif.sell' : 'whatif.buy', { usd: money(Math.abs(v)) }) : texts['whatif.none'];
    if (name === 'cap' && v === 0) return texts['whatif.none'];
    if (name === 'refill' && v === 0) return texts['whatif.never'];
    switch (unit) {
      case 'usd': return money(v);
      case 'percent': return fill('whatif.percent', { n: figures(100 * v) });
      case 'seconds': return seconds(v);
      default: return name === 'cap' ? fill('whatif.times', { n: figures(v) }) : figures(v);
    }
  }

  /** The settings in force: those of the chart's what-if, or the default ones. */
  function settings() {
    const now = unwind.state().whatif;
    const set = { ...DEFAULTS };
    for (const name of Object.keys(set)) if (now) set[name] = now[name];
    if (now?.ownDepth) set.depth = now.depth;
    return set;
  }

  /** Changes some settings; without a what-if it begins at the replay time. */
  function change(some) {
    const { whatif, t } = unwind.state();
    unwind.dispatch({ type: 'whatif', at: whatif?.at ?? t, ...settings(), ...some });
  }

  const deeds = {
    begin: () => unwind.dispatch({ type: 'whatif', ...settings(), at: unwind.state().t }),
    end: () => unwind.dispatch({ type: 'whatif' }),
    reset: () => unwind.dispatch({ type: 'whatif', at: unwind.state().whatif?.at ?? unwind.state().t }),
    zoom() {
      const { whatif } = unwind.state();
      if (!whatif) return;
      const span = whatif.seconds * 1000;
      unwind.dispatch({ type: 'view', from: Math.round(whatif.at - span / 4), to: Math.round(whatif.at + 1.2 * span) });
      document.querySelector('#surface')?.scrollIntoView({ block: 'nearest' });
    },
  };

  function row([name, value]) {
    const [div, dt, dd] = ['div', 'dt', 'dd'].map((tag) => document.createElement(tag));
    [dt.textContent, dd.textContent] = [name, value];
    div.append(dt, dd);
    return div;
  }

  /** Shows what came out; the sentence, which is read out, once all of it has. */
  function tell({ whatif, query, t, price: actual }) {
    const result = whatif?.result;
    out('now').textContent = result && whatif.now && actual
      ? fill('whatif.now', { when: moment(t), actual: price(actual), other: price(whatif.now), gap: signed(whatif.now / actual - 1) }) : '';
    const key = JSON.stringify([whatif?.at, result?.said, result?.seeds]);
    if (key === told) return;
    told = key;
    const whole = result && (result.seeds === seeds || result.reason);
    out('rows').replaceChildren(...(result?.rows ?? []).map(row));
    root.toggleAttribute('data-working', Boolean(whatif) && !whole);
    if (!whatif) out('said').textContent = '';
    else if (whole) out('said').textContent = result.said;
    out('csv').hidden = !result || Boolean(result.reason);
    out('csv').firstElementChild.href = `/whatif.csv?${query}`;
  }

  function follow(state) {
    if (!root.isConnected) return stop();
    const now = state.whatif;
    for (const { input, scale, name, shown } of knobs) {
      const v = now ? now[name] : Number(input.dataset.default);
      if (held !== input) input.value = scale.place(v);
      shown.textContent = said(name, input.dataset.unit, v);
      input.setAttribute('aria-valuetext', shown.textContent);
    }
    law.value = now?.law ?? DEFAULTS.law;
    adl.checked = now?.adl ?? true;
    for (const knob of root.querySelectorAll('[data-law]')) knob.hidden = knob.dataset.law !== law.value;
    for (const name of ['zoom', 'reset', 'end']) root.querySelector(`[data-do="${name}"]`).disabled = !now;
    root.querySelector('[data-do="begin"]').textContent = texts[now ? 'whatif.begin.again' : 'whatif.begin'];
    out('starts').textContent = now ? fill('whatif.starts', { when: moment(now.at) }) : texts['whatif.off'];
    tell(state);
  }

  for (const { input, scale, name } of knobs) {
    input.addEventListener('input', () => { held = input; change({ [name]: scale.value(Number(input.value)) }); });
    input.addEventListener('change', () => { held = null; });
  }
  law.addEventListener('change', () => change({ law: law.value }));
  adl.addEventListener('change', () => change({ adl: adl.checked }));
  root.addEventListener('click', ({ target }) => {
    const { do: deed, preset } = target.closest('button')?.dataset ?? {};
    if (deed) deeds[deed]();
    if (preset) change(JSON.parse(preset));
  });
  const stops = ['state', 'time', 'ready'].map((event) => unwind.on(event, follow));
  const stop = () => stops.forEach((f) => f());
  follow(unwind.state());
}
