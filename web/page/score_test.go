package page

import (
	"testing"

	"unwind/data/score"
)

func TestTheScorecardHasWordsForWhateverItSays(t *testing.T) {
	for lang, x := range loaded(t) {
		var keys []string
		for _, s := range score.Sets(true) {
			keys = append(keys, "score.set."+s.Name)
		}
		for f := score.TooShort; f <= score.Volatility; f++ {
			keys = append(keys, "score.says."+f.String())
		}
		for m := score.NoFeed; m <= score.NotRecorded; m++ {
			keys = append(keys, "score.dollars."+m.Code())
		}
		for _, key := range keys {
			if x[key] == "" {
				t.Errorf("%s has no text %q", lang, key)
			}
		}
	}
}
