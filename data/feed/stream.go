package feed

import "unwind/data"

// Stream is one WebSocket connection that a venue wants: where it goes, what
// is sent, and how to tell that it lives.
type Stream struct {
	Name  string // "market", "public", "business"
	Host  string
	Path  string
	Query string
	// KeyParameter names the parameter of the address that carries the
	// operator's key, or "". The key itself never passes through here.
	KeyParameter string

	Send    []string    // messages after opening, in order
	SendGap data.UnixMs // at least between two messages
	OpenGap data.UnixMs // at least between two openings of connections of the host; 0: not told

	Ping   Ping
	Proof  string      // the topic whose data proves that the stream flows
	Silent data.UnixMs // without any market data for as long, the stream is dead: open another
	// Rotate is how long a connection is used before another is opened beside
	// it and takes over; 0: as long as it lasts.
	Rotate data.UnixMs

	// NewParser returns a parser for one connection: parsers of streams may
	// remember what the connection sent before.
	NewParser func() Parser
}

// URL returns the address, without a key.
func (s *Stream) URL() string {
	u := "wss://" + s.Host + s.Path
	if s.Query != "" {
		u += "?" + s.Query
	}
	return u
}

// Ping says how a connection is kept open. Pings of the server are answered by
// the WebSocket library.
type Ping struct {
	Text  string // what to send, "" where the server pings
	Every data.UnixMs
	Idle  bool // only when nothing arrived for as long
}

// Parser reads the frames of one connection in their order. The same frames
// always give the same events. It is not safe for concurrent use.
type Parser interface {
	// ParseFrame appends what a frame holds to b. Rows of a frame that cannot
	// be read are left out and the first of them is returned as a
	// [*Malformed]; the others stand in b, since a frame cannot be asked for
	// again.
	ParseFrame(raw []byte, b *Batch) error
}

// MaxSymbols bounds the symbols of one set of connections.
const MaxSymbols = 64

// CheckSymbols refuses no symbols, too many, and any that is none of a venue's.
func CheckSymbols(venue string, symbols []string, valid func(string) bool) error {
	if len(symbols) == 0 || len(symbols) > MaxSymbols {
		return badRequest("between 1 and 64 symbols can be followed")
	}
	for _, s := range symbols {
		if !valid(s) {
			return &Refusal{Venue: venue, Reason: BadSymbol, Text: Clip(s)}
		}
	}
	return nil
}
