// Package filename knows which file names are one: given twice, or told apart
// here and not on another system. It must never judge whether a name is allowed
// in a format; the formats have rules of their own.
package filename

import (
	"crypto/sha256"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Set remembers paths as 16-byte digests, to tell a path given twice, a file
// that would have to be a folder too, and names that are one on some systems.
type Set map[[16]byte]struct{}

// Kinds of entry in a Set; exact ones are kept apart from folded ones.
const (
	exactFile   = "f"
	exactFolder = "d"
	foldFile    = "F"
	foldFolder  = "D"
)

// Clash says how a path stands to those added before it.
type Clash int

// The ways a path can stand to others.
const (
	Free     Clash = iota
	Collides       // the same name as another, on systems that fold names
	Taken          // the same name as another, everywhere
)

// Add remembers p and tells how it clashes with the paths before it. A path
// that is taken is not remembered again.
func (n Set) Add(p string) Clash {
	if n.meets(p, exactFile, exactFolder) {
		return Taken
	}
	folded := Fold(p)
	met := n.meets(folded, foldFile, foldFolder)
	n.put(p, exactFile, exactFolder)
	n.put(folded, foldFile, foldFolder)
	if met {
		return Collides
	}
	return Free
}

// meets reports that p, or a folder it needs, is there already as something else.
func (n Set) meets(p, file, folder string) bool {
	if n.has(file, p) || n.has(folder, p) {
		return true
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if n.has(file, dir) {
			return true
		}
		if n.has(folder, dir) { // its own folders were looked at when it was put
			return false
		}
	}
	return false
}

func (n Set) put(p, file, folder string) {
	n[digest(file, p)] = struct{}{}
	for dir := path.Dir(p); dir != "." && !n.has(folder, dir); dir = path.Dir(dir) {
		n[digest(folder, dir)] = struct{}{}
	}
}

func (n Set) has(kind, p string) bool {
	_, ok := n[digest(kind, p)]
	return ok
}

func digest(kind, p string) [16]byte {
	sum := sha256.Sum256([]byte(kind + p))
	return [16]byte(sum[:16])
}

// Fold gives the form in which two names are one on a system that ignores case
// or normalises Unicode. It maps rune by rune, as file systems do.
func Fold(p string) string {
	if IsASCII(p) {
		return strings.ToLower(p)
	}
	return norm.NFC.String(strings.ToLower(strings.ToUpper(norm.NFC.String(p))))
}

// IsASCII reports that every byte is of ASCII.
func IsASCII(p string) bool {
	for i := range len(p) {
		if p[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
