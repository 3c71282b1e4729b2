package collect

import (
	"fmt"
	"slices"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/margin"
	"unwind/data/tape"
)

// ways counts rows of a layer by how they came.
type ways struct {
	rows, polled, fetched int
	from, to              data.UnixMs // of what was fetched, To exclusive
	venues, histories     []string    // of points: whose they are, and whose were fetched
}

// row counts a row that is of a time, and so long.
func (w *ways) row(t, length data.UnixMs, way feed.Way) {
	w.rows++
	switch way {
	case feed.Polled:
		w.polled++
	case feed.Fetched:
		if w.fetched++; w.fetched == 1 || t < w.from {
			w.from = t
		}
		w.to = max(w.to, t+length)
	}
}

// points counts those of a venue.
func (w *ways) points(venue string, p *points) {
	before := w.fetched
	for i := range p.rows {
		w.row(p.rows[i].t, 0, p.rows[i].way)
	}
	w.venues = with(w.venues, venue)
	if w.fetched > before {
		w.histories = with(w.histories, venue)
	}
}

func with(venues []string, venue string) []string {
	if slices.Contains(venues, venue) {
		return venues
	}
	return append(venues, venue)
}

// history says where what was fetched is from.
func (w *ways) history() phrase {
	switch {
	case len(w.histories) > 1:
		return phrase{"the venues' histories", "из историй бирж"}
	case len(w.venues) > 1 && len(w.histories) > 0:
		return phrase{"the history of " + margin.VenueName(w.histories[0]), "из истории " + margin.VenueName(w.histories[0])}
	}
	return phrase{"the venue's history", "из истории биржи"}
}

// phrase is a part of a sentence in each language.
type phrase struct{ en, ru string }

// How rows came that were streamed, and what they are called.
var (
	cameSingular  = phrase{"recorded as it came", "записана как пришла"}
	cameMasculine = phrase{"recorded as it came", "записан как пришёл"}
	toldThen      = phrase{"as it was told at the time", "как сообщалась тогда"}
	toldPlural    = phrase{"as the venue told them", "как их сообщила биржа"}

	candlesOf = phrase{"candles", "свечей"}
	minutesOf = phrase{"minutes", "минут"}
	valuesOf  = phrase{"values", "значений"}
)

// origin says where a layer comes from that a sentence begins to describe: what
// came as it happened, and what was fetched afterwards.
func (w ways) origin(en, ru string, came, of *phrase) tape.Origin {
	history := w.history()
	if w.rows > 0 && w.fetched == w.rows {
		en += ", fetched from " + history.en + " afterwards: nothing of it was streamed."
		ru += ": взято позже " + history.ru + ", потоком ничего не пришло."
	} else {
		en, ru = en+", "+came.en, ru+", "+came.ru
		if w.polled > 0 {
			en += "; where no stream has it, it was asked for every few seconds"
			ru += "; где потока нет, спрашивали каждые несколько секунд"
		}
		if w.fetched > 0 {
			from, to := timeOf(w.from).Format("2006-01-02 15:04"), timeOf(w.to).Format("2006-01-02 15:04")
			en += fmt.Sprintf("; %d of %d %s, from %s to %s UTC, were fetched from %s afterwards", w.fetched, w.rows, of.en, from, to, history.en)
			ru += fmt.Sprintf("; взято позже %s %s: %d из %d, с %s до %s UTC", history.ru, of.ru, w.fetched, w.rows, from, to)
		}
		en, ru = en+".", ru+"."
	}
	o := recorded(en, ru)
	o.Fetched = float64(w.fetched) / float64(max(w.rows, 1))
	return o
}
