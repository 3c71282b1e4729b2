package heat

import "encoding/binary"

// Eight cells at a time: a word holds eight bytes, lowest address lowest. The
// bytes of a word are compared by subtraction, with the top bit of each taken
// out so that no byte borrows from the next.
const (
	tops = 0x8080808080808080 // the top bit of each byte
	even = 0x00ff00ff00ff00ff // every second byte
)

// larger returns the larger byte of a and b at each of the eight places.
func larger(a, b uint64) uint64 {
	low := (a | tops) - (b &^ tops)          // top bit: the other bits of a are not less than those of b
	notLess := (a&^b | ^(a^b)&low) & tops    // top bit: a is not less than b
	keep := notLess | (notLess - notLess>>7) // all bits where the top one is set
	return b ^ (a^b)&keep
}

// poolColumns writes the larger of each two neighbours of src to dst, whose
// length is half that of src, rounded up.
func poolColumns(dst, src []uint8) {
	for len(src) >= 16 {
		low := halve(binary.LittleEndian.Uint64(src))
		high := halve(binary.LittleEndian.Uint64(src[8:]))
		binary.LittleEndian.PutUint64(dst, low|high<<32)
		dst, src = dst[8:], src[16:]
	}
	for len(src) >= 2 {
		dst[0] = max(src[0], src[1])
		dst, src = dst[1:], src[2:]
	}
	if len(src) == 1 {
		dst[0] = src[0]
	}
}

// halve returns the larger of each two neighbours of eight bytes, as the four
// lowest bytes.
func halve(w uint64) uint64 {
	w = larger(w, w>>8) & even
	w = (w | w>>8) & 0x0000ffff0000ffff
	return (w | w>>16) & 0xffffffff
}

// poolRows writes the larger of a and b to dst, cell by cell; all have one
// length.
func poolRows(dst, a, b []uint8) {
	for len(dst) >= 8 {
		w := larger(binary.LittleEndian.Uint64(a), binary.LittleEndian.Uint64(b))
		binary.LittleEndian.PutUint64(dst, w)
		dst, a, b = dst[8:], a[8:], b[8:]
	}
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
