// Package look knows how the web faces look: the one style sheet. It must
// never need a script, a font or a picture from anywhere, nor a style in the
// page itself.
package look

import _ "embed"

//go:embed colours.css
var shades string

//go:embed style.css
var style string

// pages is what pictures and reading pages need beside it.
//
//go:embed pages.css
var pages string

// Style gives the style sheet.
func Style() []byte { return []byte(shades + style + pages) }

// Colours gives the colours and letters alone, for a face whose pages are few
// and should weigh little.
func Colours() []byte { return []byte(shades) }
