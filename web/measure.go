package web

import (
	"bufio"
	"net"
	"net/http"
)

// answer is a response whose status is remembered.
type answer struct {
	http.ResponseWriter
	status int // 0: nothing was sent yet
}

// WriteHeader remembers the final status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write sends 200 where no status was sent.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Hijack hands the connection to a WebSocket.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(a.ResponseWriter).Hijack()
	if err == nil {
		a.status = http.StatusSwitchingProtocols
	}
	return conn, buffer, err
}

// count counts an answer that is over by the route that took the request.
func (s *server) count(a *answer, r *http.Request) {
	status := a.status
	if status == 0 {
		status = http.StatusOK // what the server sends for a handler that sent nothing
	}
	s.Metrics.Request(r.Pattern, status)
}
