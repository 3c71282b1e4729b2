package page

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unwind/data/market"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render/summary"
)

// tableRows returns the cells of the table behind the chart.
func tableRows(t *testing.T, page string) [][]string {
	t.Helper()
	_, text, ok := strings.Cut(page, `<tbody id="levels-rows">`)
	text, _, closed := strings.Cut(text, "</tbody>")
	if !ok || !closed {
		t.Fatal("the page has no table of levels")
	}
	var rows [][]string
	for _, row := range strings.Split(text, "<tr")[1:] {
		var cells []string
		for _, m := range regexp.MustCompile(`<(?:td|th scope="row")>([^<]*)</`).FindAllStringSubmatch(row, -1) {
			cells = append(cells, html.UnescapeString(m[1]))
		}
		rows = append(rows, cells)
	}
	return rows
}

func summaryOf(t *testing.T, tp *tape.Tape, query string) *summary.Summary {
	t.Helper()
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	q := wire.ParseQuery(query)
	return summary.Of(summary.FrameOf(m, &q, nil), summary.Rows)
}

func TestTheTableHasTheModelsLargestLevels(t *testing.T) {
	h := newPage(t, "btc")
	for _, query := range []string{"", "t=2026-02-04T06:00:00Z", "t=2026-02-04T06:00:00Z&low=60000&high=71000"} {
		want := summaryOf(t, smallTape("btc"), query)
		if n := len(want.Table.Levels); n < 3 || n > 50 {
			t.Fatalf("%q: %d levels are no test", query, n)
		}
		for _, lang := range languages {
			rows := tableRows(t, body(t, h, "/?lang="+lang+"&"+query))
			if len(rows) != len(want.Table.Levels) {
				t.Fatalf("%q: got %d rows, want %d", query, len(rows), len(want.Table.Levels))
			}
			for i := range rows {
				if cells := want.Cells(&want.Table.Levels[i], lang); !slices.Equal(rows[i], cells) {
					t.Errorf("%q: row %d is %q, want %q", query, i, rows[i], cells)
				}
			}
		}
	}
}

func TestThePictureIsDescribedInWords(t *testing.T) {
	h := newPage(t, "btc")
	const query = "t=2026-02-04T06:00:00Z"
	want := summaryOf(t, smallTape("btc"), query)
	for _, lang := range languages {
		page := body(t, h, "/?lang="+lang+"&"+query)
		words := want.Text(lang)
		if got := attribute(page, "alt"); len(got) != 1 || got[0] != words {
			t.Errorf("%s: the picture is described as %q, want %q", lang, got, words)
		}
		if n := strings.Count(html.UnescapeString(page), ">"+words+"</p>"); n != 2 {
			t.Errorf("%s: the page says the words %d times, want for the reader and for the screen reader", lang, n)
		}
		for other, x := range dataOf(t, page).Texts {
			if x["view.text"] != want.Text(other) {
				t.Errorf("%s: scripts get %q in %s", lang, x["view.text"], other)
			}
		}
	}
	page := body(t, h, "/?lang=en")
	if !strings.Contains(page, `aria-describedby="view-text chart-keys"`) || !strings.Contains(page, `<p class="sr" id="view-text">`) {
		t.Error("the chart does not point to its words")
	}
}

func TestTheTableLinksToItsCSV(t *testing.T) {
	page := body(t, newPage(t, "btc", "eth"), "/?lang=en&event=eth&t=2026-02-04T06:00:00Z&layers=heat,candles")
	if !slices.Contains(attribute(page, "href"), "/data.csv?event=eth&t=2026-02-04T06:00:00Z&layers=heat,candles&lang=en") {
		t.Errorf("no link to the CSV of the state among %q", attribute(page, "href"))
	}
}

func TestWhereNothingWaitsTheTableSaysSo(t *testing.T) {
	h := newPage(t, "btc")
	for lang, want := range map[string]string{
		"en": "No estimated level waits from 1.0000 to 2.0000.",
		"ru": "По оценке от 1,0000 до 2,0000 ничего не ждёт.",
	} {
		page := body(t, h, "/?low=1&high=2&lang="+lang)
		if rows := tableRows(t, page); len(rows) != 0 || !strings.Contains(page, `<caption id="levels-caption">`+want) {
			t.Errorf("%s: got %d rows, and the caption is not %q", lang, len(rows), want)
		}
	}
}

func TestHostileTitlesStayText(t *testing.T) {
	bad := smallTape("bad")
	bad.Title = tape.Text{"en": `"><script>alert(1)</script>`, "ru": `</script><img src=x onerror=alert(1)>`}
	bad.Instrument = `</p><b onclick="x">`
	h, err := New(Options{Template: indexHTML(t), Assets: builtAssets(t), Events: eventsOf(t, bad)})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range languages {
		page := body(t, h, "/?lang="+lang)
		for _, out := range []string{"<script>alert", "<img src=x", "<b onclick"} {
			if strings.Contains(page, out) {
				t.Errorf("%s: %q got out of its text", lang, out)
			}
		}
		if dataOf(t, page).Texts["ru"]["view.text"] == "" {
			t.Errorf("%s: the words are gone", lang)
		}
	}
}
