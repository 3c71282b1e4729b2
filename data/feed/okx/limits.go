package okx

import (
	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

const host = "www.okx.com"

// Budgets: every endpoint has its own, an address and two seconds each.
const (
	byCandles      = "candles"
	byMark         = "mark"
	byInterest     = "interest"
	byFunding      = "funding"
	byLiquidations = "liquidations"
	byInstruments  = "instruments"
)

var budgets = []feed.Budget{
	{Name: byCandles, Host: host, Units: 20, Per: 2 * data.Second},
	{Name: byMark, Host: host, Units: 10, Per: 2 * data.Second},
	{Name: byInterest, Host: host, Units: 10, Per: 2 * data.Second},
	{Name: byFunding, Host: host, Units: 10, Per: 2 * data.Second},
	{Name: byLiquidations, Host: host, Units: 40, Per: 2 * data.Second},
	{Name: byInstruments, Host: host, Units: 20, Per: 2 * data.Second},
}

// reasons of OKX's codes, which come as strings.
var reasons = map[string]feed.Reason{
	"50011": feed.RateLimited,
	"50013": feed.Down, // busy
	"50001": feed.Down,
	"50026": feed.Down,
	"51001": feed.BadSymbol,
	"60014": feed.RateLimited, // of messages of a connection
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

// said returns the refusal of {"code":"51001","msg":…}, or nil for "0".
func said(body gjson.Result) *feed.Refusal {
	code := body.Get("code")
	if !code.Exists() || code.String() == "0" {
		return nil
	}
	r := &feed.Refusal{Venue: id, Reason: feed.BadRequest, Code: feed.Clip(code.String()), Text: feed.Clip(body.Get("msg").String())}
	if reason, ok := reasons[r.Code]; ok {
		r.Reason = reason
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
