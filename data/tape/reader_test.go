package tape

import (
	"reflect"
	"strings"
	"testing"

	"unwind/data/document"
)

// inSteps reads a tape with a [Reader] and counts the steps.
func inSteps(raw []byte) (t *Tape, steps int, err error) {
	r := NewReader(raw)
	for steps = 1; ; steps++ {
		if done, err := r.Step(); done {
			return r.Tape(), steps, err
		}
	}
}

func TestStepsReadWhatTheWholeReads(t *testing.T) {
	for _, raw := range [][]byte{[]byte(small), mustWrite(t, synthetic(300)), mustWrite(t, synthetic(5000)), mustWrite(t, fromPrints(64))} {
		want, err := Read(raw)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := inSteps(raw)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%d bytes: steps give another tape, or %v", len(raw), err)
		}
	}
}

func TestStepsFindTheFaultThatTheWholeFinds(t *testing.T) {
	raw := string(mustWrite(t, synthetic(5000)))
	into := func(name, value string) string { // puts a value before the numbers of an array
		at := strings.LastIndex(raw, `"`+name+`"`)
		at += strings.IndexByte(raw[at:], '[') + 1
		return raw[:at] + value + raw[at:]
	}
	for name, bad := range map[string]string{
		"cut":          raw[:len(raw)-5],
		"a late fault": into("usd", "-1,"),
		"no number":    into("close", `"x",`),
		"bad syntax":   into("usd", "1 "),
		"not a tape":   `[1,2]`,
		"nothing":      ``,
	} {
		_, want := Read([]byte(bad))
		got, _, err := inSteps([]byte(bad))
		if got != nil || want == nil || !reflect.DeepEqual(err, want) {
			t.Errorf("%s: got %v and %v, want %v", name, got, err, want)
		}
	}
}

// No step does much more than it may, whatever the work is: between two stops
// at most a piece is spent beyond the units of a step, or what one scale costs.
func TestStepsAreBounded(t *testing.T) {
	raw := mustWrite(t, synthetic(5000))
	most, work := 0, 0
	var p *document.Pace
	p = document.NewPace(stepWork, func() {
		most = max(most, p.Since())
		work += p.Since()
	})
	if _, err := read(raw, p); err != nil {
		t.Fatal(err)
	}
	const row, columns = 16, 5000 / 2
	if most > stepWork+row*max(document.Piece, 2*columns) {
		t.Errorf("a step did work of %d, want at most about %d", most, stepWork)
	}
	_, steps, _ := inSteps(raw)
	if least := len(raw) / stepWork; steps < 3*least || work < 3*len(raw) {
		t.Errorf("%d bytes were read in %d steps, want three times %d and more", len(raw), steps, least)
	}
}

func TestASecondLookAtAFinishedReaderChangesNothing(t *testing.T) {
	r := NewReader([]byte(small))
	for done := false; !done; {
		done, _ = r.Step()
	}
	if done, err := r.Step(); !done || err != nil || r.Tape() == nil {
		t.Errorf("got %v, %v, %v", done, err, r.Tape())
	}
}
