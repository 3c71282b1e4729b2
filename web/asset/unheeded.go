package asset

import (
	"net/http"
	"strings"
)

// NameUnheeded tells in the headers of an answer which keys of the query fell
// back to their defaults and which were clamped to their bounds.
func NameUnheeded(h http.Header, ignored, clamped []string) {
	for name, keys := range map[string][]string{"Unwind-Ignored": ignored, "Unwind-Clamped": clamped} {
		if len(keys) > 0 {
			h.Set(name, strings.Join(keys, ", "))
		}
	}
}
