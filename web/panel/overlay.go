package panel

import (
	"encoding/json"
	"html/template"
	"math"
	"strconv"

	"unwind/data"
	"unwind/data/days"
	"unwind/data/market"
	"unwind/web/library"
)

// How much of the falls is laid over each other.
const (
	overlayBefore = 2 * data.Hour
	overlayAfter  = 14 * data.Hour
	overlayStep   = 5 * data.Minute
)

// overlay is two events on time since the start of their falls.
type overlay struct {
	Names  [2]string
	With   string // id of the second
	Others []otherEvent
	Hours  []string // of the time axis, evenly
	Charts []overlayChart
	Says   [2]string // where each stood at the end
	Notes  []string
	Data   template.JS // for the line that follows the replay
}

type otherEvent struct {
	ID, Title string
	Here      bool
}

// overlayChart is one figure of both events. Paths are in a box of 1000 by
// 100, y downwards.
type overlayChart struct {
	Key   string // of its title
	Paths [2]string
	Ticks []string // of the value axis, evenly from the top
}

func (p *Panels) overlay(r *Request, w *words) (*overlay, error) {
	other := p.other(r)
	if other == nil {
		return nil, nil
	}
	both := [2]*library.Event{r.Event, other}
	o := &overlay{With: other.ID}
	var curves [2]days.Since
	var markets [2]*market.Market
	for i, e := range both {
		m, err := p.events.Market(e)
		if err != nil {
			return nil, err
		}
		o.Names[i] = e.Title.In(w.tag)
		markets[i] = m
		curves[i] = days.SinceOnset(m, overlayBefore, overlayAfter, overlayStep)
	}
	for _, e := range p.events.Events() {
		if e.ID != r.Event.ID {
			o.Others = append(o.Others, otherEvent{e.ID, e.Title.In(w.tag), e.ID == other.ID})
		}
	}
	o.draw(&curves, &markets, w)
	return o, o.pack(&curves)
}

// draw makes the charts and what is said of them.
func (o *overlay) draw(curves *[2]days.Since, markets *[2]*market.Market, w *words) {
	for h := -int(overlayBefore / data.Hour); h <= int(overlayAfter/data.Hour); h += 2 {
		o.Hours = append(o.Hours, w.fill("over.hour", "h", signed(h)))
	}
	o.Charts = append(o.Charts,
		newOverlayChart("over.price", [2][]float64{curves[0].Low, curves[1].Low}, false, w.rebased),
		newOverlayChart(usdTitle(markets), [2][]float64{dollars(curves[0].USD), dollars(curves[1].USD)}, true,
			func(v float64) string { return w.money(data.USD(v)) }))
	if curves[0].Share != nil || curves[1].Share != nil {
		o.Charts = append(o.Charts, newOverlayChart("over.share", [2][]float64{curves[0].Share, curves[1].Share}, true, w.share))
	}
	for i := range curves {
		c := &curves[i]
		if c.Why != days.Known {
			o.Notes = append(o.Notes, w.fill("over.why."+string(c.Why), "event", o.Names[i]))
		}
		o.Says[i] = w.overSays(o.Names[i], c, markets[i])
	}
}

// usdTitle returns the key of the title over the dollars of both events.
func usdTitle(markets *[2]*market.Market) string {
	if markets[0].Counted().AllCoins && markets[1].Counted().AllCoins {
		return "over.usd.all"
	}
	return "over.usd.own"
}

// overSays says where an event stood at the end.
func (w *words) overSays(name string, c *days.Since, m *market.Market) string {
	key, low := "over.says", lowest(c.Low)
	if math.IsInf(low, 1) {
		key = "over.says.noprice"
	}
	return w.fill(key, "event", name, "usd", w.least(c.USD[len(c.USD)-1], m.AtLeast()), "coins", w.coins(m), "low", w.rebased(low))
}

// lowest returns the lowest known value.
func lowest(values []float64) float64 {
	low := math.Inf(1)
	for _, v := range values {
		if v > 0 {
			low = min(low, v)
		}
	}
	return low
}

func dollars(v []data.USD) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = float64(v[i])
	}
	return out
}

// newOverlayChart scales the curves of both events together. From zero up the
// axis starts at zero; else 0 stands for a value that is not known.
func newOverlayChart(key string, curves [2][]float64, fromZero bool, text func(float64) string) overlayChart {
	low, high := math.Inf(1), math.Inf(-1)
	for _, c := range curves {
		for _, v := range c {
			if fromZero || v > 0 {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if fromZero {
		low = 0
	}
	if !(high > low) {
		low, high = low-1, low+1
	}
	chart := overlayChart{Key: key}
	for i, c := range curves {
		chart.Paths[i] = pathOf(c, low, high, fromZero)
	}
	for _, at := range []float64{0, 0.5, 1} {
		chart.Ticks = append(chart.Ticks, text(high-at*(high-low)))
	}
	return chart
}

// pathOf draws a curve in a box of 1000 by 100; values that are not known
// break it.
func pathOf(values []float64, low, high float64, zeros bool) string {
	var d []byte
	pen := byte('M')
	for i, v := range values {
		if !zeros && v == 0 {
			pen = 'M'
			continue
		}
		d = append(d, pen)
		d = strconv.AppendFloat(d, 1000*float64(i)/float64(len(values)-1), 'f', 0, 64)
		d = append(d, ' ')
		d = strconv.AppendFloat(d, 100*(high-v)/(high-low), 'f', 1, 64)
		pen = 'L'
	}
	return string(d)
}

// overlayData is what the page's script needs to follow the replay.
type overlayData struct {
	From  data.UnixMs   `json:"from"`
	Step  data.UnixMs   `json:"step"`
	Onset data.UnixMs   `json:"onset"` // of the page's event
	Low   [2][]float64  `json:"low"`   // of the price at the onset, in thousandths; 0 is not known
	USD   [2][]data.USD `json:"usd"`
}

func (o *overlay) pack(curves *[2]days.Since) error {
	d := overlayData{From: -overlayBefore, Step: overlayStep, Onset: curves[0].Onset}
	for i, c := range curves {
		for k := range c.USD {
			d.Low[i] = append(d.Low[i], math.Round(1000*c.Low[k]))
			d.USD[i] = append(d.USD[i], data.USD(math.Round(float64(c.USD[k]))))
		}
	}
	raw, err := json.Marshal(d)
	o.Data = template.JS(raw) // numbers and names of ours alone
	return err
}

// rebased writes a price over that at the onset, which is 100.
func (w *words) rebased(v float64) string { return w.times(100 * v) }

// share writes a share in percent.
func (w *words) share(v float64) string { return w.fill("over.percent", "v", w.times(100*v)) }

// signed writes a whole number with its sign, a true minus.
func signed(n int) string {
	switch {
	case n < 0:
		return "−" + strconv.Itoa(-n)
	case n > 0:
		return "+" + strconv.Itoa(n)
	}
	return "0"
}
