// Package rar knows RAR archives of the formats 1.5 to 7: their members, and
// what of them one file of a split archive still holds. It must never take a
// window larger than the limit whole_bytes, follow a link, or act on a
// member's name.
//
// Times that a RAR 4 archive gives without a zone carry a location called
// "-00:00" (RFC 3339 4.3): the clock's reading is known, the zone not.
package rar
