// Package encoded knows what letters the bytes of a text stand for: by what the
// text states, by a byte order mark, or by a guess that says it is one. It must
// never change a letter, nor call a guess certain.
package encoded
