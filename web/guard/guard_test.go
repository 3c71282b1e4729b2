package guard

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestOnlyPublicAddressesAreAllowed(t *testing.T) {
	for address, want := range map[string]bool{
		"13.35.58.10": true, "1.1.1.1": true, "172.32.0.1": true, "100.128.0.1": true, "2606:4700::1111": true, "2a00:1450::8a": true,
		"127.0.0.1": false, "127.255.0.3": false, "::1": false, "0.0.0.0": false, "::": false, "0.1.2.3": false,
		"10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "fd00:ec2::254": false, "fc00::1": false,
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "2606:4700::1111%eth0": false,
		"100.100.100.200": false, "192.0.0.192": false, "168.63.129.16": false, "198.18.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"224.0.0.1": false, "ff02::1": false, "192.0.2.1": false, "2001:db8::1": false,
		"::ffff:127.0.0.1": false, "::ffff:169.254.169.254": false, "::ffff:1.1.1.1": true,
		"64:ff9b::a9fe:a9fe": false, "2002:7f00:1::": false, "2001:0:4136:e378::1": false, "::127.0.0.1": false, "fec0::1": false,
	} {
		if got := (Guard{}).Allows(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
	if (Guard{}).Allows(netip.Addr{}) {
		t.Error("no address is allowed")
	}
}

func TestTestsMayUseLoopbackAndNothingElse(t *testing.T) {
	g := Guard{Loopback: true}
	for address, want := range map[string]bool{"127.0.0.1": true, "::1": true, "::ffff:127.0.0.1": true, "10.0.0.1": false, "169.254.169.254": false, "0.0.0.0": false} {
		if got := g.Allows(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
}

// A name is judged by what it resolves to, so it is of no use that "localhost"
// is no number.
func TestTheDialerAsksAfterResolving(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{server.URL, "http://localhost:" + at.Port()} {
		client := &http.Client{Transport: Guard{}.Transport()}
		if _, err := client.Get(base); !errors.Is(err, ErrAddress) || asked != 0 {
			t.Errorf("%s: got %v, %d requests", base, err, asked)
		}
	}
	client := &http.Client{Transport: Guard{Loopback: true}.Transport()}
	res, err := client.Get(server.URL)
	if err != nil || asked != 1 {
		t.Fatalf("a test: got %v, %d requests", err, asked)
	}
	res.Body.Close()
}

func TestNoProxyIsUsed(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	if (Guard{}).Transport().Proxy != nil {
		t.Error("a proxy is used")
	}
}

func TestControlRefusesWhatItCannotRead(t *testing.T) {
	for _, address := range []string{"", "example.org:443", "1.1.1.1", "[::1]:443", "10.0.0.1:80"} {
		if err := (Guard{}).Control("tcp", address, nil); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: got %v", address, err)
		}
	}
	if err := (Guard{}).Control("tcp4", "1.1.1.1:443", nil); err != nil {
		t.Errorf("a public address: got %v", err)
	}
}

func TestRedirectsStayWithTheSource(t *testing.T) {
	policy := Redirects("data.example.org", "cdn.example.org:8443")
	for _, c := range []struct {
		from, to string
		via      int
		want     string
	}{
		{"https://data.example.org/a", "https://data.example.org/b", 1, ""},
		{"https://data.example.org/a", "https://cdn.example.org:8443/b", 3, ""},
		{"http://data.example.org/a", "https://data.example.org/a", 1, ""},
		{"https://data.example.org/a", "https://data.example.org/b", 4, "too many"},
		{"https://data.example.org/a", "https://cdn.example.org/b", 1, "no host of this source"},
		{"https://data.example.org/a", "https://data.example.org.evil.org/b", 1, "no host of this source"},
		{"https://data.example.org/a", "https://a:b@data.example.org/b", 1, "no host of this source"},
		{"https://data.example.org/a", "http://data.example.org/b", 1, "only https"},
		{"http://data.example.org/a", "file://data.example.org/b", 1, "only https"},
	} {
		to, _ := http.NewRequest(http.MethodGet, c.to, nil)
		from, _ := http.NewRequest(http.MethodGet, c.from, nil)
		via := make([]*http.Request, c.via)
		via[c.via-1] = from
		switch err := policy(to, via); {
		case c.want == "" && err != nil:
			t.Errorf("%s to %s: got %v", c.from, c.to, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s to %s: got %v, want %q", c.from, c.to, err, c.want)
		}
	}
}
