// Package door knows the pages by which strangers hand something in, return to
// their own thread, and sign a petition. It must never set a cookie, run a
// script, ask anything of a third party, keep or log where a visitor came from,
// or write to a disk: what it is given goes part by part into the letter box,
// which seals it, and is forgotten when the answer is sent.
//
// Who takes this program over while it runs reads what is handed in from then
// on, for it seals what it has read; of what came before they read nothing.
package door
