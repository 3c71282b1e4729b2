package venues_test

import (
	"slices"
	"testing"

	"unwind/data/feed"
	"unwind/data/feed/venues"
)

func TestEveryVenueHasItsOwnNameOfACoin(t *testing.T) {
	want := map[string][]string{
		"binance": {"BTCUSDT"}, "bybit": {"BTCUSDT"}, "okx": {"BTC-USDT-SWAP"}, "deribit": {"BTC-PERPETUAL"},
		"hyperliquid": {"BTC"}, "bitmex": {"XBTUSD", "XBTUSDT"}, "binance-spot": {"BTCUSDT"}, "coinbase": {"BTC-USD"},
		"coinglass": nil, // collects from others
	}
	for _, v := range venues.All() {
		got := venues.Symbols(&v, "BTC")
		if !slices.Equal(got, want[v.ID]) {
			t.Errorf("%s: got %q, want %q", v.ID, got, want[v.ID])
		}
		for _, s := range got {
			if coin := feed.Coin(s); coin != "BTC" {
				t.Errorf("%s: the coin of %q is %q", v.ID, s, coin)
			}
		}
		if got := venues.Symbols(&v, "../x"); got != nil {
			t.Errorf("%s: got %q for what is no coin", v.ID, got)
		}
	}
	okx, _ := venues.Of("okx")
	if got := venues.Symbols(&okx, "DOGE"); !slices.Equal(got, []string{"DOGE-USDT-SWAP"}) {
		t.Errorf("got %q: what a contract is worth is learnt while it is followed", got)
	}
}
