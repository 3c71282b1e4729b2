// Venues plays markets on loopback for the end-to-end tests: it speaks the
// WebSockets and the HTTP interfaces of venues as docs/feeds.md tells them, and
// has bad days when it is told to.
//
// A server that was built with the tag "loopback" finds every host here; the
// name of the host in a request says which venue is meant. Requests to the
// address itself are commands.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "`HOST:PORT` to listen at")
	price := flag.Float64("price", 70_000, "`DOLLARS` of a coin when nothing happens")
	flag.Parse()
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "venues:", err)
		os.Exit(1)
	}
	w := newWorld(*price)
	go w.run()
	fmt.Println(listener.Addr())
	err = http.Serve(listener, w)
	fmt.Fprintln(os.Stderr, "venues:", err)
	os.Exit(1)
}
