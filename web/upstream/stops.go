package upstream

import (
	"slices"
	"strings"
)

// Stops returns the hosts that are left alone now, by name.
func (h *Hosts) Stops() []Stop {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []Stop
	for name := range h.byName {
		if r := h.stopped(name); r != nil {
			all = append(all, Stop{Host: name, Refusal: *r})
		}
	}
	slices.SortFunc(all, func(a, b Stop) int { return strings.Compare(a.Host, b.Host) })
	return all
}
