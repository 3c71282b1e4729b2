package hyperliquid

import (
	"unwind/data"
	"unwind/data/feed"
)

const host = "api.hyperliquid.xyz"

const byWeight = "weight"

var budgets = []feed.Budget{{Name: byWeight, Host: host, Units: 1200, Per: data.Minute}}

// infoWeight is what a request costs, and 1 more for so many rows.
const (
	infoWeight    = 20
	rowsPerWeight = 20
	barsPerWeight = 60
)

// notDeserialized is the status of a body that the venue does not understand, a
// coin that it does not know among them.
const notDeserialized = 422

// refused reads statuses alone: bodies are text, "null" or empty.
func refused(a feed.Answer) *feed.Refusal {
	r := feed.Refused(id, a)
	if r != nil && a.Status == notDeserialized {
		r.Reason = feed.BadRequest
	}
	return r
}
