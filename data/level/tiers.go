package level

import (
	"fmt"

	"unwind/data/margin"
)

// Fits returns why the estimate cannot use a table with a mix, or nil. It
// places every position at a fixed multiple of its entry, whatever the price,
// so the contract must be linear with tiers by value in dollars; and it opens
// every leverage of the mix, so a tier must allow it.
func Fits(t *margin.Table, mix []Share) error {
	if t.Contract != (margin.Contract{}) {
		return fmt.Errorf("tiers of %q %q depend on the price", t.Venue, t.Symbol)
	}
	for _, s := range mix {
		if !(t.Largest(s.Leverage) > 0) {
			return fmt.Errorf("leverage %v is not allowed at %q %q", s.Leverage, t.Venue, t.Symbol)
		}
	}
	return nil
}
