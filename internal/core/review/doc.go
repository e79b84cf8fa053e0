// Package review knows which pairs of records a person should look at first,
// how well a linker did by what people decided, and how far two of them agree.
// It must never decide about a pair.
package review
