package app

import (
	"reflect"
	"strings"
	"testing"

	"unwind/data/cascade"
	"unwind/data/whatif"
	"unwind/data/wire"
)

// work finishes all that is being worked out.
func work(t *testing.T, m *Model) {
	t.Helper()
	for range 1_000_000 {
		if !m.Working() {
			return
		}
		m.Compute()
	}
	t.Fatal("it never ends")
}

const asked = `{"type":"whatif","at":"2026-02-05T04:00:00Z","shock":-0.03}`

func TestAWhatIfIsAnsweredWhileTheLastPictureStays(t *testing.T) {
	m := open(t, "")
	m.View(1)
	m.Events()
	say(t, m, 2, asked)
	if !m.Working() || m.Computing() || m.frame.WhatIf != nil || !strings.Contains(kinds(m), "state") {
		t.Fatal("it is not being worked out, or the page is not told")
	}
	if !strings.Contains(string(m.AppendState(nil, 2)), `"adl":true,"ownDepth":false,"now":null,"result":null}`) {
		t.Errorf("the state has a result already: %s", m.AppendState(nil, 2))
	}
	for !m.Compute() {
	}
	first := m.frame.WhatIf
	if first.Seeds != 0 || !(first.Central.Lowest > 0) || !m.Animating(3) || !strings.Contains(kinds(m), "state") {
		t.Errorf("the first answer has %d seeds, or nobody is told", first.Seeds)
	}
	work(t, m)
	want := whatif.Of(event(), m.query.Stage.WhatIf)
	if !reflect.DeepEqual(m.frame.WhatIf, want) {
		t.Error("in slices it is another answer than in one go")
	}
	say(t, m, 4, `{"type":"whatif","at":"2026-02-05T04:00:00Z","shock":-0.01}`)
	for !m.Compute() {
	}
	if a := m.frame.WhatIf; a.Seeds != 0 || len(a.Fan) != len(cascade.Quantiles) || a.Central.Lowest <= first.Central.Lowest {
		t.Errorf("the next answer has %d seeds, %d lines and the lowest price %v", a.Seeds, len(a.Fan), a.Central.Lowest)
	}
	say(t, m, 5, `{"type":"whatif"}`)
	if m.Working() || m.frame.WhatIf != nil || strings.Contains(m.Query(5), "whatif") {
		t.Error("it does not go")
	}
}

func TestALinkShowsTheSameWhatIf(t *testing.T) {
	m := open(t, "")
	say(t, m, 1, asked)
	work(t, m)
	other := open(t, m.Query(1))
	work(t, other)
	if !reflect.DeepEqual(m.frame.WhatIf, other.frame.WhatIf) || m.Query(1) != other.Query(1) {
		t.Errorf("the link %q shows another what-if", m.Query(1))
	}
	wantSameScene(t, other.View(2), m.View(2))
}

func TestAFilterAsksAgain(t *testing.T) {
	m := open(t, "")
	say(t, m, 1, asked)
	work(t, m)
	say(t, m, 2, `{"type":"filter","side":"short"}`)
	work(t, m)
	if a := m.frame.WhatIf; a.Waiting.Long != 0 || a.Waiting.Short == 0 {
		t.Errorf("with shorts alone %+v wait", a.Waiting)
	}
}

func TestAWhatIfStartsInsideTheEvent(t *testing.T) {
	m := open(t, "whatif=at:2027-01-01")
	work(t, m)
	if at := m.query.Stage.WhatIf.At; at != event().Tape.To {
		t.Errorf("it starts at %v, want the end %v", at, event().Tape.To)
	}
	if err := m.Update(Command{wire.WhatIfMsg{Choice: whatif.From(1)}}, 2); err != nil || m.query.Stage.WhatIf.At != event().Tape.From {
		t.Errorf("it starts at %v, want the start (%v)", m.query.Stage.WhatIf.At, err)
	}
}

func TestTheWordsOfAnAnswerFollowTheLanguage(t *testing.T) {
	m := open(t, "lang=en")
	say(t, m, 1, asked)
	work(t, m)
	if s := string(m.AppendState(nil, 1)); !strings.Contains(s, "not a forecast") {
		t.Errorf("nothing is said: %s", s)
	}
	say(t, m, 2, `{"type":"style","lang":"ru"}`)
	if s := string(m.AppendState(nil, 2)); !strings.Contains(s, "а не прогноз") || !strings.Contains(m.Summary(2), "а не прогноз") {
		t.Errorf("in Russian: %s", s)
	}
}

// The default depth is the one that liquidations are set against elsewhere.
func TestTheDepthOfAWhatIfIsTheStages(t *testing.T) {
	m := open(t, "")
	say(t, m, 1, asked)
	work(t, m)
	before := m.frame.WhatIf.Central.Lowest
	say(t, m, 2, `{"type":"depth","quote":1000000,"conversion":20}`)
	work(t, m)
	if a := m.frame.WhatIf; a.Choice.Set.Depth != 20e6 || a.Central.Lowest >= before {
		t.Errorf("at $20 M for 1 %% the lowest price is %v, with %v it was %v", a.Central.Lowest, a.Choice.Set.Depth, before)
	}
	other := open(t, m.Query(3))
	work(t, other)
	if !reflect.DeepEqual(m.frame.WhatIf, other.frame.WhatIf) {
		t.Errorf("the link %q shows another what-if", m.Query(3))
	}
}
