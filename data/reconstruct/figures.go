package reconstruct

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

// ticks is a price in the event's smallest price steps. Prices stay whole
// numbers until the tape, so that a published price is met exactly.
type ticks int32

// stamp is a time as the figures write it, "2026-02-05T14:00Z".
type stamp data.UnixMs

// figures are the published figures of one event, as its file has them.
// Columns of rows are named in the file itself.
type figures struct {
	ID          string            `json:"id"`
	Instrument  string            `json:"instrument"`
	Symbol      string            `json:"symbol"`
	Base        string            `json:"base"`
	Title       tape.Text         `json:"title"`
	Coin        tape.Text         `json:"coin"`
	WarmUp      stamp             `json:"warm_up_from"`
	From        stamp             `json:"from"`
	To          stamp             `json:"to"`
	Cover       stamp             `json:"cover"`
	PlayFrom    stamp             `json:"play_from"`
	TicksPerUSD float64           `json:"ticks_per_usd"`
	Sources     map[string]source `json:"sources"`

	Bars          []barTable      `json:"bars"` // from long to short
	Volumes       table[volume]   `json:"volumes"`
	Swings        table[swing]    `json:"swings"`
	Extremes      []table[extent] `json:"extremes"`
	TurningPoints table[quote]    `json:"turning_points"`
	FirstTouches  touchTable      `json:"first_touches"`
	MarkLows      markTable       `json:"mark_lows"`
	Spot          spotFigures     `json:"spot"`
	Funding       table[quote]    `json:"funding"`
	OpenInterest  interestTable   `json:"open_interest"`
	Depth         depthTable      `json:"depth"`
	Liquidations  dayTotal        `json:"liquidations_24h"`
	Phases        phaseTable      `json:"phases"`
	Prints        table[print24h] `json:"prints"`
	Chapters      []chapter       `json:"chapters"`
	Facts         []fact          `json:"facts"`
}

type source struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// table is rows of figures with one source; sources of [sourced] rows are in
// the rows.
type table[Row any] struct {
	Source string `json:"source"`
	Rows   []Row  `json:"rows"`
}

type barTable struct {
	table[bar]
	LengthMin int `json:"length_min"`
}

type touchTable struct {
	table[quote]
	Since stamp `json:"since"`
}

type markTable struct {
	table[quote]
	LengthMin int `json:"length_min"`
}

// interestTable says in Why what the figures of open interest are.
type interestTable struct {
	table[sourced]
	Why tape.Text `json:"why"`
}

// depthTable says in Of which books its figures are of, as a tape does, and in
// Why what they are. They are of one side, within 1 % of the price.
type depthTable struct {
	table[quote]
	Of  string    `json:"of"`
	Why tape.Text `json:"why"`
}

// phaseTable has sums of one count whose universe is not that of the published
// total: only their parts of its whole are used.
type phaseTable struct {
	table[phase]
	Whole phase `json:"whole"`
}

type spotFigures struct {
	Daily        table[spotDay] `json:"daily"`
	HourlyVolume table[quote]   `json:"hourly_volume"`
	Low          struct {
		Source string  `json:"source"`
		Price  float64 `json:"price"`
	} `json:"low"`
}

// bar is a published candle.
type bar struct {
	t                              stamp
	open, high, low, close, volume float64
}

// volume is what was traded, in the base asset, in some minutes from t.
type volume struct {
	t       stamp
	minutes int
	base    float64
}

// swing is the whole range of the minute t, in the order it was passed.
type swing struct {
	t        stamp
	from, to float64
}

// extent is a price that was the extreme of its bar, reached in [from, to).
type extent struct {
	from, to stamp
	price    float64
}

// quote is one value at one time.
type quote struct {
	t stamp
	v float64
}

// sourced is a quote with a source of its own.
type sourced struct {
	t      stamp
	v      float64
	source string
}

type spotDay struct {
	t             stamp
	close, volume float64
}

// phase is what was liquidated in [from, to), in billions of USD.
type phase struct {
	from, to stamp
	usd      float64
}

// dayTotal is the published 24 h total by side, and the part of the event's
// coin. Where no split by coin was published, Coin and Largest are zero.
type dayTotal struct {
	At            stamp     `json:"at"`
	Source        string    `json:"source"`
	Long          data.USD  `json:"long_usd"`
	Short         data.USD  `json:"short_usd"`
	SplitSource   string    `json:"split_source"` // of the sides, where it is another one
	Coin          data.USD  `json:"coin_usd"`
	CoinSource    string    `json:"coin_source"`
	Largest       data.USD  `json:"largest_usd"`
	LargestSource string    `json:"largest_source"`
	Why           tape.Text `json:"why"` // what the total does not say
}

// total is both sides together.
func (d dayTotal) total() data.USD { return d.Long + d.Short }

// share is the coin's part of the total.
func (d dayTotal) share() float64 { return float64(d.Coin / d.total()) }

// levelShare is the part of the flow that follows the levels of the event's
// coin.
func (d dayTotal) levelShare() float64 {
	if d.Coin == 0 {
		return unknownShare
	}
	return d.share()
}

// print24h is a rolling total as a news page printed it, in millions of USD;
// zero stands for what it did not print. Its time is inferred to ±15 minutes.
type print24h struct {
	t                                      stamp
	price, total, long, short, hour, hour4 float64
	fit                                    bool
}

type chapter struct {
	T     stamp     `json:"t"`
	Title tape.Text `json:"title"`
}

type fact struct {
	T      stamp     `json:"t"`
	Value  float64   `json:"value"`
	Source string    `json:"source"`
	Text   tape.Text `json:"text"`
}

// UnmarshalJSON reads a time to the minute.
func (s *stamp) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	t, err := time.Parse("2006-01-02T15:04Z", text)
	*s = stamp(t.UnixMilli())
	return err
}

func (b *bar) UnmarshalJSON(raw []byte) error {
	return cells(raw, &b.t, &b.open, &b.high, &b.low, &b.close, &b.volume)
}

func (v *volume) UnmarshalJSON(raw []byte) error { return cells(raw, &v.t, &v.minutes, &v.base) }

func (s *swing) UnmarshalJSON(raw []byte) error { return cells(raw, &s.t, &s.from, &s.to) }

func (e *extent) UnmarshalJSON(raw []byte) error { return cells(raw, &e.from, &e.to, &e.price) }

func (q *quote) UnmarshalJSON(raw []byte) error { return cells(raw, &q.t, &q.v) }

func (s *sourced) UnmarshalJSON(raw []byte) error { return cells(raw, &s.t, &s.v, &s.source) }

func (d *spotDay) UnmarshalJSON(raw []byte) error { return cells(raw, &d.t, &d.close, &d.volume) }

func (p *phase) UnmarshalJSON(raw []byte) error { return cells(raw, &p.from, &p.to, &p.usd) }

func (p *print24h) UnmarshalJSON(raw []byte) error {
	return cells(raw, &p.t, &p.price, &p.total, &p.long, &p.short, &p.hour, &p.hour4, &p.fit)
}

// cells reads one row, cell by cell; null leaves a cell at zero.
func cells(raw []byte, into ...any) error {
	var row []json.RawMessage
	if err := json.Unmarshal(raw, &row); err != nil {
		return err
	}
	if len(row) != len(into) {
		return fmt.Errorf("row of %d cells, want %d", len(row), len(into))
	}
	for i, cell := range row {
		if err := json.Unmarshal(cell, into[i]); err != nil {
			return fmt.Errorf("cell %d: %w", i, err)
		}
	}
	return nil
}

// parse reads and checks the figures of one event.
func parse(raw []byte) (*figures, error) {
	f := new(figures)
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(f); err != nil {
		return nil, fmt.Errorf("reading figures: %w", err)
	}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("figures of %q: %w", f.ID, err)
	}
	return f, nil
}

// ticks returns price p in ticks, rounded to the nearest.
func (f *figures) ticks(p float64) ticks { return ticks(math.Round(p * f.TicksPerUSD)) }

// price is the inverse of ticks.
func (f *figures) price(t ticks) data.Price { return data.Price(float64(t) / f.TicksPerUSD) }

// minute returns the minute of time t, counted from the start of the warm-up.
func (f *figures) minute(t stamp) int { return int(data.UnixMs(t-f.WarmUp) / data.Minute) }

// minutes returns how many minutes are reconstructed.
func (f *figures) minutes() int { return f.minute(f.To) }

// at returns the start of minute m.
func (f *figures) at(m int) data.UnixMs { return data.UnixMs(f.WarmUp) + data.UnixMs(m)*data.Minute }
