package feed_test

import (
	"errors"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/feed"
)

func liquidation() feed.Liquidation {
	return feed.Liquidation{Venue: "binance", Symbol: "BTCUSDT", At: 1770300000123, Side: data.Long, Price: 82651.9, Qty: 0.19, Notional: 15703.861}
}

func TestIdentityTellsReportsApart(t *testing.T) {
	l := liquidation()
	if got, want := l.Identity(), "binance|BTCUSDT|1770300000123|long|82651.9|0.19|0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, c := range []struct {
		name   string
		change func(*feed.Liquidation)
		want   string
	}{
		{"a second equal print", func(l *feed.Liquidation) { l.Ordinal = 1 }, "binance|BTCUSDT|1770300000123|long|82651.9|0.19|1"},
		{"a venue that names its events", func(l *feed.Liquidation) { l.ID = "66460463" }, "binance|BTCUSDT|1770300000123|long|82651.9|0.19|#66460463"},
		{"a collector", func(l *feed.Liquidation) { l.Venue, l.Exchange = "coinglass", "bybit" }, "coinglass/bybit|BTCUSDT|1770300000123|long|82651.9|0.19|0"},
		{"no venue time", func(l *feed.Liquidation) { l.At = 0 }, "binance|BTCUSDT|0|long|82651.9|0.19|0"},
		{"a tiny price", func(l *feed.Liquidation) { l.Price, l.Qty = 0.00000712, 1e9 }, "binance|BTCUSDT|1770300000123|long|0.00000712|1000000000|0"},
	} {
		l := liquidation()
		c.change(&l)
		if got := l.Identity(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestOrdinalsCountEqualPrintsOfOneFrame(t *testing.T) {
	var b feed.Batch
	l := liquidation()
	other := l
	other.Price++
	for _, x := range []feed.Liquidation{l, other, l, l, other} {
		b.AddLiquidation(x, 0)
	}
	next := len(b.Liquidations)
	b.AddLiquidation(l, next)
	var got []int
	for i := range b.Liquidations {
		got = append(got, b.Liquidations[i].Ordinal)
	}
	if want := []int{0, 0, 1, 2, 1, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A frame of 100 reports, every fourth of which is equal: ordinals 0 to 24 of
// those, and one that comes in a frame of its own begins anew.
func TestOrdinalsOfALongFrame(t *testing.T) {
	var b feed.Batch
	l := liquidation()
	for i := range 100 {
		other := l
		if i%4 != 0 {
			other.Qty = float64(i)
		}
		b.AddLiquidation(other, 0)
	}
	for i, got := range b.Liquidations {
		want := 0
		if i%4 == 0 {
			want = i / 4
		}
		if got.Ordinal != want {
			t.Errorf("report %d: got %d, want %d", i, got.Ordinal, want)
		}
	}
	for range 2 {
		first := len(b.Liquidations)
		for i := range 40 {
			b.AddLiquidation(l, first)
			if got := b.Liquidations[first+i].Ordinal; got != i {
				t.Fatalf("a frame of equal reports: got %d, want %d", got, i)
			}
		}
	}
}

// Two connections cut the same reports into other frames: what is equal there
// is dropped once, whatever stands around it.
func TestIdentityDoesNotDependOnOtherReportsOfTheFrame(t *testing.T) {
	l, other := liquidation(), liquidation()
	other.Price++
	var one, two feed.Batch
	one.AddLiquidation(other, 0)
	one.AddLiquidation(l, 0)
	two.AddLiquidation(l, 0)
	if a, b := one.Liquidations[1].Identity(), two.Liquidations[0].Identity(); a != b {
		t.Errorf("%s is not %s", a, b)
	}
}

func TestBatchesKeepTheirMemory(t *testing.T) {
	var b feed.Batch
	l := liquidation()
	symbol := "BTCUSDT"
	if got := testing.AllocsPerRun(100, func() {
		b.Reset()
		for range 16 {
			l.Symbol = b.Name(symbol)
			b.AddLiquidation(l, 0)
		}
	}); got != 0 {
		t.Errorf("a batch that was filled before allocates %v times", got)
	}
	if b.Reset(); len(b.Liquidations) != 0 || b.Alive || b.Ignored != 0 {
		t.Error("a reset batch is not empty")
	}
}

func TestTimeOfALiquidation(t *testing.T) {
	l := liquidation()
	if got := l.Time(5); got != l.At {
		t.Errorf("got %d, want the venue's %d", got, l.At)
	}
	if l.At = 0; l.Time(5) != 5 {
		t.Errorf("got %d, want that of receipt", l.Time(5))
	}
}

func TestCandlesCloseByWordOrByTime(t *testing.T) {
	c := feed.Candle{T: 60_000, Step: data.Minute}
	if c.Closed(119_999) || !c.Closed(120_000) {
		t.Error("a candle closes at its end")
	}
	if c.Final = true; !c.Closed(0) {
		t.Error("a final candle is closed")
	}
}

func TestContracts(t *testing.T) {
	for _, c := range []struct {
		name            string
		contract        feed.Contract
		contracts       float64
		price, qty, usd float64
	}{
		{"linear, 0.01 BTC each: 8.55 × 0.01 = 0.0855; × 80,000 = 6,840", feed.Contract{Face: 0.01}, 8.55, 80000, 0.0855, 6840},
		{"inverse, $100 each: 3 × 100 = 300; ÷ 80,000 = 0.00375", feed.Contract{Inverse: true, Face: 100}, 3, 80000, 0.00375, 300},
	} {
		if qty, usd := c.contract.Of(c.contracts, c.price); abs(qty-c.qty) > 1e-12 || abs(usd-c.usd) > 1e-9 {
			t.Errorf("%s: got %v, %v", c.name, qty, usd)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

func candle(t data.UnixMs, open, end data.Price) feed.Candle {
	return feed.Candle{T: t, Step: data.Minute, Open: open, High: max(open, end), Low: min(open, end), Close: end}
}

func TestSidesAreJudgedInAFallOnly(t *testing.T) {
	fall := []feed.Candle{candle(0, 99, 100), candle(60_000, 100, 98.5), candle(120_000, 98.5, 98)}
	during := data.UnixMs(70_000)
	for _, c := range []struct {
		name        string
		candles     []feed.Candle
		long, short data.USD
		at          data.UnixMs
		want        feed.Verdict
	}{
		{"longs dominate", fall, 100, 20, during, feed.Agrees},
		{"shorts dominate", fall, 20, 100, during, feed.Swapped},
		{"as much of both", fall, 20, 20, during, feed.Swapped},
		{"before the fall", fall, 0, 100, 30_000, feed.NoneFit},
		{"at its end", fall, 0, 100, 180_000, feed.NoneFit},
		{"nothing was liquidated", fall, 0, 0, during, feed.NoneFit},
		{"exactly 1 %", []feed.Candle{candle(0, 100, 99)}, 0, 100, 10, feed.NoFall},
		{"a rise", []feed.Candle{candle(0, 100, 104)}, 100, 0, 10, feed.NoFall},
		{"no candles", nil, 100, 0, 10, feed.NoFall},
	} {
		l := []feed.Liquidation{{At: c.at, Side: data.Long, Notional: c.long}, {At: c.at, Side: data.Short, Notional: c.short}}
		if got := feed.CheckSides(c.candles, l); got.Verdict != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got.Verdict, c.want)
		}
	}
}

// From the open at 1 min, 100, to the close at 3 min, 98: 2 %. The fall of the
// first minutes, 1.5 %, is shallower.
func TestTheDeepestFallIsTaken(t *testing.T) {
	got := feed.CheckSides([]feed.Candle{
		candle(0, 99, 97.515), candle(60_000, 97.515, 100), candle(120_000, 100, 99), candle(180_000, 99, 98),
	}, nil)
	if got.From != 120_000 || got.To != 240_000 || abs(got.Fall-0.02) > 1e-12 {
		t.Errorf("got %+v", got)
	}
}

func TestRetryAfter(t *testing.T) {
	for header, want := range map[string]data.UnixMs{
		"": 0, "7": 7 * data.Second, "-1": 0, "x": 0, "Wed, 21 Oct 2026 07:28:00 GMT": 0,
		"259200": 3 * data.Day, "99999999999": 3 * data.Day, "99999999999999999999": 0,
	} {
		a := feed.Answer{Status: 429, Header: func(string) string { return header }}
		if got := a.RetryAfter(); got != want {
			t.Errorf("%q: got %d, want %d", header, got, want)
		}
	}
	if a := (feed.Answer{}); a.RetryAfter() != 0 {
		t.Error("an answer without headers asks for no wait")
	}
}

func TestStatusesMeanRefusals(t *testing.T) {
	for _, c := range []struct {
		status int
		want   feed.Reason
		wait   data.UnixMs
	}{
		{403, feed.Banned, feed.StopFor}, {418, feed.Banned, feed.StopFor}, {429, feed.RateLimited, feed.StopFor},
		{451, feed.Unavailable, 0}, {408, feed.Down, 0}, {500, feed.Down, 0}, {503, feed.Down, 0}, {400, feed.BadRequest, 0}, {302, feed.BadRequest, 0},
	} {
		got := feed.Refused("x", feed.Answer{Status: c.status})
		if got == nil || got.Reason != c.want || got.Wait != c.wait {
			t.Errorf("status %d: got %+v, want %v, %d", c.status, got, c.want, c.wait)
		}
	}
	if got := feed.Refused("x", feed.Answer{Status: 200}); got != nil {
		t.Errorf("status 200 is refused: %v", got)
	}
}

func TestPagesThatBlockACountry(t *testing.T) {
	for _, c := range []struct {
		status int
		page   string
		want   feed.Reason
	}{
		{403, "<html>The Amazon CloudFront distribution is configured to block access from your Country.</html>", feed.Unavailable},
		{403, "error 1009: The owner of this website has banned the country or region your IP address is in", feed.Unavailable},
		{403, `{"error":{"message":"Access Denied: Restricted Jurisdiction"}}`, feed.Unavailable},
		{403, "<html>Forbidden</html>", feed.Banned},
		{429, "too many requests from your country", feed.RateLimited},
	} {
		if got := feed.Refused("x", feed.Answer{Status: c.status, Body: []byte(c.page)}); got.Reason != c.want {
			t.Errorf("%d %s: got %v, want %v", c.status, c.page, got.Reason, c.want)
		}
	}
}

func TestRefusalsSpeakOneLine(t *testing.T) {
	r := &feed.Refusal{Venue: "binance", Reason: feed.Banned, Until: 5, Code: "-1003", Text: feed.Clip("Way too\nmuch\x00 \xff" + string(make([]byte, 500)))}
	if got, want := r.Error(), `binance: banned until 5, code "-1003": "Way too much"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !errors.Is(r, &feed.Refusal{Reason: feed.Banned}) || errors.Is(r, &feed.Refusal{Reason: feed.Empty}) {
		t.Error("refusals are alike by their reason")
	}
	m := &feed.Malformed{Path: "data[3].p", Reason: "must be positive"}
	if got, want := m.Error(), "malformed: data[3].p: must be positive"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWindowsCutARange(t *testing.T) {
	got := feed.Windows(feed.Query{Symbol: "A", From: 10, To: 35}, 10)
	want := []feed.Query{{Symbol: "A", From: 10, To: 20}, {Symbol: "A", From: 20, To: 30}, {Symbol: "A", From: 30, To: 35}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := feed.Windows(feed.Query{From: 10, To: 35}, 0); len(got) != 1 {
		t.Errorf("an unknown span is not cut: %v", got)
	}
}

func endpoint() *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: []feed.Step{{Length: data.Minute, Name: "1m"}}, Rows: 3, Fresh: 7,
		Symbol: func(s string) bool { return s == "A" },
		Build: func(q feed.Query, step string) feed.Request {
			return feed.Request{Host: "h", Path: "/p", Query: feed.Parameters("s", q.Symbol, "i", step)}
		},
	}
}

func TestEndpointsRefuseWhatVenuesWouldNotUnderstand(t *testing.T) {
	const from = feed.Earliest
	for _, c := range []struct {
		name string
		q    feed.Query
		want feed.Reason
	}{
		{"another symbol", feed.Query{Symbol: "../B", Step: data.Minute, From: from, To: from + 1}, feed.BadSymbol},
		{"a length that is not served", feed.Query{Symbol: "A", Step: 7, From: from, To: from + 1}, feed.BadRequest},
		{"no time at all", feed.Query{Symbol: "A", Step: data.Minute, From: from, To: from}, feed.BadRequest},
		{"backwards", feed.Query{Symbol: "A", Step: data.Minute, From: from + 1, To: from}, feed.BadRequest},
		{"before the first block", feed.Query{Symbol: "A", Step: data.Minute, From: 0, To: from}, feed.BadRequest},
		{"after 2100", feed.Query{Symbol: "A", Step: data.Minute, From: from, To: feed.MaxTime + 1}, feed.BadRequest},
		{"too many rows", feed.Query{Symbol: "A", Step: data.Minute, From: from, To: from + 3*data.Minute + 1}, feed.BadRequest},
	} {
		if _, err := endpoint().Request(c.q); !errors.Is(err, &feed.Refusal{Reason: c.want}) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	r, err := endpoint().Request(feed.Query{Symbol: "A", Step: data.Minute, From: from, To: from + 3*data.Minute})
	if err != nil || r.URL() != "https://h/p?s=A&i=1m" || r.Fresh != 7 {
		t.Errorf("got %v %+v", err, r)
	}
}

func TestParametersAreEscaped(t *testing.T) {
	if got, want := feed.Parameters("a", "1&b=2", "c", "x y"), "a=1%26b%3D2&c=x+y"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestStreamsTakeSomeSymbols(t *testing.T) {
	valid := func(s string) bool { return s == "A" }
	many := slices.Repeat([]string{"A"}, feed.MaxSymbols)
	for _, c := range []struct {
		name    string
		symbols []string
		ok      bool
	}{{"one", []string{"A"}, true}, {"as many as fit", many, true}, {"one more", append(many, "A"), false}, {"none", nil, false}, {"a strange one", []string{"A", "B"}, false}} {
		if err := feed.CheckSymbols("x", c.symbols, valid); (err == nil) != c.ok {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}
