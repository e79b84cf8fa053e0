package ocfl

import (
	"crypto/sha256"
	"path"
)

// names remembers paths as 16-byte digests, to tell a path given twice, a file
// that would have to be a folder too, and names that are one on some systems.
type names map[[16]byte]struct{}

// Kinds of entry in names; exact ones are kept apart from folded ones.
const (
	exactFile   = "f"
	exactFolder = "d"
	foldFile    = "F"
	foldFolder  = "D"
)

// clash says how a path stands to those added before it.
type clash int

const (
	free     clash = iota
	collides       // the same name as another, on systems that fold names
	taken          // the same name as another, everywhere
)

// add remembers p and tells how it clashes with the paths before it. A path
// that is taken is not remembered again.
func (n names) add(p string) clash {
	if n.meets(p, exactFile, exactFolder) {
		return taken
	}
	folded := fold(p)
	met := n.meets(folded, foldFile, foldFolder)
	n.put(p, exactFile, exactFolder)
	n.put(folded, foldFile, foldFolder)
	if met {
		return collides
	}
	return free
}

// meets reports that p, or a folder it needs, is there already as something else.
func (n names) meets(p, file, folder string) bool {
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

func (n names) put(p, file, folder string) {
	n[digest(file, p)] = struct{}{}
	for dir := path.Dir(p); dir != "." && !n.has(folder, dir); dir = path.Dir(dir) {
		n[digest(folder, dir)] = struct{}{}
	}
}

func (n names) has(kind, p string) bool {
	_, ok := n[digest(kind, p)]
	return ok
}

func digest(kind, p string) [16]byte {
	sum := sha256.Sum256([]byte(kind + p))
	return [16]byte(sum[:16])
}
