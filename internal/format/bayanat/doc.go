// Package bayanat knows the JSON that Bayanat exports: actors, bulletins and
// incidents with the events in them, who is said to have had which part in what,
// and the files that belong to them with the MD5 that Bayanat calls etag. It must
// never give a value without the bytes it stands in, nor take a part that somebody
// had for that of another.
//
// Bayanat writes its records in groups of 250 and no comma between two groups:
// such a file is no JSON (RFC 8259), and is read as if the comma stood there.
// What each member becomes stands in tables.go; the names are those of Bayanat's
// models (2026), and those that newer versions add are given as members that
// nothing was made of.
package bayanat
