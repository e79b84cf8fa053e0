// Package warc knows web archive files (WARC 1.0 and 1.1, ISO 28500): the
// records of what was asked of the web and what it answered, plain or
// compressed record by record, and whether each still has the bytes its maker
// saw. It must never mend a record in silence, never take what a record says
// of itself (length, digest, chunks) for true without looking, and never reach
// for what a record refers to outside the file.
//
// A file is a row of records, each
//
//	WARC/1.1 CRLF  name: value CRLF ...  CRLF  block  CRLF CRLF
//
// and, where it is compressed, one gzip member a record. The block of a
// response is what came over the wire: head, empty line and body of HTTP. The
// body is the payload.
package warc
