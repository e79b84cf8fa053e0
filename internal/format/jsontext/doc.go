// Package jsontext knows JSON (RFC 8259) and lines of JSON as a text that a
// person can read: a line a value, with the path that leads to it. It must never
// round a number, nor hold more than one value in memory.
package jsontext
