package web

import (
	"encoding/json"
	"net/http"
	"runtime/debug"

	"unwind/web/proxy"
)

// apiError is the body of every error: a code for programs and a message for
// people.
type apiError struct {
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		// Refusal is that of a venue, where one is the reason.
		Refusal *proxy.Refusal `json:"refusal,omitempty"`
	} `json:"error"`
}

func sendError(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	sendRefusal(w, r, status, code, message, nil)
}

// sendRefusal is sendError for what a venue refuses.
func sendRefusal(w http.ResponseWriter, r *http.Request, status int, code, message string, refusal *proxy.Refusal) {
	var e apiError
	e.Error.Code, e.Error.Message, e.Error.Refusal = code, message, refusal
	h := w.Header()
	h.Del("Etag")
	h.Del("Content-Encoding")
	h.Del("Content-Length")
	h.Set("Cache-Control", "no-store")
	h.Set("Access-Control-Allow-Origin", "*")
	sendJSON(w, r, status, e)
}

// sendJSON answers with v, which must be encodable.
func sendJSON(w http.ResponseWriter, r *http.Request, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic("web: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(append(body, '\n'))
	}
}

func stack() string { return string(debug.Stack()) }
