// Package days lists the largest days of liquidations that were published, to
// set an event beside them.
package days

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/tape"
)

//go:embed days.json
var file []byte

// Day is one day of the list. Its totals are of all coins, as a tracker
// reported them: lower bounds where a venue throttles its feed.
type Day struct {
	Date        time.Time // midnight UTC
	Event       string    // id of the built-in event of that day, or ""
	USD         data.USD  // as the list has it
	Low, High   data.USD  // what sources say; both USD where they agree
	Long, Short data.USD  // 0 where not published
	Source      tape.Source
	Sides       tape.Source // of Long and Short
	Note        tape.Text   // amounts in billions of USD; nil without one
	// Sampled are the venues whose feeds left liquidations out that day, lower
	// case: the total is a lower bound of what happened there.
	Sampled []string
	// Venues are the totals of the day that were published by venue, the largest
	// first, without any timing; nil where none were. They are of the source of
	// Sides and need not add up to the total.
	Venues []VenueTotal
	ADL    *Deleveraging // published for one venue; nil where none was
}

// VenueTotal is what was published of one venue for a whole day.
type VenueTotal struct {
	Name string
	USD  data.USD
}

// Deleveraging is what auto-deleveraging took of a venue's liquidations: a
// part of them, never on top.
type Deleveraging struct {
	Venue    string
	From, To time.Time // of both figures
	cascade.Deleveraging
	Source tape.Source
}

// sampling are the largest venues whose feeds were or are sampled.
var sampling = []string{"binance", "bybit"}

// sampledAt returns which of them left liquidations out at a time.
func sampledAt(t time.Time) []string {
	var out []string
	for _, venue := range sampling {
		if l, ok := cascade.LimitOf(venue, data.UnixMs(t.UnixMilli())); ok && l.Completeness == cascade.AtLeast {
			out = append(out, venue)
		}
	}
	return out
}

// List returns the published days, the largest first. The caller owns it.
func List() ([]Day, error) { return parse(file) }

// billion is the unit of the file's amounts.
const billion = 1e9

type listFile struct {
	Sources map[string]struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	} `json:"sources"`
	Days []struct {
		Day    string    `json:"day"`
		Event  string    `json:"event"`
		USD    float64   `json:"usd"`
		Low    float64   `json:"low"`
		High   float64   `json:"high"`
		Long   float64   `json:"long"`
		Short  float64   `json:"short"`
		Source string    `json:"source"`
		Sides  string    `json:"sides"`
		Note   tape.Text `json:"note"`
		Venues []struct {
			Name string  `json:"name"`
			USD  float64 `json:"usd"`
		} `json:"venues"`
		ADL *struct {
			Venue  string    `json:"venue"`
			From   time.Time `json:"from"`
			To     time.Time `json:"to"`
			USD    float64   `json:"usd"`
			Of     float64   `json:"of"`
			Source string    `json:"source"`
		} `json:"adl"`
	} `json:"days"`
}

// parse reads a list and checks it.
func parse(raw []byte) ([]Day, error) {
	var f listFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("read list of days: %w", err)
	}
	var all []Day
	for i := range f.Days {
		d, err := f.day(i)
		if err != nil {
			return nil, fmt.Errorf("days[%d]: %w", i, err)
		}
		all = append(all, d)
	}
	slices.SortStableFunc(all, func(a, b Day) int { return int(b.USD - a.USD) })
	return all, nil
}

func (f *listFile) day(i int) (Day, error) {
	x := f.Days[i]
	date, err := time.Parse(time.DateOnly, x.Day)
	if err != nil {
		return Day{}, err
	}
	source, known := f.Sources[x.Source]
	if !known {
		return Day{}, fmt.Errorf("source %q is not described", x.Source)
	}
	if x.Low == 0 {
		x.Low, x.High = x.USD, x.USD
	}
	if !(x.USD > 0 && x.Low > 0 && x.Low <= x.USD && x.USD <= x.High && x.Long >= 0 && x.Short >= 0 && x.Long+x.Short <= x.High*1.01) {
		return Day{}, fmt.Errorf("amounts of %s do not fit each other", x.Day)
	}
	d := Day{
		Date: date, Event: x.Event, Note: x.Note, Sampled: sampledAt(date),
		USD: data.USD(x.USD * billion), Low: data.USD(x.Low * billion), High: data.USD(x.High * billion),
		Long: data.USD(x.Long * billion), Short: data.USD(x.Short * billion),
		Source: tape.Source{Name: source.Name, URL: source.URL},
	}
	d.Sides = d.Source
	if s, ok := f.Sources[x.Sides]; ok {
		d.Sides = tape.Source{Name: s.Name, URL: s.URL}
	}
	return d, f.addVenues(&d, i)
}

// addVenues adds what was published by venue, and checks it.
func (f *listFile) addVenues(d *Day, i int) error {
	x := f.Days[i]
	sum := 0.0
	for _, v := range x.Venues {
		if sum += v.USD; !(v.USD > 0) || data.USD(sum*billion) > d.High {
			return fmt.Errorf("venue %q of %s does not fit the total", v.Name, x.Day)
		}
		d.Venues = append(d.Venues, VenueTotal{v.Name, data.USD(v.USD * billion)})
	}
	if x.ADL == nil {
		return nil
	}
	source, known := f.Sources[x.ADL.Source]
	adl := cascade.Deleveraging{Liquidated: data.USD(x.ADL.Of * billion), ADL: data.USD(x.ADL.USD * billion)}
	if _, reason := adl.Share(); !known || reason != cascade.Known {
		return fmt.Errorf("deleveraging of %s: %v, or its source is not described", x.Day, reason)
	}
	d.ADL = &Deleveraging{x.ADL.Venue, x.ADL.From, x.ADL.To, adl, tape.Source{Name: source.Name, URL: source.URL}}
	return nil
}
