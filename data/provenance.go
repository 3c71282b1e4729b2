package data

// Provenance says how a number came to be. Every layer of a tape and every
// number on screen carries one. The zero value is [UnknownProvenance], which
// no valid tape contains.
type Provenance uint8

// Kinds of provenance, from the most to the least direct.
const (
	UnknownProvenance Provenance = iota
	Recorded                     // a venue's own message or file
	Published                    // a figure with its source
	Estimated                    // the level model
	Modelled                     // the reconstruction or the simulator
)

var provenanceNames = [...]string{"unknown", "recorded", "published", "estimated", "modelled"}

// String returns the name used in tapes: "recorded", "published", "estimated",
// "modelled" or "unknown".
func (p Provenance) String() string {
	if int(p) < len(provenanceNames) {
		return provenanceNames[p]
	}
	return provenanceNames[UnknownProvenance]
}

// ParseProvenance returns the provenance of the given name and whether there
// is one; "unknown" is none.
func ParseProvenance(name string) (Provenance, bool) {
	for i, n := range provenanceNames[1:] {
		if n == name {
			return Provenance(i + 1), true
		}
	}
	return UnknownProvenance, false
}
