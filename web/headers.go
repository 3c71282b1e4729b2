package web

import (
	"fmt"
	"net/http"
	"strings"
)

// setCommonHeaders sets what every answer carries.
func setCommonHeaders(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	// Full screen, clipboard and wake lock are left to the embedding page.
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
	// A page under Cross-Origin-Embedder-Policy can embed only what says this.
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// withDataHeaders lets any page read the answers of h. They depend on no
// cookie and no credential, so nothing can be read that is not public; a frame
// that its host has sandboxed has the origin "null" and needs this too.
func withDataHeaders(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		h.ServeHTTP(w, r)
	})
}

// withPageHeaders sets what the page and its embedded form carry. There is no
// X-Frame-Options: it cannot name who may embed.
func withPageHeaders(policy string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		// Without this a host page with Cross-Origin-Embedder-Policy: require-corp
		// shows an empty frame and says nothing.
		head.Set("Cross-Origin-Embedder-Policy", "require-corp")
		head.Set("Cache-Control", "no-cache")
		h.ServeHTTP(w, r)
	})
}

// contentPolicy allows the page its own files and WebAssembly, nothing inline
// and nothing from elsewhere.
func contentPolicy(ancestors string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"connect-src 'self'",
		"img-src 'self' data: blob:",
		"style-src 'self'",
		"font-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors " + ancestors,
	}, "; ")
}

// frameAncestors checks a source list before it becomes part of a header.
func frameAncestors(list string) (string, error) {
	list = strings.TrimSpace(list)
	if list == "" {
		return "*", nil
	}
	for _, c := range list {
		if c <= ' ' && c != ' ' || c > '~' || c == ';' || c == ',' {
			return "", fmt.Errorf("frame ancestors %q: sources are separated by spaces and have no %q", list, c)
		}
	}
	return list, nil
}
