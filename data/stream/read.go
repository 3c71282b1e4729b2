package stream

import (
	"math"
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/document"
	"unwind/data/feed"
)

// Reader reads messages. It keeps one copy of each name; the zero value has
// none. It is not safe for concurrent use.
type Reader struct {
	names feed.Names
	doc   *document.Document // the message at hand
	pace  *document.Pace     // of it
}

// Read returns a message, or a [feed.Malformed] with the place of the first
// fault. Members that are not known are left out.
func (r *Reader) Read(raw []byte) (*Message, error) { return r.paced(raw, nil) }

// paced reads with pauses.
func (r *Reader) paced(raw []byte, pace *document.Pace) (*Message, error) {
	doc, root, wrong := document.Read(raw, document.Bounds{Bytes: MaxBytes, Depth: maxDepth}, pace)
	if wrong != nil {
		return nil, &feed.Malformed{Path: wrong.Path, Reason: wrong.Reason}
	}
	if !root.IsObject() {
		return nil, &feed.Malformed{Reason: "must be an object"}
	}
	r.doc, r.pace = doc, pace
	defer func() { r.doc, r.pace = nil, nil }() // hold on to no bytes
	f := &fault{}
	members := r.members(f, root)
	m := &Message{Kind: Kind(members["type"].Str)}
	if f.err == nil {
		r.fill(f, m, members)
	}
	if f.err != nil {
		return nil, f.err
	}
	return m, nil
}

// maxMembers bounds the members of an object, those that are not known among
// them.
const maxMembers = 64

// members returns the members of an object, each of which is there once.
func (r *Reader) members(f *fault, v gjson.Result) map[string]gjson.Result {
	members := map[string]gjson.Result{}
	r.doc.Members(v, func(key string, value gjson.Result) bool {
		if _, twice := members[key]; twice {
			f.at(document.Quote(key), "is there twice")
		}
		members[key] = value
		return len(members) <= maxMembers
	})
	if len(members) > maxMembers {
		f.at("", "has more than "+strconv.Itoa(maxMembers)+" members")
	}
	return members
}

func (r *Reader) fill(f *fault, m *Message, members map[string]gjson.Result) {
	number := func(name string) uint64 { return f.whole(name, members[name]) }
	switch m.Kind {
	case Resync:
		m.From, m.To = number("from"), number("to")
	case Snapshot, Batch:
		m.Seq, m.At = number("seq"), f.time("at", members["at"])
		if m.Kind == Snapshot || members["since"].Exists() {
			m.Since = f.time("since", members["since"])
		}
		r.tables(f, m, members)
	default:
		f.at("type", "must be snapshot, batch or resync, is "+spelled(members["type"]))
	}
}

// tables reads what is there.
func (r *Reader) tables(f *fault, m *Message, members map[string]gjson.Result) {
	for _, one := range []struct {
		name string
		take func(*table)
	}{
		{"liquidations", func(t *table) { m.Liquidations = t.liquidations() }},
		{"candles", func(t *table) { m.Candles = t.candles() }},
		{"spot", func(t *table) { m.Spot = t.candles() }},
		{"marks", func(t *table) { m.Marks = t.marks() }},
		{"interest", func(t *table) { m.Interest = t.interest() }},
		{"funding", func(t *table) { m.Funding = t.funding() }},
	} {
		if v := members[one.name]; v.Exists() && f.err == nil {
			one.take(r.open(f, one.name, v))
		}
	}
	if v := members["gaps"]; v.Exists() && f.err == nil {
		m.Gaps = r.gaps(f, v)
	}
	if v := members["venues"]; v.Exists() && f.err == nil {
		m.Venues = r.venues(f, v)
	}
}

// list visits the objects of a list.
func (r *Reader) list(f *fault, path string, v gjson.Result, most int, each func(path string, members map[string]gjson.Result, v gjson.Result)) {
	if !v.IsArray() {
		f.at(path, "must be a list")
		return
	}
	n := 0
	r.doc.Elements(v, func(one gjson.Result) bool {
		place := path + "[" + strconv.Itoa(n) + "]"
		switch n++; {
		case n > most:
			f.at(path, "has more than "+strconv.Itoa(most)+" rows")
		case !one.IsObject():
			f.at(place, "must be an object")
		default:
			each(place+".", r.members(f, one), one)
		}
		r.pace.Rows(1)
		r.pace.Did(len(one.Raw))
		return f.err == nil
	})
}

func (r *Reader) gaps(f *fault, v gjson.Result) []data.Gap {
	var all []data.Gap
	r.list(f, "gaps", v, MaxGaps, func(path string, of map[string]gjson.Result, _ gjson.Result) {
		g := data.Gap{
			Venue: r.names.Of(f.text(path+"venue", of["venue"], maxName)),
			From:  f.time(path+"from", of["from"]), To: f.time(path+"to", of["to"]),
			Why: data.GapReason(r.names.Of(f.text(path+"why", of["why"], maxName))),
		}
		if !slices.Contains(data.GapReasons, g.Why) {
			f.at(path+"why", "is no reason of a gap: "+spelled(of["why"]))
		}
		if g.To < g.From {
			f.at(path+"to", "must not be before from")
		}
		all = append(all, g)
	})
	return all
}

// whole returns a whole number that a float holds exactly.
func (f *fault) whole(path string, v gjson.Result) uint64 {
	n, ok := wholeOf(v, maxWhole)
	if !ok {
		f.at(path, "must be a whole number, is "+spelled(v))
	}
	return n
}

func (f *fault) time(path string, v gjson.Result) data.UnixMs {
	t, ok := timeOf(v)
	if !ok {
		f.at(path, notATime+spelled(v))
	}
	return t
}

// text returns a text of at most so many bytes; one that is not there is empty.
func (f *fault) text(path string, v gjson.Result, most int) string {
	if v.Exists() && v.Type != gjson.String || len(v.Str) > most {
		f.at(path, "must be a text of at most "+strconv.Itoa(most)+" bytes, is "+spelled(v))
		return ""
	}
	return v.Str
}

// signed returns a whole number; one that is not there is 0.
func (f *fault) signed(path string, v gjson.Result) int64 {
	if v.Exists() && (v.Type != gjson.Number || math.Abs(v.Num) > maxWhole || v.Num != math.Trunc(v.Num)) {
		f.at(path, "must be a whole number, is "+spelled(v))
		return 0
	}
	return int64(v.Num)
}
