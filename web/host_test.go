package web

import (
	"net/http"
	"testing"
)

func TestWhoseHostIsOurs(t *testing.T) {
	for _, c := range []struct {
		host, base string
		want       bool
	}{
		{"localhost:8080", "", true}, {"LOCALHOST", "", true}, {"localhost.", "", true}, {"a.localhost:8080", "", true},
		{"127.0.0.1:8080", "", true}, {"192.168.1.7", "", true}, {"[::1]:8080", "", true}, {"[::1]", "", true},
		{"unwind.example", "https://unwind.example", true}, {"unwind.example:443", "https://unwind.example", true},
		{"unwind.example", "https://unwind.example:8443/charts", true}, {"Unwind.Example.", "https://unwind.example", true},
		{"elsewhere.example", "https://unwind.example", false}, {"elsewhere.example:8080", "", false}, {"", "", false},
		{"unwind.example.elsewhere.example", "https://unwind.example", false}, {"127.0.0.1.elsewhere.example", "", false},
		{"localhost.elsewhere.example", "", false}, {"notlocalhost", "", false}, {"127.1", "", false},
	} {
		if got := ownHost(c.host, c.base); got != c.want {
			t.Errorf("host %q with base %q: got %v, want %v", c.host, c.base, got, c.want)
		}
	}
}

// A name that was made to lead here reads nothing that is live.
func TestWhatIsLiveIsOnlyForAHostOfOurs(t *testing.T) {
	s := followsOne(t, func(o *Options) { o.Base = "https://unwind.example" })
	for _, target := range []string{
		"/api/live", "/api/live/stream", "/api/events/live-btcusdt",
		"/live", "/?event=live-btcusdt", "/embed?event=live-btcusdt", "/poster.png?event=live-btcusdt",
		"/data.csv?event=live-btcusdt", "/waves.csv?event=fall&event=live-btcusdt", "/panel/overlay?event=fall&with=live-btcusdt",
	} {
		s.host = "elsewhere.example"
		wantError(t, s.do("GET", target), http.StatusMisdirectedRequest, "bad_host", "--base")
		s.host = "unwind.example:443"
		if r := s.do("GET", target); r.StatusCode == http.StatusMisdirectedRequest {
			t.Errorf("%s is refused to the host of --base", target)
		}
	}
	s.host = "elsewhere.example"
	for _, target := range []string{"/", "/api/events", "/api/events/fall", "/healthz"} {
		if r := s.do("GET", target); r.StatusCode != http.StatusOK {
			t.Errorf("%s, which is for everybody: got %d", target, r.StatusCode)
		}
	}
}

// A server that follows nobody says so, whoever asks.
func TestAServerWithNothingLiveMindsNoHost(t *testing.T) {
	s := newSite(t, nil)
	s.host = "elsewhere.example"
	wantError(t, s.do("GET", "/api/live"), http.StatusNotFound, "live_off", "--live")
}

func TestWhatIsRecordedIsOnlyForAHostOfOurs(t *testing.T) {
	s, _ := recordingSite(t)
	s.host = "elsewhere.example"
	for _, target := range []string{"/api/tapes/last?symbol=BTCUSDT", "/api/tapes/cut?symbol=BTCUSDT", "/api/recording"} {
		wantError(t, s.do("GET", target), http.StatusMisdirectedRequest, "bad_host", "--base")
	}
}
