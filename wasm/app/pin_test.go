package app

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"unwind/data/wire"
	"unwind/render"
	"unwind/render/view"
)

// cellShown is what the tests read of window.unwind.cell().
type cellShown struct {
	Pin     *struct{ T, Low, High float64 }
	T       int64
	Known   bool
	Waiting struct{ LongUSD, ShortUSD float64 }
}

func cellOf(t *testing.T, m *Model, crosshair bool, now float64) *cellShown {
	t.Helper()
	var cell *cellShown
	if err := json.Unmarshal(m.AppendCell(nil, crosshair, now), &cell); err != nil {
		t.Fatal(err)
	}
	return cell
}

// bright returns a point of the plot where something waits.
func bright(t *testing.T, m *Model) (x, y float32) {
	t.Helper()
	m.frameAt(0)
	plot := view.PlotOf(&m.frame)
	x = plot.X0 + 0.3*plot.Width()
	for y = plot.Y1 - 20; y > plot.Y0; y-- {
		if p, ok := view.CellAt(&m.frame, x, y); ok && m.market.Cell(p.T, p.Low, p.High).Cell.Total() > 1e6 {
			return x, y
		}
	}
	t.Fatal("nothing waits")
	return 0, 0
}

func TestAPressPinsTheCellAndAnotherLetsGo(t *testing.T) {
	m := open(t, "")
	x, y := bright(t, m)
	m.View(0)
	m.Events()
	update(t, m, 0, Tapped{x, y})
	pin := m.query.Stage.Pin
	if !pin.IsSet() || kinds(m) != "state" || !m.Animating(0) {
		t.Fatalf("got %+v", pin)
	}
	if cell := cellOf(t, m, false, 0); cell == nil || !cell.Known || cell.Waiting.LongUSD+cell.Waiting.ShortUSD < 1e6 {
		t.Errorf("the pinned cell holds %+v", cell)
	}
	update(t, m, 0, Tapped{x, y})
	if m.query.Stage.Pin.IsSet() || cellOf(t, m, false, 0) != nil {
		t.Errorf("a second press keeps %+v", m.query.Stage.Pin)
	}
	for name, tap := range map[string]Tapped{"the counter": {20, 20}, "the price axis": {955, 300}} {
		if update(t, m, 0, tap); m.query.Stage.Pin.IsSet() {
			t.Errorf("a press on %s pins %+v", name, m.query.Stage.Pin)
		}
	}
}

func TestInAnArticleAPressPinsNothing(t *testing.T) {
	for _, ui := range []string{"min", "none"} {
		m := open(t, "ui="+ui)
		x, y := bright(t, m)
		if update(t, m, 0, Tapped{x, y}); m.query.Stage.Pin.IsSet() {
			t.Errorf("ui=%s: pinned %+v", ui, m.query.Stage.Pin)
		}
	}
}

// What was hovered is what is pinned, in the link, and what a reload shows.
func TestAPinIsInTheLink(t *testing.T) {
	m := open(t, "t=2026-02-05T06:15")
	x, y := bright(t, m)
	update(t, m, 0, PointerMoved{x, y})
	hovered := cellOf(t, m, true, 0)
	update(t, m, 0, Tapped{x, y}, PointerLeft{})
	if got := cellOf(t, m, false, 0); got.Waiting != hovered.Waiting || *got.Pin != *hovered.Pin {
		t.Errorf("pinned %+v, hovered %+v", got, hovered)
	}
	again := open(t, m.Query(0))
	if a, b := m.AppendCell(nil, false, 0), again.AppendCell(nil, false, 0); !bytes.Equal(a, b) {
		t.Errorf("after a reload: got\n%s, want\n%s", b, a)
	}
	wantSameScene(t, again.View(0), m.View(0))
}

func TestPlayingReadsThePinAsASeekDoes(t *testing.T) {
	const pin = "&pin=2026-02-05T09:00,60000,70000"
	playing := open(t, "t=2026-02-05T02:00"+pin)
	say(t, playing, 0, play)
	for ms := 100.0; ms <= 3000; ms += 100 {
		playing.View(ms)
	}
	sought := open(t, "t=2026-02-05T02:30"+pin)
	if a, b := playing.AppendCell(nil, false, 3000), sought.AppendCell(nil, false, 0); !bytes.Equal(a, b) {
		t.Errorf("playing says\n%s\na seek\n%s", a, b)
	}
	if got := cellOf(t, sought, false, 0); got.T != int64(at(150)) {
		t.Errorf("a pin ahead of the replay is read at %d, want the replay time", got.T)
	}
	if got := cellOf(t, open(t, "t=2026-02-05T09:30"+pin), false, 0); got.T != int64(at(540)) {
		t.Errorf("a pin behind the replay is read at %d, want its own time", got.T)
	}
}

func TestMessagesPinAndLetGo(t *testing.T) {
	m := open(t, "")
	say(t, m, 0, `{"type":"pin","t":"2026-02-05T05:00","price":66000}`)
	if got, want := m.query.Stage.Pin, (wire.Pin{T: at(300), Low: 66000, High: 66000}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	say(t, m, 0, `{"type":"pin"}`)
	if m.query.Stage.Pin.IsSet() || strings.Contains(m.Query(0), "pin") {
		t.Error("an empty pin keeps it")
	}
	say(t, m, 0, `{"type":"pin","at":"crosshair"}`)
	if m.query.Stage.Pin.IsSet() {
		t.Errorf("without a crosshair %+v is pinned", m.query.Stage.Pin)
	}
}

func TestTheCrosshairMovesByCells(t *testing.T) {
	m := open(t, "t=2026-02-05T06:15")
	say(t, m, 0, `{"type":"crosshair"}`)
	price, _ := m.market.PriceAt(at(375))
	first := cellOf(t, m, true, 0)
	if first == nil || first.Pin.Low > float64(price)*1.002 || first.Pin.High < float64(price)*0.998 {
		t.Fatalf("it begins at %+v, the price is %v", first, price)
	}
	say(t, m, 0, `{"type":"crosshair","right":-12}`)
	if got, want := cellOf(t, m, true, 0).Pin.T, first.Pin.T; got >= want {
		t.Errorf("to the left it goes from %v to %v", want, got)
	}
	at := cellOf(t, m, true, 0).Pin.Low
	for range 5 {
		say(t, m, 0, `{"type":"crosshair","up":-1}`)
		if got := cellOf(t, m, true, 0).Pin.Low; got >= at || got < at*0.99 {
			t.Errorf("one down it goes from %v to %v", at, got)
		} else {
			at = got
		}
	}
	say(t, m, 0, `{"type":"pin","at":"crosshair"}`)
	if got := m.query.Stage.Pin; float64(got.Low) != at {
		t.Errorf("pinned %+v, want the cell at %v", got, at)
	}
	say(t, m, 0, `{"type":"crosshair","on":false}`)
	if m.frame.Pointer != nil || cellOf(t, m, true, 0) != nil {
		t.Error("the crosshair stays")
	}
}

func TestTheCrosshairStaysInThePlot(t *testing.T) {
	m := open(t, "")
	for _, far := range []string{`"right":1000`, `"right":-1000`, `"up":1000`, `"up":-1000`} {
		say(t, m, 0, `{"type":"crosshair",`+far+`}`)
		m.frameAt(0)
		if p := m.pointer; !view.PlotOf(&m.frame).Contains(p.X, p.Y) {
			t.Errorf("%s leads to %+v", far, p)
		}
	}
}

func TestAskingForACellChangesNothingOnScreen(t *testing.T) {
	m := open(t, "pin=2026-02-05T05:00,66000")
	m.View(0)
	m.AppendCell(nil, false, 0)
	m.AppendCell(nil, true, 0)
	if m.Animating(0) {
		t.Error("another frame is asked for")
	}
	if n := len(m.View(0).Layers[render.LayerCursor].Rects); n < 8 {
		t.Errorf("the pin is framed by %d rectangles", n)
	}
}
