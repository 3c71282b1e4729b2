package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"unwind/data/collect"
	"unwind/web/page"
)

// A page of another site can let its own name resolve to the address of this
// server. What it then asks for is of its own origin to a browser, and no rule
// about other sites keeps the answer from it, but the name stays in Host. So
// what is not for everybody is answered only where Host names this server in a
// way that nobody else can make lead here.

// ownHost reports whether a host, with or without a port, is this machine by
// name, an address, or that of base, which is "" or an address of this server.
func ownHost(host, base string) bool {
	name := hostname(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	u, err := url.Parse(base)
	return err == nil && u.Host != "" && name == hostname(u.Host)
}

// hostname returns the name or address of a host in lower case, without port,
// brackets and the dot at its end.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// forFew reports whether r asks for what venues send at the moment, or what is
// recorded of it.
func forFew(r *http.Request) bool {
	path := r.URL.Path
	for _, prefix := range []string{"/api/live", "/api/tapes/", "/api/recording", "/api/events/" + collect.LiveID("")} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	if _, asked := page.LiveAsked(r); asked {
		return true
	}
	query := r.URL.Query()
	return slices.ContainsFunc(append(query["event"], query["with"]...), func(ids string) bool {
		return strings.Contains(ids, collect.LiveID(""))
	})
}

// misdirected answers a request for what is not for everybody that names
// another host than this server's, and reports whether it did.
func (s *server) misdirected(w http.ResponseWriter, r *http.Request) bool {
	if s.Live == nil && s.Recording == nil || !forFew(r) || ownHost(r.Host, s.Base) {
		return false
	}
	sendError(w, r, http.StatusMisdirectedRequest, "bad_host",
		"what is live is not sent to "+clip(r.Host)+": whoever runs this server names its address with --base")
	return true
}
