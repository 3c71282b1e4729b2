package library

import (
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/singleflight"

	"unwind/data/market"
)

// maxMarkets bounds the markets that are kept; one takes tens of megabytes.
const maxMarkets = 4

// markets keeps the markets that were asked for last. Its zero value is empty.
type markets struct {
	group singleflight.Group
	mu    sync.Mutex
	kept  []keptMarket // most recently used last
}

type keptMarket struct {
	key    string // the hash of the tape, and the choice
	market *market.Market
}

// Market returns the market of e. The first call for an event reads its tape;
// callers that come meanwhile wait for that one.
func (l *Library) Market(e *Event) (*market.Market, error) {
	if e.GoesOn() {
		return l.grownMarket(e)
	}
	if m := l.markets.find(e.Tape.Hash); m != nil {
		return m, nil
	}
	m, err, _ := l.markets.group.Do(e.Tape.Hash, func() (any, error) {
		m, err := newMarket(e)
		if err == nil {
			l.markets.keep(e.Tape.Hash, m)
		}
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("prepare event %q: %w", e.ID, err)
	}
	return m.(*market.Market), nil
}

func newMarket(e *Event) (*market.Market, error) {
	t, err := readTape(e.Tape)
	if err != nil {
		return nil, err
	}
	return market.New(t)
}

func (k *markets) find(key string) *market.Market {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.IndexFunc(k.kept, func(m keptMarket) bool { return m.key == key })
	if i < 0 {
		return nil
	}
	found := k.kept[i]
	k.kept = append(slices.Delete(k.kept, i, i+1), found)
	return found.market
}

func (k *markets) keep(key string, m *market.Market) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, keptMarket{key, m})
	if len(k.kept) > maxMarkets {
		k.kept = slices.Delete(k.kept, 0, 1)
	}
}
