package palette

import (
	"image/color"
	"math"
	"strconv"
	"strings"
	"sync"
)

// Anchors of the maps, 0xRRGGBB from low to high at equal distances.
//
// Inferno and viridis are by Stéfan van der Walt and Nathaniel Smith
// (https://bids.github.io/colormap/, CC0): every eighth entry of their tables.
// Cividis is by Nuñez, Anderton and Renslow, PLoS ONE 13(7): e0199239 (2018),
// taken from the polynomial in d3-scale-chromatic, which is within 5 of the
// authors' table. Dusk and the greys are this project's.
//
// So are the pairs of split. Both of a pair have the same OKLab lightness at
// each anchor, and as much chroma, up to 0.17, as sRGB can show of their hues,
// which go in degrees of OKLab from 35 to 75 in embers and from 265 to 215 in
// frost, from 60 to 35 in clay and from 235 to 262 in ink.
const (
	inferno = "000004 040312 0b0724 150b37 210c4a 2f0a5b 3d0965 4a0c6b 57106e 64156e 71196e 7d1e6d 8a226a 972766 a32c61 b0315b bc3754 c63d4d d04545 da4e3c e35933 eb6429 f1711f f67e14 f98c0a fb9b06 fcaa0f fbba1f f9c932 f5d949 f2e865 f3f586 fcffa4"
	viridis = "440154 470d60 48186a 482374 472d7b 453781 424086 3e4989 3b528b 375b8d 33638d 2f6b8e 2c728e 297a8e 26828e 23898e 21918c 1f978b 1f9f88 21a685 27ad81 31b57b 3dbc74 4cc26c 5cc863 6ece58 81d34d 95d840 aadc32 c0df25 d5e21a eae51a fde725"
	cividis = "002051 022c65 14386d 2b446e 42506e 575c6e 696970 787573 868276 948f78 a49d78 b6ab73 caba6a e0c95d f2d950 fdea45"
	grey    = "050608 fcfcfc"
	embers  = "200300 3e1001 5e2302 7e3904 9e5106 be6b0a de870f fea414 fece8c"
	frost   = "01013a 011e4d 02386a 045387 0870a5 0d8ec2 12aedf 18cefb 8ae8fe"
	clay    = "ffeee2 fecdaa fea86f f88230 df6718 c25008 a43b05 852803 671702"
	ink     = "e4f5ff b2dffe 7fc8fe 47affd 1894f1 0a79d6 0660ba 03479f 012d86"
	dusk    = "fbfaf7 fdeccb fdd59c fbb56b f48d4d e26047 c03750 921f5b 61155a 360d45"
)

// Names are the values of the query key "palette" that [Colors] knows. The
// empty name is the theme's default.
var Names = []string{"inferno", "viridis", "cividis", "grey", Split}

// Split is the name of the map that tells longs from shorts by hue. In both,
// lightness says how much.
const Split = "split"

// Map is a colour map: that of cells where longs are the larger part, and that
// of cells where shorts are. They differ in [Split] alone.
type Map [2][256]color.RGBA

// Default is the name of the default map of the dark theme. The light theme's
// own map has no name.
const Default = "inferno"

// table is one finished map with its number.
type table struct {
	colors Map
	id     int
}

var tables = sync.OnceValue(makeTables)

// Colors returns a colour map and a number that is different for each, never
// 0. Lightness rises from entry 0 to 255 on dark and falls on light; entry 0 is the
// theme's background. An unknown or empty name gives the theme's default. The
// table is shared and must not be changed.
func Colors(name string, light bool) (*Map, int) {
	i := 0
	for k, n := range Names {
		if n == name {
			i = 2 * (k + 1)
		}
	}
	if light {
		i++
	}
	t := &tables()[i]
	return &t.colors, t.id
}

// makeTables returns the maps in pairs dark, light: the defaults, then Names.
func makeTables() []table {
	dark, light := toLab(darkTheme.Background), toLab(lightTheme.Background)
	var out []table
	for k, ramp := range [][]lab{parse(inferno), parse(inferno), parse(viridis), parse(cividis), parse(grey)} {
		back := reversed(ramp)
		if k == 0 {
			back = parse(dusk)
		}
		out = append(out, both(ground(ramp, dark)), both(ground(back, light)))
	}
	out = append(out,
		table{colors: Map{ground(parse(embers), dark), ground(parse(frost), dark)}},
		table{colors: Map{ground(parse(clay), light), ground(parse(ink), light)}})
	for i := range out {
		out[i].id = i + 1
	}
	return out
}

// blend is the share of a map in which the background gives way to it.
const blend = 0.16

// both is a table of one map for both sides.
func both(ramp [256]color.RGBA) table { return table{colors: Map{ramp, ramp}} }

// ground lays a map on a background: it starts where the map's lightness
// leaves the background's, and mixes the two by smoothstep.
func ground(ramp []lab, background lab) (t [256]color.RGBA) {
	start := departure(ramp, background.l)
	for i := range t {
		x := float64(i) / 255
		s := math.Min(1, x/blend)
		t[i] = background.mix(at(ramp, start+(1-start)*x), s*s*(3-2*s)).rgba()
	}
	return t
}

// departure returns the last place of ramp, in steps of 1/255, before its
// lightness goes past l, or 0.
func departure(ramp []lab, l float64) float64 {
	rising := ramp[len(ramp)-1].l > ramp[0].l
	for i := range 255 {
		if (at(ramp, float64(i)/255).l > l) == rising {
			return float64(max(0, i-1)) / 255
		}
	}
	return 0
}

// at returns the colour at place x in [0, 1] of equidistant anchors.
func at(ramp []lab, x float64) lab {
	p := x * float64(len(ramp)-1)
	i := min(int(p), len(ramp)-2)
	return ramp[i].mix(ramp[i+1], p-float64(i))
}

func reversed(ramp []lab) []lab {
	out := make([]lab, len(ramp))
	for i, c := range ramp {
		out[len(ramp)-1-i] = c
	}
	return out
}

// parse reads anchors.
func parse(s string) []lab {
	var out []lab
	for _, h := range strings.Fields(s) {
		v, err := strconv.ParseUint(h, 16, 24)
		if err != nil {
			panic("palette: bad anchor " + h)
		}
		out = append(out, toLab(rgb(uint32(v))))
	}
	return out
}
