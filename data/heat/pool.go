package heat

// poolColumns writes the larger of each two neighbours of src to dst, whose
// length is half that of src, rounded up.
func poolColumns(dst, src []uint8) {
	pairs := len(src) / 2
	for i := range dst[:pairs] {
		pair := src[2*i : 2*i+2 : 2*i+2]
		dst[i] = max(pair[0], pair[1])
	}
	if len(src)%2 == 1 {
		dst[pairs] = src[len(src)-1]
	}
}

// poolRows writes the larger of a and b to dst, cell by cell; all have one
// length.
func poolRows(dst, a, b []uint8) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = max(a[i], b[i])
	}
}

func halfUp(n int) int { return (n + 1) / 2 }

// row returns one row of m.
func (m *Image) row(r int) []uint8 { return m.Pix[r*m.Cols : (r+1)*m.Cols] }

// At returns the byte of a cell; 0 outside the image.
func (m *Image) At(col, row int) uint8 {
	if col < 0 || col >= m.Cols || row < 0 || row >= m.Rows {
		return 0
	}
	return m.Pix[row*m.Cols+col]
}
