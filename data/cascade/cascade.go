// Package cascade says how a market broke: the waves in which liquidations
// came, what they set off next, who fired first, how the fuel compared with
// the depth of the book, what changed afterwards, and what would have happened
// with another book or other rules ([Simulation]). It also bends replay time
// so that waves run slow ([Pace]).
//
// Everything is a function of its arguments: no clock, no global, and random
// numbers only from a seed. docs/cascade.md has every formula and constant.
package cascade
