package wire

import "strings"

// Names used in query strings, messages and states, in the order of the
// constants.
var (
	playNames     = []string{"0", "visible", "1"}
	themeNames    = []string{"system", "dark", "light"}
	uiNames       = []string{"full", "min", "none", "stage"}
	gesturesNames = []string{"auto", "cooperative", "greedy"}
	layerNames    = []string{"heat", "candles", "bubbles", "volume", "profile", "liquidations", "spot", "oi", "funding", "chain", "fuel", "depth", "lanes", "gaps"}
	paletteNames  = []string{"inferno", "viridis", "cividis", "grey", "split"}
	langNames     = []string{"en", "ru"}
	axisNames     = []string{"both", "time", "price"}
)

// smart is the speed that bends with the event.
const smart = "smart"

// noLayers is the name of the empty set of layers.
const noLayers = "none"

// String returns "0", "visible" or "1".
func (p Play) String() string { return nameOf(playNames, int(p)) }

// String returns "system", "dark" or "light".
func (t Theme) String() string { return nameOf(themeNames, int(t)) }

// String returns "full", "min", "none" or "stage".
func (u UI) String() string { return nameOf(uiNames, int(u)) }

// String returns "auto", "cooperative" or "greedy".
func (g Gestures) String() string { return nameOf(gesturesNames, int(g)) }

// String returns the names of the layers in l, separated by commas, or "none".
func (l Layers) String() string { return string(l.appendTo(nil)) }

func (l Layers) appendTo(dst []byte) []byte {
	start := len(dst)
	for i, name := range layerNames {
		if l&(1<<i) == 0 {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, name...)
	}
	if len(dst) == start {
		dst = append(dst, noLayers...)
	}
	return dst
}

// parseLayers returns the layers named in the comma list s and the names in it
// that are unknown, joined by commas.
func parseLayers(s string) (layers Layers, unknown string) {
	if s == noLayers {
		return 0, ""
	}
	var strangers []string
	for name := range strings.SplitSeq(s, ",") {
		if i := indexOf(layerNames, name); i >= 0 {
			layers |= 1 << i
		} else {
			strangers = append(strangers, name)
		}
	}
	return layers, strings.Join(strangers, ",")
}

func nameOf(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return "unknown"
	}
	return names[i]
}

// indexOf returns the place of name in names, or −1.
func indexOf(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}

// oneOf says in English which names are understood.
func oneOf(names []string) string {
	return strings.TrimPrefix(strings.Join(names, ", "), ", ")
}
