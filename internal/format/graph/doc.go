// Package graph knows sanad-graph/1, the form in which the graph of claims goes
// from one archive to another: JSON Lines, a header, then one line a recorded
// thing with where it was recorded first. It must never know what a line's body
// means, hold more than one line, or pass over a member that it does not know.
//
// A line is
//
//	{"kind":"claim.made/1","recorded":{"log":"...","index":7,"by":"ana","at":"..."},"body":{...}}
//
// Kinds stand in the order that Rank gives, so that what a line points at
// stands before it wherever that can be.
package graph
