// Package svg knows the words in a drawing (SVG 1.1 and 2): its texts in the
// order of the file, its title and description, and the images written into it.
// It must never draw, run a script, or fetch what the drawing names.
package svg
