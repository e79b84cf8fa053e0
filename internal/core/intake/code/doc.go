// Package code knows the words that open a thread or take back a signature:
// nine of 1,024, in the language of whoever is given them, and what is derived
// from them. It must never keep a code, nor tell why a typed one was not
// understood: a wrong code, an unknown one and one of other words than these
// are the same to whoever typed it.
//
// A code is kept as nine numbers below 1,024 (90 bits), so that the words of
// any language stand for the same code. A word that two languages share has one
// number in both; what a word means therefore never depends on a guess at the
// language.
package code
