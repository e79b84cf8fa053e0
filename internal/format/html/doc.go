// Package html knows the text that a reader of a web page would meet, in the
// order it stands there, what the page says of itself, and the files that are
// written into it. It must never run or keep anything active, fetch anything,
// or turn the order of letters around.
//
// It reads the page's tags as they come and builds no tree, so that deep or
// unclosed nesting costs nothing. A tag is taken at its word: what a browser
// would move or repair is read where it stands.
package html
