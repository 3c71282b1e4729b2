package wire

import (
	"math"

	"unwind/data"
)

// Bounds of what comes from outside. Both ends are allowed.
const (
	MinSpeed, MaxSpeed, DefaultSpeed          = 1, 3600, 600
	MinPrice, MaxPrice                        = data.Price(1e-9), data.Price(1e12)
	MinUSD, MaxUSD                            = data.USD(1), data.USD(1e12)
	MinWidth, MaxWidth, DefaultWidth          = 200, 2400, 1200
	MinHeight, MaxHeight, DefaultHeight       = 120, 2400, 630
	MinScale, MaxScale, DefaultScale          = 0.5, 3, 1
	MaxPixels                                 = 16 << 20 // device pixels of a picture
	maxEventBytes, maxQueryBytes, maxMsgBytes = 64, 4096, 4096
)

// Bounds named for people, as [Problem.Want] and in errors of messages.
const (
	wantTime  = "a time of 2000 to 2099, ISO 8601 or milliseconds"
	wantSpeed = "1 to 3600"
	wantPrice = "a price above 0"
	wantUSD   = "1 to 1000000000000"
	wantEvent = "lower case letters, digits and -, at most 64"
)

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
