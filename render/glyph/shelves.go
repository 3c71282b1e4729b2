package glyph

// shelves pack rectangles into the page: rows of one height, filled from the
// left, with a pixel between neighbours.
type shelves struct {
	rows []shelf
	y    int // where the next row starts
}

type shelf struct{ y, height, x int }

// take finds room for w × h pixels and reports whether there was any. It
// prefers the lowest row in which at most a third of the height is lost, then
// a new row, then any row that is high enough.
func (s *shelves) take(w, h int) (x, y int, ok bool) {
	best := s.lowest(w, h, h+h/2)
	if best == nil && s.y+h <= PageSize && w <= PageSize {
		s.rows = append(s.rows, shelf{y: s.y, height: h})
		best = &s.rows[len(s.rows)-1]
		s.y += h + 1
	}
	if best == nil {
		best = s.lowest(w, h, PageSize)
	}
	if best == nil {
		return 0, 0, false
	}
	x, y = best.x, best.y
	best.x += w + 1
	return x, y, true
}

// lowest returns the row of least height between h and limit with room for w,
// or nil.
func (s *shelves) lowest(w, h, limit int) (best *shelf) {
	for i := range s.rows {
		r := &s.rows[i]
		if r.height >= h && r.height <= limit && r.x+w <= PageSize && (best == nil || r.height < best.height) {
			best = r
		}
	}
	return best
}
