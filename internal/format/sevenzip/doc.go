// Package sevenzip knows 7z archives (7zFormat.txt of 7-Zip 24): the list of
// contents at their end, how their blocks are packed and encrypted, and what
// unpacking them costs, which it reads before a library is let near them. It
// must never unpack a block twice to reach a later member, take more memory
// for a window than the limit whole_bytes, or act on a member's name.
package sevenzip
