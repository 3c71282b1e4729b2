package view

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/render"
)

// owned is the frame with a position whose liquidation price is at a share of
// the shown prices, 0 the lowest.
func owned(side data.Side, share float64, change func(*Frame)) *Frame {
	f := frame(change)
	w := WindowOf(f)
	price, _ := f.Market.PriceAt(f.Time())
	f.Position = &Position{
		Side: side, Entry: price, Liquidation: w.Low + data.Price(share)*(w.High-w.Low),
		Since: f.Market.Tape.PlayFrom, Tier: 3,
	}
	return f
}

// Sides, places of the line (also outside the window, and at the price itself),
// sizes and languages: what is written stays inside and apart.
func TestLabelsOfAPositionNeverOverlapOthers(t *testing.T) {
	for name, f := range frames() {
		if f.Scale > 1 && f.Scale != 1.5 {
			continue // the other tests of labels go through every scale
		}
		w := WindowOf(f)
		now, _ := f.Market.PriceAt(f.Time())
		at := float64((now - w.Low) / (w.High - w.Low))
		for _, share := range []float64{-0.5, 0, 0.02, 0.3, at - 0.02, at, at + 0.02, 0.98, 1, 1.5} {
			for _, side := range []data.Side{data.Long, data.Short} {
				for _, gone := range []bool{false, true} {
					f.Position = &Position{Side: side, Entry: now, Liquidation: w.Low + data.Price(share)*(w.High-w.Low), Since: f.Market.Tape.PlayFrom, Tier: 12}
					if gone {
						f.Position.Touched = f.Time() - data.Hour
					}
					apart(t, name, built(f))
				}
			}
		}
	}
}

// said returns the texts of the axes that hold part.
func said(s *render.Scene, part string) []placed {
	var found []placed
	for _, p := range textsOf(s, render.LayerAxes) {
		if strings.Contains(p.chars, part) {
			found = append(found, p)
		}
	}
	return found
}

func TestThePositionIsALineAtItsPrice(t *testing.T) {
	f := owned(data.Long, 0.3, nil)
	plain := frame(nil)
	c := chartOf(f)
	y := int32(c.price.YFromPrice(f.Position.Liquidation) + 0.5)
	var left, right int32 = 1 << 30, 0
	for _, r := range built(f).Layers[render.LayerAxes].Rects {
		if r.Color == newBuilder(f).theme.Long && r.Y0 <= y && y < r.Y1 {
			left, right = min(left, r.X0), max(right, r.X1)
		}
	}
	if left != c.x0 || right < c.x1 {
		t.Errorf("the line goes from %d to %d, want %d to the axis at %d", left, right, c.x0, c.x1)
	}
	label := said(built(f), "your long")
	if len(label) != 1 || !strings.Contains(label[0].chars, "tier 3") || !strings.Contains(label[0].chars, "%") {
		t.Errorf("got labels %+v", label)
	}
	if got := said(built(plain), "your"); len(got) != 0 {
		t.Errorf("without a position there is %+v", got)
	}
}

// The distance is that of the price at the replay time: with the liquidation
// price at 90 % of it, −10.0 %.
func TestTheDistanceGoesWithTheReplay(t *testing.T) {
	f := frame(nil)
	scene := built(f)
	for _, minute := range []data.UnixMs{600, 900} {
		f.Stage.Clock.At = f.Market.Tape.From + minute*data.Minute
		price, _ := f.Market.PriceAt(f.Time())
		for share, want := range map[data.Price]string{0.9: "−10.0\u00a0%", 1.25: "+25.0\u00a0%"} {
			side := data.Long
			if share > 1 {
				side = data.Short
			}
			f.Position = &Position{Side: side, Entry: price, Liquidation: share * price, Tier: 1}
			Build(scene, f, DirtyTime)
			if got := said(scene, "your"); len(got) != 1 || !strings.Contains(got[0].chars, want) {
				t.Errorf("minute %d: got %+v, want %q", minute, got, want)
			}
		}
	}
}

// Chips keep the order of their prices, also where the axis leaves no room.
func TestTheChipOfThePositionKeepsToItsSideOfThePrice(t *testing.T) {
	for _, share := range []data.Price{0.5, 0.985, 0.9999, 1.0001, 1.01, 2} {
		f := frame(func(f *Frame) { f.Height = 300 }) // the price is near the foot of the plot
		now, _ := f.Market.PriceAt(f.Time())
		f.Position = &Position{Side: data.Long, Entry: now, Liquidation: share * now, Tier: 1}
		b := newBuilder(f)
		y := int32(b.chart.price.YFromPrice(now))
		price, own := b.chipRows(y, now)
		if (own > price) != (share < 1) {
			t.Errorf("at %v of the price its chip is at %d, that of the price at %d", share, own, price)
		}
		if half := b.chipHalf(); max(price, own)-min(price, own) < 2*half || min(price, own)-half < b.chart.y0 || max(price, own)+half > b.chart.y1 {
			t.Errorf("at %v of the price: chips at %d and %d of ±%d meet or leave the axis", share, price, own, half)
		}
	}
}

// Wide frames have the key of the bubbles in the strip: nothing keeps the label
// from the foot of the plot, where the chip is.
func TestTheLabelOfALineBelowTheWindowStandsAtTheFoot(t *testing.T) {
	f := owned(data.Long, -0.5, nil)
	s, c := built(f), chartOf(f)
	label := said(s, "your long")
	if len(label) != 1 || c.y1-label[0].y1 > c.px(16) {
		t.Errorf("got %+v, want it within 16 px of the foot at %d", label, c.y1)
	}
}

func TestAnArrowPointsToALineOutsideTheWindow(t *testing.T) {
	for share, want := range map[float64]render.Shape{-0.2: render.TriangleDown, 1.2: render.TriangleUp} {
		arrows := 0
		for _, m := range built(owned(data.Long, share, nil)).Layers[render.LayerAxes].Marks {
			if m.Shape == want {
				arrows++
			}
		}
		if arrows != 1 {
			t.Errorf("at %v of the window: got %d arrows of shape %d", share, arrows, want)
		}
	}
	for _, m := range built(owned(data.Long, 0.5, nil)).Layers[render.LayerAxes].Marks {
		if m.Shape == render.TriangleDown || m.Shape == render.TriangleUp {
			t.Error("a line inside the window has an arrow")
		}
	}
}

func TestTheEndOfAPositionShowsOnlyOnceItIsThere(t *testing.T) {
	f := owned(data.Long, 0.5, nil)
	f.Position.Touched = f.Time()
	if got := said(built(f), "liquidated"); len(got) != 0 {
		t.Errorf("before the bar has closed: %+v", got)
	}
	f.Position.Touched -= data.Minute
	if got := said(built(f), "liquidated"); len(got) != 1 {
		t.Errorf("after it has closed: %+v", got)
	}
}

func TestAPositionThatNothingLiquidatesHasNoLine(t *testing.T) {
	f := owned(data.Long, 0.5, nil)
	f.Position.Liquidation = 0
	s := built(f)
	if got := said(s, "your"); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	if len(s.Layers[render.LayerAxes].Marks) == 0 {
		t.Error("its entry is not marked")
	}
}

func TestAPositionAllocatesNothingInAFrame(t *testing.T) {
	f := owned(data.Short, 1.2, nil)
	scene := built(f)
	Build(scene, f, DirtyAll)
	if n := testing.AllocsPerRun(20, func() { Build(scene, f, DirtyTime) }); n > 0 {
		t.Errorf("a warm rebuild allocates %v times, want 0", n)
	}
}
