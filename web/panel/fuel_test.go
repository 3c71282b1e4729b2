package panel

import (
	"math"
	"strings"
	"testing"

	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// measured is the synthetic event with taker volume: each return is its flow
// over $2 B by log price.
func measured() *tape.Tape {
	tp := markettest.Tape(1440)
	c := &tp.Candles.Candles
	for i := range c.T {
		bought := 2e9 * math.Log(float64(c.Close[i]/c.Open[i])) / float64(c.Close[i])
		c.Volume[i] = max(c.Volume[i], 2*math.Abs(bought))
		c.TakerBuy = append(c.TakerBuy, (c.Volume[i]+bought)/2)
	}
	return tp
}

func TestAMeasuredDepthHasAHelpOfItsOwn(t *testing.T) {
	p := panels(t)
	for _, c := range []struct {
		tape           *tape.Tape
		lang           string
		label, isAbout string
	}{
		{measured(), "en", "Dollars for a 1 % move, measured", "no figure of a book"},
		{measured(), "ru", "Долларов на движение в 1 %, измерено", "не цифра стакана"},
		{markettest.Tape(1440), "en", "Dollars within 1 % of the price", "as it is published"},
	} {
		m, err := market.New(c.tape)
		if err != nil {
			t.Fatal(err)
		}
		w := newWords(p.texts[c.lang], c.lang)
		k := w.quoteKnob(m)
		if label := strings.ReplaceAll(k.Label, "\u00a0", " "); !strings.HasPrefix(label, c.label) || !strings.Contains(k.About, c.isAbout) {
			t.Errorf("%s: got %q, %q", c.lang, k.Label, k.About)
		}
	}
}
