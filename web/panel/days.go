package panel

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/days"
	"unwind/data/tape"
	"unwind/render/scale"
	"unwind/web/library"
)

// daysView is the panel "Against other days": the largest days by rank, and the
// event laid over another on time since the start of their falls.
type daysView struct {
	Says string
	Rows []dayRow
	Over *overlay // nil when there is no other event
}

// dayRow is one day of the list. Bars are in percent of the largest.
type dayRow struct {
	Here              bool // it is the event of the page
	Rank              int
	Date, Total       string
	Bar, Most         float64 // the figure, and the largest that a source gives
	Long              float64 // the part of longs in it; 0 where the sides were not published
	Sides, Feeds, Why string
	Event             string // id of the event that can be opened, or ""
	Source            tape.Source
	SidesBy           tape.Source // of Sides, where it is another
}

func (p *Panels) days(r *Request, w *words) (any, error) {
	list, err := days.List()
	if err != nil {
		return nil, err
	}
	v := &daysView{}
	for i, d := range list {
		v.Rows = append(v.Rows, p.dayRow(r, w, i, d, list[0].USD))
	}
	v.Says = rankSays(r, w, list)
	v.Over, err = p.overlay(r, w)
	return v, err
}

func (p *Panels) dayRow(r *Request, w *words, i int, d days.Day, largest data.USD) dayRow {
	row := dayRow{
		Here: d.Event != "" && d.Event == r.Event.ID, Rank: i + 1,
		Date: w.date(d.Date), Total: w.money(d.USD),
		Bar: percent(d.USD, largest), Most: percent(d.High, largest),
		Sides: w.sides(d), Feeds: w.feeds(d), Why: d.Note.In(w.tag), Source: d.Source,
	}
	if d.Long > 0 {
		row.Long = percent(d.Long, largest)
	}
	if d.Sides != d.Source {
		row.SidesBy = d.Sides
	}
	if d.Event != "" && !row.Here && p.events.Event(d.Event) != nil {
		row.Event = d.Event
	}
	return row
}

// percent returns part of whole, at most 100.
func percent(part, whole data.USD) float64 { return min(100, 100*float64(part/whole)) }

// rankSays places the event of the page among the days, or says that it is not
// one of them.
func rankSays(r *Request, w *words, list []days.Day) string {
	at := slices.IndexFunc(list, func(d days.Day) bool { return d.Event == r.Event.ID })
	first := list[0]
	switch {
	case at < 0:
		return w.fill("days.other", "largest", w.date(first.Date), "usd", w.money(first.USD))
	case at == 0:
		return w.fill("days.first", "usd", w.money(first.USD), "times", w.times(float64(first.USD/list[1].USD)), "second", w.date(list[1].Date))
	}
	return w.fill("days.rank", "rank", strconv.Itoa(at+1), "usd", w.money(list[at].USD),
		"largest", w.date(first.Date), "times", w.times(float64(first.USD/list[at].USD)))
}

// money writes dollars with three digits.
func (w *words) money(v data.USD) string { return string(scale.AppendMoney(nil, v, w.lang)) }

// times writes a multiple with one decimal.
func (w *words) times(v float64) string { return string(scale.AppendFixed(nil, v, 1, w.lang)) }

// date writes a day with its year.
func (w *words) date(t time.Time) string {
	return string(scale.AppendDateYear(nil, data.UnixMs(t.UnixMilli()), w.lang))
}

func (w *words) sides(d days.Day) string {
	var parts []string
	if d.Long > 0 {
		parts = append(parts, w.fill("days.long", "usd", w.money(d.Long)))
	}
	if d.Short > 0 {
		parts = append(parts, w.fill("days.short", "usd", w.money(d.Short)))
	}
	return strings.Join(parts, " · ")
}

// feeds says which venues left liquidations out.
func (w *words) feeds(d days.Day) string {
	if len(d.Sampled) == 0 {
		return w.texts["days.whole"]
	}
	names := make([]string, len(d.Sampled))
	for i, v := range d.Sampled {
		names[i] = cascade.VenueName(v)
	}
	return w.fill("days.sampled", "venues", strings.Join(names, ", "))
}

// other returns the event to set beside that of the page: the wanted one, or
// else the first other one.
func (p *Panels) other(r *Request) *library.Event {
	var first *library.Event
	for _, e := range p.events.Events() {
		switch {
		case e.ID == r.Event.ID:
		case e.ID == r.With:
			return e
		case first == nil:
			first = e
		}
	}
	return first
}
