package heat

// Image is one level of a pyramid, one byte a cell: 0 is nothing, otherwise
// the logarithm of the notional, see [Quantizer], in 64 shades.
type Image struct {
	Cols, Rows int
	Pix        []uint8 // Pix[row*Cols+col]; row 0 is the lowest price
}

// Pyramid is the estimate as drawn: level (t, p) holds, for each block of 2^t
// columns × 2^p bins, the largest cell. Maximum, not mean: no level
// disappears when zooming out.
type Pyramid struct {
	Bins    Bins
	Columns Columns
	Quant   Quantizer
	images  [][]*Image // [time level][price level]
	encode  *encoder   // made by the first SetColumn
}

// Quantizer maps notional to a byte, linear in log1p(usd/Unit): 0 is nothing,
// 1 the smallest positive value and 255 is Peak and above.
type Quantizer struct {
	Unit, Peak float64 // USD, 0 < Unit < Peak <= 1e30·Unit
}
