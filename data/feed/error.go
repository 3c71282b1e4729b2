package feed

import (
	"strconv"
	"strings"

	"unwind/data"
)

// Malformed is a fault of bytes that should hold market data, and where it is.
type Malformed struct {
	Path   string // members from the root: "data[3].bkPx"; "" is the whole
	Reason string // "must be finite and positive, is \"x\""
}

// Error returns the place and the reason.
func (e *Malformed) Error() string {
	if e.Path == "" {
		return "malformed: " + e.Reason
	}
	return "malformed: " + e.Path + ": " + e.Reason
}

// Reason is why a venue does not serve what was asked for.
type Reason uint8

// Reasons of a refusal.
const (
	Unavailable  Reason = iota + 1 // not served in the country that the request comes from; never work around it
	Banned                         // the address is shut out; asking again makes it longer
	RateLimited                    // too many requests
	BadSymbol                      // the venue does not know the symbol, or it is none
	BadRequest                     // the venue does not understand the request
	OutOfReach                     // older than what the venue keeps
	Unauthorised                   // no key, or a wrong one
	PlanTooSmall                   // the key's plan does not cover it
	Down                           // the venue has a fault
	Empty                          // an answer without a row
)

var reasons = [...]string{
	"", "unavailable from here", "banned", "rate limited", "bad symbol", "bad request",
	"out of reach", "unauthorised", "plan too small", "down", "empty",
}

// String returns the reason in words.
func (r Reason) String() string {
	if int(r) < len(reasons) && r > 0 {
		return reasons[r]
	}
	return "unknown"
}

// Refusal is a venue's refusal, or that of a request before it is sent.
type Refusal struct {
	Venue  string // "" of a request that was not sent
	Reason Reason
	Until  data.UnixMs // when it ends, if the venue gives a time; else 0
	Wait   data.UnixMs // how long to leave the host alone, if known; else 0
	Code   string      // the venue's own
	Text   string      // the venue's own words, one line, cut
}

// Error returns the venue, the reason, and last the venue's own words; it is for
// the log. A screen has its own words for each [Reason].
func (e *Refusal) Error() string {
	s := e.Reason.String()
	if e.Venue != "" {
		s = e.Venue + ": " + s
	}
	if e.Until > 0 {
		s += " until " + strconv.FormatInt(int64(e.Until), 10)
	}
	if e.Code != "" {
		s += ", code " + strconv.QuoteToASCII(e.Code)
	}
	if e.Text != "" {
		s += ": " + strconv.QuoteToASCII(e.Text)
	}
	return s
}

// Is reports whether target is a refusal for the same reason.
func (e *Refusal) Is(target error) bool {
	t, ok := target.(*Refusal)
	return ok && t.Reason == e.Reason
}

// longestText bounds what is kept of a venue's own words, in bytes.
const longestText = 180

// Clip returns a venue's words as one line of bounded length: valid UTF-8,
// copied.
func Clip(s string) string {
	if len(s) > longestText {
		s = s[:longestText]
	}
	line := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Clone(strings.TrimSpace(line))
}
