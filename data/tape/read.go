package tape

import (
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
)

// Read decodes and checks a tape. Every error is an [*Error] that names the
// place of the first fault found; the tape is then nil. Members that this
// version does not know are ignored, other formats are rejected. The tape
// keeps no reference to raw.
func Read(raw []byte) (*Tape, error) { return read(raw, nil) }

func read(raw []byte, p *document.Pace) (*Tape, error) {
	doc, root, fault := document.Read(raw, document.Bounds{Bytes: MaxBytes, Depth: maxDepth}, p)
	if fault != nil {
		return nil, &Error{fault.Path, -1, fault.Reason}
	}
	d := decoder{Document: doc, pace: p}
	t := d.tape(root)
	if d.err != nil {
		return nil, d.err
	}
	if err := check(t, p); err != nil {
		return nil, err
	}
	return t, nil
}

func (d *decoder) tape(v gjson.Result) *Tape {
	if !v.IsObject() {
		d.fail("", -1, "must be a JSON object")
		return nil
	}
	d.format(v)
	t := new(Tape)
	d.object(v, "", append(d.identity(t),
		required("candles", d.candles(&t.Candles)),
		optional("mark", d.mark(&t.Mark)),
		optional("spot", d.candles(&t.Spot)),
		optional("openInterest", d.points(&t.OpenInterest)),
		optional("funding", d.points(&t.Funding)),
		optional("depth", d.depth(&t.Depth)),
		optional("liquidations", d.liquidations(&t.Liquidations)),
		optional("totals", d.totals(&t.Totals)),
		optional("adl", d.adl(&t.ADL)),
		optional("gaps", d.gaps(&t.Gaps)),
		optional("levels", d.levels(&t.Levels)),
		optional("chapters", d.chapters(&t.Chapters)),
		optional("facts", d.facts(&t.Facts)),
	))
	if d.err == nil && t.Mark != nil && t.Mark.T == nil {
		t.Mark.T = t.Candles.T
	}
	return t
}

// format is checked before anything else, so that a tape of another version
// is named as such and not by its first difference.
func (d *decoder) format(root gjson.Result) {
	var v gjson.Result
	d.Members(root, func(key string, value gjson.Result) bool {
		if key == "format" {
			v = value
		}
		return key != "format"
	})
	switch {
	case !v.Exists():
		d.fail("format", -1, "is missing")
	case v.Type != gjson.String || v.Str != Format:
		d.fail("format", -1, "must be "+strconv.Quote(Format)+", is "+document.Quote(v.String()))
	}
}

func (d *decoder) identity(t *Tape) []member {
	var format string
	return []member{
		required("format", d.text(&format, maxName)),
		required("id", d.text(&t.ID, maxID)),
		required("title", d.translations(&t.Title)),
		optional("summary", d.translations(&t.Summary)),
		optional("instrument", d.text(&t.Instrument, maxName)),
		optional("symbol", d.text(&t.Symbol, maxName)),
		optional("base", d.text(&t.Base, maxName)),
		optional("venue", d.text(&t.Venue, maxName)),
		required("window", d.window(t)),
	}
}

// window decodes the times of an event. The cover is the end and the first
// play starts at the beginning, unless the tape says otherwise.
func (d *decoder) window(t *Tape) reader {
	return func(v gjson.Result, path string) {
		d.object(v, path, []member{
			required("from", d.moment(&t.From)),
			required("to", d.moment(&t.To)),
			optional("cover", d.moment(&t.Cover)),
			optional("playFrom", d.moment(&t.PlayFrom)),
			optional("edge", d.moment(&t.Edge)),
		})
		if t.Cover == 0 {
			t.Cover = t.To
		}
		if t.PlayFrom == 0 {
			t.PlayFrom = t.From
		}
	}
}

// origin lists the members that every layer begins with.
func (d *decoder) origin(o *Origin) []member {
	return []member{
		required("provenance", d.provenance(&o.Provenance)),
		required("why", d.translations(&o.Why)),
		optional("fetched", value(d, &o.Fetched)),
		optional("sources", d.sources(&o.Sources)),
	}
}

func (d *decoder) provenance(dst *data.Provenance) reader {
	return func(v gjson.Result, path string) {
		p, ok := data.ParseProvenance(v.Str)
		if v.Type != gjson.String || !ok {
			d.fail(path, -1, "must be recorded, published, estimated or modelled, is "+document.Quote(v.String()))
		}
		*dst = p
	}
}

func (d *decoder) sources(dst *[]Source) reader {
	return func(v gjson.Result, path string) {
		d.list(v, path, maxItems, func(v gjson.Result, path string) {
			var s Source
			d.source(&s)(v, path)
			*dst = append(*dst, s)
		})
	}
}

func (d *decoder) source(dst *Source) reader {
	return func(v gjson.Result, path string) {
		d.object(v, path, []member{
			required("name", d.text(&dst.Name, maxString)),
			optional("url", d.text(&dst.URL, maxString)),
		})
	}
}

func (d *decoder) chapters(dst *[]Chapter) reader {
	return func(v gjson.Result, path string) {
		d.list(v, path, maxItems, func(v gjson.Result, path string) {
			var c Chapter
			d.object(v, path, []member{
				required("time", d.moment(&c.T)),
				required("title", d.translations(&c.Title)),
			})
			*dst = append(*dst, c)
		})
	}
}

func (d *decoder) facts(dst *[]Fact) reader {
	return func(v gjson.Result, path string) {
		d.list(v, path, maxItems, func(v gjson.Result, path string) {
			var f Fact
			d.object(v, path, []member{
				optional("time", d.moment(&f.T)),
				required("text", d.translations(&f.Text)),
				optional("value", value(d, &f.Value)),
				required("source", d.source(&f.Source)),
			})
			*dst = append(*dst, f)
		})
	}
}
