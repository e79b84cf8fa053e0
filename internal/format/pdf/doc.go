// Package pdf knows how characters that stand on a page read: which make a
// word, a line and a column, in which order a person reads them in English,
// Persian, Arabic and mixtures, and how far the text of a page can be trusted.
// It must never open a PDF file, nor change a character that it was given.
//
// PDF stores what is painted where. A file need not keep the order of reading,
// the spaces or, for scripts from right to left, the order of the letters; so
// all three are found here from the places of the characters alone, and what
// the producer's order says is used only where places leave it open.
package pdf
