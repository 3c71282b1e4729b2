package summary

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render/scale"
	"unwind/render/view"
)

// pinned returns a read-out at a replay time, without no-break spaces.
func pinned(t *testing.T, tp *tape.Tape, at string, pin wire.Pin, lang string) *wire.CellInfo {
	t.Helper()
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	q := wire.ParseQuery("t=" + at)
	c := CellOf(FrameOf(m, &q, nil), pin, lang)
	c.Title, c.Said = plain(c.Title), plain(c.Said)
	for _, s := range c.Sections {
		for _, row := range s.Rows {
			for i := range row {
				row[i] = plain(row[i])
			}
		}
	}
	for i := range c.Notes {
		c.Notes[i] = plain(c.Notes[i])
	}
	return c
}

// levelOfLongs is where small has longs of 10x and 25x, opened in hours 3 and
// 20. 10x longs are liquidated at 0.9/0.996 = 0.90361 of their entry, 25x longs
// at 0.96/0.996 = 0.96386.
var levelOfLongs = wire.Pin{T: start + 30*data.Hour, Low: 38800, High: 38800}

func TestACellInWordsByHand(t *testing.T) {
	en := pinned(t, small(), "2026-02-06T12:00", levelOfLongs, "en")
	if want := "38,768–38,865, 6 Feb 2026 06:00:00 UTC: estimated longs $40.0 M, shorts $0."; en.Said != want {
		t.Errorf("got %q, want %q", en.Said, want)
	}
	want := [][][]string{
		{{"opened so far", "$40.0 M"}, {"touched by the price", "$0"}, {"closed", "$0"}, {"aged", "$0"}, {"waits (est.)", "$40.0 M"}, {"band", "$40–40 M"}},
		{{"10×", "$30.0 M", "$30–30 M", "42,903–43,010"}, {"25×", "$10.0 M", "$10–10 M", "40,221–40,322"}},
		{{"5 Feb 03:00", "10×", "42,957", "$30.0 M", "$30.0 M"}, {"5 Feb 20:00", "25×", "40,272", "$10.0 M", "$10.0 M"}},
	}
	if len(en.Sections) != len(want) {
		t.Fatalf("got %d sections, want %d", len(en.Sections), len(want))
	}
	for i, s := range en.Sections {
		if !slices.EqualFunc(s.Rows, want[i], slices.Equal) {
			t.Errorf("%s: got %q, want %q", s.Title, s.Rows, want[i])
		}
		for _, row := range s.Rows {
			if len(row) != len(s.Head) {
				t.Errorf("%s: a row of %d under a head of %d", s.Title, len(row), len(s.Head))
			}
		}
	}
	ru := pinned(t, small(), "2026-02-06T12:00", levelOfLongs, "ru")
	if want := "38 768–38 865, 6 февр. 2026 06:00:00 UTC: по оценке лонги 40,0 млн $, шорты 0 $."; ru.Said != want {
		t.Errorf("got %q, want %q", ru.Said, want)
	}
}

// A place that the replay has not reached says what waits at the replay time.
func TestACellIsNeverAheadOfTheReplay(t *testing.T) {
	early := pinned(t, small(), "2026-02-05T10:00", levelOfLongs, "en")
	if early.T != start+10*data.Hour || early.Cell.Long != 30e6 {
		t.Errorf("at %d: %v, want the 30 million of hour 10", early.T, early.Cell.Long)
	}
	if len(early.Notes) != 2 || early.Notes[0] != "Pinned at 6 Feb 06:00, which the replay has not reached: this is what waits now." {
		t.Errorf("got notes %q", early.Notes)
	}
	late := pinned(t, small(), "2026-02-06T12:00", levelOfLongs, "en")
	if late.T != levelOfLongs.T || len(late.Notes) != 1 {
		t.Errorf("after it: at %d with notes %q", late.T, late.Notes)
	}
}

func TestACellWithoutAnEstimateSaysSo(t *testing.T) {
	bare := &tape.Tape{ID: "bare", From: start, To: start + data.Hour, Cover: start}
	for name, c := range map[string]struct {
		tape *tape.Tape
		pin  wire.Pin
		want string
	}{
		"no estimate":         {bare, wire.Pin{T: start, Low: 100, High: 200}, "100.00–200.00, 5 Feb 2026 00:00:00 UTC: the estimate does not reach here."},
		"prices far away":     {small(), wire.Pin{T: start, Low: 9, High: 9}, "9.0000, 5 Feb 2026 00:00:00 UTC: the estimate does not reach here."},
		"nothing opened here": {small(), wire.Pin{T: start, Low: 40000, High: 40000}, "39,948–40,048, 5 Feb 2026 00:00:00 UTC: estimated longs $0, shorts $0."},
	} {
		got := pinned(t, c.tape, "2026-02-06T12:00", c.pin, "en")
		if got.Said != c.want || len(got.Sections) != 0 {
			t.Errorf("%s: got %q with %d sections", name, got.Said, len(got.Sections))
		}
	}
}

func near(got, want data.USD) bool {
	return math.Abs(float64(got-want)) <= 1e-9*math.Abs(float64(want))
}

// The row of the table and the read-out of its prices say the same.
func TestACellSaysWhatItsRowSays(t *testing.T) {
	m, err := market.New(markettest.Tape(600))
	if err != nil {
		t.Fatal(err)
	}
	q := wire.ParseQuery("t=2026-02-05T05:30")
	f := FrameOf(m, &q, nil)
	for i, row := range Of(f, Rows).Info("en").Rows {
		pin := wire.Pin{T: f.Time(), Low: wire.RoundPrice(row.Low), High: wire.RoundPrice(row.High)}
		c := CellOf(f, pin, "en")
		usd, least, most := c.Cell.Long, c.Least.Long, c.Most.Long
		if row.Side == "short" {
			usd, least, most = c.Cell.Short, c.Least.Short, c.Most.Short
		}
		if !(least < usd && usd < most) {
			t.Errorf("row %d: %v within %v and %v is no band", i, usd, least, most)
		}
		if !near(row.Least, least) || !near(row.Most, most) || row.Cells[3] != string(scale.AppendMoneySpan(nil, least, most, scale.English)) {
			t.Errorf("row %d: %s holds %v to %v (%s), its read-out %v to %v", i, row.Cells[0], row.Least, row.Most, row.Cells[3], least, most)
		}
		if usd != row.USD || c.Title != row.Cells[0] {
			t.Errorf("row %d: %s holds %v, its read-out %s %v", i, row.Cells[0], row.USD, c.Title, usd)
		}
	}
}

func TestACellOfAPlayingReplayIsThatOfASeek(t *testing.T) {
	m, err := market.New(markettest.Tape(600))
	if err != nil {
		t.Fatal(err)
	}
	playing := &view.Frame{Market: m, Stage: wire.Stage{Speed: 600, Clock: wire.Clock{At: markettest.Start, Rate: 600}}, Now: 20_000}
	q := wire.ParseQuery("t=2026-02-05T03:20")
	pin := wire.Pin{T: markettest.Start + 9*data.Hour, Low: 65000, High: 69000}
	got, want := wire.AppendCell(nil, CellOf(playing, pin, "en")), wire.AppendCell(nil, CellOf(FrameOf(m, &q, nil), pin, "en"))
	if string(got) != string(want) {
		t.Errorf("playing says\n%s\nseeking says\n%s", got, want)
	}
}
