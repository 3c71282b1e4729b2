package tape

import (
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	"unwind/data"
	"unwind/data/document"
)

// checker finds the first fault of a tape in memory.
type checker struct{ decoder }

// Check returns the first fault of t as an [*Error], or nil. [Read] and
// [Write] call it, so every tape in a file has passed it.
func Check(t *Tape) error { return check(t, nil) }

func check(t *Tape, p *document.Pace) error {
	c := checker{decoder{pace: p}}
	c.identity(t)
	c.candles(t.Candles, "candles")
	if c.err == nil {
		c.shown(t)
		c.mark(t)
	}
	if t.Spot != nil {
		c.candles(t.Spot, "spot")
	}
	c.points(t.OpenInterest, "openInterest", 0)
	c.points(t.Funding, "funding", math.Inf(-1))
	c.depth(t.Depth)
	c.liquidations(t.Liquidations, "liquidations")
	c.totals(t.Totals, "totals")
	c.adl(t.ADL, "adl")
	c.gaps(t.Gaps, "gaps")
	c.levels(t.Levels, "levels")
	c.notes(t)
	if c.err != nil {
		return c.err
	}
	return nil
}

// ValidID reports whether id may name a tape: 1 to 64 lower case letters,
// digits and hyphens.
func ValidID(id string) bool {
	for i := range len(id) {
		b := id[i]
		if (b < '0' || b > '9') && (b < 'a' || b > 'z') && b != '-' {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}

func (c *checker) identity(t *Tape) {
	if !ValidID(t.ID) {
		c.fail("id", -1, "must be 1 to 64 lower case letters, digits and hyphens, is "+document.Quote(t.ID))
	}
	c.text(t.Title, "title", true)
	c.text(t.Summary, "summary", false)
	c.str(t.Instrument, "instrument", maxName)
	c.str(t.Symbol, "symbol", maxName)
	c.str(t.Base, "base", maxName)
	c.str(t.Venue, "venue", maxName)
	c.moment(t.From, "window.from")
	c.moment(t.To, "window.to")
	if t.To <= t.From {
		c.fail("window.to", -1, "must be after from")
	}
	c.inside(t, t.Cover, "window.cover")
	c.inside(t, t.PlayFrom, "window.playFrom")
	if t.Edge != 0 {
		c.inside(t, t.Edge, "window.edge")
	}
}

func (c *checker) inside(t *Tape, at data.UnixMs, path string) {
	if at < t.From || at > t.To {
		c.fail(path, -1, "must be inside the window")
	}
}

func (c *checker) str(s, path string, limit int) {
	if len(s) > limit {
		c.fail(path, -1, "must have at most "+number(float64(limit))+" bytes")
	}
	if !utf8.ValidString(s) {
		c.fail(path, -1, "must be UTF-8")
	}
}

// text checks translations; one that is needed has an English version.
func (c *checker) text(t Text, path string, needed bool) {
	if (needed || len(t) > 0) && t["en"] == "" {
		c.fail(path, -1, "must have an English text")
	}
	if len(t) > maxLanguages {
		c.fail(path, -1, "has too many languages")
	}
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		if !isLanguage(lang) {
			c.fail(path, -1, "must have lower case language codes as names, has "+document.Quote(lang))
		}
		c.str(t[lang], path, maxString)
	}
}

// isLanguage reports whether s looks like a language code: "en", "pt-br".
func isLanguage(s string) bool { return len(s) >= 2 && len(s) <= 16 && ValidID(s) }

func (c *checker) origin(o Origin, path string) {
	if o.Provenance <= data.UnknownProvenance || o.Provenance > data.Modelled {
		c.fail(path+".provenance", -1, "must be recorded, published, estimated or modelled")
	}
	if !(o.Fetched >= 0 && o.Fetched <= 1) || o.Fetched > 0 && o.Provenance != data.Recorded {
		c.fail(path+".fetched", -1, "must be from 0 to 1, and of what is recorded")
	}
	c.text(o.Why, path+".why", true)
	if len(o.Sources) > maxItems {
		c.fail(path+".sources", -1, "has too many elements")
	}
	for i, s := range o.Sources {
		c.source(s, document.Item(path+".sources", i))
	}
}

func (c *checker) source(s Source, path string) {
	if s.Name == "" {
		c.fail(path+".name", -1, "must not be empty")
	}
	c.str(s.Name, path+".name", maxString)
	c.str(s.URL, path+".url", maxString)
}

func (c *checker) moment(t data.UnixMs, path string) {
	if t < 1 || t > maxTime {
		c.fail(path, -1, "must be between 1970 and the year 9999")
	}
}

// size is the number of rows of a column.
type size struct {
	name string
	n    int
}

// rows checks the length of a layer and of each of its columns.
func (c *checker) rows(n int, path string, columns ...size) {
	if n > MaxRows {
		c.fail(path, -1, "has more than "+number(MaxRows)+" rows")
	}
	for _, col := range columns {
		if col.n != n {
			c.fail(path+"."+col.name, -1, "must have as many rows as times: "+number(float64(n))+", has "+number(float64(col.n)))
		}
	}
}

// apart checks that times ascend by at least gap.
func (c *checker) apart(t []data.UnixMs, gap data.UnixMs, path string) {
	for from, to := range c.pace.Pieces(len(t)) {
		for i := from; i < to; i++ {
			if t[i] < 1 || t[i] > maxTime {
				c.fail(path, i, "must be between 1970 and the year 9999")
				return
			}
			if i > 0 && t[i]-t[i-1] < gap {
				c.fail(path, i, "must be at least "+number(float64(gap))+" ms after the row before, is "+number(float64(t[i]-t[i-1])))
				return
			}
		}
	}
}

// prices checks that prices are finite and positive.
func (c *checker) prices(v []data.Price, path string) {
	for from, to := range c.pace.Pieces(len(v)) {
		for i, p := range v[from:to] {
			if !isPrice(p) {
				c.fail(path, from+i, "must be finite and positive, is "+number(float64(p)))
				return
			}
		}
	}
}

func isPrice(p data.Price) bool { return p > 0 && p <= math.MaxFloat64 }

// atLeast checks that values are finite and not below low.
func atLeast[T ~float64 | ~float32](c *checker, v []T, low float64, path string) {
	for from, to := range c.pace.Pieces(len(v)) {
		for i, x := range v[from:to] {
			if !(float64(x) >= low) || math.IsInf(float64(x), 0) {
				c.fail(path, from+i, "must be finite and at least "+number(low)+", is "+number(float64(x)))
				return
			}
		}
	}
}

func (c *checker) notes(t *Tape) {
	if len(t.Chapters) > maxItems || len(t.Facts) > maxItems {
		c.fail("chapters, facts", -1, "have too many elements")
		return
	}
	for i, ch := range t.Chapters {
		path := document.Item("chapters", i)
		c.moment(ch.T, path+".time")
		c.text(ch.Title, path+".title", true)
		if i > 0 && ch.T <= t.Chapters[i-1].T {
			c.fail(path+".time", -1, "must be after the chapter before")
		}
	}
	for i, f := range t.Facts {
		path := document.Item("facts", i)
		if f.T != 0 {
			c.moment(f.T, path+".time")
		}
		c.text(f.Text, path+".text", true)
		atLeast(c, []float64{f.Value}, math.Inf(-1), path+".value")
		c.source(f.Source, path+".source")
	}
}
