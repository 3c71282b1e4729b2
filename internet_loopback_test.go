//go:build loopback

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLoopbackIsOneAddressOfThisMachine(t *testing.T) {
	for at, fine := range map[string]bool{
		"127.0.0.1:8443": true, "[::1]:8443": true, "": true,
		"8.8.8.8:443": false, "10.0.0.1:443": false, "169.254.169.254:80": false, "0.0.0.0:80": false,
		"localhost:80": false, "127.0.0.1": false, "fapi.binance.com:443": false,
	} {
		i, err := internetOf(environment("UNWIND_LOOPBACK", at))
		if (err == nil) != fine || (i != nil) != (fine && at != "") {
			t.Errorf("%q: got %v, %v", at, i, err)
		}
	}
}

func TestLoopbackStandsForEveryHost(t *testing.T) {
	venue := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.Host+r.URL.Path)
	}))
	defer venue.Close()
	i, err := internetOf(environment("UNWIND_LOOPBACK", strings.TrimPrefix(venue.URL, "http://")))
	if err != nil {
		t.Fatal(err)
	}
	client := http.Client{Transport: transport(i)}
	answer, err := client.Get("https://fapi.binance.com/fapi/v1/klines")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got, _ := io.ReadAll(answer.Body); string(got) != "fapi.binance.com/fapi/v1/klines" {
		t.Errorf("got %q", got)
	}
	if _, err := client.Get("http://127.0.0.1:1/"); err == nil || !strings.Contains(err.Error(), "public internet") {
		t.Errorf("without TLS: got %v, want the guard", err)
	}
}
