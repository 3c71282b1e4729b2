package collect

import (
	"fmt"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/tape"
)

// ways counts rows of a layer by how they came.
type ways struct {
	rows, polled, fetched int
	from, to              data.UnixMs // of what was fetched, To exclusive
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

func (w *ways) points(p *points) {
	for i := range p.rows {
		w.row(p.rows[i].t, 0, p.rows[i].way)
	}
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
	if w.fetched == w.rows {
		en += ", fetched from the venue's history afterwards: nothing of it was streamed."
		ru += ": взято позже из истории биржи, потоком ничего не пришло."
	} else {
		en, ru = en+", "+came.en, ru+", "+came.ru
		if w.polled > 0 {
			en += "; where no stream has it, it was asked for every few seconds"
			ru += "; где потока нет, спрашивали каждые несколько секунд"
		}
		if w.fetched > 0 {
			from, to := timeOf(w.from).Format("2006-01-02 15:04"), timeOf(w.to).Format("2006-01-02 15:04")
			en += fmt.Sprintf("; %d of %d %s, from %s to %s UTC, were fetched from the venue's history afterwards", w.fetched, w.rows, of.en, from, to)
			ru += fmt.Sprintf("; взято позже из истории биржи %s: %d из %d, с %s до %s UTC", of.ru, w.fetched, w.rows, from, to)
		}
		en, ru = en+".", ru+"."
	}
	o := recorded(en, ru)
	o.Fetched = float64(w.fetched) / float64(w.rows)
	return o
}
