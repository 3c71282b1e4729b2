// Package feedtest has what the tests of every venue share: a synthetic fall to
// be written in each venue's bytes, and checks of parsers that hold for any
// input.
package feedtest

import (
	"os"
	"strconv"
	"testing"

	"unwind/data"
	"unwind/data/feed"
)

// Start is the first instant of the fall: 5 February 2026, UTC.
const Start data.UnixMs = 1770249600000

// Print is one liquidation of the fall.
type Print struct {
	At    data.UnixMs
	Long  bool
	Price int // dollars
	Qty   int // coins
}

// Word returns one of two words by the side that is closed.
func (p Print) Word(long, short string) string {
	if p.Long {
		return long
	}
	return short
}

// Numbers returns time, price and quantity in decimal.
func (p Print) Numbers() (at, price, qty string) {
	return feed.Ms(p.At), strconv.Itoa(p.Price), strconv.Itoa(p.Qty)
}

// fallCandles fall from 100,000 to 97,000 in five minutes, after one that
// rises: 3 % from Start + 1 min to Start + 6 min.
func fallCandles() []feed.Candle {
	closes := []data.Price{99500, 100000, 99000, 98600, 98000, 97500, 97000}
	var all []feed.Candle
	for i := 1; i < len(closes); i++ {
		open, end := closes[i-1], closes[i]
		all = append(all, feed.Candle{
			Symbol: "TEST", T: Start + data.UnixMs(i-1)*data.Minute, Step: data.Minute,
			Open: open, High: max(open, end), Low: min(open, end), Close: end,
		})
	}
	return all
}

// fallPrints are what is liquidated: before the fall a short of 50 coins, in it
// longs of 11 coins and a short of 2.
var fallPrints = []Print{
	{Start + 30*data.Second, false, 99900, 50},
	{Start + 90*data.Second, true, 99200, 1},
	{Start + 100*data.Second, true, 99100, 4},
	{Start + 200*data.Second, true, 98300, 5},
	{Start + 205*data.Second, false, 98300, 2},
	{Start + 350*data.Second, true, 97100, 1},
}

// CheckSides writes the fall in a venue's bytes and requires that longs
// dominate, and that a writer, or reader, with swapped sides is caught. A
// liquidation without a venue's time gets that of its print.
func CheckSides(t *testing.T, newParser func() feed.Parser, frame func(Print) string) {
	t.Helper()
	for _, c := range []struct {
		name string
		swap bool
		want feed.Verdict
	}{{"as the venue writes them", false, feed.Agrees}, {"swapped", true, feed.Swapped}} {
		var b feed.Batch
		parser := newParser()
		for _, p := range fallPrints {
			p.Long = p.Long != c.swap
			read := len(b.Liquidations)
			if err := parser.ParseFrame([]byte(frame(p)), &b); err != nil {
				t.Fatalf("%s: %v in %s", c.name, err, frame(p))
			}
			for i := read; i < len(b.Liquidations); i++ {
				b.Liquidations[i].At = b.Liquidations[i].Time(p.At)
			}
		}
		if got := len(b.Liquidations); got != len(fallPrints) {
			t.Fatalf("%s: got %d liquidations, want %d", c.name, got, len(fallPrints))
		}
		got := feed.CheckSides(fallCandles(), b.Liquidations)
		if got.Verdict != c.want {
			t.Errorf("%s: sides are %v (long %.0f, short %.0f), want %v", c.name, got.Verdict, got.Long, got.Short, c.want)
		}
	}
}

// Optional reads a file that the machine may have beside the repository, and
// skips the test, saying so, where it does not.
func Optional(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Skipf("optional data is absent: %v", err)
	}
	return raw
}
