// Package history knows where the past of a market can be had for free, and
// makes a tape of what was downloaded: Binance's public archive, the interfaces
// of Bybit and Deribit. It opens no connection; web/fetch does.
//
// What each source holds, with its traps and terms, is in docs/building.md.
package history

import (
	"fmt"
	"strings"

	"unwind/data"
)

// Venues whose market a tape can be of.
const (
	Binance = "binance"
	Bybit   = "bybit"
)

// Request says which tape is wanted.
type Request struct {
	Venue    string // Binance or Bybit
	Symbol   string // the venue's own: "BTCUSDT"
	From, To data.UnixMs
	WarmUp   data.UnixMs // how long before From the estimate of levels begins to learn
	Trades   bool        // candles from aggregate trades, of Step
	Step     data.UnixMs // length of a candle
	Only     []Kind      // of files of the archive; nil: all
}

// Bounds of a request.
const (
	MaxSpan  = 31 * data.Day // of the window
	MaxWarm  = 31 * data.Day
	MinStep  = data.Second                // of candles made of trades
	earliest = data.UnixMs(1567296000000) // 2019-09-01, before the first file of the archive
)

// Check returns why a request cannot be met, or nil; now is the time at which
// it is made.
func (r *Request) Check(now data.UnixMs) error {
	switch {
	case r.Venue != Binance && r.Venue != Bybit:
		return fmt.Errorf("venue %q: want %s or %s", r.Venue, Binance, Bybit)
	case !validSymbol(r.Symbol):
		return fmt.Errorf("symbol %q: want 2 to 24 upper case letters and digits, such as BTCUSDT", r.Symbol)
	case r.From < earliest || r.To > now || r.From >= r.To:
		return fmt.Errorf("the window must begin after August 2019, end after its beginning, and be past")
	case r.To-r.From > MaxSpan:
		return fmt.Errorf("the window is longer than %d days", MaxSpan/data.Day)
	case r.WarmUp < 0 || r.WarmUp > MaxWarm:
		return fmt.Errorf("the warm-up must be 0 to %d days", MaxWarm/data.Day)
	case r.Trades && r.Venue != Binance:
		return fmt.Errorf("aggregate trades are there for %s only", Binance)
	}
	return r.checkStep()
}

// checkStep refuses candles that the sources do not add up to.
func (r *Request) checkStep() error {
	least := data.Minute
	if r.Trades {
		least = MinStep
	}
	if r.Step < least || r.Step > data.Hour || data.Hour%r.Step != 0 || r.Step >= data.Minute && r.Step%data.Minute != 0 {
		return fmt.Errorf("the length of a candle must be a part of an hour, from %d seconds on", least/data.Second)
	}
	return nil
}

// Begin returns the first time that is downloaded.
func (r *Request) Begin() data.UnixMs { return r.From - r.WarmUp }

func validSymbol(s string) bool {
	return len(s) >= 2 && len(s) <= 24 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// Base returns the base asset: "BTC" of "BTCUSDT".
func (r *Request) Base() string {
	for _, quote := range []string{"USDT", "USDC"} {
		if base, ok := strings.CutSuffix(r.Symbol, quote); ok && base != "" {
			return base
		}
	}
	return r.Symbol
}

// DeribitInstrument returns the perpetual of Deribit whose liquidations are
// those of the same coin, and whether there is one: two are margined in coin,
// the others that Deribit lists in USDC.
func (r *Request) DeribitInstrument() (string, bool) {
	switch base := r.Base(); base {
	case "BTC", "ETH":
		return base + "-PERPETUAL", true
	case "SOL", "XRP", "DOGE", "ADA", "AVAX", "BNB", "LINK", "LTC", "TRX", "UNI", "DOT", "BCH", "NEAR", "PAXG":
		return base + "_USDC-PERPETUAL", true
	}
	return "", false
}
