package reconstruct

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"time"
)

//go:embed events/*.json
var eventFiles embed.FS

// IDs lists the events that can be reconstructed, the newest first.
func IDs() []string {
	entries, err := eventFiles.ReadDir("events")
	if err != nil {
		panic("reconstruct: " + err.Error())
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	slices.SortFunc(ids, func(a, b string) int { return strings.Compare(dateOf(b), dateOf(a)) })
	return ids
}

// dateOf returns the date that ends the id of an event: "2026-02-05".
func dateOf(id string) string { return id[max(0, len(id)-len(time.DateOnly)):] }

// figuresOf reads the figures of event id.
func figuresOf(id string) (*figures, error) {
	for _, known := range IDs() {
		if known == id {
			raw, err := eventFiles.ReadFile("events/" + id + ".json")
			if err != nil {
				return nil, err
			}
			return parse(raw)
		}
	}
	return nil, fmt.Errorf("no event %q", id)
}
