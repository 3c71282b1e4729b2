package upstream

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// Key is an operator's key for a venue; the zero value is none. However it is
// printed or logged, it shows as "…", and inside of what prints its fields by
// itself as an address in memory.
type Key struct{ word *string }

const hidden = "…"

// Given reports whether there is a key.
func (k Key) Given() bool { return k.word != nil }

// reveal returns the key, for the header that it goes into.
func (k Key) reveal() string {
	if k.word == nil {
		return ""
	}
	return *k.word
}

// Format prints no key, with any verb.
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, hidden) }

// LogValue logs no key.
func (k Key) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText writes no key.
func (k Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// maxKey bounds a key, in bytes; those that are known have 32.
const maxKey = 256

// ReadKey reads a key from a file of one line. Its errors do not show what is
// in the file.
func ReadKey(name string) (Key, error) {
	f, err := os.Open(name)
	if err != nil {
		return Key{}, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxKey+3)) // and the end of a line
	if err != nil {
		return Key{}, err
	}
	k, err := ParseKey(string(raw))
	if err != nil {
		return Key{}, fmt.Errorf("%w in %s", err, name)
	}
	return k, nil
}

// ParseKey checks that a key can be sent in a header: visible ASCII, at most
// 256 bytes, with white space around it left out.
func ParseKey(s string) (Key, error) {
	s = strings.TrimSpace(s)
	bad := strings.IndexFunc(s, func(c rune) bool { return c <= ' ' || c > '~' })
	if s == "" || len(s) > maxKey || bad >= 0 {
		return Key{}, fmt.Errorf("a key is one word of visible ASCII, at most %d bytes; there is none", maxKey)
	}
	return Key{&s}, nil
}
