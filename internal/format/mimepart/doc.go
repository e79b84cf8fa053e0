// Package mimepart knows how a message of MIME (RFC 2045 to 2049, 2231) is put
// together: its header lines and, one after the other as they stream by, its
// parts with their content decoded. It must never decide what a part is for,
// and never let a broken part hide the rest.
//
// Nothing but the header lines of the parts that are open is held in memory. A
// message that breaks the rules is read as it was probably meant, and each
// such reading is told as a Problem.
package mimepart
