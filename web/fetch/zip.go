package fetch

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxRatio is the most that a file may be larger than it is packed. Rows of
// candles pack to a third, equal ones to a thirtieth.
const maxRatio = 200

// ErrZip is what a bad archive fails with.
var ErrZip = errors.New("is no zip of one text")

// openText opens the one text of a zip, of at most limit bytes. Its name is
// not used as a path.
func openText(path string, limit int64) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	text, err := textOf(f, info.Size(), limit)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &textFile{text, f}, nil
}

// textOf opens the one entry of a zip of size bytes.
func textOf(in io.ReaderAt, size, limit int64) (io.ReadCloser, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrZip, err)
	}
	if len(z.File) != 1 || !strings.HasSuffix(strings.ToLower(z.File[0].Name), ".csv") {
		return nil, fmt.Errorf("%w: has %d entries", ErrZip, len(z.File))
	}
	limit = min(limit, maxRatio*size)
	if z.File[0].UncompressedSize64 > uint64(limit) {
		return nil, fmt.Errorf("the text: %w", ErrTooLarge)
	}
	text, err := z.File[0].Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrZip, err)
	}
	return &bounded{text, limit}, nil
}

// bounded fails when more comes than an entry says.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fmt.Errorf("the text: %w", ErrTooLarge)
	}
	return n, err
}

// textFile closes the file with its text.
type textFile struct {
	io.ReadCloser
	file *os.File
}

func (t *textFile) Close() error { return errors.Join(t.ReadCloser.Close(), t.file.Close()) }
