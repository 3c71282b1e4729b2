package main

import (
	"math"
	"math/rand/v2"
	"sync"
)

// forced is one forced closure, before a venue puts it into its own words.
type forced struct {
	At    int64   `json:"at"` // ms
	Long  bool    `json:"long"`
	Price float64 `json:"price"` // dollars, in steps of ten cents
	Qty   float64 `json:"qty"`   // coins, in steps of a hundredth: an OKX contract
}

// sum is what was reported of one side.
type sum struct {
	Count int     `json:"count"`
	USD   float64 `json:"usd"`
}

// ledger counts what venues reported, once each, in their own dollars.
type ledger struct {
	mu    sync.Mutex
	sides map[string]map[string]*sum // by venue and side
}

func (l *ledger) enter(v *venue, all []forced) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sides[v.id] == nil {
		l.sides[v.id] = map[string]*sum{"long": {}, "short": {}}
	}
	for _, p := range all {
		s := l.sides[v.id][word(p.Long, "long", "short")]
		s.Count++
		s.USD += v.words.worth(p)
	}
}

// word returns one of two words.
func word(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// some returns seeded closures around a price: of ten nine are longs, sizes are
// spread over three decades, and some are equal to the one before.
func some(r *rand.Rand, n int, at int64, price float64) []forced {
	all := make([]forced, n)
	for i := range all {
		if i > 0 && r.IntN(20) == 0 {
			all[i] = all[i-1]
			continue
		}
		size := math.Exp(r.Float64() * math.Log(1000)) // 1 to 1,000 hundredths
		all[i] = forced{
			At: at, Long: r.IntN(10) > 0,
			Price: math.Round(10*price*(1+0.001*(r.Float64()-0.5))) / 10,
			Qty:   math.Round(size) / 100,
		}
	}
	return all
}
