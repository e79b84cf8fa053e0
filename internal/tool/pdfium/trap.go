package pdfium

import "strings"

// plainTrap says in words what the WebAssembly runtime says in its own, without
// the stack of functions.
func plainTrap(err error) string {
	said := err.Error()
	for _, known := range []struct{ sign, words string }{
		{"unreachable", "the document broke a rule that PDFium relies on, or wants too much memory"},
		{"out of bounds", "the document led it outside its memory"},
		{"stack overflow", "the document is nested too deeply"},
		{"integer divide by zero", "the document made it divide by zero"},
		{"indirect call", "the document led it to code that does not exist"},
		{"invalid table access", "the document led it to code that does not exist"},
	} {
		if strings.Contains(said, known.sign) {
			return known.words
		}
	}
	first, _, _ := strings.Cut(said, "\n")
	return first
}
