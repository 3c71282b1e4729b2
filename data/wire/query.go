package wire

// Query is a parsed query string, one for page, /embed and /poster.png.
type Query struct {
	Stage   Stage
	Style   Style
	Picture Picture
	Play    Play
	HasTime bool // the link carried t
	// Problems names every known key whose value was not understood and fell
	// back to its default.
	Problems []Problem
}

// Problem is one value of a query string that was not understood.
type Problem struct {
	Key, Value string
	Want       string // what would be understood, in English: "1 to 3600"
}
