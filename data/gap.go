package data

import "slices"

// Gap is a stretch of time of which something is missing.
type Gap struct {
	Venue    string // lower case; "" for all
	From, To UnixMs // To exclusive
	Why      GapReason
}

// GapReason says why something is missing. Values are stored: they never
// change.
type GapReason string

// Reasons of gaps.
const (
	Disconnected GapReason = "disconnected" // the venue's connection was down
	Blocked      GapReason = "blocked"      // the venue refused: a country that it does not serve, a ban, too many requests
	Silent       GapReason = "silent"       // the venue sent nothing, not even signs of life
	Stopped      GapReason = "stopped"      // nobody recorded
	Behind       GapReason = "behind"       // the recorder could not keep up
	Refused      GapReason = "refused"      // the store took nothing: a full disk, a NATS that is gone
	NoReason     GapReason = "unknown"      // nobody said why
)

// GapReasons are all reasons.
var GapReasons = []GapReason{Disconnected, Blocked, Silent, Stopped, Behind, Refused, NoReason}

// GapReasonOf returns the reason of that name, [NoReason] for another.
func GapReasonOf(name string) GapReason {
	if r := GapReason(name); slices.Contains(GapReasons, r) {
		return r
	}
	return NoReason
}
