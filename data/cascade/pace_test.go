package cascade

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/random"
)

// randomPace is a pace of random dollars: calm, with a few giants.
func randomPace(seed string) PaceInput {
	rnd := random.New("pace", seed)
	in := PaceInput{
		From: noon, To: noon + data.UnixMs(1e6+1e9*rnd.Uniform()),
		Dollars: make([]data.USD, 1+int(1000*rnd.Uniform())),
		Seconds: 1 + 200*rnd.Uniform(), Slow: 1 + 50*rnd.Uniform(), Fast: 1 + 20*rnd.Uniform(),
	}
	for i := range in.Dollars {
		switch rnd.Next() % 4 {
		case 0:
			in.Dollars[i] = data.USD(1e9 * rnd.Uniform())
		case 1:
			in.Dollars[i] = data.USD(1e6 * rnd.Uniform())
		}
	}
	return in
}

func TestAPaceFitsGrowsAndTurnsBack(t *testing.T) {
	for k := range 200 {
		in := randomPace(string(rune('a' + k)))
		p, reason := NewPace(in)
		if reason != Known {
			t.Fatalf("pace %d: %q", k, reason)
		}
		if p.Seconds() != in.Seconds || p.At(0) != in.From || p.At(in.Seconds) != in.To || p.Wall(in.To) != in.Seconds || p.Wall(in.From) != 0 {
			t.Errorf("pace %d: %v s from %d to %d, want %v s from %d to %d", k, p.Seconds(), p.At(0), p.At(in.Seconds), in.Seconds, in.From, in.To)
		}
		checkPace(t, k, p, in)
		again, _ := NewPace(in)
		if !slices.Equal(p.shares, again.shares) {
			t.Errorf("pace %d: the same input gives another pace", k)
		}
	}
}

func checkPace(t *testing.T, k int, p *Pace, in PaceInput) {
	t.Helper()
	rnd := random.New("times")
	mean := float64(in.To-in.From) / 1000 / in.Seconds
	lastWall := -1.0
	for i := range data.UnixMs(300) {
		at := in.From + (in.To-1-in.From)*i/300 + data.UnixMs(rnd.Uniform()*2)
		wall := p.Wall(at)
		if !(wall > lastWall) || p.At(wall) != at {
			t.Fatalf("pace %d at %d: wall %v after %v, and back to %d", k, at-in.From, wall, lastWall, p.At(wall)-in.From)
		}
		lastWall = wall
		// Pieces are cut to whole milliseconds, so the bounds hold to one in the
		// length of a piece.
		slack := 1 + 2/(float64(in.To-in.From)/float64(len(in.Dollars))) + 1e-9
		if v := p.Speed(at); v < mean/in.Slow/slack || v > mean*in.Fast*slack {
			t.Fatalf("pace %d at %d: speed %v is not within %v/%v and ×%v", k, at-in.From, v, mean, in.Slow, in.Fast)
		}
	}
}

// Two parts of 1 and 3 dollars (smoothed over the neighbours that they have not
// got: (6·1+3·3)/9 and (3·1+6·3)/9, that is 5 and 7 parts of 12) in 12 seconds.
func TestTimeFollowsDollars(t *testing.T) {
	p, _ := NewPace(PaceInput{From: 0, To: 12000, Dollars: []data.USD{1, 3}, Seconds: 12, Slow: 10, Fast: 10})
	for _, c := range []struct {
		wall float64
		want data.UnixMs
	}{{2.5, 3000}, {5, 6000}, {8.5, 9000}, {12, 12000}, {99, 12000}, {-1, 0}, {math.NaN(), 0}} {
		if got := p.At(c.wall); got != c.want {
			t.Errorf("after %v s: got %d, want %d", c.wall, got, c.want)
		}
	}
	if got := p.Speed(1000); math.Abs(got-1.2) > 1e-9 { // 6 seconds in 5
		t.Errorf("speed %v, want 1.2", got)
	}
	if p.Speed(-5) != p.Speed(0) || p.Speed(99999) != p.Speed(11999) {
		t.Error("outside the event the speed is not that of its ends")
	}
}

func TestWavesRunSlowAndCalmFast(t *testing.T) {
	dollars := make([]data.USD, 500)
	for i := 240; i < 250; i++ {
		dollars[i] = 1e9
	}
	in := PaceInput{From: 0, To: 5 * data.Day, Dollars: dollars, Seconds: PaceSeconds, Slow: PaceSlow, Fast: PaceFast}
	p, _ := NewPace(in)
	mean := float64(5*data.Day) / 1000 / PaceSeconds // 4800
	if slow, fast := p.Speed(data.Day*5/2-data.Hour), p.Speed(data.Hour); slow > mean/20 || fast < mean*2 {
		t.Errorf("the wave runs at %v, the calm at %v, the mean is %v", slow, fast, mean)
	}
}

func TestAnotherLengthBendsInTheSamePlaces(t *testing.T) {
	for k := range 50 {
		in := randomPace(string(rune('A' + k)))
		p, _ := NewPace(in)
		in.Seconds = 77
		want, _ := NewPace(in)
		got := p.Lasting(77)
		if got.Seconds() != 77 || !slices.Equal(got.shares, want.shares) {
			t.Errorf("pace %d: lasting %v s, and made for 77 s it is another", k, got.Seconds())
		}
		checkPace(t, k, &got, in)
	}
	p, _ := NewPace(randomPace("bounds"))
	for _, c := range []struct{ seconds, want float64 }{{0, 1}, {-5, 1}, {math.NaN(), 1}, {1e9, 3600}, {math.Inf(1), 3600}} {
		if got := p.Lasting(c.seconds); got.Seconds() != c.want {
			t.Errorf("%v s: it lasts %v s, want %v", c.seconds, got.Seconds(), c.want)
		}
	}
}

func TestWithoutDollarsThePaceIsEven(t *testing.T) {
	p, reason := NewPace(PaceInput{From: noon, To: noon + data.Day, Dollars: make([]data.USD, 100), Seconds: 90, Slow: 40, Fast: 10})
	if reason != Known || p.At(45) != noon+data.Day/2 || math.Abs(p.Speed(noon)-960) > 1e-6 {
		t.Errorf("got %d at half time, speed %v (%v)", p.At(45)-noon, p.Speed(noon), reason)
	}
}

func TestBadPacesAreRefused(t *testing.T) {
	good := PaceInput{From: 0, To: data.Day, Dollars: []data.USD{1, 2}, Seconds: 90, Slow: 4, Fast: 4}
	for name, change := range map[string]func(*PaceInput){
		"no time":             func(in *PaceInput) { in.To = in.From },
		"no parts":            func(in *PaceInput) { in.Dollars = nil },
		"parts below a tick":  func(in *PaceInput) { in.To = 1 },
		"dollars below zero":  func(in *PaceInput) { in.Dollars = []data.USD{-1} },
		"dollars that are no": func(in *PaceInput) { in.Dollars = []data.USD{data.USD(math.NaN())} },
		"no length":           func(in *PaceInput) { in.Seconds = 0 },
		"endless":             func(in *PaceInput) { in.Seconds = math.Inf(1) },
		"no bound":            func(in *PaceInput) { in.Slow = 0.5 },
		"a bound of NaN":      func(in *PaceInput) { in.Fast = math.NaN() },
	} {
		in := good
		change(&in)
		if p, got := NewPace(in); got != BadSettings || p != nil {
			t.Errorf("%s: got %v (%q)", name, p, got)
		}
	}
}
