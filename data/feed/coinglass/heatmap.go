package coinglass

import (
	"math"
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Limits of a heat map.
const (
	maxCells   = 1 << 19
	maxColumns = 8192
	maxPrices  = 8192
)

// Ranges are what a heat map can cover, in CoinGlass' names.
var Ranges = []string{"12h", "24h", "3d", "7d", "30d", "90d", "180d", "1y"}

// Heatmap is CoinGlass' own estimate of where liquidations wait, "calculated
// based on market data and liquidation leverage levels": a model, never observed
// orders. It needs the professional plan.
type Heatmap struct {
	Prices  []data.Price  // of the rows, ascending
	Columns []feed.Candle // without a step
	Cells   []Cell
}

// Cell is the estimate at a price and time.
type Cell struct {
	Column, Row int // indices into Columns and Prices
	Notional    data.USD
}

// HeatmapRequest returns the request of a heat map of a coin, or of a symbol of
// an exchange, by one of three models.
func HeatmapRequest(symbol, covers string, model int) (feed.Request, error) {
	if !Symbol(symbol) {
		return feed.Request{}, &feed.Refusal{Reason: feed.BadSymbol, Text: feed.Clip(symbol)}
	}
	if !slices.Contains(Ranges, covers) || model < 1 || model > 3 {
		return feed.Request{}, &feed.Refusal{Reason: feed.BadRequest, Text: "no such range or model"}
	}
	exchange, name := split(symbol)
	kind, parameters := "aggregated-heatmap", []string{"symbol", name, "range", covers}
	if exchange != "" {
		kind, parameters = "heatmap", append([]string{"exchange", exchange}, parameters...)
	}
	r := get(kind+"/model"+strconv.Itoa(model), parameters...)
	r.Fresh = data.Minute
	return r, nil
}

// ParseHeatmap reads {y_axis:[price], liquidation_leverage_data:[[x,y,usd]],
// price_candlesticks:[[time in seconds,"o","h","l","c","dollars"]]}.
func ParseHeatmap(symbol string, body []byte) (*Heatmap, error) {
	payload, err := result(body)
	if err != nil {
		return nil, err
	}
	h := new(Heatmap)
	if err := h.readPrices(payload.Get("y_axis")); err != nil {
		return nil, err
	}
	if err := h.readColumns(symbol, payload.Get("price_candlesticks")); err != nil {
		return nil, err
	}
	if len(h.Prices) == 0 || len(h.Columns) == 0 {
		return nil, &feed.Refusal{Venue: id, Reason: feed.Empty}
	}
	if err := h.readCells(payload.Get("liquidation_leverage_data")); err != nil {
		return nil, err
	}
	return h, nil
}

func (h *Heatmap) readPrices(list gjson.Result) error {
	return field.Each("data.y_axis", list, func(r *field.Row) {
		p := r.Price("@this")
		if n := len(h.Prices); n > 0 && p <= h.Prices[n-1] || n == maxPrices {
			r.Fault("", "prices must ascend and be at most "+strconv.Itoa(maxPrices))
		}
		if r.Err() == nil {
			h.Prices = append(h.Prices, p)
		}
	})
}

func (h *Heatmap) readColumns(symbol string, list gjson.Result) error {
	return field.Each("data.price_candlesticks", list, func(r *field.Row) {
		c := r.Bar("1", "2", "3", "4")
		c.Symbol, c.T = symbol, r.TimeInSeconds("0")
		if n := len(h.Columns); n > 0 && c.T <= h.Columns[n-1].T || n == maxColumns {
			r.Fault("0", "times must ascend and be at most "+strconv.Itoa(maxColumns))
		}
		if r.Err() == nil {
			h.Columns = append(h.Columns, c)
		}
	})
}

// readCells reads cells, of which there are more than a list may have rows.
func (h *Heatmap) readCells(list gjson.Result) error {
	if !list.IsArray() {
		return &feed.Malformed{Path: "data.liquidation_leverage_data", Reason: "must be a list"}
	}
	var err error
	list.ForEach(func(_, v gjson.Result) bool {
		r := field.At("data.liquidation_leverage_data["+strconv.Itoa(len(h.Cells))+"]", v)
		c := Cell{Column: index(r, "0", len(h.Columns)), Row: index(r, "1", len(h.Prices)), Notional: data.USD(r.ZeroOrMore("2"))}
		if len(h.Cells) == maxCells {
			r.Fault("", "more than "+strconv.Itoa(maxCells)+" cells")
		}
		h.Cells = append(h.Cells, c)
		err = r.Err()
		return err == nil
	})
	return err
}

// index returns a whole number below n.
func index(r *field.Row, key string, n int) int {
	x := r.Number(key)
	if x != math.Trunc(x) || x < 0 || x >= float64(n) {
		r.Fault(key, "must be a whole number below "+strconv.Itoa(n))
		return 0
	}
	return int(x)
}
