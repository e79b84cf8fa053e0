// Package mbox knows a mailbox: messages one behind the other in one file, each
// below a line that begins with "From " (RFC 4155 and its older kinds, mboxo,
// mboxrd, mboxcl). It must never read a message itself, nor hold one in memory.
//
// The kinds can't be told from each other, so one reading serves all: a line
// parts two messages only where it bears a date, or well-known header lines
// follow; a Content-Length is believed only where such a line, or the file's
// end, stands right behind it; and one ">" is taken from lines that begin with
// ">From ".
package mbox
