package disclosure

// Words must not stand in anything that leaves. How they are found is handed in, so
// that who checks a release from outside, and is told none of them, does without
// the tables of three scripts. The zero value meets nothing.
type Words struct{ in func(text string) bool }

// WordsBy gives the words that in finds in a text.
func WordsBy(in func(text string) bool) Words { return Words{in} }

// None reports whether there is nothing to look for.
func (w Words) None() bool { return w.in == nil }

// In reports whether one of them stands in the text.
func (w Words) In(text string) bool { return w.in != nil && text != "" && w.in(text) }
