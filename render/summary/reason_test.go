package summary

import (
	"testing"

	"unwind/data/cascade"
)

func TestEveryReasonIsSaidInEveryLanguage(t *testing.T) {
	for r := cascade.Known + 1; r < cascade.ReasonCount; r++ {
		en, ru := Reason(r, "en"), Reason(r, "ru")
		if en == "" || ru == "" || en == ru {
			t.Errorf("%v: %q, %q", r, en, ru)
		}
	}
	if got := Reason(cascade.Known, "ru"); got != "" {
		t.Errorf("a known figure lacks for %q", got)
	}
	if got := Reason(cascade.ReasonCount, "en"); got != Reason(cascade.NoData, "en") {
		t.Errorf("what is no reason is %q", got)
	}
}
