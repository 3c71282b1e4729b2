package summary

import (
	"math"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
)

// Info returns the table as scripts get it, with cells in a language.
func (s *Summary) Info(lang string) *wire.TableInfo {
	info := &wire.TableInfo{T: s.Table.T, Price: s.Table.Price, Low: s.Low, High: s.High, Caption: s.Caption(lang)}
	if s.Table.Provenance != data.UnknownProvenance {
		info.Provenance = s.Table.Provenance.String()
	}
	for i := range s.Table.Levels {
		info.Rows = append(info.Rows, s.row(&s.Table.Levels[i], lang))
	}
	return info
}

func (s *Summary) row(l *market.Level, lang string) wire.TableRow {
	row := wire.TableRow{
		Side: l.Side.String(), Low: l.Low, High: l.High, USD: l.USD, Least: l.Least, Most: l.Most,
		Distance: math.NaN(), Fuel: s.Gain(l), Born: l.Born, Cells: s.Cells(l, lang),
	}
	if d, ok := s.Table.Distance(l); ok {
		row.Distance = d
	}
	for k, usd := range l.ByLeverage {
		if usd > 0 {
			row.Leverages = append(row.Leverages, wire.LeverageInfo{Leverage: s.Table.Leverages[k], USD: usd})
		}
	}
	return row
}
