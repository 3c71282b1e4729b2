package coinbase

import (
	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

const host = "api.exchange.coinbase.com"

const byRequest = "requests"

var budgets = []feed.Budget{{Name: byRequest, Host: host, Units: 10, Per: data.Second}}

// notFound is the status of a pair that is not listed.
const notFound = 404

// refused reads {"message":"NotFound"} beside the status.
func refused(a feed.Answer) *feed.Refusal {
	r := feed.Refused(id, a)
	if r == nil {
		return nil
	}
	if a.Status == notFound {
		r.Reason = feed.BadSymbol
	}
	if body, err := field.Answer(a.Body); err == nil && body.Get("message").Exists() {
		r.Text = feed.Clip(body.Get("message").String())
	}
	return r
}
