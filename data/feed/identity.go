package feed

import "strconv"

// key returns what reports have in common that only their ordinals tell apart.
func (l *Liquidation) key() Liquidation {
	k := *l
	k.Ordinal, k.Backlog = 0, false
	return k
}

// AppendIdentity appends what tells l from every other report:
//
//	venue|symbol|time|side|price|quantity|ordinal
//
// The venue of a collector is "coinglass/binance". Numbers are spelled as
// shortly as they can be, so that "0.190" and "0.19" are one. Where the venue
// names its events, "#" and that name stand in place of the ordinal. Two
// recorders of one feed, and two connections that overlap, give the same
// identity, so the later one can be dropped.
func (l *Liquidation) AppendIdentity(dst []byte) []byte {
	dst = append(dst, l.Venue...)
	if l.Exchange != "" {
		dst = append(dst, '/')
		dst = append(dst, l.Exchange...)
	}
	dst = append(dst, '|')
	dst = append(dst, l.Symbol...)
	dst = append(dst, '|')
	dst = strconv.AppendInt(dst, int64(l.At), 10)
	dst = append(dst, '|')
	dst = append(dst, l.Side.String()...)
	dst = append(dst, '|')
	dst = strconv.AppendFloat(dst, float64(l.Price), 'f', -1, 64)
	dst = append(dst, '|')
	dst = strconv.AppendFloat(dst, l.Qty, 'f', -1, 64)
	dst = append(dst, '|')
	if l.ID != "" {
		dst = append(dst, '#')
		return append(dst, l.ID...)
	}
	return strconv.AppendInt(dst, int64(l.Ordinal), 10)
}

// Identity returns what [Liquidation.AppendIdentity] appends.
func (l *Liquidation) Identity() string { return string(l.AppendIdentity(nil)) }
