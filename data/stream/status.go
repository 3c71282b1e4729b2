package stream

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
)

// maxStatus bounds the bytes of a status.
const maxStatus = 64 << 10

func (r *Reader) venues(f *fault, v gjson.Result) []Status {
	var all []Status
	r.list(f, "venues", v, maxVenues, func(path string, of map[string]gjson.Result, v gjson.Result) {
		if len(v.Raw) > maxStatus {
			f.at(strings.TrimSuffix(path, "."), "is too long")
			return
		}
		all = append(all, r.status(f, path, of, v))
	})
	return all
}

func (r *Reader) status(f *fault, path string, of map[string]gjson.Result, v gjson.Result) Status {
	short := func(name string) string { return r.names.Of(f.text(path+name, of[name], maxName)) }
	s := Status{
		Venue: short("venue"), Name: short("name"), State: State(short("state")),
		Symbols: r.symbols(f, path+"symbols", of["symbols"]),
		Since:   f.timeOrNone(path+"since", of["since"]), Last: f.timeOrNone(path+"last", of["last"]),
		LagMs:        f.signed(path+"lagMs", of["lagMs"]),
		Liquidations: f.wholeOrNone(path+"liquidations", of["liquidations"]), Gaps: f.wholeOrNone(path+"gaps", of["gaps"]),
		Sampled: of["sampled"].Type == gjson.True, NoLiquidations: strings.Clone(f.text(path+"noLiquidations", of["noLiquidations"], maxText)),
		JSON: strings.Clone(v.Raw),
	}
	if s.Venue == "" {
		f.at(path+"venue", "must not be empty")
	}
	if !slices.Contains(states, s.State) {
		f.at(path+"state", "is no state of a venue: "+spelled(of["state"]))
	}
	if why := of["why"]; why.Exists() {
		s.why(f, path+"why.", r.members(f, why))
	}
	return s
}

func (s *Status) why(f *fault, path string, of map[string]gjson.Result) {
	s.Reason = strings.Clone(f.text(path+"reason", of["reason"], maxText))
	s.Until = f.timeOrNone(path+"until", of["until"])
	s.Text = strings.Clone(f.text(path+"text", of["text"], maxText))
}

func (r *Reader) symbols(f *fault, path string, v gjson.Result) []string {
	if !v.Exists() || v.Type == gjson.Null {
		return nil
	}
	if !v.IsArray() {
		f.at(path, "must be a list")
		return nil
	}
	var all []string
	r.doc.Elements(v, func(one gjson.Result) bool {
		if len(all) == maxSymbols {
			f.at(path, "has too many symbols")
			return false
		}
		all = append(all, r.names.Of(f.text(path, one, maxName)))
		return f.err == nil
	})
	return all
}

// timeOrNone returns a time; one that is not there or 0 is none.
func (f *fault) timeOrNone(path string, v gjson.Result) data.UnixMs {
	if !v.Exists() || v.Raw == "0" {
		return 0
	}
	return f.time(path, v)
}

// wholeOrNone returns a whole number; one that is not there is 0.
func (f *fault) wholeOrNone(path string, v gjson.Result) uint64 {
	if !v.Exists() {
		return 0
	}
	return f.whole(path, v)
}
