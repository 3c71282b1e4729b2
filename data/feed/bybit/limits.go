package bybit

import (
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

const host = "api.bybit.com"

const byRequest = "requests"

var budgets = []feed.Budget{{Name: byRequest, Host: host, Units: 600, Per: 5 * data.Second}}

// reasons of the codes that come with status 200.
var reasons = map[int64]feed.Reason{
	10001: feed.BadRequest,
	10006: feed.RateLimited,
	10018: feed.RateLimited,
	10429: feed.RateLimited, // protection of the system
	10009: feed.Unavailable,
	10024: feed.Unavailable, // compliance
	10016: feed.Down,
}

// forbidden is the status that says two things.
const forbidden = 403

// refused tells the two meanings of status 403 apart: too many requests of the
// address, after which everything must rest for ten minutes, and a page that
// says that the country is not served.
func refused(a feed.Answer) *feed.Refusal {
	r := feed.Refused(id, a)
	body, err := field.Answer(a.Body)
	if r == nil {
		if err != nil {
			return nil // malformed, which its reader says
		}
		if r = said(body); r != nil && r.Reason == feed.RateLimited {
			r.Until = resetAt(a)
		}
		return r
	}
	if a.Status == forbidden {
		r.Reason, r.Wait = feed.Unavailable, 0
		if strings.Contains(string(a.Body), "too frequent") {
			r.Reason, r.Wait = feed.RateLimited, feed.StopFor
		}
	}
	return r
}

// said returns the refusal of {"retCode":10001,"retMsg":…}, or nil for 0.
func said(body gjson.Result) *feed.Refusal {
	code := body.Get("retCode")
	if !code.Exists() || code.Int() == 0 {
		return nil
	}
	r := &feed.Refusal{
		Venue: id, Reason: feed.BadRequest,
		Code: strconv.FormatInt(code.Int(), 10), Text: feed.Clip(body.Get("retMsg").String()),
	}
	if reason, ok := reasons[code.Int()]; ok {
		r.Reason = reason
	}
	if r.Reason == feed.BadRequest && strings.Contains(strings.ToLower(r.Text), "symbol") {
		r.Reason = feed.BadSymbol
	}
	return r
}

// resetAt returns when a limit ends by the header of the answer, or 0.
func resetAt(a feed.Answer) data.UnixMs {
	at, err := strconv.ParseInt(a.Get("X-Bapi-Limit-Reset-Timestamp"), 10, 64)
	if err != nil || at < 0 || data.UnixMs(at) > feed.MaxTime {
		return 0
	}
	return data.UnixMs(at)
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
