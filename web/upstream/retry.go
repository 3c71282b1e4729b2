package upstream

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Header returns what [feed.Answer] reads headers with. A Retry-After that is a
// date becomes the seconds until then, since the readers of answers know no
// time; one that is past becomes none.
func Header(h http.Header, now time.Time) func(string) string {
	return func(name string) string {
		v := strings.TrimSpace(h.Get(name))
		if !strings.EqualFold(name, "Retry-After") {
			return v
		}
		date, err := http.ParseTime(v)
		if err != nil {
			return v
		}
		if wait := date.Sub(now); wait > 0 {
			return strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10)
		}
		return ""
	}
}
