package tape

import "unwind/data"

// Limits of a tape. A file beyond them is rejected before memory is taken for
// what it claims to hold. Those of the level estimate are in package heat.
const (
	MaxBytes = 64 << 20  // size of a file
	MaxRows  = 2_000_000 // rows of one layer
	MaxGaps  = 65_536    // rows of the layer of gaps

	maxDepth     = 32      // nested objects and arrays
	maxNames     = 4096    // distinct symbols or venues of one layer
	maxItems     = 1024    // chapters, facts, sources
	maxLanguages = 32      // translations of one text
	maxID        = 64      // bytes of an id
	maxName      = 256     // bytes of a symbol, a venue, an instrument or a language
	maxString    = 8 << 10 // bytes of any other string

	maxTime = data.UnixMs(253402300799999) // 9999-12-31T23:59:59.999Z
)
