package binancespot

import (
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

var minutes = feed.Query{Symbol: "BTCUSDT", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

const (
	candleAnswer = `[[1770249600000,"100.50000000","101.25000000","99.75000000","101.00000000","12.50000000",1770249659999,"1260.1",42,"7.25000000","731.0","0"]]`
	kline        = `{"e":"kline","E":1770300001000,"s":"BTCUSDT","k":{"t":1770300000000,"T":1770300059999,"s":"BTCUSDT","i":"1m","f":1,"L":9,"o":"60300.0","c":"60250.0","h":"60310.0","l":"60200.0","v":"12.5","n":9,"x":false,"q":"753125","V":"5.25","Q":"316312","B":"0"}}`
	shutdown     = `{"e":"serverShutdown","E":1770300001000}`
)

func newParser() feed.Parser {
	streams, err := Streams([]string{"BTCUSDT"})
	if err != nil {
		panic(err)
	}
	return streams[0].NewParser()
}

func TestCandlesOfTheAnswer(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	want := feed.Candle{
		Symbol: "BTCUSDT", T: 1770249600000, Step: data.Minute, Open: 100.5, High: 101.25, Low: 99.75, Close: 101,
		Volume: 12.5, TakerBuy: 7.25, Takers: true,
	}
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRequests(t *testing.T) {
	v := New()
	seconds := minutes
	seconds.Step = data.Second
	for _, c := range []struct {
		name, interval string
		q              feed.Query
	}{{"minutes", "1m", minutes}, {"seconds", "1s", seconds}} {
		r, err := v.Candles.Request(c.q)
		feedtest.CheckRequest(t, c.name, v, r, err, feedtest.Want{
			URL:    "https://data-api.binance.vision/api/v3/klines?symbol=BTCUSDT&interval=" + c.interval + "&startTime=1770249600000&endTime=1770250199999&limit=1000",
			Budget: "weight", Weight: 2,
		})
	}
}

func TestTheStream(t *testing.T) {
	var b feed.Batch
	p := newParser()
	for _, f := range []string{kline, shutdown, `{"result":null,"id":1}`} {
		if err := p.ParseFrame([]byte(f), &b); err != nil {
			t.Fatal(err)
		}
	}
	want := feed.Candle{
		Symbol: "BTCUSDT", T: 1770300000000, Step: data.Minute, Open: 60300, High: 60310, Low: 60200, Close: 60250,
		Volume: 12.5, TakerBuy: 5.25, Takers: true,
	}
	if len(b.Candles) != 1 || b.Candles[0] != want || !b.Alive || len(b.Status) != 2 || b.Status[0].Kind != feed.ShuttingDown {
		t.Errorf("got %+v", b)
	}
}

func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{"BTCUSDT", "ETHUSDT"})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	s := streams[0]
	want := `{"method":"SUBSCRIBE","params":["btcusdt@kline_1m","ethusdt@kline_1m"],"id":1}`
	if s.URL() != "wss://data-stream.binance.vision/ws" || len(s.Send) != 1 || s.Send[0] != want || s.Rotate >= data.Day || s.SendGap < 200 {
		t.Errorf("got %s %q", s.URL(), s.Send)
	}
	if _, err := Streams([]string{"ETHBTC"}); err == nil {
		t.Error("a pair in coin is followed")
	}
}

func TestRefusals(t *testing.T) {
	got := refused(feed.Answer{Status: 418, Body: []byte(`{"code":-1003,"msg":"Way too much request weight used; IP banned until 1785731400000."}`)})
	if got == nil || got.Venue != "binance-spot" || got.Reason != feed.Banned || got.Until != 1785731400000 {
		t.Errorf("got %+v", got)
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
}

func FuzzCandles(f *testing.F) { feedtest.FuzzAnswer(f, New().Candles, minutes, candleAnswer) }

func FuzzFrame(f *testing.F) { feedtest.FuzzFrames(f, newParser, kline, shutdown) }

func TestSharedSamplesOfAnswers(t *testing.T) {
	got, err := New().Candles.Parse(feed.Query{Symbol: "BTCUSDT", Step: data.Minute}, feedtest.Optional(t, shared+"binance_spot_klines_1m.json"))
	if err != nil || len(got) != 5 {
		t.Errorf("got %d, %v", len(got), err)
	}
}
