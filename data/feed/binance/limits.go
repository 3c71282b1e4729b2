package binance

import (
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

const host = "fapi.binance.com"

// Budgets by name. Answers under /futures/data and about funding carry no
// header that says how much is used, so these are counted and paced.
const (
	byWeight  = "weight"
	byData    = "data"
	byFunding = "funding"
)

var budgets = []feed.Budget{
	{Name: byWeight, Host: host, Units: 2400, Per: data.Minute, Used: "X-MBX-USED-WEIGHT-1M"},
	{Name: byData, Host: host, Units: 1000, Per: 5 * data.Minute, Gap: 300},
	{Name: byFunding, Host: host, Units: 500, Per: 5 * data.Minute},
}

// candleWeight is what a request for so many candles costs.
func candleWeight(rows int) int {
	switch {
	case rows < 100:
		return 1
	case rows < 500:
		return 2
	case rows <= 1000:
		return 5
	}
	return 10
}

// reasons of the codes that Binance answers with.
var reasons = map[int64]feed.Reason{
	-1121: feed.BadSymbol,
	-1122: feed.BadSymbol,
	-1003: feed.RateLimited,
	-1008: feed.Down, // overload
	-1130: feed.BadRequest,
}

// Refused reads {"code":-1121,"msg":"Invalid symbol."}. The status alone decides
// where the body is something else: a page of a firewall, a proxy's words. Binance
// spot answers in the same way.
func Refused(a feed.Answer) *feed.Refusal {
	r := feed.Refused(id, a)
	if r == nil {
		return nil
	}
	body, err := field.Answer(a.Body)
	if err != nil || !body.Get("code").Exists() {
		return r
	}
	code := body.Get("code").Int()
	r.Code, r.Text = strconv.FormatInt(code, 10), feed.Clip(body.Get("msg").String())
	if reason, ok := reasons[code]; ok && r.Reason == feed.BadRequest {
		r.Reason = reason
	}
	if code == -1130 && strings.Contains(r.Text, "startTime") {
		r.Reason = feed.OutOfReach
	}
	if until := bannedUntil(r.Text); until > 0 {
		r.Reason, r.Until = feed.Banned, until
	}
	return r
}

// bannedUntil returns the end of a ban, "… IP banned until 1785731400000. …",
// or 0. Asking again before makes it longer.
func bannedUntil(text string) data.UnixMs {
	_, rest, found := strings.Cut(text, "banned until ")
	if !found {
		return 0
	}
	digits := 0
	for digits < len(rest) && rest[digits]-'0' <= 9 {
		digits++
	}
	until, err := strconv.ParseInt(rest[:digits], 10, 64)
	if err != nil || data.UnixMs(until) > feed.MaxTime {
		return 0
	}
	return data.UnixMs(until)
}
