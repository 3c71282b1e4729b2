package proxy

import (
	"errors"
	"strings"

	"unwind/data"
	"unwind/data/feed"
)

// Refusal is why there is no newer answer, in the shape of the interface.
type Refusal struct {
	Venue string `json:"venue"`
	// Reason is "unavailable-from-here", "banned", "rate-limited", … as
	// [feed.Reason] has them, or "bad-answer" for one that cannot be read, or
	// "internal".
	Reason string      `json:"reason"`
	Until  data.UnixMs `json:"until,omitempty"` // when the venue is asked again; 0: not known
	Wait   data.UnixMs `json:"wait,omitempty"`  // how long that was, when it was found
	Code   string      `json:"code,omitempty"`  // the venue's own
	Text   string      `json:"text,omitempty"`  // the venue's own words, one line
}

// RefusalOf returns the refusal that a fault is, or nil for none.
func RefusalOf(fault error) *Refusal {
	var r *feed.Refusal
	var m *feed.Malformed
	switch {
	case fault == nil:
		return nil
	case errors.As(fault, &r):
		return &Refusal{
			Venue: r.Venue, Reason: strings.ReplaceAll(r.Reason.String(), " ", "-"),
			Until: r.Until, Wait: r.Wait, Code: r.Code, Text: r.Text,
		}
	case errors.As(fault, &m):
		return &Refusal{Reason: "bad-answer", Text: m.Error()}
	}
	return &Refusal{Reason: "internal"}
}
