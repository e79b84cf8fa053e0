// Package figure knows how numbers that sources state about an event stand
// beside each other: which count the same thing, which can both be true, who
// only repeats whom, and how far apart they are. It must never add, average or
// choose: a number that no source states is no figure.
//
// Numbers are rivals only if they count the same thing in the same unit and
// scope about the same event. 30,000 persons killed and 30,000 signatures are
// two groups, and so are the killed of a summer and those of one prison in it:
// that one scope lies in another is told, and parts are never summed.
package figure
