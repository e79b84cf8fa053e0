// Package concordance knows load files in the manner of Concordance (DAT): one
// line a document, fields between marks that no text is thought to have. No
// public standard says more than the marks, so what it does with texts that have
// them is said here. It must never drop a character in silence: what a file can't
// hold is told to whoever writes it.
//
//	þBEGDOCþ<20>þTITLEþ CR LF      the names of the fields
//	þV0001þ<20>þtwo®linesþ CR LF   every value between qualifiers
//
// Between fields stands U+0014, around each value þ (U+00FE), and for a line
// break within a value ® (U+00AE). As text in UTF-8, with the mark of it at the
// beginning, these are two bytes each where they are beyond ASCII; as CP1252 they
// are the bytes 14, FE and AE. A þ within a value is written twice. Any line break
// is read back as LF.
package concordance

import "errors"

// Encoding is how the text of a load file is written.
type Encoding int

// The encodings.
const (
	UTF8   Encoding = iota // with a byte order mark
	CP1252                 // Windows-1252, for programs that know nothing else
)

const (
	separator = '\x14'
	qualifier = 'þ'
	newline   = '®'
	mark      = "\xef\xbb\xbf"
)

// ErrForm is wrapped when bytes are no load file.
var ErrForm = errors.New("not a Concordance load file")

// Lost tells that a value could not be written as it is.
type Lost struct {
	Row   int64  // from 1, without the names of the fields
	Field string // its name
	Text  string // the characters that were replaced, each once, at most 40
}
