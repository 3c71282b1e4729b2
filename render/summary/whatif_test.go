package summary

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
)

// fallen is an answer with round figures.
func fallen() *whatif.Answer {
	a := &whatif.Answer{
		Choice: whatif.From(1770336000000), Price: 60000, Waiting: cascade.Dollars{Long: 2e9, Short: 3e9}, Seeds: 64,
		Lowest: whatif.Spread{From: 51000, To: 57000}, Highest: whatif.Spread{From: 60000, To: 60300}, RunAway: 0.25,
	}
	a.Central = cascade.Result{
		Outcome: cascade.Swept, Lowest: 54000, Highest: 60000, LowestAt: 12.5, Last: 57000, Rounds: 36, LastRound: 17.5,
		Long: cascade.Sale{SetFree: 1.5e9, Sold: 1.2e9, Deleveraged: 3e8}, FundUsed: 1e8, Uncovered: 5e6, LeastDepth: 0.4,
	}
	return a
}

func TestAWhatIfInWords(t *testing.T) {
	for lang, want := range map[string]struct {
		said string
		rows []string
	}{
		"en": {
			"What if, from 6 Feb 00:00 UTC at 60,000: price −2.0 %. The model’s price falls to 54,000 (−10.0 %) and sets free $1.50 B of longs and $0 of shorts. In nine of ten runs with noise it gets to between 51,000 and 57,000. It is a model of forced orders alone, not a forecast.",
			[]string{"Lowest price: 54,000 (−10.0 %); 9 of 10 with noise: 51,000–57,000", "Rounds: 36, the last after 17.5 s", "Closed by ADL: longs $300 M, shorts $0", "How it ended: every level of a side was reached", "Runs that did not stop by themselves: 25 %"},
		},
		"ru": {
			"Что если с 6 февр. 00:00 UTC от цены 60 000: цена −2,0 %. В модели цена падает до 54 000 (−10,0 %), под ликвидацию попадают лонги на 1,50 млрд $ и шорты на 0 $. В девяти прогонах с шумом из десяти она доходит до 51 000–57 000. Это модель одних лишь принудительных заявок, а не прогноз.",
			[]string{"Минимум через: 12,5 с", "Заплатил страховой фонд: 100 млн $", "Наименьший остаток глубины: 40 %"},
		},
	} {
		got := WhatIfOf(fallen(), lang)
		if plain(got.Said) != want.said {
			t.Errorf("%s: got %q\nwant %q", lang, plain(got.Said), want.said)
		}
		var rows strings.Builder
		for _, r := range got.Rows {
			rows.WriteString(plain(r[0]) + ": " + plain(r[1]) + "\n")
		}
		for _, row := range want.rows {
			if !strings.Contains(rows.String(), row+"\n") {
				t.Errorf("%s: no %q in\n%s", lang, row, rows.String())
			}
		}
	}
}

func TestAWhatIfThatIsNoneSaysWhy(t *testing.T) {
	for reason, want := range map[cascade.Reason]string{
		cascade.NoLevels: "What if: not computable, no level estimate waits here.", cascade.NoDepth: "What if: not computable, no depth.",
		cascade.NoPrices: "What if: not computable, no price here.", cascade.BadSettings: "What if: not computable, a setting is out of range.",
	} {
		if got := WhatIfOf(&whatif.Answer{Reason: reason}, "en"); got.Said != want || got.Rows != nil {
			t.Errorf("%v: got %+v, want %q", reason, got, want)
		}
		if got := WhatIfOf(&whatif.Answer{Reason: reason}, "ru"); !strings.HasPrefix(got.Said, "Что если: не вычислить, ") || len(got.Said) < 50 {
			t.Errorf("%v in Russian: %q", reason, got.Said)
		}
	}
}

// The text that stands for the chart tells the what-if that the chart shows.
func TestTheTextTellsTheWhatIf(t *testing.T) {
	m, err := market.New(small())
	if err != nil {
		t.Fatal(err)
	}
	q := wire.DefaultQuery()
	q.Stage.WhatIf = whatif.From(m.Tape.From + 2*data.Hour)
	answer := whatif.Of(m, q.Stage.WhatIf)
	for _, lang := range []string{"en", "ru"} {
		if got := Of(FrameOf(m, &q, answer), Rows).Text(lang); !strings.Contains(got, WhatIfOf(answer, lang).Said) {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
