// Package bagit knows the BagIt packaging format, RFC 8493 (version 1.0) for
// writing and versions 0.93 to 1.0 for checking. It must never fetch what a
// bag's fetch.txt names, follow a link, or trust a path a bag gives.
//
// Writing is memory-flat: manifest lines go to the sink while the payload is
// copied, and a path leaves 16-byte digests behind, enough to refuse a name
// given twice (measured: 75 bytes a file in full folders, 150 if each has a
// folder of its own). Checking holds one entry for every path a manifest lists,
// its checksums included (about 400 bytes), never a file's content.
package bagit

import "io"

// Sink receives files by slash-separated relative path, each written whole and
// once.
type Sink interface {
	// Create opens a new file. It MUST make the folders above it, MUST refuse
	// a name that was created before, and MUST allow several files to be open
	// at once. The file is complete when Close returns nil; what was written
	// to a file whose Close failed, or was never called, MUST NOT be taken
	// for complete.
	Create(name string) (io.WriteCloser, error)
}

// File is one payload file to be written.
type File struct {
	// Path is the path below data/, with slashes.
	Path string
	// Open gives the content. It is called once, and the reader is read to its
	// end and closed before the next file is asked for.
	Open func() (io.ReadCloser, error)
}

// TagFile is a further file of metadata (RFC 8493 section 2.2.4).
type TagFile struct {
	Path string // below the bag, as metadata/premis.xml
	// Write writes it. It is called once, after the payload was written.
	Write func(io.Writer) error
}

// Field is one metadata element of bag-info.txt (RFC 8493 section 2.2.2). A
// value may hold line breaks; a label may not.
type Field struct{ Label, Value string }

// Result tells what Write wrote.
type Result struct {
	Files    int64     // payload files
	Octets   int64     // bytes of payload, over all files
	Warnings []Finding // at most MaxFindings
	Unkept   int       // further warnings that were counted and not kept
}

// MaxFindings is how many errors, and how many warnings, a report keeps. A bag
// that is wrong a million times is still told in bounded memory.
const MaxFindings = 10_000

// Finding is one thing found wrong or doubtful.
type Finding struct {
	Code   Code
	Path   string // relative to the bag; empty when it concerns the whole bag
	Detail string // for a reader; not to be parsed
}

// Report is the verdict on a bag.
type Report struct {
	// Valid reports that the bag is complete and every checksum agreed
	// (RFC 8493 section 3), so that no error was found.
	Valid bool
	// Version is as declared, such as "1.0"; empty if it could not be read.
	Version string
	// Info holds the metadata elements in their order, as read.
	Info     []Field
	Files    int64 // payload files present
	Octets   int64 // bytes of payload present
	Errors   []Finding
	Warnings []Finding
	Unkept   int // errors and warnings that were counted and not kept
}

func (r *Report) fail(code Code, path, detail string) {
	r.Valid = false
	r.Errors = r.keep(r.Errors, Finding{code, path, detail})
}

func (r *Report) warn(code Code, path, detail string) {
	r.Warnings = r.keep(r.Warnings, Finding{code, path, detail})
}

func (r *Report) keep(list []Finding, f Finding) []Finding {
	if len(list) >= MaxFindings {
		r.Unkept++
		return list
	}
	return append(list, f)
}
