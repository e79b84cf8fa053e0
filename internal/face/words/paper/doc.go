// Package paper knows how a text in Persian, Arabic or Latin letters is set on the
// pages of a PDF: letters joined, lines broken and turned as their script asks, with
// the words themselves beside the drawn letters, so that they can be searched, copied
// and read aloud. It must never leave out what it can't draw without a mark: a letter
// that the font does not have is a box.
//
// The font is Vazirmatn 33.003 (SIL Open Font License 1.1, in fonts/OFL.txt), whole,
// in each file. The same content gives the same bytes. (ISO 32000-1; tagged as 14.8
// describes, with no claim of conformance to PDF/UA.)
package paper
