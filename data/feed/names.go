package feed

import "strings"

// Names keeps one copy of each name. The zero value has none.
type Names struct{ kept map[string]string }

// maxNames bounds the names that are kept; no venue lists as many instruments.
const maxNames = 4096

// Of returns a copy of s that does not hold on to the bytes it came from, the
// same one each time.
func (n *Names) Of(s string) string {
	if kept, ok := n.kept[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	if n.kept == nil {
		n.kept = map[string]string{}
	}
	if len(n.kept) < maxNames {
		n.kept[s] = s
	}
	return s
}
