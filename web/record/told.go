package record

// kindOfGap is what pieces of one gap have in common.
type kindOfGap struct {
	venue string
	why   Why
}

// told knows the last gap of each kind.
type told map[kindOfGap]Span

// anew reports whether a gap is another one than the last of its kind, and not a
// piece that meets it.
func (t told) anew(g *Gap) bool {
	k := kindOfGap{g.Venue, g.Why}
	last, known := t[k]
	if known && g.From <= last.To && g.To >= last.From {
		t[k] = Span{min(g.From, last.From), max(g.To, last.To)}
		return false
	}
	t[k] = Span{g.From, g.To}
	return true
}
