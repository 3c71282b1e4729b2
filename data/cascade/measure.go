package cascade

import (
	"slices"

	"unwind/data"
)

// measure fills in what needs all events of a wave.
func (f *Finder) measure(w *Wave) {
	if e := f.in.Events; !f.recall(w) {
		w.Peak = e.peak(w.first, w.last)
		w.Busy, w.Seconds = e.busy(w.first, w.last)
		w.Completeness = e.completeness(f.in.Feed, w.first, w.last)
		w.inside = e.insideDay(w)
	}
	w.ShareOfDay = min(float64(w.inside/f.days[w.day()]), 1)
}

// insideDay returns the dollars of w without those before or after its day.
func (e *Events) insideDay(w *Wave) data.USD {
	day := w.day()
	inside := e.sum(max(w.first, e.until(day)), min(w.last, e.until(day+data.Day)))
	return inside.Total()
}

// peak returns where the window with the most dollars begins, the first of
// equal ones.
func (e *Events) peak(first, last int) data.UnixMs {
	window := max(e.medianGap(first, last), data.Second)
	var sum, most data.USD
	at, begin := e.at(first), first
	for i := first; i < last; i++ {
		sum += e.usd(i)
		for e.at(i)-e.at(begin) >= window {
			sum -= e.usd(begin)
			begin++
		}
		if sum > most*(1+1e-12) { // sums that went up and down differ in the last digits
			most, at = sum, e.at(begin)
		}
	}
	return at
}

// shortGaps is how many milliseconds the gaps are short of that are counted and
// not sorted, which takes a browser too long.
const shortGaps = 1024

// medianGap returns the lower median of the gaps between distinct times, 0
// without any.
func (e *Events) medianGap(first, last int) data.UnixMs {
	var short [shortGaps]int32
	var long []data.UnixMs
	n := 0
	for i := first + 1; i < last; i++ {
		gap := e.at(i) - e.at(i-1)
		switch {
		case gap <= 0:
			continue
		case gap < shortGaps:
			short[gap]++
		default:
			long = append(long, gap)
		}
		n++
	}
	if n == 0 {
		return 0
	}
	left := (n - 1) / 2
	for gap, count := range short {
		if left -= int(count); left < 0 {
			return data.UnixMs(gap)
		}
	}
	slices.Sort(long)
	return long[left]
}

// busy returns how many seconds from the first event to the last had one, and
// how many there are.
func (e *Events) busy(first, last int) (busy, all int) {
	from := e.at(first)
	second := data.UnixMs(-1)
	for i := first; i < last; i++ {
		if s := (e.at(i) - from) / data.Second; s != second {
			busy, second = busy+1, s
		}
	}
	return busy, int(second) + 1
}

// completeness returns that of all feeds that the events came from.
func (e *Events) completeness(feed Feed, first, last int) Completeness {
	var rules lookup
	all := UnknownCompleteness
	for i := first; i < last; i++ {
		r, known := rules.find(e.venue(i), e.at(i))
		if known {
			continue // it is in all
		}
		if own := feed.under(r.Limit, r.ok); i == first {
			all = own
		} else {
			all = all.worse(own)
		}
	}
	return all
}
