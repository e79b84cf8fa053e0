// Package emlx knows the file in which Apple's Mail keeps one message: its
// length in a first line, the message, and a property list of what the program
// noted. It must never change the message: internal/format/eml reads it.
package emlx
