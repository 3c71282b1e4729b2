package heat

// Image is one level of a pyramid, one byte a cell: how bright it is, which side
// is the larger and whether it is unsure, see [ByteOf].
type Image struct {
	Cols, Rows int
	Pix        []uint8 // Pix[row*Cols+col]; row 0 is the lowest price
}

// Pyramid is the estimate as drawn: level (t, p) holds, for each block of 2^t
// columns × 2^p bins, the brightest cell. Maximum, not mean: no level
// disappears when zooming out. Of equally bright ones shorts and unsure cells
// come first.
type Pyramid struct {
	Bins    Bins
	Columns Columns
	Quant   Quantizer
	images  [][]*Image // [time level][price level]
	encode  *encoder   // made by the first SetColumn
}

// Quantizer maps notional to a shade, linear in log1p(usd/Unit): 0 is nothing,
// 1 the smallest positive value and [Shades] is Peak and above.
type Quantizer struct {
	Unit, Peak float64 // USD, 0 < Unit < Peak <= 1e30·Unit
}
