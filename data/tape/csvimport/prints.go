package csvimport

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/tape"
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
// time and not be empty.
func drawn(events []event, step data.UnixMs) data.Candles {
	t, price := make([]data.UnixMs, len(events)), make([]data.Price, len(events))
	for i, e := range events {
		t[i], price[i] = e.t, data.Price(e.price)
	}
	return tape.Drawn(t, price, step)
}
