package record

import "strings"

// Kind is what a stored message is about. Its name is the first part of the
// message's subject.
type Kind uint8

// Kinds of messages.
const (
	UnknownKind Kind = iota
	Liquidation
	Candle
	Spot // a candle of a spot market
	Mark
	Interest
	Funding
	Missing // a stretch that was not recorded: see [Gap]
	Raw     // bytes of a frame that held several events
)

var kindNames = [...]string{"", "liq", "candle", "spot", "mark", "oi", "funding", "gap", "raw"}

// String returns the first part of the subjects of the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return ""
}

// kindOf returns the kind of a name, or [UnknownKind].
func kindOf(name string) Kind {
	for k := Liquidation; int(k) < len(kindNames); k++ {
		if kindNames[k] == name {
			return k
		}
	}
	return UnknownKind
}

// subjects returns the subjects of the stream.
func subjects() []string {
	var all []string
	for _, name := range kindNames[Liquidation:] {
		all = append(all, name+".>")
	}
	return all
}

// subject returns where a message goes: "liq.binance.BTCUSDT", "gap.binance".
func subject(k Kind, venue, symbol string) string {
	s := k.String() + "." + token(venue)
	if symbol != "" {
		s += "." + token(symbol)
	}
	return s
}

// token spells a name as one part of a subject: what has a meaning there, and
// what is no plain ASCII, becomes %XX.
func token(name string) string {
	const hex = "0123456789ABCDEF"
	if name == "" {
		return "%"
	}
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case c <= ' ' || c >= 0x7f || strings.IndexByte(".*>%", c) >= 0:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
