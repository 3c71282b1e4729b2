package margin

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
)

func TestEveryTableIsSound(t *testing.T) {
	for _, v := range books {
		for _, symbol := range v.symbols {
			tables := Tables(v.id, symbol)
			for i, table := range tables {
				if err := table.Check(); err != nil {
					t.Error(err)
				}
				if table.Venue != v.id || table.Symbol != symbol || table.Source == "" {
					t.Errorf("%s %s, table %d: named %q %q from %q", v.id, symbol, i, table.Venue, table.Symbol, table.Source)
				}
				if table.From == 0 && table.Doubt == "" {
					t.Errorf("%s %s, table %d has no date and no word about it", v.id, symbol, i)
				}
				if (table.From == 0) != (i == 0) || i > 0 && table.From <= tables[i-1].From {
					t.Errorf("%s %s, table %d: from %d is not in order", v.id, symbol, i, table.From)
				}
			}
		}
	}
}

func TestUnknownInstrumentHasNoTable(t *testing.T) {
	for _, c := range [][2]string{{"binance", "XRPUSDT"}, {"nowhere", "BTCUSDT"}, {"", ""}} {
		if table, ok := Of(c[0], c[1], 1.7e12); ok || table.Tiers != nil {
			t.Errorf("%q: got %+v", c, table)
		}
	}
}

func TestTablesBelongToTheCaller(t *testing.T) {
	Tables("bybit", "BTCUSDT")[0].Tiers[1].Cap = 1
	if table, _ := Of("bybit", "BTCUSDT", 0); table.Check() != nil {
		t.Error("tiers have changed")
	}
}

// The rate of 200,000 dollars at Binance over the years, and that of the 10x
// long that follows. By hand for the table of 2021 (0.5 %, deduction 50):
// (1 − 0.1 − 50/200,000)/0.995 = 0.904271.
func TestTableOfTheReplayedTimeIsUsed(t *testing.T) {
	for _, c := range []struct {
		name string
		t    data.UnixMs
		rate float64
		cap  Amount
		want float64
	}{
		{"before everything the oldest", -1, 0.005, 250e3, -9.5729},
		{"a millisecond before the change of 2021", 1616058000000 - 1, 0.005, 250e3, -9.5729},
		{"at the change of 2021", 1616058000000, 0.005, 250e3, -9.5729},
		{"the crash of 10 October 2025", 1760130000000, 0.004, 300e3, -9.6386},
		{"between October 2024 and August 2025", 1740000000000, 0.005, 600e3, -9.5729},
	} {
		table, ok := Of("binance", "BTCUSDT", c.t)
		price, tier := table.LiquidationPrice(Open(data.Long, 100e3, 200e3, 10))
		if !ok || tier.MaintenanceRate != c.rate || tier.Cap != c.cap || math.Abs(percent(price)-c.want) > 0.0001 {
			t.Errorf("%s: got %.4f %% in %+v", c.name, percent(price), tier)
		}
	}
	before, _ := Of("binance", "BTCUSDT", 1616058000000-1)
	after, _ := Of("binance", "BTCUSDT", 1616058000000)
	if a, b := before.Tier(8e6).MaintenanceRate, after.Tier(8e6).MaintenanceRate; a != 0.05 || b != 0.025 {
		t.Errorf("8 M before and after 18 March 2021: got %v and %v, want 0.05 and 0.025", a, b)
	}
}

// Dates of changes, each with the rate of a small position on either side.
func TestRatesChangeOnTheirDates(t *testing.T) {
	for _, c := range []struct {
		venue, symbol string
		at            data.UnixMs
		before, after float64
	}{
		{"bybit", "BTCUSDT", 1790121600000, 0.005, 0.0033},
		{"hyperliquid", "BTC", 1741737600000, 0.01, 0.0125},
		{"hyperliquid", "ETH", 1741737600000, 0.01, 0.02},
		{"bitmex", "XBTUSD", 1587085200000, 0.005, 0.0045},
		{"bitmex", "XBTUSD", 1588644000000, 0.0045, 0.004},
		{"bitmex", "XBTUSD", 1639785600000, 0.004, 0.0035},
		{"deribit", "BTC-PERPETUAL", 1641859200000, 0.00525, 0.01},
	} {
		before, _ := Of(c.venue, c.symbol, c.at-1)
		after, _ := Of(c.venue, c.symbol, c.at)
		if a, b := before.Tier(1).MaintenanceRate, after.Tier(1).MaintenanceRate; a != c.before || b != c.after {
			t.Errorf("%s %s: got %v then %v, want %v then %v", c.venue, c.symbol, a, b, c.before, c.after)
		}
	}
}

func TestNewestBinanceTableStandsAlone(t *testing.T) {
	got := BinanceBTCUSDT()
	newest, _ := Of("binance", "BTCUSDT", math.MaxInt64)
	if got.From != 0 || !slices.Equal(got.Tiers, newest.Tiers) {
		t.Errorf("got %+v", got)
	}
}

// Deductions as the venues publish them, where the tables compute their own.
func TestDeductionsArePublishedOnes(t *testing.T) {
	for _, c := range []struct {
		venue, symbol string
		t             data.UnixMs
		size          Amount
		rate          float64
		want          Amount
	}{
		{"bybit", "BTCUSDT", 1.7e12, 2.6e6, 0.0056, 1_200},
		{"bybit", "BTCUSDT", 1.7e12, 3.2e6, 0.0063, 3_020},
		{"bybit", "BTCUSDT", 1.7e12, 8.5e6, 0.01, 20_500},
		{"bybit", "BTCUSDT", 1.7e12, 20e6, 0.016, 80_000},
		{"bybit", "BTCUSDT", 1.7e12, 38e6, 0.025, 300_000},
		{"bybit", "BTCUSDT", 1.7e12, 65e6, 0.036, 837_000},
		{"bybit", "BTCUSDT", 1.7e12, 80e6, 0.045, 1_482_000},
		{"bybit", "BTCUSDT", 1.8e12, 2e6, 0.005, 510},
		{"bybit", "BTCUSDT", 1.8e12, 2.6e6, 0.0056, 1_710},
		{"hyperliquid", "BTC", 1.76e12, 200e6, 0.025, 1_875_000},
		{"binance-coin", "BTCUSD_PERP", 1.6e12, 60, 0.05, 1.81},
		{"binance-coin", "BTCUSD_PERP", 1.6e12, 300, 0.125, 11.81},
		{"binance-coin", "BTCUSD_PERP", 1.7e12, 300, 0.125, 11.605},
	} {
		table, _ := Of(c.venue, c.symbol, c.t)
		tier := table.Tier(c.size)
		if math.Abs(float64(tier.Deduction-c.want)) > 1e-6 || math.Abs(tier.MaintenanceRate-c.rate) > 1e-12 {
			t.Errorf("%s, size %v: got %+v, want rate %v and deduction %v", c.venue, c.size, tier, c.rate, c.want)
		}
	}
}

// Maintenance margins that venues give as examples: 100 contracts of 100
// dollars at 25,000 at Binance keep 0.0016 coins; 180 coins at BitMEX keep
// 0.9, and 230 coins 1 %; 25 coins at Deribit keep 0.28125, and 350 coins
// 2.75 % (the example of the linear contract, which has the same rates).
func TestMaintenanceMarginsArePublishedOnes(t *testing.T) {
	for _, c := range []struct {
		name, venue, symbol string
		t                   data.UnixMs
		coins, want         float64
	}{
		{"0.4 coins", "binance-coin", "BTCUSD_PERP", 1.7e12, 0.4, 0.0016},
		{"180 coins", "bitmex", "XBTUSD", 1.55e12, 180, 0.9},
		{"230 coins", "bitmex", "XBTUSD", 1.55e12, 230, 2.3},
		{"25 coins", "deribit", "BTC-PERPETUAL", 1.7e12, 25, 0.28125},
		{"350 coins", "deribit", "BTC-PERPETUAL", 1.7e12, 350, 9.625},
	} {
		table, _ := Of(c.venue, c.symbol, c.t)
		p := Position{Side: data.Long, Entry: 25_000, Qty: c.coins, Margin: 1}
		tier := table.Tier(table.Contract.Size(p, 25_000))
		if got := table.Contract.MaintenanceMargin(p, tier, 25_000); math.Abs(float64(got)-c.want) > 1e-12 {
			t.Errorf("%s at %s: got %v, want %v", c.name, c.venue, got, c.want)
		}
	}
}

func TestLargestAndMaxLeverageAgree(t *testing.T) {
	for _, c := range []struct {
		name, venue, symbol string
		leverage            float64
		entry               data.Price
		want                data.USD
	}{
		{"caps in dollars do not ask for a price", "binance", "BTCUSDT", 100, 50e3, 800e3},
		{"caps in coin by quantity", "okx", "BTC-USDT-SWAP", 100, 50e3, 500e3},
		{"caps in coin by value", "binance-coin", "BTCUSD_PERP", 100, 50e3, 500e3},
		{"a risk limit", "bitmex", "XBTUSD", 100, 50e3, 10e6},
		// 1/L = 2 % + 0.005 % a coin: 2.5 % at 100 coins.
		{"a rate that rises with size", "deribit", "BTC-PERPETUAL", 40, 50e3, 5e6},
		{"the highest leverage of such a rate is for nothing", "deribit", "BTC-PERPETUAL", 50, 50e3, 0},
		{"more than any tier allows", "okx", "BTC-USDT-SWAP", 101, 50e3, 0},
	} {
		table, _ := Of(c.venue, c.symbol, 1.76e12)
		got := table.LargestAt(c.leverage, c.entry)
		if math.Abs(float64(got-c.want)) > 1e-3 {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if back := table.MaxLeverage(got, c.entry); c.want > 0 && math.Abs(back-c.leverage) > 1e-6 {
			t.Errorf("%s: %v may open with %vx, want %vx", c.name, got, back, c.leverage)
		}
	}
	table, _ := Of("okx", "BTC-USDT-SWAP", 1.76e12)
	if got := table.MaxLeverage(501e3, 50e3); got != 0 {
		t.Errorf("above the last cap: got %vx, want none", got)
	}
}

func TestEveryVenueHasASymbolOfBitcoin(t *testing.T) {
	for _, c := range []struct{ venue, coin, want string }{
		{"binance", "BTC", "BTCUSDT"}, {"binance", "ETH", "ETHUSDT"}, {"bybit", "BTC", "BTCUSDT"}, {"bybit", "ETH", ""},
		{"okx", "BTC", "BTC-USDT-SWAP"}, {"hyperliquid", "ETH", "ETH"}, {"binance-coin", "BTC", "BTCUSD_PERP"},
		{"bitmex", "BTC", "XBTUSD"}, {"deribit", "BTC", "BTC-PERPETUAL"}, {"nowhere", "BTC", ""}, {"bitmex", "", ""},
	} {
		if got, ok := Symbol(c.venue, c.coin); got != c.want || ok != (c.want != "") {
			t.Errorf("%s at %s: got %q, %v, want %q", c.coin, c.venue, got, ok, c.want)
		}
	}
	for _, id := range Venues() {
		symbol, ok := Symbol(id, "BTC")
		if table, known := Of(id, symbol, 0); !ok || !known || table.Name() != VenueName(id)+" "+symbol {
			t.Errorf("%s has no table of bitcoin", id)
		}
	}
}
