package view

import (
	"math"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
	"unwind/render/scale"
)

// everything shows all bins of the synthetic event.
func everything(f *Frame) {
	bins := synthetic.Field.Bins
	f.Stage.Low, f.Stage.High = bins.Edge(0), bins.Edge(bins.N)
}

func TestTheBarsOfTheMapHoldWhatTheFieldHolds(t *testing.T) {
	for _, at := range []data.UnixMs{synthetic.Tape.PlayFrom, synthetic.Tape.Cover, synthetic.Tape.To} {
		b := newBuilder(frame(func(f *Frame) { everything(f); f.Stage.Clock.At = at }))
		var room profileRoom
		p, rows := b.profileAt(&room), b.profileRows()
		var got heat.Cell
		for i := rows.first; i < rows.last; i++ {
			first, last := rows.edges(i)
			c := sumOf(&p, first, last)
			got.Long, got.Short = got.Long+c.Long, got.Short+c.Short
		}
		want := synthetic.Field.Total(min(synthetic.Field.Columns.Index(at), synthetic.Field.Columns.N-1))
		if want.Total() <= 0 || off(got.Long, want.Long) || off(got.Short, want.Short) {
			t.Errorf("at %d the bars hold %+v, the field %+v", at, got, want)
		}
	}
}

func off(got, want data.USD) bool {
	return math.Abs(float64(got-want)) > 1e-6*math.Max(float64(want), 1)
}

// The bars are as long as their dollars say, to the pixel.
func TestTheLengthOfABarIsItsDollars(t *testing.T) {
	f := frame(everything)
	b, s := newBuilder(f), built(f)
	var room profileRoom
	p, rows := b.profileAt(&room), b.profileRows()
	most := rows.most(&p)
	first := rows.first
	for i := rows.first; i < rows.last; i++ { // the first bar with anything
		if lo, hi := rows.edges(i); sumOf(&p, lo, hi).Total() > most/50 {
			first = i
			break
		}
	}
	lo, hi := rows.edges(first)
	want := rows.long * float64(sumOf(&p, lo, hi).Total()/most)
	var got int32
	for _, r := range s.Layers[render.LayerProfile].Rects {
		ofBar := r.Color == palette.Fade(b.theme.LongFill, profileFill) || r.Color == palette.Fade(b.theme.ShortFill, profileFill)
		if ofBar && r.Y0 == rows.y(hi) && r.Y1 == rows.y(lo) {
			got = max(got, r.X1-b.chart.x1-1)
		}
	}
	if math.Abs(float64(got)-want) > 1 {
		t.Errorf("a bar is %d px long, want %v", got, want)
	}
}

// The table agrees with sums made cell by cell.
func TestTheTableOfTheMapByHand(t *testing.T) {
	f := frame(func(f *Frame) { f.Stage.Layers = wire.DefaultLayers })
	s, field := built(f), synthetic.Field
	price, _ := synthetic.PriceAt(f.Time())
	col := field.Columns.Index(f.Time())
	shown := map[string]bool{}
	for _, text := range textsOf(s, render.LayerProfile) {
		shown[text.chars] = true
	}
	for _, share := range []float64{0.01, 0.02, 0.05, 0.1} {
		var c heat.Cell
		for bin := range field.Bins.N {
			mid := float64(field.Bins.Mid(bin) / price)
			if mid >= 1-share && mid <= 1 {
				c.Long += field.At(col, bin).Long
			}
			if mid >= 1 && mid <= 1+share {
				c.Short += field.At(col, bin).Short
			}
		}
		for _, usd := range []data.USD{c.Long, c.Short} {
			if want := string(scale.AppendMoney(nil, usd, scale.English)); !shown[want] {
				t.Errorf("within %v: %s is not shown", share, want)
			}
		}
	}
	var all heat.Cell
	for bin := range field.Bins.N {
		if field.Bins.Mid(bin) <= price {
			all.Long += field.At(col, bin).Long
		} else {
			all.Short += field.At(col, bin).Short
		}
	}
	for _, want := range []string{
		"shorts above " + string(scale.AppendMoney(nil, all.Short, scale.English)),
		"longs below " + string(scale.AppendMoney(nil, all.Long, scale.English)),
		string(scale.AppendAmount(nil, float64(all.Short/all.Long), scale.English)),
	} {
		if !shown[want] {
			t.Errorf("%q is not shown; there are %v", want, shown)
		}
	}
}

// The sums end where all that waits on their side of the price is added up.
func TestTheSumsGrowOutwards(t *testing.T) {
	f := frame(everything)
	b, s := newBuilder(f), built(f)
	var room profileRoom
	p, rows := b.profileAt(&room), b.profileRows()
	price, _ := synthetic.PriceAt(f.Time())
	all := p.Outward(price)
	line := int32(2)
	for _, side := range []struct {
		name  string
		color any
		usd   data.USD
	}{{"longs", b.theme.Long, all.Long}, {"shorts", b.theme.Short, all.Short}} {
		want := rows.long * float64(side.usd/max(all.Long, all.Short))
		far := int32(0)
		for _, r := range s.Layers[render.LayerProfile].Rects {
			if any(r.Color) == side.color {
				far = max(far, r.X1-line-b.chart.x1)
			}
		}
		if math.Abs(float64(far)-want) > 1 {
			t.Errorf("the sum of %s ends at %d px, want %v", side.name, far, want)
		}
	}
}

func TestHoveringTheMapMarksItsPriceOnTheChart(t *testing.T) {
	f := frame(func(f *Frame) { f.Stage.Layers = wire.DefaultLayers })
	c := chartOf(f)
	y := (c.plot.Y0 + c.plot.Y1) / 2
	for name, x := range map[string]float32{"map": (c.profile.X0 + c.profile.X1) / 2, "chart": 200} {
		f.Pointer = &Pointer{x, y}
		l := &built(f).Layers[render.LayerCursor]
		across, mark := false, false
		b := newBuilder(f)
		for _, r := range l.Rects {
			across = across || r.X0 == c.x0 && r.X1 == c.axis && r.Color == b.theme.Crosshair
			mark = mark || r.X0 == c.x1 && r.X1 == c.axis && r.Color == b.theme.Crosshair
		}
		if !across || !mark {
			t.Errorf("a pointer on the %s draws the line across both: %t, lifts the bar: %t", name, across, mark)
		}
		if said := strings.Contains(string(l.Bytes), "from the price to here"); said != (name == "map") {
			t.Errorf("a pointer on the %s says what a move to there reaches: %t", name, said)
		}
	}
}

func TestWhereTheMapAndThePanelsShow(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height float32
		layers        wire.Layers
		profile       bool
		panels        []panel
	}{
		{"a wide page", 1240, 520, wire.DefaultLayers, true, []panel{panelVolume}},
		{"just too narrow for the map", 899, 520, wire.DefaultLayers, false, []panel{panelVolume}},
		{"too low for the liquidations", 1240, 360, wire.LayerLiquidations, false, nil},
		{"a phone", 390, 520, wire.DefaultLayers, false, []panel{panelVolume}},
		{"a phone shows one at a time", 390, 800, wire.AllLayers, false, []panel{panelSpot}},
		{"all on a large screen", 1600, 1000, wire.AllLayers, true,
			[]panel{panelLiquidations, panelLanes, panelVolume, panelSpot, panelInterest, panelFunding, panelDepth}},
		{"nothing is chosen", 1600, 1000, 0, false, nil},
	} {
		f := frame(func(f *Frame) { f.Width, f.Height, f.Stage.Layers = c.width, c.height, c.layers })
		l := layoutOf(f)
		if got := l.profile.Width() > 0; got != c.profile {
			t.Errorf("%s: the map shows: %t", c.name, got)
		}
		var shown []panel
		y := l.plot.Y1
		for k, box := range l.panels {
			if box.Height() <= 0 {
				continue
			}
			shown = append(shown, panel(k))
			if box.X0 != l.plot.X0 || box.X1 != l.plot.X1 || math.Abs(float64(box.Y0-y)) > 0.01 {
				t.Errorf("%s: panel %d lies at %v, below %v of the plot %v", c.name, k, box, y, l.plot)
			}
			y = box.Y1
		}
		if math.Abs(float64(y-l.times.Y0)) > 0.01 || l.plot.Height() < plotLeast {
			t.Errorf("%s: the panels end at %v, the time axis begins at %v; the plot is %v high", c.name, y, l.times.Y0, l.plot.Height())
		}
		if len(shown) != len(c.panels) {
			t.Errorf("%s: panels %v, want %v", c.name, shown, c.panels)
		}
	}
}

// What a panel says of a candle is what happened in it, and not before.
func TestPanelsByHand(t *testing.T) {
	at := synthetic.Tape.Cover + 90*data.Second
	f := frame(func(f *Frame) {
		f.Stage.Clock.At = at
		f.Stage.From, f.Stage.To = synthetic.Tape.Cover-data.Hour, synthetic.Tape.Cover+data.Hour
	})
	b := newBuilder(f)
	level := b.chart.candleLevel(synthetic)
	if step := synthetic.Candles(level).Step; step != data.Minute {
		t.Fatalf("candles of %d ms, want a minute", step)
	}
	i := synthetic.ClosedUntil(level, at)
	c, liq := synthetic.Candles(level), synthetic.Tape.Liquidations
	var long, short float64
	for k := range liq.T {
		if liq.T[k] >= c.T[i-1] && liq.T[k] < c.T[i] {
			if liq.Side[k] == data.Long {
				long += float64(liq.Notional[k])
			} else {
				short += float64(liq.Notional[k])
			}
		}
	}
	if r := b.reading(panelLiquidations, level, i-1); r.down != long || r.up != short || long+short <= 0 {
		t.Errorf("liquidated %v and %v, want %v and %v", r.down, r.up, long, short)
	}
	if r := b.reading(panelVolume, level, i-1); r.up != c.Volume[i-1] {
		t.Errorf("volume %v, want %v", r.up, c.Volume[i-1])
	}
	if r := b.reading(panelVolume, level, i); math.Abs(r.up-c.Volume[i]/2) > 1e-9 {
		t.Errorf("half a candle has volume %v, want half of %v", r.up, c.Volume[i])
	}
	if r := b.reading(panelSpot, level, i-1); math.Abs(r.down-c.Volume[i-1]/3) > 1e-9 {
		t.Errorf("spot volume %v, want a third of %v", r.down, c.Volume[i-1])
	}
	if r := b.reading(panelInterest, level, i-1); r.value != 44e9 { // the point of 13:00, until midnight
		t.Errorf("open interest %v, want 44e9", r.value)
	}
	if r := b.reading(panelFunding, level, i-1); r.up != 0.00004 || r.down != 0 { // the rate of 08:00
		t.Errorf("funding %+v, want 0.00004", r)
	}
}
