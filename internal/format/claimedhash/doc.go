// Package claimedhash knows what others claim the hash of a file is: lists as
// md5sum, sha1sum, sha256sum and sha512sum write them, bare hashes, tables and
// JSON of other programs; and it judges a claim by the bytes. It must never take
// a hash it can't read for one that is equal.
//
// Two programs write hashes that no sha512sum or sha384sum gives, and both are
// told apart from changed bytes:
//
//   - Preserve (the recorder of web pages beside Uwazi) hashed each piece of
//     64 KiB as text: bytes that are no UTF-8 became U+FFFD before they were
//     hashed. Different files can have the same of these hashes.
//   - Datashare hashes the name of the project together with the bytes.
package claimedhash
