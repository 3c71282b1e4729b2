package collect_test

import (
	"testing"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
	"unwind/data/tape"
)

// came are ten minutes of which the first ones were fetched: candles, mark price,
// open interest and a funding rate each minute.
func came(c *collect.Collection, fetched data.UnixMs) {
	for i := range data.UnixMs(10) {
		s := collect.Source{Venue: "bybit"}
		if i < fetched {
			s.Way = feed.Fetched
		}
		at := noon + i*data.Minute
		k := candle("BTCUSDT", at, 101)
		k.Final = true
		c.Candle(s, k)
		c.Mark(s, &collect.Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: at, Price: 100}, High: 100, Low: 100})
		c.Interest(s, &feed.Interest{Symbol: "BTCUSDT", At: at, Qty: 5 + float64(i)})
		c.Funding(s, &feed.Funding{Symbol: "BTCUSDT", At: at, Rate: float64(i)})
	}
}

// Each layer says what of it came as it happened and what was fetched later.
func TestALayerSaysWhatWasFetched(t *testing.T) {
	for _, c := range []struct {
		name    string
		fetched data.UnixMs
		share   float64
		en, ru  [4]string // of candles, mark price, open interest, funding
	}{
		{"nothing", 0, 0, [4]string{
			"Candles of Bybit (BTCUSDT), as the venue told them.", "Mark price of Bybit, recorded as it came.",
			"Open interest of Bybit, in US dollars, recorded as it came.", "Funding rate of Bybit, a fraction per interval, as it was told at the time.",
		}, [4]string{
			"Свечи Bybit (BTCUSDT), как их сообщила биржа.", "Цена маркировки Bybit, записана как пришла.",
			"Открытый интерес: Bybit, в долларах США, записан как пришёл.", "Ставка финансирования Bybit, доля за интервал, как сообщалась тогда.",
		}},
		{"four of ten", 4, 0.4, [4]string{
			"Candles of Bybit (BTCUSDT), as the venue told them; 4 of 10 candles, from 2026-09-21 12:00 to 2026-09-21 12:04 UTC, were fetched from the venue's history afterwards.",
			"Mark price of Bybit, recorded as it came; 4 of 10 minutes, from 2026-09-21 12:00 to 2026-09-21 12:04 UTC, were fetched from the venue's history afterwards.",
			"Open interest of Bybit, in US dollars, recorded as it came; 4 of 10 values, from 2026-09-21 12:00 to 2026-09-21 12:03 UTC, were fetched from the venue's history afterwards.",
			"Funding rate of Bybit, a fraction per interval, as it was told at the time; 4 of 10 values, from 2026-09-21 12:00 to 2026-09-21 12:03 UTC, were fetched from the venue's history afterwards.",
		}, [4]string{
			"Свечи Bybit (BTCUSDT), как их сообщила биржа; взято позже из истории биржи свечей: 4 из 10, с 2026-09-21 12:00 до 2026-09-21 12:04 UTC.",
			"Цена маркировки Bybit, записана как пришла; взято позже из истории биржи минут: 4 из 10, с 2026-09-21 12:00 до 2026-09-21 12:04 UTC.",
			"Открытый интерес: Bybit, в долларах США, записан как пришёл; взято позже из истории биржи значений: 4 из 10, с 2026-09-21 12:00 до 2026-09-21 12:03 UTC.",
			"Ставка финансирования Bybit, доля за интервал, как сообщалась тогда; взято позже из истории биржи значений: 4 из 10, с 2026-09-21 12:00 до 2026-09-21 12:03 UTC.",
		}},
		{"everything", 10, 1, [4]string{
			"Candles of Bybit (BTCUSDT), fetched from the venue's history afterwards: nothing of it was streamed.", "Mark price of Bybit, fetched from the venue's history afterwards: nothing of it was streamed.",
			"Open interest of Bybit, in US dollars, fetched from the venue's history afterwards: nothing of it was streamed.", "Funding rate of Bybit, a fraction per interval, fetched from the venue's history afterwards: nothing of it was streamed.",
		}, [4]string{
			"Свечи Bybit (BTCUSDT): взято позже из истории биржи, потоком ничего не пришло.", "Цена маркировки Bybit: взято позже из истории биржи, потоком ничего не пришло.",
			"Открытый интерес: Bybit, в долларах США: взято позже из истории биржи, потоком ничего не пришло.", "Ставка финансирования Bybit, доля за интервал: взято позже из истории биржи, потоком ничего не пришло.",
		}},
	} {
		w := collect.Window{Symbol: "BTCUSDT", From: noon, To: noon + 10*data.Minute}
		for kind, into := range map[string]*collect.Collection{"live": collect.New("BTCUSDT"), "cut": collect.Of(w)} {
			came(into, c.fetched)
			tp := made(t, into, w.To)
			for i, o := range []tape.Origin{tp.Candles.Origin, tp.Mark.Origin, tp.OpenInterest.Origin, tp.Funding.Origin} {
				if o.Provenance != data.Recorded || o.Fetched != c.share || o.Why["en"] != c.en[i] || o.Why["ru"] != c.ru[i] {
					t.Errorf("%s, %s: got %v, %v,\n%q\n%q, want %v,\n%q\n%q", c.name, kind, o.Provenance, o.Fetched, o.Why["en"], o.Why["ru"], c.share, c.en[i], c.ru[i])
				}
			}
		}
	}
}

// What was streamed takes the place of what was fetched before.
func TestWhatWasStreamedIsNotFetched(t *testing.T) {
	c := collect.New("BTCUSDT")
	came(c, 10)
	came(c, 0)
	tp := made(t, c, noon+10*data.Minute)
	if a, b := tp.Candles.Fetched, tp.Mark.Fetched; a != 0 || b != 0 {
		t.Errorf("shares of candles %v and mark price %v are said to be fetched", a, b)
	}
}

// The open interest of a venue that streams none is asked for while it happens.
func TestOpenInterestThatWasPolledSaysSo(t *testing.T) {
	c := collect.New("BTCUSDT")
	came(c, 0)
	c.Interest(collect.Source{Venue: "binance", Way: feed.Polled}, &feed.Interest{Symbol: "BTCUSDT", At: noon, Qty: 5})
	o := made(t, c, noon+10*data.Minute).OpenInterest.Origin
	if want := "Open interest of Binance USD-M and Bybit, in US dollars, recorded as it came; where no stream has it, it was asked for every few seconds."; o.Why["en"] != want || o.Fetched != 0 {
		t.Errorf("got %v, %q, want %q", o.Fetched, o.Why["en"], want)
	}
	if want := "Открытый интерес: Binance USD-M и Bybit, в долларах США, записан как пришёл; где потока нет, спрашивали каждые несколько секунд."; o.Why["ru"] != want {
		t.Errorf("got %q, want %q", o.Why["ru"], want)
	}
}

// The open interest of several venues says whose history it was fetched from.
func TestOpenInterestOfSeveralVenuesSaysWhoseHistory(t *testing.T) {
	for _, c := range []struct {
		name    string
		fetched data.UnixMs // of Bybit's ten minutes
		way     feed.Way    // of OKX's minute
		en, ru  string
	}{
		{"none", 0, feed.Streamed, ", recorded as it came.", ", записан как пришёл."},
		{
			"one", 4, feed.Streamed,
			", recorded as it came; 4 of 11 values, from 2026-09-21 12:00 to 2026-09-21 12:03 UTC, were fetched from the history of Bybit afterwards.",
			", записан как пришёл; взято позже из истории Bybit значений: 4 из 11, с 2026-09-21 12:00 до 2026-09-21 12:03 UTC.",
		},
		{
			"both in part", 4, feed.Fetched,
			", recorded as it came; 5 of 11 values, from 2026-09-21 12:00 to 2026-09-21 12:03 UTC, were fetched from the venues' histories afterwards.",
			", записан как пришёл; взято позже из историй бирж значений: 5 из 11, с 2026-09-21 12:00 до 2026-09-21 12:03 UTC.",
		},
		{
			"both", 10, feed.Fetched,
			", fetched from the venues' histories afterwards: nothing of it was streamed.",
			": взято позже из историй бирж, потоком ничего не пришло.",
		},
	} {
		all := collect.New("BTCUSDT")
		came(all, c.fetched)
		all.Interest(collect.Source{Venue: "okx", Way: c.way}, &feed.Interest{Symbol: "BTC-USDT-SWAP", At: noon, Qty: 5})
		o := made(t, all, noon+10*data.Minute).OpenInterest.Origin
		if want := "Open interest of Bybit and OKX, in US dollars" + c.en; o.Why["en"] != want {
			t.Errorf("%s: got %q, want %q", c.name, o.Why["en"], want)
		}
		if want := "Открытый интерес: Bybit и OKX, в долларах США" + c.ru; o.Why["ru"] != want {
			t.Errorf("%s: got %q, want %q", c.name, o.Why["ru"], want)
		}
	}
}
