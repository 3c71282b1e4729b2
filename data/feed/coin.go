package feed

import "strings"

// endings are what venues put behind a coin in the names of contracts and
// markets that are worth dollars. Longer ones come first.
var endings = []string{
	"_USDC-PERPETUAL", "_USDT-PERPETUAL", "-PERPETUAL", // Deribit
	"-USDT-SWAP", "-USDC-SWAP", "-USD-SWAP", // OKX
	"USD_PERP",               // Binance COIN-M
	"-USDT", "-USDC", "-USD", // Coinbase
	"USDT", "USDC", "USD", "PERP", // Binance, Bybit, BitMEX
}

// Coin returns the coin that a perpetual contract or a spot market of any
// venue is of: "BTC" of "BTCUSDT", "BTC-USDT-SWAP", "XBTUSD" and "BTC". What
// is none of those, such as a contract with a date, is its own. Contracts of
// one coin have comparable prices; "1000PEPEUSDT" and "PEPEUSDT" do not, and
// are two.
func Coin(symbol string) string {
	for _, end := range endings {
		if coin, ok := strings.CutSuffix(symbol, end); ok && coin != "" {
			symbol = coin
			break
		}
	}
	if symbol == "XBT" {
		return "BTC"
	}
	return symbol
}
