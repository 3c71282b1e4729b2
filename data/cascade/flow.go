package cascade

import "unwind/data"

// denseTimes is how many times the mean step of its UTC day a step of a flow
// holds at least to belong to a wave by itself.
const denseTimes = 3

// FlowInput returns what waves are found in where only sums by interval are
// known. Each step stands for an event a side at its start; every minute of a
// day may hold some, so only steps of at least three times the mean of their
// UTC day begin, join or end a wave. Steps between them count to it. A wave's
// End is the start of its last step.
func FlowInput(f *data.Flow, feed Feed, price func(data.UnixMs) (data.Price, bool)) Input {
	n := 2 * len(f.T)
	l := &data.Liquidations{
		T: make([]data.UnixMs, 0, n), Side: make([]data.Side, 0, n),
		Price: make([]data.Price, 0, n), Notional: make([]data.USD, 0, n),
	}
	dense := make([]bool, 0, n) // by row
	least := leastByDay(f)
	var day data.UnixMs
	var limit data.USD // of the day
	for i, t := range f.T {
		if d := dayOf(t); i == 0 || d != day {
			day, limit = d, least[d]
		}
		both := amount(f.Long[i]) + amount(f.Short[i])
		for k, usd := range [...]data.USD{f.Long[i], f.Short[i]} {
			if amount(usd) > 0 {
				l.T, l.Side, l.Notional = append(l.T, t), append(l.Side, flowSides[k]), append(l.Notional, usd)
				l.Price, dense = append(l.Price, 0), append(dense, both >= limit)
			}
		}
	}
	return Input{Events: NewEvents(l), Feed: feed, Price: price, dense: func(row int) bool { return dense[row] }}
}

var flowSides = [...]data.Side{data.Long, data.Short}

// leastByDay returns what a dense step of each UTC day holds at least.
func leastByDay(f *data.Flow) map[data.UnixMs]data.USD {
	sums, steps := map[data.UnixMs]data.USD{}, map[data.UnixMs]int{}
	for i, t := range f.T {
		sums[dayOf(t)] += amount(f.Long[i]) + amount(f.Short[i])
		steps[dayOf(t)]++
	}
	for day, n := range steps {
		sums[day] *= denseTimes / data.USD(n)
	}
	return sums
}
