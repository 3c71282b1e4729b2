package proxy

import (
	"fmt"
	"slices"
	"strconv"

	"unwind/data"
	"unwind/data/feed"
)

// Ask is what a reader asks for. Nothing of it becomes part of an address
// before it was found in the list of what venues serve.
type Ask struct {
	Venue, Symbol, Kind string
	Step                data.UnixMs // 0: the shortest that there is
	From, To            data.UnixMs // To exclusive; both 0: the latest rows
}

// Mistake is an ask that cannot be answered, and why: a code for programs and
// words for people.
type Mistake struct{ Code, Words string }

// Error returns the words.
func (m *Mistake) Error() string { return m.Words }

func badQuery(format string, args ...any) *Mistake {
	return &Mistake{"bad_query", fmt.Sprintf(format, args...)}
}

const (
	// latestRows is how many rows the latest are: eight hours of minutes, at
	// the lower weight of venues that count more for 500.
	latestRows = 480
	// openSpan is the longest time range of rows whose distance is not known,
	// and openLatest is how much of it the latest are.
	openSpan   = data.Day
	openLatest = data.Hour
)

// wish is an ask that was found in the list, with times on the grid of its
// step, so that readers who ask at different moments ask for the same.
type wish struct {
	series *series
	symbol string
	step   data.UnixMs
	from   data.UnixMs // 0: the latest
	to     data.UnixMs
}

// key names the answer in the cache.
func (w *wish) key() string {
	key := w.series.venue.ID + "/" + w.symbol + "/" + w.series.kind
	for _, t := range []data.UnixMs{w.step, w.from, w.to} {
		key += "/" + strconv.FormatInt(int64(t), 10)
	}
	return key
}

// find returns the wish of an ask, or a *Mistake.
func (p *Proxy) find(a Ask, now data.UnixMs) (*wish, error) {
	v := p.venue(a.Venue)
	if v == nil {
		return nil, &Mistake{"no_venue", fmt.Sprintf("there is no venue %q; /api/markets lists them", feed.Clip(a.Venue))}
	}
	i := slices.IndexFunc(v.series, func(s *series) bool { return s.kind == a.Kind })
	if i < 0 {
		return nil, &Mistake{"no_kind", fmt.Sprintf("%s has no %q; /api/markets lists what it has", v.Name, feed.Clip(a.Kind))}
	}
	s := v.series[i]
	if !s.symbol(a.Symbol) {
		return nil, &Mistake{"bad_symbol", fmt.Sprintf("%q is no symbol of %s", feed.Clip(a.Symbol), v.Name)}
	}
	w := &wish{series: s, symbol: a.Symbol}
	if s.now {
		return w, nil
	}
	if err := w.setStep(a.Step); err != nil {
		return nil, err
	}
	if a.From == 0 && a.To == 0 {
		return w, nil
	}
	return w, w.setTimes(a, now)
}

func (w *wish) setStep(step data.UnixMs) error {
	lengths := w.series.steps
	switch {
	case len(lengths) == 0 && step != 0:
		return badQuery("step is %d, but these rows have none", step)
	case len(lengths) == 0:
	case step == 0:
		w.step = lengths[0]
	case !slices.Contains(lengths, step):
		return badQuery("step is %d, want one of %v (milliseconds)", step, lengths)
	default:
		w.step = step
	}
	return nil
}

func (w *wish) setTimes(a Ask, now data.UnixMs) error {
	grid := w.grid()
	switch {
	case a.From < feed.Earliest || a.To > feed.MaxTime || a.From >= a.To:
		return badQuery("from and to are %d and %d: want both, in order, in milliseconds", a.From, a.To)
	case a.From > now:
		return badQuery("from is %d, which has not come yet", a.From)
	case w.series.reach > 0 && a.From < now-w.series.reach:
		return &Mistake{"out_of_reach", fmt.Sprintf("%s keeps %q of the last %d hours only", w.series.venue.Name, w.series.kind, w.series.reach/data.Hour)}
	}
	w.from, w.to = a.From/grid*grid, min((a.To+grid-1)/grid*grid, after(now, grid))
	if longest := w.longest(); w.to-w.from > longest {
		return badQuery("from and to are %d ms apart, want at most %d", w.to-w.from, longest)
	}
	return nil
}

// grid is what times are rounded to: whole rows where their distance is known.
func (w *wish) grid() data.UnixMs {
	switch {
	case w.step > 0:
		return w.step
	case w.series.spaced > 0:
		return w.series.spaced
	}
	return data.Minute
}

// longest is the longest time range of one request.
func (w *wish) longest() data.UnixMs {
	if w.step == 0 && w.series.spaced == 0 {
		return openSpan
	}
	return data.UnixMs(w.series.rows) * w.grid()
}

// after returns the end of the piece of the grid that a time lies in.
func after(t, grid data.UnixMs) data.UnixMs { return (t/grid + 1) * grid }

// query returns what to ask the venue for now.
func (w *wish) query(now data.UnixMs) feed.Query {
	q := feed.Query{Symbol: w.symbol, Step: w.step, From: w.from, To: w.to}
	if w.series.now || q.To != 0 {
		return q
	}
	grid := w.grid()
	length := openLatest
	if w.longest() != openSpan {
		length = grid * data.UnixMs(min(latestRows, w.series.rows))
	}
	q.To = after(now, grid)
	q.From = q.To - length
	if w.series.reach > 0 {
		q.From = max(q.From, after(now-w.series.reach, grid))
	}
	return q
}

// settled reports whether the rows of a wish cannot change any more: the last
// of them was over an hour ago.
func (w *wish) settled(now data.UnixMs) bool {
	return w.to != 0 && w.to+data.Hour <= now
}
