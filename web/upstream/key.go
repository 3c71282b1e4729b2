package upstream

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// Key is an operator's key for a venue. However it is printed or logged, it
// shows as "…".
type Key string

const hidden = "…"

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
		return "", err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxKey+3)) // and the end of a line
	if err != nil {
		return "", err
	}
	k, err := ParseKey(string(raw))
	if err != nil {
		return "", fmt.Errorf("%w in %s", err, name)
	}
	return k, nil
}

// ParseKey checks that a key can be sent in a header: visible ASCII, at most
// 256 bytes, with white space around it left out.
func ParseKey(s string) (Key, error) {
	s = strings.TrimSpace(s)
	bad := strings.IndexFunc(s, func(c rune) bool { return c <= ' ' || c > '~' })
	if s == "" || len(s) > maxKey || bad >= 0 {
		return "", fmt.Errorf("a key is one word of visible ASCII, at most %d bytes; there is none", maxKey)
	}
	return Key(s), nil
}
