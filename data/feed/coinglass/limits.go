package coinglass

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

const host = "open-api-v4.coinglass.com"

// keyHeader carries the operator's key; that of version 3 is not recognised.
const keyHeader = "CG-API-KEY"

const byRequest = "requests"

// budgets: the smallest plan's, 30 a minute; headers say the real one.
var budgets = []feed.Budget{
	{Name: byRequest, Host: host, Units: 30, Per: data.Minute, Used: "API-KEY-USE-LIMIT", Limit: "API-KEY-MAX-LIMIT"},
}

// reasons of the codes in a body, which are strings like statuses.
var reasons = map[string]feed.Reason{
	"401": feed.PlanTooSmall,
	"408": feed.Down,
	"429": feed.RateLimited,
	"500": feed.Down,
}

// refused looks at the code in the body first: refusals come with status 200.
func refused(a feed.Answer) *feed.Refusal {
	if body, err := field.Answer(a.Body); err == nil {
		if r := said(body); r != nil {
			r.Wait = a.RetryAfter()
			return r
		}
	}
	return feed.Refused(id, a)
}

// said returns the refusal of {"code":"401","msg":"Upgrade plan"}, or nil for
// "0".
func said(body gjson.Result) *feed.Refusal {
	code := body.Get("code")
	if !code.Exists() || code.String() == "0" {
		return nil
	}
	r := &feed.Refusal{Venue: id, Reason: feed.BadRequest, Code: feed.Clip(code.String()), Text: feed.Clip(body.Get("msg").String())}
	if reason, ok := reasons[r.Code]; ok {
		r.Reason = reason
	}
	if r.Reason == feed.BadRequest && strings.Contains(strings.ToLower(r.Text), "api key") {
		r.Reason = feed.Unauthorised
	}
	return r
}

// result returns the payload of an answer.
func result(body []byte) (gjson.Result, error) {
	answer, err := field.Answer(body)
	if err != nil {
		return answer, err
	}
	if r := said(answer); r != nil {
		return answer, r
	}
	return answer.Get("data"), nil
}
