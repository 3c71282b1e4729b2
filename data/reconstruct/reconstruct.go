// Package reconstruct turns published figures of an event into a tape whose
// every layer says that it is published or modelled.
//
// The figures of each event are data, in events/ID.json with a source beside
// each; the method knows nothing of a particular event. The steps, each in a
// file of its own: knots (where the price must be when), a seeded path through
// them, minute candles, volume, mark, the flow of liquidations fitted to the
// published totals, single prints, the tape. docs/reconstruction.md describes
// the method and reports its fit.
//
// The result is deterministic: the same figures give the same tape.
package reconstruct
