package app

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"unwind/data/wire"
	"unwind/render/summary"
)

type shownTable struct {
	T       int64
	Price   float64
	Caption string
	Rows    []struct {
		Side     string
		USD      float64
		Distance float64
		Cells    []string
	}
}

func tableOf(t *testing.T, m *Model, rows int, now float64) shownTable {
	t.Helper()
	var table shownTable
	if err := json.Unmarshal(m.AppendTable(nil, rows, now), &table); err != nil {
		t.Fatal(err)
	}
	return table
}

// What the chart says of itself is what the server says of its link.
func TestTheTableAndTheTextAreThoseOfTheLink(t *testing.T) {
	m := open(t, "lang=ru")
	for _, message := range []string{
		`{"type":"seek","t":"2026-02-05T05:30:12.345Z"}`,
		`{"type":"zoom","factor":3,"x":0.5,"y":0.9}`,
		`{"type":"style","lang":"en"}`,
		`{"type":"pan","x":0.1,"y":0.3}`,
		`{"type":"reset"}`,
	} {
		say(t, m, 0, message)
		q := wire.ParseQuery(m.Query(0))
		want := summary.Of(summary.FrameOf(event(), &q, nil), summary.Rows)
		if got := m.Summary(0); got != want.Text(q.Style.Lang) {
			t.Errorf("after %s: got\n%s, want\n%s", message, got, want.Text(q.Style.Lang))
		}
		var server shownTable
		if err := json.Unmarshal(wire.AppendTable(nil, want.Info(q.Style.Lang)), &server); err != nil {
			t.Fatal(err)
		}
		if got := tableOf(t, m, summary.Rows, 0); !reflect.DeepEqual(got, server) || len(got.Rows) == 0 {
			t.Errorf("after %s: got %d rows\n%+v, want\n%+v", message, len(got.Rows), got, server)
		}
	}
}

func TestTheTableFollowsTheReplay(t *testing.T) {
	m := open(t, "t=2026-02-05T02:00")
	say(t, m, 0, play)
	before, after := tableOf(t, m, 5, 0), tableOf(t, m, 5, 1000)
	if after.T-before.T != 600_000 || len(after.Rows) != 5 {
		t.Errorf("a second on, the table went on by %d ms with %d rows", after.T-before.T, len(after.Rows))
	}
	if got := tableOf(t, m, 999, 1000); len(got.Rows) > 50 {
		t.Errorf("got %d rows, want 50 at most", len(got.Rows))
	}
	if got := tableOf(t, m, -1, 1000); len(got.Rows) != 0 {
		t.Errorf("got %d rows, want none", len(got.Rows))
	}
}

func TestAskingForTheTableChangesNothingOnScreen(t *testing.T) {
	m := open(t, hour)
	m.View(0)
	m.AppendTable(nil, 20, 0)
	m.Summary(0)
	if m.Animating(0) {
		t.Error("another frame is asked for")
	}
	wantSameScene(t, m.View(0), open(t, hour).View(0))
}

func TestWithoutAMarketThereIsNoTable(t *testing.T) {
	m := New(wire.ParseQuery(""))
	if got := string(m.AppendTable(nil, 20, 0)) + m.Summary(0); got != "null" {
		t.Errorf("got %q, want null and no words", got)
	}
}

func TestTheTextSpeaksTheLanguageOfThePage(t *testing.T) {
	m := open(t, "")
	for lang, want := range map[string]string{"en": "Liquidation heat map of TESTUSDT", "ru": "Тепловая карта ликвидаций TESTUSDT"} {
		say(t, m, 0, `{"type":"style","lang":"`+lang+`"}`)
		if got := m.Summary(0); !strings.Contains(got, want) {
			t.Errorf("%s: got %q", lang, got)
		}
	}
}
