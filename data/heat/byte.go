package heat

// A byte of an [Image] holds three things of a cell: in its upper six bits
// the shade, 0 to [Shades], in the other two what the cell is like. A byte of
// 0 is nothing. The larger byte is the brighter cell, so pooling takes the
// largest and keeps what that cell is like.
const (
	// ShortBit, the lowest, is set where shorts are the larger part of the cell.
	ShortBit = 1 << iota
	// UnsureBit is set where the band of the cell is wide, see [UnsureFrom].
	UnsureBit

	shadeShift = iota
)

// Shades is the number of shades of more than nothing. More of them cannot be
// told apart on the colour maps, and what ages slowly changes its shade
// seldom, so that pictures pack a fifth smaller than with 255.
const Shades = 63

// UnsureFrom is how many times its least a cell may be at most before it
// counts as unsure, see [Field.Band]. With the leverage prior of this project
// that is where the leverages that are known least, 5x and 100x, make up most
// of the cell.
const UnsureFrom = 4

// ShadeOf returns the shade that a byte of an [Image] holds.
func ShadeOf(b uint8) uint8 { return b >> shadeShift }

// ByteOf returns the byte of a shade and the bits of its cell; nothing has no
// bits.
func ByteOf(shade, bits uint8) uint8 {
	if shade == 0 {
		return 0
	}
	return shade<<shadeShift | bits
}
