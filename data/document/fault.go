package document

import "strconv"

// Fault is the first fault of a text and where it is.
type Fault struct {
	Path   string // member names from the root, joined by dots: "candles.close[17]"; "" is the text itself
	Reason string // "is not a JSON value, line 4, column 117"
}

// Join appends a member name to a path.
func Join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Item appends an index to a path.
func Item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// Quote spells a string from outside for a reason, cut to a readable length.
func Quote(s string) string {
	const longest = 40
	if len(s) > longest {
		return strconv.QuoteToASCII(s[:longest]) + "…"
	}
	return strconv.QuoteToASCII(s)
}
