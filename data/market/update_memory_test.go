package market

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// cascading is a tape whose last rows are 500 a second, at most as many as it may
// keep, each in memory of its own, as it is so many steps of 100 ms after its
// first 20 minutes.
func cascading(whole *tape.Tape, most, step int) *tape.Tape {
	now := whole.From + 20*data.Minute + data.UnixMs(step)*100
	t := markettest.Live(whole, now)
	var l data.Liquidations
	for i := range most {
		at := now - 2*data.UnixMs(most-1-i)
		l.T, l.Side = append(l.T, at), append(l.Side, data.Long)
		l.Price, l.Notional = append(l.Price, 70_000), append(l.Notional, data.USD(1000+at%997))
		l.Venue = append(l.Venue, [...]string{"binance", "bybit"}[at/2%2])
	}
	layer := *t.Liquidations
	layer.Liquidations = l
	t.Liquidations = &layer
	return t
}

// Half an hour at 500 liquidations a second, of which a tape keeps the last: each
// market is freed when the next is there, also with a choice, and memory does not
// grow.
func TestNothingKeepsEarlierMarkets(t *testing.T) {
	const most, updates, jump = 3000, 300, 60 // every 6 s of 30 minutes
	whole := feeds(300)
	first, err := Chosen(indexed(t, cascading(whole, most, 0)), level.Choice{Filter: level.Filter{Side: data.Long}})
	if err != nil {
		t.Fatal(err)
	}
	var freed atomic.Int32
	m, early := first, uint64(0)
	first = nil
	for i := 1; i <= updates; i++ {
		runtime.AddCleanup(m, func(int) { freed.Add(1) }, i)
		runtime.AddCleanup(m.base, func(int) { freed.Add(1) }, i)
		m = updated(t, m, cascading(whole, most, i*jump))
		if i == updates/3 {
			early = heapInUse()
		}
	}
	late := heapInUse()
	for range 2000 { // cleanups run after a collection, when their goroutine has its turn
		if freed.Load() == 2*updates {
			break
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if got := freed.Load(); got != 2*updates {
		t.Errorf("%d of %d earlier markets were freed", got, 2*updates)
	}
	if late > early+4<<20 {
		t.Errorf("%d kB after a third, %d kB at the end", early>>10, late>>10)
	}
	if m.Tape.Liquidations.Len() != most || len(m.waves) == 0 || m.Pyramid == nil {
		t.Errorf("the last market has %d rows and %d waves", m.Tape.Liquidations.Len(), len(m.waves))
	}
	runtime.KeepAlive(m)
}

func heapInUse() uint64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}
