// Package search knows what is asked of an index and what an index holds: the
// language of queries, the words of a text in every form in which they are
// looked for, and where in the original a hit stands. It must never show a
// folded text to anyone, and never decide who may see what.
package search
