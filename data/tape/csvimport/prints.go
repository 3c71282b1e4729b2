package csvimport

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"unwind/data"
)

// canonical makes the names of one instrument in different files comparable:
// "BTC", "btcusdt" and "BTCUSDT" are one.
func canonical(symbol string) string {
	return strings.TrimSuffix(strings.ToUpper(symbol), "USDT")
}

// mainSymbol returns the symbol with the most events, which draw the closest
// price; of two alike the one with more notional, then the first by name.
func mainSymbol(events []event) string {
	number, notional := map[string]int{}, map[string]float64{}
	for _, e := range events {
		number[e.symbol]++
		notional[e.symbol] += e.notional
	}
	names := slices.Collect(maps.Keys(number))
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(number[b], number[a]), cmp.Compare(notional[b], notional[a]), cmp.Compare(a, b))
	})
	return names[0]
}

// symbols returns the distinct symbols in order.
func symbols(events []event) []string {
	set := map[string]bool{}
	for _, e := range events {
		set[canonical(e.symbol)] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// onlySymbol returns the events of one symbol.
func onlySymbol(events []event, symbol string) []event {
	var out []event
	for _, e := range events {
		if canonical(e.symbol) == canonical(symbol) {
			out = append(out, e)
		}
	}
	return out
}

// drawn makes candles from the prices of liquidations, which must ascend in
// time and not be empty. What was traded is not known, so there is no volume.
func drawn(events []event, step data.UnixMs) data.Candles {
	s := series{step: step}
	for _, e := range events {
		start := e.t - e.t%step
		if n := len(s.bars); n == 0 || s.bars[n-1].t != start {
			s.bars = append(s.bars, bar{t: start, open: e.price, high: e.price, low: e.price})
		}
		b := &s.bars[len(s.bars)-1]
		b.high, b.low, b.close = max(b.high, e.price), min(b.low, e.price), e.price
	}
	return s.candles()
}
