package feed

import "testing"

func TestOneCoinHasManyNames(t *testing.T) {
	for symbol, want := range map[string]string{
		"BTCUSDT": "BTC", "BTCUSDC": "BTC", "BTC-USDT-SWAP": "BTC", "BTC-USD-SWAP": "BTC", "BTCPERP": "BTC",
		"BTC-PERPETUAL": "BTC", "BTC_USDC-PERPETUAL": "BTC", "XBTUSD": "BTC", "XBTUSDT": "BTC", "BTCUSD_PERP": "BTC",
		"BTC-USD": "BTC", "BTC": "BTC", "kPEPE": "kPEPE", "1000PEPEUSDT": "1000PEPE", "PEPEUSDT": "PEPE",
		"BTCUSDT_260327": "BTCUSDT_260327", "ETHBTC": "ETHBTC", "USDT": "USDT", "": "",
	} {
		if got := Coin(symbol); got != want {
			t.Errorf("%q: got %q, want %q", symbol, got, want)
		}
	}
}
