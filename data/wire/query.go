package wire

// Query is a parsed query string, one for page, /embed, /poster.png
// and /data.csv.
type Query struct {
	Stage   Stage // Clock is paused at t; At is 0 without one
	Style   Style
	Picture Picture
	Play    Play
	HasTime bool // the link carried t
	HasUI   bool // the link carried ui; without it a page shows full, /embed min
	// Problems names every known key whose value was not understood and fell
	// back to its default.
	Problems []Problem
}

// Problem is one value of a query string that was not understood.
type Problem struct {
	Key, Value string // Value is cut to 64 bytes
	Want       string // what would be understood, in English: "1 to 3600"
}

// DefaultQuery returns what an empty query string means.
func DefaultQuery() Query {
	return Query{
		Stage:   Stage{Speed: DefaultSpeed, Layers: DefaultLayers},
		Picture: Picture{Width: DefaultWidth, Height: DefaultHeight, Scale: DefaultScale},
	}
}
