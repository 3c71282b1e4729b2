package feedtest

import (
	"testing"

	"unwind/data/feed"
)

// Want is what a request should be.
type Want struct {
	URL    string
	Body   string
	Budget string
	Weight int
}

// CheckRequest compares a request with what it should be, and requires that the
// venue has the budget that it spends, for its host.
func CheckRequest(t *testing.T, name string, v feed.Venue, r feed.Request, err error, want Want) {
	t.Helper()
	method := "GET"
	if want.Body != "" {
		method = "POST"
	}
	got := Want{r.URL(), r.Body, r.Budget, r.Weight}
	if err != nil || got != want || r.Method != method {
		t.Errorf("%s: got %v %s %+v, want %+v", name, err, r.Method, got, want)
	}
	for _, b := range v.Budgets {
		if b.Name == r.Budget && b.Host == r.Host {
			return
		}
	}
	t.Errorf("%s: the venue has no budget %q for %s", name, r.Budget, r.Host)
}
