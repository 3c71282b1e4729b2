package history

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// MaxChecksum bounds a file of a checksum, in bytes.
const MaxChecksum = 1 << 10

// ParseChecksum reads the file beside a file of the archive: its SHA-256 in
// hexadecimal, blanks, perhaps an asterisk, and its name, on one line.
func ParseChecksum(raw []byte, name string) (sum [32]byte, err error) {
	if len(raw) > MaxChecksum {
		return sum, fmt.Errorf("checksum of %s: has more than %d bytes", name, MaxChecksum)
	}
	line, rest, _ := strings.Cut(string(raw), "\n")
	fields := strings.Fields(line)
	if strings.TrimSpace(rest) != "" || len(fields) != 2 || strings.TrimPrefix(fields[1], "*") != name {
		return sum, fmt.Errorf("checksum of %s: is not of one file of this name", name)
	}
	if len(fields[0]) != 2*len(sum) {
		return sum, fmt.Errorf("checksum of %s: is no SHA-256", name)
	}
	if _, err := hex.Decode(sum[:], []byte(fields[0])); err != nil {
		return sum, fmt.Errorf("checksum of %s: is no SHA-256", name)
	}
	return sum, nil
}
