package wire

import (
	"math"
	"strings"

	"unwind/data"
)

// Pin is a place of the heat map: a time, and the prices in [Low, High) or,
// where High is Low, the one bin that holds it. The zero Pin is none.
type Pin struct {
	T         data.UnixMs
	Low, High data.Price
}

// IsSet reports whether p is a place.
func (p Pin) IsSet() bool { return p.T != 0 }

// aPlace is what the key pin is held to.
var aPlace = Wanted{Want: "a time and a price, or a time and two prices, the lower one first, with commas", Rule: RulePin}

// parsePin reads "time,price" or "time,low,high".
func parsePin(s string) (Pin, bool) {
	when, prices, _ := strings.Cut(s, ",")
	first, second, two := strings.Cut(prices, ",")
	t, okT := ParseTime(when)
	low, okLow := parsePrice(first)
	high, okHigh := low, true
	if two {
		high, okHigh = parsePrice(second)
	}
	return Pin{t, low, high}, okT && okLow && okHigh && (!two || low < high)
}

func (p *queryParser) pin(s *Stage) {
	v, ok := p.values["pin"]
	if !ok {
		return
	}
	pin, ok := parsePin(v)
	if !ok {
		p.problem("pin", v, aPlace)
		return
	}
	s.Pin = pin
}

func (e *encoder) pin(p Pin) {
	if !p.IsSet() {
		return
	}
	e.time("pin", p.T)
	e.more(float64(p.Low))
	if p.High > p.Low {
		e.more(float64(p.High))
	}
}

// pin reads the place of a message: a time and either a price or two; without a
// time it is none.
func (m *members) pin() Message {
	if m.has("at") {
		m.name("at", []string{"crosshair"}, "")
		return PinMsg{Crosshair: true}
	}
	if !m.has("t") && !m.has("price") && !m.has("low") && !m.has("high") {
		return PinMsg{}
	}
	pin := Pin{T: m.time("t")}
	if m.has("low") || m.has("high") {
		pin.Low, pin.High = ascending(m, "low", "high", m.price)
	} else {
		pin.Low = data.Price(m.required("price", float64(MinPrice), float64(MaxPrice)))
		pin.High = pin.Low
	}
	return PinMsg{Pin: pin}
}

// RoundPrice returns p with eight significant digits, a hundredth of a basis
// point: what links and states have.
func RoundPrice(p data.Price) data.Price {
	if !(p > 0) {
		return p
	}
	if digits := 7 - int(math.Floor(math.Log10(float64(p)))); digits > 0 && digits < 300 {
		unit := math.Pow10(digits)
		return data.Price(math.Round(float64(p)*unit) / unit)
	}
	return p
}
