package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// mood is what kind of day a venue has. The zero value is a good one.
type mood struct {
	// Silent accepts and acknowledges, and sends no data.
	Silent bool `json:"silent"`
	// Status refuses handshakes and requests with Body, and with Retry-After
	// if Retry is not 0. A status of 200 is an error in the body alone.
	Status int    `json:"status"`
	Retry  int    `json:"retry"` // seconds
	Body   string `json:"body"`
	// First are frames that a connection gets before all data.
	First []string `json:"first"`
	// Doubled says everything twice; Turned says reports of one instant
	// backwards.
	Doubled bool `json:"doubled"`
	Turned  bool `json:"turned"`
	// Answers is what is wrong with bodies over HTTP: "drip", "cut", "bomb", or
	// "checksum" and "short" of files.
	Answers string `json:"answers"`
}

func (v *venue) today() mood {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.mood
}

// refuse answers a handshake.
func (v *venue) refuse(_ int, h http.Header) (int, string) {
	day := v.today()
	day.head(h)
	return day.Status, day.Body
}

func (d mood) head(h http.Header) {
	if d.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(d.Retry))
	}
}

// disturb turns and doubles frames.
func (d mood) disturb(frames []string) []string {
	if d.Turned {
		slices.Reverse(frames)
	}
	if d.Doubled {
		frames = append(frames, frames...)
	}
	return frames
}

// serve answers a request over HTTP.
func (v *venue) serve(w http.ResponseWriter, r *http.Request) {
	day := v.today()
	day.head(w.Header())
	w.Header().Set("Content-Type", "application/json")
	if day.Status != 0 {
		w.WriteHeader(day.Status)
		w.Write([]byte(day.Body))
		return
	}
	answer := v.words.answer(r, &v.world.market, nowMs())
	if answer == nil {
		http.NotFound(w, r)
		return
	}
	raw, file := answer.([]byte)
	if !file {
		var err error
		if raw, err = json.Marshal(answer); err != nil {
			panic("venues: " + err.Error())
		}
	}
	switch day.Answers {
	case "drip":
		drip(w, r, raw)
	case "cut":
		w.Header().Set("Content-Length", strconv.Itoa(len(raw)+1))
		w.Write(raw[:len(raw)/2])
	case "bomb":
		if !file {
			raw = bomb()
			w.Header().Set("Content-Encoding", "gzip")
		}
		w.Write(raw)
	default:
		w.Write(raw)
	}
}

// drip sends a byte a second.
func drip(w http.ResponseWriter, r *http.Request, raw []byte) {
	for i := range raw {
		w.Write(raw[i : i+1])
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
			return
		case <-time.After(time.Second):
		}
	}
}

// bomb is a gigabyte of spaces in a megabyte.
func bomb() []byte {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	spaces(z)
	z.Close()
	return packed.Bytes()
}

// spaces writes a gigabyte of them.
func spaces(w io.Writer) {
	megabyte := bytes.Repeat([]byte(" "), 1<<20)
	for range 1 << 10 {
		w.Write(megabyte)
	}
}
