package reconstruct

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed events/*.json
var eventFiles embed.FS

// IDs lists the events that can be reconstructed, in alphabetical order.
func IDs() []string {
	entries, err := eventFiles.ReadDir("events")
	if err != nil {
		panic("reconstruct: " + err.Error())
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	return ids
}

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
