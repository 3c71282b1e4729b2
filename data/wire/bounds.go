package wire

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
)

// Bounds of what comes from outside. Both ends are allowed.
const (
	MinSpeed, MaxSpeed, DefaultSpeed          = 1, 3600, 600
	MinFit, MaxFit, DefaultFit                = cascade.MinPaceSeconds, cascade.MaxPaceSeconds, cascade.PaceSeconds
	MinPrice, MaxPrice                        = data.Price(1e-9), data.Price(1e12)
	MinUSD, MaxUSD                            = data.USD(1), data.USD(1e12)
	MinGamma, MaxGamma, DefaultGamma          = 0.4, 2.5, 1
	MinWidth, MaxWidth, DefaultWidth          = 200, 2400, 1200
	MinHeight, MaxHeight, DefaultHeight       = 120, 2400, 630
	MinScale, MaxScale, DefaultScale          = 0.5, 3, 1
	MinQuote, MaxQuote                        = data.USD(1e3), data.USD(1e10) // within 1 % of the price
	MinConversion, MaxConversion              = 0.1, 1000
	MaxPixels                                 = 16 << 20 // device pixels of a picture
	maxEventBytes, maxQueryBytes, maxMsgBytes = 64, 4096, 4096
)

// wantTime names the bounds of times for people, also in errors of messages.
const wantTime = "a time of 2000 to 2099, ISO 8601 or milliseconds"

// What the values of a query string are held to.
var (
	aSpeed  = Wanted{Want: "1 to 3600 or smart", Rule: RuleSpeed, A: "1", B: "3600"}
	aTime   = Wanted{Want: wantTime, Rule: RuleTime}
	aPrice  = Wanted{Want: "a price above 0", Rule: RulePrice}
	someUSD = Wanted{Want: "1 to 1000000000000", Rule: RuleUSD}
	anEvent = Wanted{Want: "lower case letters, digits and -, at most 64", Rule: RuleEvent}
	pixels  = Wanted{Want: "at most 16 million pixels in all", Rule: RulePixels}
	length  = Wanted{Want: "at most 4096 bytes", Rule: RuleBytes}
)

func from(low, high string) Wanted {
	return Wanted{Want: low + " to " + high, Rule: RuleRange, A: low, B: high}
}

func someOf(names []string) Wanted {
	return Wanted{Want: oneOf(names), Rule: RuleNames, A: oneOf(names)}
}

func together(other string) Wanted {
	return Wanted{Want: "given together with " + other, Rule: RuleBoth, A: other}
}

func lessThan(other string) Wanted {
	return Wanted{Want: "less than " + other, Rule: RuleLess, A: other}
}

// ValidEvent reports whether id can name an event: 1 to 64 lower case letters,
// digits and '-'.
func ValidEvent(id string) bool {
	for i := range len(id) {
		c := id[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') {
			return false
		}
	}
	return id != "" && len(id) <= maxEventBytes
}

// within reports whether v lies in [low, high]; NaN lies nowhere.
func within[T ~float64](v, low, high T) bool { return v >= low && v <= high }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
