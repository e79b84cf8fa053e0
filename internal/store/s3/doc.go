// Package s3 knows how an archive's bytes lie in one bucket: under the same
// keys as in a folder. It must never write over an original, and never take a
// failure of the server for the absence of an item.
//
//	<prefix>/originals/sha256/ab/cd/<sha256>      an item's bytes
//	<prefix>/renditions/sha256/ab/cd/<sha256>     bytes derived from items
//	<prefix>/sealed/sha256/ab/cd/<sha256>         what strangers handed in, encrypted before it came
//	<prefix>/accessions/<id>/manifest-sha256.txt  a view, for sha256sum -c
//
// Who can change the bucket can make items unreadable; they cannot make a
// changed item pass as the original, because every read checks its SHA-256
// against the name that the ledger holds. Who runs the server can read
// everything, and can keep what was put to it: encrypt before, or own it.
//
// The server is trusted to keep what it said it keeps: there is nothing to
// settle. Bytes are spooled before they are sent, because their name is known
// only at their end: up to 8 MiB in memory, more in a file that is removed
// when the call ends.
package s3
