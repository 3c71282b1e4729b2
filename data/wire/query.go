package wire

import "slices"

// Query is a parsed query string, one for page, /embed, /poster.png
// and /data.csv.
type Query struct {
	Stage   Stage // Clock is paused at t; At is 0 without one
	Style   Style
	Picture Picture
	Play    Play
	HasTime bool // the link carried t
	HasUI   bool // the link carried ui; without it a page shows full, /embed min
	// Problems names every known key whose value was not understood and fell
	// back to its default, or was out of bounds and clamped.
	Problems []Problem
}

// Unheeded returns the keys whose values, or parts of them, were not understood,
// and those whose numbers were clamped to their bounds: each once in each list,
// in the order of [Query.Problems].
func (q *Query) Unheeded() (ignored, clamped []string) {
	for _, p := range q.Problems {
		keys := &ignored
		if p.Rule == RuleClamped {
			keys = &clamped
		}
		if !slices.Contains(*keys, p.Key) {
			*keys = append(*keys, p.Key)
		}
	}
	return ignored, clamped
}

// Problem is one value of a query string that was not understood, or a number
// that was out of its bounds and clamped ([RuleClamped]).
type Problem struct {
	Key, Value string // Value is cut to 64 bytes
	Wanted
}

// Wanted is what would be understood: in English, for programs and errors, and as
// a rule with its parameters, for sentences in any language.
type Wanted struct {
	Want string // "1 to 3600"
	Rule Rule
	A, B string // bounds, the names that are known, or the other key of a pair
}

// Rule is the kind of a [Wanted].
type Rule string

// Rules. A and B are the parameters of the Wanted.
const (
	RuleTime   Rule = "time"
	RuleRange  Rule = "range" // a number from A to B
	RuleSpeed  Rule = "speed" // a number from A to B or smart
	RulePrice  Rule = "price"
	RuleUSD    Rule = "usd"
	RulePin    Rule = "pin"
	RuleEvent  Rule = "id"
	RuleNames  Rule = "names"  // one of A
	RuleLayers Rule = "layers" // some of A
	RulePixels Rule = "pixels" // of the whole picture
	RuleBytes  Rule = "long"   // of the whole query
	RuleBoth   Rule = "both"   // together with the key A, which is missing
	RuleLess   Rule = "less"   // less than the key A
	RuleBand   Rule = "band"   // two numbers from A to B with a dash between them; one may be missing
	RuleSize   Rule = "size"   // the same in dollars, the first less than the second
	RuleVenues Rule = "venues" // ids of venues
	// RuleClamped is of a parameter that was out of its bounds A to B: the
	// nearer of them is used, not the default.
	RuleClamped Rule = "clamped"
)

// DefaultQuery returns what an empty query string means.
func DefaultQuery() Query {
	return Query{
		Stage:   Stage{Speed: DefaultSpeed, Layers: DefaultLayers},
		Picture: Picture{Width: DefaultWidth, Height: DefaultHeight, Scale: DefaultScale},
	}
}
