package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"unwind/web/fetch"
	"unwind/web/guard"
)

// internet is what connections to venues and their archives are made over.
type internet interface {
	// Dial opens a connection as if by TLS.
	Dial(ctx context.Context, network, address string) (net.Conn, error)
}

// transport returns what carries requests over i; nil, for a nil i, is the real
// internet under guard.
func transport(i internet) http.RoundTripper {
	if i == nil {
		return nil
	}
	t := guard.Guard{}.Transport()
	t.DialTLSContext = i.Dial
	return t
}

// buildOutside carries out unwind tape build with what can be downloaded.
func buildOutside(args []string, stdout, stderr io.Writer) int {
	i, err := internetOf(os.LookupEnv)
	if err != nil {
		fmt.Fprintln(stderr, "unwind tape build:", err)
		return 2
	}
	return buildCommand(args, &fetch.Client{Transport: transport(i)}, stdout, stderr)
}
