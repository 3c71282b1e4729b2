package screens

import (
	"compress/flate"
	"encoding/json"
	"time"

	"github.com/gorilla/websocket"
)

// numbered is a message as it is sent, and the number of the batch that it ends
// with. It is encoded and compressed once for all screens.
type numbered struct {
	seq      uint64
	raw      []byte
	prepared *websocket.PreparedMessage
	at       time.Time // of a snapshot: when it was looked at
}

// Compression pays for what is larger than a packet or two; small messages are
// sent as they are. Nothing of what screens send is ever unpacked: see watch.
const (
	packFrom  = 4 << 10 // bytes
	packLevel = flate.DefaultCompression
)

// prepare encodes a message once for all screens.
func prepare(seq uint64, v any) *numbered {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("screens: " + err.Error()) // numbers from venues are finite
	}
	m, err := websocket.NewPreparedMessage(websocket.TextMessage, raw)
	if err != nil {
		panic("screens: " + err.Error())
	}
	return &numbered{seq: seq, raw: raw, prepared: m}
}

// within is how long a screen may take for a message: ten seconds, and for
// long ones what they take at 0.25 Mbit/s.
func (m *numbered) within() time.Duration {
	return patience + time.Duration(len(m.raw)/(32<<10))*time.Second
}
