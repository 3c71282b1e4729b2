package wire

import "unwind/data"

// LiveInfo says how a chart goes with a market that goes on. The zero LiveInfo
// is of an event that is over.
type LiveInfo struct {
	To   data.UnixMs // the live edge: nothing later is known
	Edge bool        // the replay stands at it and goes with it
	// Following says that the window goes with it too.
	Following bool
	Silent    data.UnixMs // so long ago the server last said anything, at least 0
}

// live is null of an event that is over.
func (w *jsonWriter) live(l *LiveInfo) {
	if l.To == 0 {
		w.null("live")
		return
	}
	w.key("live")
	w.open('{')
	w.bool("edge", l.Edge)
	w.bool("following", l.Following)
	w.time("to", l.To)
	w.int("silentMs", int64(l.Silent))
	w.close('}')
}
