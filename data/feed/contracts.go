package feed

import (
	"maps"
	"sync"
)

// Contracts knows what one contract of each instrument of a venue is worth:
// what the venue's package was built with, and what the venue said since. It is
// safe for concurrent use.
type Contracts struct {
	Request Request // of the venue's list of instruments
	parse   func([]byte) ([]Contract, error)

	mu    sync.RWMutex
	known map[string]Contract // by exact name
}

// NewContracts knows what it is given, and learns from the answer to a request
// as parse reads it.
func NewContracts(known []Contract, r Request, parse func([]byte) ([]Contract, error)) *Contracts {
	c := &Contracts{Request: r, parse: parse, known: map[string]Contract{}}
	c.add(known)
	return c
}

// Learn takes in the venue's list of instruments. What the list does not name
// stays as it was known.
func (c *Contracts) Learn(body []byte) error {
	all, err := c.parse(body)
	if err != nil {
		return err
	}
	c.add(all)
	return nil
}

// add makes a map of its own, so that rows are read beside it.
func (c *Contracts) add(all []Contract) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := maps.Clone(c.known)
	for _, one := range all {
		known[one.Symbol] = one
	}
	c.known = known
}

// Of returns what a contract of an instrument is worth, and whether that is
// known.
func (c *Contracts) Of(symbol string) (Contract, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	one, ok := c.known[symbol]
	return one, ok
}
