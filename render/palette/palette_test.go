package palette

import (
	"fmt"
	"image/color"
	"math"
	"testing"
)

// contrast is the ratio of WCAG 2.2, 1.4.3.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func luminance(c color.RGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func TestContrastOfKnownColours(t *testing.T) {
	// #767676 on white is the well-known lightest grey that passes 4.5:1.
	if got := contrast(rgb(0x767676), rgb(0xffffff)); math.Abs(got-4.54) > 0.01 {
		t.Errorf("contrast of #767676 on white: got %.3f, want 4.54", got)
	}
}

func TestTextIsReadable(t *testing.T) {
	for _, light := range []bool{false, true} {
		th := Of(light)
		for name, c := range map[string]color.RGBA{"text": th.Text, "quiet": th.Quiet, "long": th.Long, "short": th.Short} {
			for ground, b := range map[string]color.RGBA{"background": th.Background, "surface": th.Surface} {
				if got := contrast(c, b); got < 4.5 {
					t.Errorf("light %v: %s on %s: got %.2f:1, want 4.5:1", light, name, ground, got)
				}
			}
		}
		if got := contrast(th.OnAccent, th.Accent); got < 4.5 {
			t.Errorf("light %v: text on accent: got %.2f:1, want 4.5:1", light, got)
		}
	}
}

// Coral and teal must stay apart for people who do not tell red from green:
// then mostly lightness and the blue-yellow axis remain.
func TestSidesDifferWithoutRedAndGreen(t *testing.T) {
	for _, light := range []bool{false, true} {
		l, s := toLab(Of(light).Long), toLab(Of(light).Short)
		if got := math.Hypot(l.l-s.l, l.b-s.b); got < 0.08 {
			t.Errorf("light %v: distance without the red-green axis: got %.3f, want 0.08", light, got)
		}
	}
}

func TestThemeColoursArePremultiplied(t *testing.T) {
	for _, light := range []bool{false, true} {
		th := Of(light)
		for name, c := range map[string]color.RGBA{"plate": th.Plate, "hairline": th.Hairline, "long fill": th.LongFill, "crosshair": th.Crosshair} {
			if c.A == 255 || c.A == 0 || max(c.R, c.G, c.B) > c.A {
				t.Errorf("light %v: %s is not a translucent premultiplied colour: %v", light, name, c)
			}
		}
	}
	if c := darkTheme.Flash; c.A != 0 || c.R == 0 {
		t.Errorf("the dark flash adds light: got %v", c)
	}
}

func TestFade(t *testing.T) {
	c := color.RGBA{200, 100, 51, 255}
	cases := []struct {
		name string
		f    float32
		want color.RGBA
	}{
		{"full opacity keeps the colour", 1, c},
		{"above one is one", 2, c},
		{"zero is nothing", 0, color.RGBA{}},
		{"negative is nothing", -1, color.RGBA{}},
		{"not a number is nothing", float32(math.NaN()), color.RGBA{}},
		{"half rounds to nearest", 0.5, color.RGBA{100, 50, 26, 128}},
	}
	for _, k := range cases {
		if got := Fade(c, k.f); got != k.want {
			t.Errorf("%s: got %v, want %v", k.name, got, k.want)
		}
	}
}

func TestMix(t *testing.T) {
	a, b := color.RGBA{0, 10, 20, 0}, color.RGBA{100, 20, 0, 255}
	if got, want := Mix(a, b, 0.5), (color.RGBA{50, 15, 10, 128}); got != want {
		t.Errorf("half way: got %v, want %v", got, want)
	}
	if Mix(a, b, -1) != a || Mix(a, b, 7) != b {
		t.Error("outside [0, 1] gives the ends")
	}
}

func TestOKLab(t *testing.T) {
	// Values of Ottosson's page: white is (1, 0, 0); sRGB red is
	// (0.62796, 0.22486, 0.12585).
	cases := []struct {
		c    uint32
		want lab
	}{{0xffffff, lab{1, 0, 0}}, {0xff0000, lab{0.62796, 0.22486, 0.12585}}}
	for _, k := range cases {
		got := toLab(rgb(k.c))
		if math.Abs(got.l-k.want.l)+math.Abs(got.a-k.want.a)+math.Abs(got.b-k.want.b) > 1e-4 {
			t.Errorf("%06x: got %v, want %v", k.c, got, k.want)
		}
		if got.rgba() != rgb(k.c) {
			t.Errorf("%06x does not survive the round trip: %v", k.c, got.rgba())
		}
	}
}

// Published entries that are not anchors, so that they check the interpolation.
func TestMapsFollowThePublishedTables(t *testing.T) {
	cases := []struct {
		name, anchors string
		i             int
		want          uint32
	}{
		{"inferno", inferno, 0, 0x000004},
		{"inferno", inferno, 17, 0x0c0826},
		{"inferno", inferno, 51, 0x420a68},
		{"inferno", inferno, 119, 0xae305c},
		{"inferno", inferno, 204, 0xfca50a},
		{"inferno", inferno, 238, 0xf2e661},
		{"inferno", inferno, 255, 0xfcffa4},
		{"viridis", viridis, 0, 0x440154},
		{"viridis", viridis, 51, 0x414487},
		{"viridis", viridis, 119, 0x23888e},
		{"viridis", viridis, 204, 0x7ad151},
		{"viridis", viridis, 255, 0xfde725},
		// viridisLite::cividis(5), the authors' own table in R
		{"cividis", cividis, 0, 0x00204d},
		{"cividis", cividis, 64, 0x414d6b},
		{"cividis", cividis, 128, 0x7c7b78},
		{"cividis", cividis, 192, 0xbcaf6f},
		{"cividis", cividis, 255, 0xffea46},
	}
	for _, k := range cases {
		got := at(parse(k.anchors), float64(k.i)/255).rgba()
		if d := distance(got, rgb(k.want)); d > 5 {
			t.Errorf("%s[%d]: got %v, want #%06x, off by %d", k.name, k.i, got, k.want, d)
		}
	}
}

func distance(a, b color.RGBA) int {
	d := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}

func TestMapsStartAtTheBackgroundAndGoOneWay(t *testing.T) {
	for _, light := range []bool{false, true} {
		for _, name := range append([]string{""}, Names...) {
			both, _ := Colors(name, light)
			for side := range both {
				t.Run(fmt.Sprintf("%q light %v side %d", name, light, side), func(t *testing.T) {
					checkRamp(t, &both[side], light)
				})
			}
		}
	}
}

func checkRamp(t *testing.T, m *[256]color.RGBA, light bool) {
	if m[0] != Of(light).Background {
		t.Errorf("entry 0: got %v, want the background", m[0])
	}
	for i := 1; i < 256; i++ {
		step := toLab(m[i]).l - toLab(m[i-1]).l
		if light {
			step = -step
		}
		if step < -0.004 { // rounding to bytes
			t.Errorf("lightness turns back at entry %d by %.4f", i, step)
		}
		if d := distance(m[i], m[i-1]); d > 14 {
			t.Errorf("entry %d jumps by %d", i, d)
		}
		if m[i].A != 255 {
			t.Errorf("entry %d is not opaque", i)
		}
	}
	if reach := math.Abs(toLab(m[255]).l - toLab(m[0]).l); reach < 0.55 {
		t.Errorf("reach of lightness: got %.2f, want 0.55", reach)
	}
}

func TestColorsAreNumbered(t *testing.T) {
	seen := map[int]string{}
	for _, light := range []bool{false, true} {
		for _, name := range Names {
			_, id := Colors(name, light)
			if id == 0 || seen[id] != "" {
				t.Errorf("%q light %v: number %d is taken by %q or zero", name, light, id, seen[id])
			}
			seen[id] = name
		}
	}
	got, _ := Colors("no such map", false)
	want, _ := Colors(Default, false)
	if *got != *want {
		t.Error("an unknown name gives the theme's default")
	}
	if n := testing.AllocsPerRun(10, func() { Colors("viridis", true) }); n != 0 {
		t.Errorf("Colors allocates %v times", n)
	}
}
