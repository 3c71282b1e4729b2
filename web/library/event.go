// Package library holds the events that a server has: the built-in ones and
// those of a folder of tapes, checked before anyone sees them.
package library

import (
	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/web/asset"
)

// Event is one event that the server can show. It is read-only.
type Event struct {
	Info
	Tape *asset.Blob // the tape as it is sent

	goesOn bool
	turn   uint64 // of one that goes on: it was made after those of smaller turns
}

// GoesOn reports whether the event is of now: another one will have its id in a
// second.
func (e *Event) GoesOn() bool { return e.goesOn }

// Info describes an event in a list of events. Times are milliseconds since
// the Unix epoch.
type Info struct {
	ID         string      `json:"id"`
	Title      tape.Text   `json:"title"`
	Summary    tape.Text   `json:"summary,omitempty"`
	Instrument string      `json:"instrument"`
	Symbol     string      `json:"symbol,omitempty"`
	Base       string      `json:"base,omitempty"`
	From       data.UnixMs `json:"from"`
	To         data.UnixMs `json:"to"` // exclusive
	Cover      data.UnixMs `json:"cover"`
	PlayFrom   data.UnixMs `json:"playFrom"`
	Layers     []Layer     `json:"layers"`
}

// Layer is one layer of an event and where it comes from.
type Layer struct {
	Name       string    `json:"name"`
	Provenance string    `json:"provenance"`
	Why        tape.Text `json:"why,omitempty"`
	Sources    []Source  `json:"sources,omitempty"`
	AtLeast    bool      `json:"atLeast,omitempty"` // totals are lower bounds
	// Fetched is the share of a recorded layer that was fetched from the
	// venue's history afterwards.
	Fetched float64 `json:"fetched,omitempty"`
}

// Came says how the rows of a recorded layer came to be there.
func (l *Layer) Came() tape.Came { return (&tape.Origin{Fetched: l.Fetched}).Came() }

// Source is a published source of a layer.
type Source struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// ContentType is the content type of a tape.
const ContentType = "application/json"

// NewEvent checks the tape inside b and describes it.
func NewEvent(b *asset.Blob) (*Event, error) {
	t, err := readTape(b)
	if err != nil {
		return nil, err
	}
	return &Event{Info: infoOf(t), Tape: b}, nil
}

func readTape(b *asset.Blob) (*tape.Tape, error) {
	raw, err := b.Raw()
	if err != nil {
		return nil, err
	}
	return tape.Read(raw)
}

// checkTape reads the tape in raw and packs it for sending.
func checkTape(raw []byte) (*Event, error) {
	t, err := tape.Read(raw)
	if err != nil {
		return nil, err
	}
	return &Event{Info: infoOf(t), Tape: asset.NewBlob(ContentType, raw)}, nil
}

func infoOf(t *tape.Tape) Info {
	return Info{
		ID: t.ID, Title: t.Title, Summary: t.Summary,
		Instrument: t.Instrument, Symbol: t.Symbol, Base: t.Base,
		From: t.From, To: t.To, Cover: t.Cover, PlayFrom: t.PlayFrom,
		Layers: layersOf(t),
	}
}

// layersOf lists the layers that t has, in the order of its fields.
func layersOf(t *tape.Tape) []Layer {
	layers := []Layer{}
	add := func(name string, o *tape.Origin, atLeast bool) {
		layers = append(layers, layerOf(name, o, atLeast))
	}
	if t.Candles != nil {
		add("candles", &t.Candles.Origin, false)
	}
	if t.Mark != nil {
		add("mark", &t.Mark.Origin, false)
	}
	if t.Spot != nil {
		add("spot", &t.Spot.Origin, false)
	}
	for _, p := range []struct {
		name  string
		layer *tape.PointLayer
	}{{"openInterest", t.OpenInterest}, {"funding", t.Funding}} {
		if p.layer != nil {
			add(p.name, &p.layer.Origin, false)
		}
	}
	if t.Depth != nil {
		add("depth", &t.Depth.Origin, false)
	}
	if t.Liquidations != nil {
		add("liquidations", &t.Liquidations.Origin, t.Liquidations.AtLeast || market.MissesLiquidations(t))
	}
	if t.Totals != nil {
		add("totals", &t.Totals.Origin, t.Totals.AtLeast)
	}
	if t.ADL != nil {
		add("adl", &t.ADL.Origin, false)
	}
	if t.Gaps != nil {
		add("gaps", &t.Gaps.Origin, false)
	}
	if t.Levels != nil {
		add("levels", &t.Levels.Origin, false)
	}
	return layers
}

func layerOf(name string, o *tape.Origin, atLeast bool) Layer {
	l := Layer{Name: name, Provenance: o.Provenance.String(), Why: o.Why, AtLeast: atLeast, Fetched: o.Fetched}
	for _, s := range o.Sources {
		l.Sources = append(l.Sources, Source(s))
	}
	return l
}
