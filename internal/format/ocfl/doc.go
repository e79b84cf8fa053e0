// Package ocfl knows the Oxford Common File Layout, version 1.1: how an object
// and a storage root are laid out, and by which codes a fault in one is named.
// It must never change an object that exists, follow a link, or open a path
// because an inventory names it.
//
// An inventory names every file of an object twice over, so the memory for
// writing and for checking grows with the number of files, never with their
// size (measured with 200,000 files: 300 bytes a file in writing; in checking
// 850 kept, and as much again in passing).
//
//	<storage root>/
//	  0=ocfl_1.1
//	  ocfl_layout.json
//	  extensions/0003-hash-and-id-n-tuple-storage-layout/config.json
//	  3c0/ff4/240/<encoded id>/          one object
//	    0=ocfl_object_1.1
//	    inventory.json                   + inventory.json.sha512
//	    v1/inventory.json                + v1/inventory.json.sha512
//	    v1/content/<content paths>
package ocfl

import (
	"io"
	"time"
)

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

// Within gives a sink whose names are below dir in another.
func Within(sink Sink, dir string) Sink { return within{sink, dir + "/"} }

type within struct {
	sink   Sink
	prefix string
}

func (w within) Create(name string) (io.WriteCloser, error) { return w.sink.Create(w.prefix + name) }

// File is one file of an object.
type File struct {
	// Path is the logical path: the name the file has in the object, with
	// slashes. Where it is stored may differ.
	Path string
	// SHA256 is the file's sum if the caller knows it, else zero. A known sum
	// lets content be read once, and not at all where the same content is in
	// the object already; what is read is checked against it.
	SHA256 [32]byte
	// Open gives the content. It is called once if SHA256 is known, else twice
	// (to hash, then to copy), and must give the same bytes again.
	Open func() (io.ReadCloser, error)
}

// User is who made a version. Address is a URI; in an object that will be
// shared it should be a pseudonym such as urn:sanad:staff:k7, for it cannot be
// taken out again.
type User struct{ Name, Address string }

// Object describes the one version that WriteObject writes.
type Object struct {
	ID      string // a URI, such as urn:sanad:accession:2024-017
	Created time.Time
	Message string // why this version was made
	User    User
}

// Result tells what WriteObject wrote.
type Result struct {
	Files   int64  // logical paths
	Stored  int64  // content files; fewer than Files where content repeats
	Octets  int64  // bytes in the content files
	Renamed int64  // content files stored under another name than their logical path
	SHA512  string // of inventory.json, in hexadecimal: it vouches for everything in the object
}

// MaxFindings is how many errors, and how many warnings, a report keeps.
const MaxFindings = 10_000

// Finding is one thing found wrong (a code E...) or advised against (W...).
type Finding struct {
	Code   Code
	Path   string // relative to the object, or to the storage root; may be empty
	Detail string // for a reader; not to be parsed
}

// Report is the verdict on an object or a storage root.
type Report struct {
	// Valid reports that no error was found. Warnings do not count.
	Valid bool
	// Version is the OCFL version declared, such as "1.1"; empty if none.
	Version  string
	ID       string // of the object; empty for a storage root
	Objects  int64  // objects checked
	Files    int64  // content files read
	Octets   int64  // bytes in them
	Errors   []Finding
	Warnings []Finding
	Unkept   int // errors and warnings that were counted and not kept
}

func (r *Report) add(f Finding) {
	list := &r.Warnings
	if f.Code[0] == 'E' {
		r.Valid = false
		list = &r.Errors
	}
	if len(*list) >= MaxFindings {
		r.Unkept++
		return
	}
	*list = append(*list, f)
}
