package csvimport

import (
	"io"
	"maps"
	"slices"
	"strings"

	"unwind/data"
)

var tradeKind = &kind{"trades", []field{timeField, {"price", []string{"price", "px"}}, {"qty", []string{"quantity", "qty", "size"}},
	{"buyerMaker", []string{"isbuyermaker", "m"}}, {"side", []string{"side"}}}, map[int][]string{
	7: {"agg_trade_id", "price", "quantity", "first_trade_id", "last_trade_id", "transact_time", "is_buyer_maker"}}}

// maxTrades bounds the rows of a file of trades, which are not kept: the most
// active day of the largest market has about ten million.
const maxTrades = 100_000_000

// TradeBars makes candles of step from a file of trades, which is read as it
// comes and not held: time, price, quantity, and whether the buyer was the
// maker or which side the taker was on. It returns the number of trades. Trades
// need not ascend.
func TradeBars(name string, in io.Reader, step data.UnixMs) (Bars, int, error) {
	r, err := readRows(name, in, nil, tradeKind)
	if err != nil {
		return Bars{}, 0, err
	}
	at := r.place(tradeKind, "time", "price", "qty")
	if at["buyerMaker"] < 0 && at["side"] < 0 {
		r.fail(r.unknown(tradeKind, []string{"buyerMaker", "side"}))
	}
	made, n := map[data.UnixMs]*tradeBar{}, 0
	for ; r.next(); n++ {
		if n == maxTrades {
			r.fail("has too many rows")
		}
		t := r.moment(at["time"])
		start := t - t%step
		b := made[start]
		if b == nil {
			if !r.room(len(made)) {
				break
			}
			b = new(tradeBar)
			made[start] = b
		}
		b.add(t, r.positive(at["price"]), r.zeroOrMore(at["qty"]), r.takerBought(at))
	}
	if r.err != nil {
		return Bars{}, 0, r.failure()
	}
	return barsOf(name, step, made), n, nil
}

// takerBought reports whether the taker of a trade bought.
func (r *rows) takerBought(at map[string]int) bool {
	column, buy := at["buyerMaker"], "false"
	if column < 0 {
		column, buy = at["side"], "buy"
	}
	switch s := strings.ToLower(r.fields[column]); s {
	case "true", "false", "buy", "sell":
		return s == buy
	case "1", "0":
		return s == "0" && buy == "false"
	}
	r.wrong(column, "true or false, or buy or sell")
	return false
}

// tradeBar is a candle in the making.
type tradeBar struct {
	bar
	first, last data.UnixMs
}

func (b *tradeBar) add(t data.UnixMs, price, qty float64, bought bool) {
	if b.first == 0 {
		b.first, b.last = t, t
		b.open, b.high, b.low, b.close = price, price, price, price
	}
	if t < b.first {
		b.first, b.open = t, price
	}
	if t >= b.last {
		b.last, b.close = t, price
	}
	b.high, b.low = max(b.high, price), min(b.low, price)
	b.volume += qty
	if bought {
		b.takerBuy += qty
	}
}

func barsOf(name string, step data.UnixMs, made map[data.UnixMs]*tradeBar) Bars {
	out := Bars{Name: name, Candles: data.Candles{Step: step}}
	for _, start := range sortedKeys(made) {
		b := made[start]
		out.T = append(out.T, start)
		out.Open, out.High = append(out.Open, data.Price(b.open)), append(out.High, data.Price(b.high))
		out.Low, out.Close = append(out.Low, data.Price(b.low)), append(out.Close, data.Price(b.close))
		out.Volume = append(out.Volume, b.volume)
		out.TakerBuy = append(out.TakerBuy, min(b.takerBuy, b.volume)) // sums of the same terms in another order may differ by a rounding
	}
	return out
}

func sortedKeys[V any](m map[data.UnixMs]V) []data.UnixMs { return slices.Sorted(maps.Keys(m)) }
