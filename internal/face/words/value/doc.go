// Package value knows how the faces show a typed value (a date, a quantity, a
// shape, a term) to a reader of one language: what it is in the reader's own
// words and calendar, with what the source wrote beside it. It must never show
// a reading more exact than the source: what is loose about it is told with it.
package value
