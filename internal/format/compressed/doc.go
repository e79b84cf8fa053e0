// Package compressed knows single files packed by gzip (RFC 1952), bzip2, xz
// (format 1.2.1), Zstandard (RFC 8878), LZ4 (frame format 1.6.4) or LZMA alone,
// and tape archives packed by one of these. It must never unpack into memory:
// what is inside goes by as a stream, and a window larger than the limit
// whole_bytes is refused.
//
// Of a file that breaks off or is damaged, what was unpacked until there is
// handed over as it is, and a Problem tells what is lost: the first half of a
// log is evidence too.
package compressed
