package history

import (
	"encoding/json"
	"time"

	"unwind/data"
)

// ManifestFormat is the value of the member "format" of a manifest.
const ManifestFormat = "unwind-manifest/1"

// Manifest says what a tape was made of: for whoever wants to check it, and
// for the terms under which it may be passed on.
type Manifest struct {
	Format string    `json:"format"`
	Tape   string    `json:"tape"`   // id
	SHA256 string    `json:"sha256"` // of the tape, hexadecimal
	Made   time.Time `json:"made"`
	Venue  string    `json:"venue"`
	Symbol string    `json:"symbol"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"` // exclusive
	Begin  time.Time `json:"begin"`
	Parts  []Part    `json:"parts"`
}

// Part is one download, or one that was not to be had.
type Part struct {
	URL     string    `json:"url"`
	What    string    `json:"what"` // "candles"
	From    time.Time `json:"from"`
	To      time.Time `json:"to"` // exclusive
	SHA256  string    `json:"sha256,omitempty"`
	Checked string    `json:"checked,omitempty"` // against what the sum was held: "published checksum", or "" where the source publishes none
	Bytes   int64     `json:"bytes,omitempty"`
	Fetched time.Time `json:"fetched,omitzero"`
	Terms   string    `json:"terms"`
	Missing string    `json:"missing,omitempty"` // why it is not there
}

// NewManifest begins the manifest of a request.
func NewManifest(r *Request, made time.Time) *Manifest {
	return &Manifest{Format: ManifestFormat, Made: made.UTC(), Venue: r.Venue, Symbol: r.Symbol,
		From: UTC(r.From), To: UTC(r.To), Begin: UTC(r.Begin()), Parts: []Part{}}
}

// JSON returns the manifest as it is written beside a tape.
func (m *Manifest) JSON() ([]byte, error) {
	raw, err := json.MarshalIndent(m, "", "  ")
	return append(raw, '\n'), err
}

// UTC returns a time as a manifest has it.
func UTC(t data.UnixMs) time.Time { return time.UnixMilli(int64(t)).UTC() }
