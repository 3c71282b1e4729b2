package tape

import "strconv"

// Error is one fault of a tape and where it is.
type Error struct {
	Path   string // member names from the root, joined by dots: "candles.close"; "" is the file itself
	Index  int    // row of the array at Path, or −1 when Path is no row
	Reason string // "must be finite and positive, is -3"
}

// Error returns the place and the reason:
// "candles.close[17]: must be finite and positive, is -3".
func (e *Error) Error() string {
	place := e.Path
	if e.Index >= 0 {
		place += "[" + strconv.Itoa(e.Index) + "]"
	}
	if place == "" {
		return "tape: " + e.Reason
	}
	return place + ": " + e.Reason
}

// number spells x for a reason.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
