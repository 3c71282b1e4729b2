package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestPanels(t *testing.T) {
	s := newSite(t, nil)
	cases := []struct {
		name, target string
		status       int
		want         string
	}{
		{"a panel", "/panel/days?event=fall&lang=en", http.StatusOK, "<table"},
		{"no such panel", "/panel/nights?event=fall", http.StatusNotFound, "not_found"},
		{"one that is of any event", "/panel/alerts?event=live-btcusdt&lang=en", http.StatusOK, "data-rule"},
		{"no such event", "/panel/days?event=none", http.StatusNotFound, "no_event"},
		{"an event that cannot be", "/panel/days?event=A%20B", http.StatusBadRequest, "bad_query"},
		{"another that cannot be", "/panel/days?event=fall&with=%3Cb%3E", http.StatusBadRequest, "bad_query"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := s.do("GET", c.target)
			if text := body(t, got); got.StatusCode != c.status || !strings.Contains(text, c.want) {
				t.Errorf("%d %s, want %d with %q", got.StatusCode, text, c.status, c.want)
			}
		})
	}
}
