package proxy

import (
	"strconv"

	"unwind/data"
	"unwind/data/feed"
)

// The columns have the names and units of a tape's layers: see docs/tape.md.

// known is a number that is null where the venue does not tell it.
type known float64

// MarshalJSON writes null for zero.
func (k known) MarshalJSON() ([]byte, error) {
	if k == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(k), 'g', -1, 64), nil
}

// moment is a time that is null where the venue does not tell it.
type moment data.UnixMs

// MarshalJSON writes null for zero.
func (m moment) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(m), 10), nil
}

// column returns one value a row.
func column[T, V any](rows []T, value func(*T) V) []V {
	all := make([]V, len(rows))
	for i := range rows {
		all[i] = value(&rows[i])
	}
	return all
}

type bars struct {
	Times []data.UnixMs `json:"times"`
	Open  []data.Price  `json:"open"`
	High  []data.Price  `json:"high"`
	Low   []data.Price  `json:"low"`
	Close []data.Price  `json:"close"`
}

type candles struct {
	bars
	Volume   []float64 `json:"volume"`
	TakerBuy []float64 `json:"takerBuy,omitempty"` // left out where the venue does not tell it
}

func barsOf(rows []feed.Candle) bars {
	return bars{
		Times: column(rows, func(c *feed.Candle) data.UnixMs { return c.T }),
		Open:  column(rows, func(c *feed.Candle) data.Price { return c.Open }),
		High:  column(rows, func(c *feed.Candle) data.Price { return c.High }),
		Low:   column(rows, func(c *feed.Candle) data.Price { return c.Low }),
		Close: column(rows, func(c *feed.Candle) data.Price { return c.Close }),
	}
}

func candleColumns(rows []feed.Candle) any {
	c := candles{bars: barsOf(rows), Volume: column(rows, func(c *feed.Candle) float64 { return c.Volume })}
	for i := range rows {
		if !rows[i].Takers {
			return c
		}
	}
	c.TakerBuy = column(rows, func(c *feed.Candle) float64 { return c.TakerBuy })
	return c
}

func markColumns(rows []feed.Candle) any { return barsOf(rows) }

type interest struct {
	Times  []moment `json:"times"`
	Values []known  `json:"values"` // US dollars
	Qty    []known  `json:"qty"`
}

func interestColumns(rows []feed.Interest) any {
	return interest{
		Times:  column(rows, func(p *feed.Interest) moment { return moment(p.At) }),
		Values: column(rows, func(p *feed.Interest) known { return known(p.Notional) }),
		Qty:    column(rows, func(p *feed.Interest) known { return known(p.Qty) }),
	}
}

type funding struct {
	Times     []moment  `json:"times"`
	Values    []float64 `json:"values"`
	Interval  []moment  `json:"interval"`
	Predicted []bool    `json:"predicted"`
}

func fundingColumns(rows []feed.Funding) any {
	return funding{
		Times:     column(rows, func(p *feed.Funding) moment { return moment(p.At) }),
		Values:    column(rows, func(p *feed.Funding) float64 { return p.Rate }),
		Interval:  column(rows, func(p *feed.Funding) moment { return moment(p.Interval) }),
		Predicted: column(rows, func(p *feed.Funding) bool { return p.Predicted }),
	}
}

type liquidations struct {
	Times      []moment     `json:"times"`
	Side       []string     `json:"side"` // of the position
	Price      []data.Price `json:"price"`
	PriceKind  []string     `json:"priceKind"`
	Bankruptcy []known      `json:"bankruptcy"`
	Qty        []float64    `json:"qty"`
	Notional   []data.USD   `json:"notional"`
	Exchange   []string     `json:"exchange"`
	IDs        []string     `json:"ids"` // their identities
}

func liquidationColumns(rows []feed.Liquidation) any {
	return liquidations{
		Times:      column(rows, func(l *feed.Liquidation) moment { return moment(l.At) }),
		Side:       column(rows, func(l *feed.Liquidation) string { return l.Side.String() }),
		Price:      column(rows, func(l *feed.Liquidation) data.Price { return l.Price }),
		PriceKind:  column(rows, func(l *feed.Liquidation) string { return l.Kind.String() }),
		Bankruptcy: column(rows, func(l *feed.Liquidation) known { return known(l.Bankruptcy) }),
		Qty:        column(rows, func(l *feed.Liquidation) float64 { return l.Qty }),
		Notional:   column(rows, func(l *feed.Liquidation) data.USD { return l.Notional }),
		Exchange:   column(rows, func(l *feed.Liquidation) string { return l.Exchange }),
		IDs:        column(rows, (*feed.Liquidation).Identity),
	}
}

type totals struct {
	Times []data.UnixMs `json:"times"`
	Long  []data.USD    `json:"long"`
	Short []data.USD    `json:"short"`
}

func totalColumns(rows []feed.Totals) any {
	return totals{
		Times: column(rows, func(p *feed.Totals) data.UnixMs { return p.T }),
		Long:  column(rows, func(p *feed.Totals) data.USD { return p.Long }),
		Short: column(rows, func(p *feed.Totals) data.USD { return p.Short }),
	}
}
