package deribit

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Hosts: the second has the whole history, the first recent trades only.
const (
	host    = "www.deribit.com"
	archive = "history.deribit.com"
)

const byRequest = "requests"

// budgets: 500 credits a request of a pool that refills by 10,000 a second.
var budgets = []feed.Budget{
	{Name: byRequest, Host: host, Units: 20, Per: data.Second},
	{Name: byRequest, Host: archive, Units: 20, Per: data.Second},
}

// reasons of Deribit's codes.
var reasons = map[int64]feed.Reason{
	10028:  feed.RateLimited,
	10047:  feed.RateLimited,
	13020:  feed.BadSymbol,
	-32602: feed.BadRequest,
}

func refused(a feed.Answer) *feed.Refusal {
	r := feed.Refused(id, a)
	body, err := field.Answer(a.Body)
	if err != nil {
		return r
	}
	own := said(body)
	switch {
	case r == nil:
		return own
	case own == nil:
		return r
	case r.Reason == feed.BadRequest:
		own.Wait = r.Wait
		return own
	}
	r.Code, r.Text = own.Code, own.Text
	return r
}

// said returns the refusal of {"error":{"code":10028,"message":…}}, or nil.
func said(body gjson.Result) *feed.Refusal {
	fault := body.Get("error")
	if !fault.IsObject() {
		return nil
	}
	r := &feed.Refusal{
		Venue: id, Reason: feed.BadRequest,
		Code: feed.Clip(fault.Get("code").String()),
		Text: feed.Clip(fault.Get("message").String() + " " + fault.Get("data.reason").String()),
	}
	if reason, ok := reasons[fault.Get("code").Int()]; ok {
		r.Reason = reason
	}
	if strings.Contains(fault.Get("data.param").String(), "instrument_name") {
		r.Reason = feed.BadSymbol
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
	return answer.Get("result"), nil
}
