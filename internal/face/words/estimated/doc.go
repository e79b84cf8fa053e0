// Package estimated knows how the faces say what the overlaps of lists imply:
// in sentences of the reader's language, with its plurals and digits. It must
// never give a number alone, nor a finer one than the range bears, nor leave
// out a warning or a statement that always stands.
package estimated
