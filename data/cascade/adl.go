package cascade

import "unwind/data"

// Deleveraging is what a venue's auto-deleveraging took in a stretch. Its fills
// are the other side of liquidations, so it is a part of what was liquidated
// and never comes on top: on 10 October 2025, $5.51 B liquidated with $2.10 B
// of ADL is $5.51 B, not $7.61 B.
type Deleveraging struct {
	Liquidated data.USD // the whole of what was liquidated
	ADL        data.USD // the part of it that closed against profitable positions, off the book
}

// Total returns what was liquidated. It is not the sum of the two.
func (d Deleveraging) Total() data.USD { return d.Liquidated }

// Share returns the part of the liquidated dollars that ADL took, 0 to 1.
func (d Deleveraging) Share() (float64, Reason) {
	return ADLShare(float64(d.ADL), float64(d.Liquidated))
}

// ADLShare returns the part of what was liquidated that ADL took, 0 to 1, both
// in one unit: dollars or fills. More ADL than liquidations is of another
// universe, so [BadSettings].
func ADLShare(adl, liquidated float64) (float64, Reason) {
	switch {
	case !(liquidated > 0) || !(adl >= 0):
		return 0, NoData
	case adl > liquidated:
		return 0, BadSettings
	}
	return adl / liquidated, Known
}

// Book returns what was left for the order book.
func (d Deleveraging) Book() data.USD { return max(d.Liquidated-max(d.ADL, 0), 0) }

// Before returns the events of w before time t and their dollars: what had
// been liquidated before the first ADL.
func (e *Events) Before(w *Wave, t data.UnixMs) (int, Dollars) {
	last := min(max(e.until(t), w.first), w.last)
	return last - w.first, e.sum(w.first, last)
}
