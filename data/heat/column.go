package heat

// SetColumn replaces a column of p with what waits there by side and whether
// that is unsure, one value a bin, lowest price first, and refreshes that
// column in every level. It is what a live event does when a bar closes, and it
// allocates nothing after the first call. col must be inside p and the length
// of all three must be p.Bins.N.
func (p *Pyramid) SetColumn(col int, long, short []float32, unsure []bool) {
	if p.encode == nil {
		p.encode = newEncoder(p.Quant)
	}
	fine := p.images[0][0]
	for row := range fine.Rows {
		wide := -1.0
		if unsure[row] {
			wide = 1
		}
		bits := bitsOf(float64(short[row]-long[row]), wide)
		fine.Pix[row*fine.Cols+col] = ByteOf(p.encode.encode(long[row]+short[row]), bits)
	}
	p.poolColumn(col)
}

// poolColumn refreshes one column of the finest level in all others.
func (p *Pyramid) poolColumn(col int) {
	for t, images := range p.images {
		at := col >> t
		if t > 0 {
			images[0].poolPair(p.images[t-1][0], at)
		}
		for level := 1; level < len(images); level++ {
			images[level].poolTall(images[level-1], at)
		}
	}
}

// poolPair sets column col of m from the two columns of fine that it pools.
func (m *Image) poolPair(fine *Image, col int) {
	left, right := 2*col, min(2*col+1, fine.Cols-1)
	for row := range m.Rows {
		cells := fine.row(row)
		m.Pix[row*m.Cols+col] = max(cells[left], cells[right])
	}
}

// poolTall sets column col of m from the rows of fine that it pools.
func (m *Image) poolTall(fine *Image, col int) {
	for row := range m.Rows {
		low, high := 2*row, min(2*row+1, fine.Rows-1)
		m.Pix[row*m.Cols+col] = max(fine.Pix[low*fine.Cols+col], fine.Pix[high*fine.Cols+col])
	}
}
