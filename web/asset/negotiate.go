package asset

import (
	"net/http"
	"strconv"
	"strings"
)

// Negotiate returns the content coding to answer with, given an
// Accept-Encoding header: "br" when it is on offer and accepted, "gzip" when
// accepted, "" (unpacked) otherwise. Brotli is the smaller one, so preferences
// between accepted codings are not honoured; a weight of zero is.
func Negotiate(accept string, brotli bool) string {
	br, gz, any := -1.0, -1.0, -1.0
	for part := range strings.SplitSeq(accept, ",") {
		coding, weight := parseCoding(part)
		switch coding {
		case "br":
			br = weight
		case "gzip", "x-gzip":
			gz = weight
		case "*":
			any = weight
		}
	}
	if brotli && accepted(br, any) {
		return "br"
	}
	if accepted(gz, any) {
		return "gzip"
	}
	return ""
}

// accepted reports whether a coding with weight own, negative when it is not
// named, may be used where "*" has weight any.
func accepted(own, any float64) bool {
	if own < 0 {
		own = any
	}
	return own > 0
}

// parseCoding splits "gzip;q=0.5" into the coding and its weight. A weight
// that cannot be read counts as zero: rather unpacked than unreadable.
func parseCoding(part string) (string, float64) {
	coding, params, weighted := strings.Cut(part, ";")
	coding = strings.ToLower(strings.TrimSpace(coding))
	if !weighted {
		return coding, 1
	}
	name, value, _ := strings.Cut(strings.TrimSpace(params), "=")
	weight, err := strconv.ParseFloat(value, 64)
	if !strings.EqualFold(name, "q") || err != nil || weight > 1 {
		return coding, 0
	}
	return coding, max(weight, 0)
}

// NotModified reports whether the If-None-Match header of r names etag. Tags
// compare weakly, as RFC 9110 section 13.1.2 asks for.
func NotModified(r *http.Request, etag string) bool {
	for _, header := range r.Header["If-None-Match"] {
		for tag := range strings.SplitSeq(header, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}
