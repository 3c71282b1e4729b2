package feed

import (
	"bytes"
	"slices"
	"strconv"

	"unwind/data"
)

// Answer is what came back over HTTP.
type Answer struct {
	Status int
	// Header returns the first value of a header, or "". It may be nil.
	Header func(name string) string
	Body   []byte
}

// Get returns the first value of a header, or "".
func (a *Answer) Get(name string) string {
	if a.Header == nil {
		return ""
	}
	return a.Header(name)
}

// RetryAfter returns how long the venue asks to wait in its header
// "Retry-After", in whole seconds; at most three days, which is the longest ban
// that is known. It is 0 without one; dates, which no venue sends, count as
// none.
func (a *Answer) RetryAfter() data.UnixMs {
	s, err := strconv.ParseInt(a.Get("Retry-After"), 10, 64)
	if err != nil || s < 0 {
		return 0
	}
	return min(data.UnixMs(min(s, 1<<31))*data.Second, 3*data.Day)
}

// Statuses of HTTP that venues refuse with.
const (
	statusOK          = 200
	statusForbidden   = 403
	statusNotFound    = 404
	statusTimeout     = 408
	statusTeapot      = 418
	statusTooMany     = 429
	statusLegal       = 451
	statusServerError = 500
)

// StopFor is how long a host is left alone after a refusal that says no time.
const StopFor = 10 * data.Minute

// Refused returns the refusal that a status alone means, or nil for 200. A
// venue's package looks at its own codes first.
func Refused(venue string, a Answer) *Refusal {
	r := &Refusal{Venue: venue, Wait: a.RetryAfter(), Code: strconv.Itoa(a.Status), Text: Clip(string(a.Body[:min(len(a.Body), longestText)]))}
	switch {
	case a.Status == statusOK:
		return nil
	case a.Status == statusLegal, a.Status == statusForbidden && blocksCountry(a.Body):
		r.Reason, r.Wait = Unavailable, 0
	case a.Status == statusTeapot, a.Status == statusForbidden:
		r.Reason, r.Wait = Banned, orStop(r.Wait)
	case a.Status == statusTooMany:
		r.Reason, r.Wait = RateLimited, orStop(r.Wait)
	case a.Status == statusTimeout, a.Status >= statusServerError:
		r.Reason = Down
	default:
		r.Reason = BadRequest
	}
	return r
}

// countryWords are those of the pages that stand before venues: "configured to
// block access from your country", "banned the country or region your IP address
// is in", "Restricted Jurisdiction".
var countryWords = [][]byte{[]byte("country"), []byte("jurisdiction"), []byte("restricted location")}

// blocksCountry reports whether a page says that a country is not served.
func blocksCountry(page []byte) bool {
	const enough = 16 << 10
	page = bytes.ToLower(page[:min(len(page), enough)])
	return slices.ContainsFunc(countryWords, func(w []byte) bool { return bytes.Contains(page, w) })
}

func orStop(wait data.UnixMs) data.UnixMs {
	if wait == 0 {
		return StopFor
	}
	return wait
}
