package main

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

var longAgo = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func unbrotli(t *testing.T, packed []byte) string {
	t.Helper()
	raw, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
