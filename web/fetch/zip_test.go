package fetch

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
)

func readZip(raw []byte, limit int64) (string, error) {
	text, err := textOf(bytes.NewReader(raw), int64(len(raw)), limit)
	if err != nil {
		return "", err
	}
	defer text.Close()
	all, err := io.ReadAll(text)
	return string(all), err
}

func TestOneTextIsRead(t *testing.T) {
	for _, name := range []string{"a.csv", "A.CSV", "../../etc/a.csv", `C:\a.csv`} {
		if got, err := readZip(zipped(t, name, aText), 1000); err != nil || got != aText {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestBadZipsAreRefused(t *testing.T) {
	good := zipped(t, "a.csv", strings.Repeat(aText, 20))
	spoilt := bytes.Clone(good)
	spoilt[60] ^= 0xff
	liar := zipped(t, "a.csv", strings.Repeat("x", 5000))
	at := bytes.LastIndex(liar, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(liar[at+24:], 10) // says that it has ten bytes
	for _, c := range []struct {
		name string
		raw  []byte
		want error
	}{
		{"nothing", nil, ErrZip},
		{"a page", []byte("<html>"), ErrZip},
		{"two texts", zipped(t, "a.csv", "1", "2"), ErrZip},
		{"no text", zipped(t, "a.csv"), ErrZip},
		{"a folder", zipped(t, "a/", ""), ErrZip},
		{"a program", zipped(t, "a.exe", "x"), ErrZip},
		{"cut off", good[:len(good)-30], ErrZip},
		{"spoilt", spoilt, nil},
		{"larger than allowed", zipped(t, "a.csv", strings.Repeat("0123456789", 200)), ErrTooLarge},
		{"a bomb", zipped(t, "a.csv", strings.Repeat("0", 1<<20)), ErrTooLarge},
		{"a lie about its length", liar, nil},
	} {
		got, err := readZip(c.raw, 1500)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %d bytes, %v, want %v", c.name, len(got), err, c.want)
		}
	}
}

// A mebibyte of zeros packs to a thousandth; candles never do.
func TestABombIsRefusedByItsRatio(t *testing.T) {
	if _, err := readZip(zipped(t, "a.csv", strings.Repeat("0", 1<<20)), 1<<30); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func FuzzZip(f *testing.F) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if w, err := z.Create("a.csv"); err == nil {
		_, _ = io.WriteString(w, aText)
	}
	z.Close()
	f.Add(b.Bytes())
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if text, err := readZip(raw, 4096); err == nil && len(text) > 4096 {
			t.Errorf("%d bytes came through a limit of 4096", len(text))
		}
	})
}
