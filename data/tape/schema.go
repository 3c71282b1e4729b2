package tape

import _ "embed" // the schema is a file, so that editors and validators can use it

// Schema is the JSON Schema (draft 2020-12) of a tape, for those who write
// tapes elsewhere. It says less than [Check]: that columns have one length and
// times ascend is beyond it.
//
//go:embed schema.json
var Schema string
