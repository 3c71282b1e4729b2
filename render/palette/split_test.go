package palette

import (
	"image/color"
	"math"
	"testing"
)

// matrix transforms linear sRGB.
type matrix [3][3]float64

// The matrices of complete colour vision deficiency by Machado, Oliveira and
// Fernandes, "A Physiologically-based Model for Simulation of Color Vision
// Deficiency", IEEE TVCG 15(6), 2009, doi:10.1109/TVCG.2009.113.
var deficiencies = map[string]matrix{
	"no":     {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan": {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// seen returns c as somebody with a deficiency sees it.
func (m matrix) seen(c color.RGBA) color.RGBA {
	in := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	var out [3]uint8
	for i, row := range m {
		out[i] = encode(row[0]*in[0] + row[1]*in[1] + row[2]*in[2])
	}
	return color.RGBA{out[0], out[1], out[2], 255}
}

func apart(a, b color.RGBA) float64 {
	x, y := toLab(a), toLab(b)
	return math.Sqrt((x.l-y.l)*(x.l-y.l) + (x.a-y.a)*(x.a-y.a) + (x.b-y.b)*(x.b-y.b))
}

// Simulated colours and distances were computed with culori 4 (npm), an
// implementation of its own.
func TestSimulatedColoursAreThoseOfOthers(t *testing.T) {
	cases := []struct {
		kind        string
		light       bool
		entry       int
		long, short uint32
		apart       float64
	}{
		{"no", false, 128, 0x9e5106, 0x0870a5, 0.243},
		{"protan", false, 128, 0x685b00, 0x5671a7, 0.204},
		{"deutan", false, 192, 0xb8a413, 0x7c9adf, 0.252},
		{"tritan", false, 255, 0xffc1bd, 0x50f1ef, 0.202},
		{"protan", false, 255, 0xe0cf87, 0xd8e2ff, 0.148},
		{"deutan", true, 64, 0xd5c36f, 0x9fbbfd, 0.207},
		{"tritan", true, 128, 0xf54b59, 0x00abb7, 0.321},
		{"protan", true, 255, 0x302900, 0x003b89, 0.217},
	}
	for _, c := range cases {
		m, _ := Colors(Split, c.light)
		see := deficiencies[c.kind]
		long, short := see.seen(m[0][c.entry]), see.seen(m[1][c.entry])
		if distance(long, rgb(c.long)) > 1 || distance(short, rgb(c.short)) > 1 {
			t.Errorf("%s light %v entry %d: got %v and %v, want #%06x and #%06x", c.kind, c.light, c.entry, long, short, c.long, c.short)
		}
		if got := apart(long, short); math.Abs(got-c.apart) > 0.004 {
			t.Errorf("%s light %v entry %d: %.3f apart, want %.3f", c.kind, c.light, c.entry, got, c.apart)
		}
	}
}

// From a fifth of the scale on, where a cell begins to stand out, everybody
// tells the sides apart: by 0.147 in OKLab or more, which by culori is 34 in
// CIEDE2000. About 0.02 can be seen at all.
func TestSidesOfSplitDifferForEverybody(t *testing.T) {
	for _, light := range []bool{false, true} {
		m, _ := Colors(Split, light)
		for kind, see := range deficiencies {
			for i := 48; i < 256; i++ {
				if got := apart(see.seen(m[0][i]), see.seen(m[1][i])); got < 0.145 {
					t.Errorf("%s light %v entry %d: %.3f apart, want 0.145", kind, light, i, got)
				}
			}
		}
	}
}

func TestSidesOfSplitAreEquallyLight(t *testing.T) {
	for _, light := range []bool{false, true} {
		m, _ := Colors(Split, light)
		for i := range 256 {
			if d := math.Abs(toLab(m[0][i]).l - toLab(m[1][i]).l); d > 0.004 {
				t.Errorf("light %v entry %d: lightness differs by %.4f", light, i, d)
			}
		}
	}
}
