package heat

// The smallest levels of a pyramid: along time it halves until this many
// columns are left, along price it halves this often.
const (
	fewestColumns = 32
	priceHalvings = 2
)

// TimeLevels returns the number of levels along time, at least 1. Level t
// pools 2^t columns.
func (p *Pyramid) TimeLevels() int { return len(p.images) }

// PriceLevels returns the number of levels along price, at least 1. Level l
// pools 2^l bins.
func (p *Pyramid) PriceLevels() int { return len(p.images[0]) }

// Image returns a level of p; levels beyond the last are the last. The pixels
// belong to p and must not be changed.
func (p *Pyramid) Image(timeLevel, priceLevel int) *Image {
	times := p.images[max(0, min(timeLevel, p.TimeLevels()-1))]
	return times[max(0, min(priceLevel, p.PriceLevels()-1))]
}

// PyramidBuilder makes a pyramid in slices, for a caller that may not block.
type PyramidBuilder struct {
	field   *Field
	pyramid *Pyramid
	bare    []*Image // have no memory yet
	encode  *encoder
	sweep   *sweep
	values  []float32

	extremes []extremes // of the scales that are done
	next     int        // row to do next
}

// NewPyramid starts a pyramid of f, which must pass [Field.Check] and must not
// change before the last [PyramidBuilder.Step].
func NewPyramid(f *Field, q Quantizer) *PyramidBuilder {
	b := &PyramidBuilder{
		field:   f,
		pyramid: &Pyramid{Bins: f.Bins, Columns: f.Columns, Quant: q},
		encode:  newEncoder(q),
		sweep:   newSweep(f.Columns.N, len(f.Scales)),
		values:  make([]float32, f.Columns.N),
	}
	b.layOut()
	return b
}

// layOut makes all images of the pyramid, without memory.
func (b *PyramidBuilder) layOut() {
	for cols := b.field.Columns.N; ; cols = halfUp(cols) {
		var images []*Image
		for rows := b.field.Bins.N; len(images) <= priceHalvings; rows = halfUp(rows) {
			images = append(images, &Image{Cols: cols, Rows: rows})
		}
		b.pyramid.images = append(b.pyramid.images, images)
		b.bare = append(b.bare, images...)
		if cols <= fewestColumns {
			return
		}
	}
}

// prepare does a piece of what comes before the first row and reports whether
// there was any.
func (b *PyramidBuilder) prepare() bool {
	switch done := len(b.extremes); {
	case done < len(b.field.Scales):
		b.extremes = append(b.extremes, extremesOf(b.field.Scales[done]))
	case len(b.bare) > 0:
		b.reserve()
	default:
		return false
	}
	return true
}

// reserve takes the memory of the next image. All of it at once would keep a
// browser waiting: it is 15 MB for the built-in event.
func (b *PyramidBuilder) reserve() {
	m := b.bare[0]
	m.Pix = make([]uint8, m.Cols*m.Rows)
	b.bare = b.bare[1:]
}

// BuildPyramid makes a pyramid of f at once, for callers that may block, such
// as benchmarks and tests of what draws it. f must pass [Field.Check].
func BuildPyramid(f *Field, q Quantizer) *Pyramid {
	b := NewPyramid(f, q)
	for !b.Step(f.Bins.N) {
	}
	return b.Pyramid()
}

// Step does the given number of rows and returns true when the pyramid is
// done. Rows cost about the same each. Before the first it visits one scale and
// takes the memory of one image at a time.
func (b *PyramidBuilder) Step(rows int) bool {
	if b.prepare() {
		return false
	}
	last := min(b.next+rows, b.field.Bins.N)
	for ; b.next < last; b.next++ {
		b.fill(b.next)
		b.pyramid.poolRow(b.next)
	}
	return b.next == b.field.Bins.N
}

// Pyramid returns the pyramid, once Step has returned true.
func (b *PyramidBuilder) Pyramid() *Pyramid { return b.pyramid }

// fill draws one row of the finest level from the runs of its bin.
func (b *PyramidBuilder) fill(bin int) {
	row := b.pyramid.images[0][0].row(bin)
	s := b.sweep
	s.load(b.field.runsOf(bin), b.field.Groups)
	for lo, hi, ok := s.next(); ok; lo, hi, ok = s.next() {
		if s.held != 0 {
			b.segment(row, lo, hi)
		}
	}
}

// segment encodes the cells from lo to hi of a row, in which the same runs are
// open. Factors change slowly, so most blocks are one byte for sure.
func (b *PyramidBuilder) segment(row []uint8, lo, hi int) {
	bits, same := b.sweep.bits()
	for from := lo; from < hi; {
		block := from / blockColumns
		to := min((block+1)*blockColumns, hi)
		sure := same
		if !same {
			bits, sure = b.sweep.blockBits(block, b.extremes)
		}
		shade, single := b.encode.between(b.sweep.blockUSD(block, b.extremes))
		switch {
		case sure && single:
			fillWith(row[from:to], ByteOf(shade, bits))
		case b.sweep.value(b.values, from, to, b.field.Scales):
			b.encode.row(row[from:to], b.values[from:to], bits)
			if !sure {
				b.fix(row, from, to)
			}
		}
		from = to
	}
}

func fillWith(cells []uint8, v uint8) {
	for i := range cells {
		cells[i] = v
	}
}

// fix sets the bits of each cell from lo to hi of a row by itself.
func (b *PyramidBuilder) fix(row []uint8, lo, hi int) {
	for c := lo; c < hi; c++ {
		row[c] = ByteOf(ShadeOf(row[c]), b.sweep.bitsAt(c, b.field.Scales))
	}
}

// poolRow pools one row of the finest level into every coarser level that it
// completes: rows must come in ascending order.
func (p *Pyramid) poolRow(row int) {
	p.poolTimes(0, row)
	for level := 1; level < p.PriceLevels(); level++ {
		rows := p.images[0][level-1].Rows
		if row%2 == 0 && row != rows-1 {
			return
		}
		fine := row &^ 1
		row /= 2
		poolRows(p.images[0][level].row(row), p.images[0][level-1].row(fine), p.images[0][level-1].row(min(fine+1, rows-1)))
		p.poolTimes(level, row)
	}
}

// poolTimes pools one row of a price level along time.
func (p *Pyramid) poolTimes(priceLevel, row int) {
	for t := 1; t < len(p.images); t++ {
		poolColumns(p.images[t][priceLevel].row(row), p.images[t-1][priceLevel].row(row))
	}
}
