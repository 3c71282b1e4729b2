// Package reconstruct turns published figures of an event into a tape whose
// every layer says that it is published or modelled.
package reconstruct
