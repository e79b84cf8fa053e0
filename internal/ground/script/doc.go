// Package script knows what Persian, Arabic and Latin writing have in common:
// folding, digits, words, direction, and the keys by which one name in several
// spellings and scripts meets. It must never replace a text by its folded form
// (every match is given back as a place in the original) and never decide that
// two names are one person: it says how two spellings compare, no more.
package script
