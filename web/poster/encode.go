package poster

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"sync"
)

// compression is the level of zlib that pictures are packed with. For the
// cover at 1200 × 630, levels 5, 7 and 9 give 137, 132 and 129 kB in 13, 19 and
// 64 ms.
const compression = 7

// encode returns the opaque img as a PNG of 24 bits a pixel.
//
// image/png tries five filters on each row. Pictures of charts repeat exactly,
// along a level and from row to row, which deflate finds best in unfiltered
// bytes: for the cover 132 kB in 19 ms against 145 kB in 35 ms, and choosing
// the filter of each row by packing it with each gains nothing.
func encode(img *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	chunk(&out, "IHDR", header(img.Rect.Dx(), img.Rect.Dy()))
	pixels, err := pack(img)
	if err != nil {
		return nil, err
	}
	chunk(&out, "IDAT", pixels)
	chunk(&out, "IEND", nil)
	return out.Bytes(), nil
}

// header is the contents of IHDR: 8 bits a channel, red, green and blue, not
// interlaced.
func header(width, height int) []byte {
	h := binary.BigEndian.AppendUint32(nil, uint32(width))
	h = binary.BigEndian.AppendUint32(h, uint32(height))
	return append(h, 8, 2, 0, 0, 0)
}

// chunk appends one chunk: length, name, contents, checksum of both.
func chunk(out *bytes.Buffer, name string, contents []byte) {
	var number [4]byte
	binary.BigEndian.PutUint32(number[:], uint32(len(contents)))
	out.Write(number[:])
	out.WriteString(name)
	out.Write(contents)
	sum := crc32.Update(crc32.ChecksumIEEE([]byte(name)), crc32.IEEETable, contents)
	binary.BigEndian.PutUint32(number[:], sum)
	out.Write(number[:])
}

// packers holds writers of zlib at the level of compression; a fresh one takes
// a megabyte.
var packers = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, compression)
	if err != nil {
		panic("poster: " + err.Error())
	}
	return w
}}

// pack returns the rows of img, each after a zero for "no filter", compressed.
func pack(img *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	w := packers.Get().(*zlib.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	row := make([]byte, 1+3*img.Rect.Dx())
	for y := range img.Rect.Dy() {
		opaque(row[1:], img.Pix[y*img.Stride:])
		if _, err := w.Write(row); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// opaque copies pixels without their alpha until dst is full.
func opaque(dst, rgba []byte) {
	for len(dst) >= 3 {
		dst[0], dst[1], dst[2] = rgba[0], rgba[1], rgba[2]
		dst, rgba = dst[3:], rgba[4:]
	}
}
