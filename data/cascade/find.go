package cascade

import (
	"math"
	"slices"

	"unwind/data"
)

// Input is what waves are found in.
type Input struct {
	Events *Events
	Feed   Feed
	// Price is the price at a time and whether there is one, or nil; then the
	// prices of the events themselves stand for it.
	Price func(data.UnixMs) (data.Price, bool)
	// Own says whether a row is of the instrument that has the prices, or nil
	// when all are.
	Own func(row int) bool

	dense func(row int) bool // says which rows may begin and join waves; nil: all
}

// Finder finds waves in small steps, so that a page stays alive meanwhile.
type Finder struct {
	in     Input
	rules  Rules
	stage  func(events int) (done bool)
	next   int // event
	before int // the last event that could join, −1 at first
	gaps   *recent
	found  []Wave
	days   map[data.UnixMs]data.USD   // dollars by UTC day
	today  day                        // the one at hand, which is not in days yet
	sizes  map[data.UnixMs][]data.USD // of clusters by UTC day of their middle
	waves  []Wave
	reason Reason

	keep       int // events after which a mark is kept, −1 without
	mark       *Mark
	known      []Wave // ascending by Start, see [Finder.Known]
	drop, same int
}

// NewFinder returns a finder. Bad rules and too few events are its
// [Finder.Reason].
func NewFinder(in Input, rules Rules) *Finder {
	f := &Finder{in: in, rules: rules, before: -1, keep: -1, days: map[data.UnixMs]data.USD{}, sizes: map[data.UnixMs][]data.USD{}}
	f.reason = rules.Check()
	switch {
	case f.reason != Known:
	case in.Events == nil || in.Events.Len() == 0:
		f.reason = NoEvents
	case in.Events.Len() < rules.Events:
		f.reason = TooFewEvents
	default:
		f.gaps, f.stage = newRecent(rules.GapMemory), f.cluster
	}
	return f
}

// Find finds waves in one go.
func Find(in Input, rules Rules) ([]Wave, Reason) {
	f := NewFinder(in, rules)
	for !f.Step(1 << 20) {
	}
	return f.Waves(), f.Reason()
}

// Step visits up to events further events and reports whether all is done.
func (f *Finder) Step(events int) (done bool) {
	if f.stage == nil {
		return true
	}
	return f.stage(max(events, 1))
}

// Waves returns what was found, in time order, once Step has reported that all
// is done. There may be none.
func (f *Finder) Waves() []Wave { return f.waves }

// Reason says why no waves could be looked for. [Known] with no waves says
// that none stood out.
func (f *Finder) Reason() Reason { return f.reason }

// cluster joins events across gaps, and clusters across lulls.
func (f *Finder) cluster(events int) bool {
	e := f.in.Events
	for end := min(f.next+events, e.Len()); f.next < end; f.next++ {
		i := f.next
		f.look()
		f.count(i)
		if f.in.dense == nil || f.in.dense(e.row(i)) {
			f.place(i)
		}
	}
	if f.next < e.Len() {
		return false
	}
	f.look()
	f.days[f.today.start] += f.today.usd
	f.close()
	for i := range f.found {
		day := f.found[i].day()
		f.sizes[day] = append(f.sizes[day], f.found[i].Total())
	}
	for _, sizes := range f.sizes {
		slices.Sort(sizes)
	}
	f.next, f.stage = 0, f.choose
	return false
}

// day is a UTC day and what was liquidated on it, as far as it is counted.
type day struct {
	start data.UnixMs
	usd   data.USD
}

// count adds event i to its day.
func (f *Finder) count(i int) {
	e := f.in.Events
	at := e.at(i)
	if i == 0 || at < f.today.start || at >= f.today.start+data.Day {
		if i > 0 {
			f.days[f.today.start] += f.today.usd
		}
		f.today = day{start: dayOf(at)}
	}
	f.today.usd += e.usd(i)
}

// place puts event i, and what lies between it and the one before, into the
// cluster that it joins, or begins one with it.
func (f *Finder) place(i int) {
	from := f.before + 1
	if f.before < 0 || !f.joins(i) {
		f.close()
		f.found = append(f.found, Wave{Start: f.in.Events.at(i), first: i})
		from = i
	}
	for ; from <= i; from++ {
		f.include(&f.found[len(f.found)-1], from)
	}
	f.before = i
}

// joins reports whether event i is within the gap of the one before it.
func (f *Finder) joins(i int) bool {
	gap := f.in.Events.at(i) - f.in.Events.at(f.before)
	allowed := data.UnixMs(f.rules.GapTimes * float64(f.gaps.median()))
	if gap > 0 { // events of one time are one
		f.gaps.add(gap)
	}
	return gap <= min(max(allowed, f.rules.MinGap), f.rules.MaxGap)
}

// include adds event i to w.
func (f *Finder) include(w *Wave, i int) {
	e := f.in.Events
	row := e.row(i)
	w.Add(e.l.Side[row], e.usd(i))
	w.End, w.last, w.Events = e.at(i), i+1, w.Events+1
	if p := f.priceOf(row); usable(p) {
		w.Side = w.leading()
		if w.From == 0 {
			w.From, w.Extreme = p, p
		}
		w.Extreme, w.To = further(w.Side, w.Extreme, p), p
	}
}

// priceOf returns the price at a row, 0 when it is not known.
func (f *Finder) priceOf(row int) data.Price {
	l := f.in.Events.l
	if f.in.Price != nil {
		p, _ := f.in.Price(l.T[row])
		return p
	}
	if f.in.Own != nil && !f.in.Own(row) {
		return 0
	}
	return l.Price[row]
}

// close ends the cluster that is being made: it becomes part of the one before
// when there was only a lull between them.
func (f *Finder) close() {
	n := len(f.found)
	if n == 0 {
		return
	}
	last := &f.found[n-1]
	last.Side = last.leading()
	if n < 2 {
		return
	}
	before := &f.found[n-2]
	if last.Start-before.End >= f.rules.Lull || before.retraced(last.From) > f.rules.Retrace {
		return
	}
	for i := before.last; i < last.first; i++ {
		f.include(before, i)
	}
	before.join(last)
	f.found = f.found[:n-1]
}

// join makes b, which follows a, a part of it.
func (a *Wave) join(b *Wave) {
	a.Long, a.Short, a.Unknown = a.Long+b.Long, a.Short+b.Short, a.Unknown+b.Unknown
	a.Side = a.leading()
	a.End, a.last, a.Events = b.End, b.last, a.Events+b.Events
	if a.From == 0 {
		a.From = b.From
	}
	a.Extreme = further(a.Side, a.Extreme, b.Extreme)
	if b.To != 0 {
		a.To = b.To
	}
}

// choose keeps the clusters that are waves, one a step at least, and measures
// them.
func (f *Finder) choose(events int) bool {
	for ; events > 0 && f.next < len(f.found); f.next++ {
		w := f.found[f.next]
		events--
		if !f.isWave(&w) {
			continue
		}
		f.measure(&w)
		f.waves = append(f.waves, w)
		events -= w.Events
	}
	if f.next < len(f.found) {
		return false
	}
	f.stage, f.found = nil, nil
	return true
}

func (f *Finder) isWave(w *Wave) bool {
	side, share := w.dominant()
	sizes := f.sizes[w.day()]
	rank := max(int(math.Ceil(f.rules.DayShare*float64(len(sizes))))-1, 0)
	return w.Events >= f.rules.Events && w.Total() >= max(f.rules.Floor, sizes[rank]) &&
		(side == data.UnknownSide || share >= f.rules.Dominant)
}

// dayOf returns the start of the UTC day of t.
func dayOf(t data.UnixMs) data.UnixMs {
	day := t % data.Day
	if day < 0 {
		day += data.Day
	}
	return t - day
}
