package bitmex

import (
	"strings"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

const host = "www.bitmex.com"

const byRequest = "requests"

var budgets = []feed.Budget{{Name: byRequest, Host: host, Units: 30, Per: data.Minute}}

// refused reads {"error":{"message":…,"name":"HTTPError"}} beside the status.
func refused(a feed.Answer) *feed.Refusal {
	r := feed.Refused(id, a)
	if r == nil {
		return nil
	}
	body, err := field.Answer(a.Body)
	if err != nil || !body.Get("error").IsObject() {
		return r
	}
	r.Text = feed.Clip(body.Get("error.message").String())
	if r.Reason == feed.BadRequest && strings.Contains(strings.ToLower(r.Text), "symbol") {
		r.Reason = feed.BadSymbol
	}
	return r
}
