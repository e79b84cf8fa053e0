package bagit

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"strings"
)

// manifest is one manifest file of a bag.
type manifest struct {
	name string // of the file
	alg  string // normalised: lower case, letters and digits only
}

// newHash gives the hash of a manifest, nil if it is not known here.
func (m manifest) newHash() hash.Hash {
	switch m.alg {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha224":
		return sha256.New224()
	case "sha256":
		return sha256.New()
	case "sha384":
		return sha512.New384()
	case "sha512":
		return sha512.New()
	}
	return nil
}

// parseManifestName reads the algorithm from a file name in the bag's base
// folder. odd reports a name that is not in the normal form.
func parseManifestName(name, prefix string) (m manifest, odd, ok bool) {
	rest, ok := strings.CutPrefix(strings.ToLower(name), prefix)
	if !ok {
		return manifest{}, false, false
	}
	alg, ok := strings.CutSuffix(rest, ".txt")
	if !ok || alg == "" {
		return manifest{}, false, false
	}
	alg = strings.Map(lettersAndDigits, alg)
	return manifest{name, alg}, name != prefix+alg+".txt", true
}

func lettersAndDigits(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// entry is what the manifests of one kind say of one path.
type entry struct {
	sums [][]byte // by manifest; nil where it does not list the path
	seen bool     // found in the bag
}

// inEvery reports that each manifest lists the path.
func (e *entry) inEvery() bool {
	for _, s := range e.sums {
		if s == nil {
			return false
		}
	}
	return true
}

// listing is what the manifests of one kind, payload or tag, list together.
type listing struct {
	manifests []manifest
	hashes    []hash.Hash // one a manifest, used for one file after the other
	entries   map[string]*entry
}

// entryOf gives the entry for p, a new one if there is none.
func (l *listing) entryOf(p string) *entry {
	e := l.entries[p]
	if e == nil {
		e = &entry{sums: make([][]byte, len(l.manifests))}
		l.entries[p] = e
	}
	return e
}

// listed is one line of a manifest.
type listed struct {
	sum    []byte
	path   string // decoded, without a leading "./"
	dotted bool   // the path began with "./"
	star   bool   // an asterisk of md5sum stood before the path
	loose  bool   // a % in the path is not encoded as 1.0 wants it
}

var errLine = errors.New(`want a checksum of the manifest's algorithm in hexadecimal, white space, and a path`)

// parseLine reads a line of a manifest whose checksums have size bytes. In
// bags before 1.0 nothing in a path is encoded.
func parseLine(line string, size int, encoded bool) (listed, error) {
	digits, rest := cutSpace(line)
	sum, err := hex.DecodeString(digits)
	if err != nil || len(sum) != size || rest == "" {
		return listed{}, errLine
	}
	got := listed{sum: sum}
	// Only "hash *path" is md5sum's mark; "hash  *path" is a file named so.
	rest, got.star = cutStar(line[len(digits):], rest)
	got.path, got.dotted = strings.CutPrefix(rest, "./")
	if encoded {
		got.path, got.loose = decodePath(got.path)
	}
	if got.path == "" {
		return listed{}, errLine
	}
	return got, nil
}

func cutStar(gap, rest string) (string, bool) {
	if gap == " "+rest {
		return strings.CutPrefix(rest, "*")
	}
	return rest, false
}

// cutSpace splits at the first run of spaces and tabs.
func cutSpace(s string) (word, rest string) {
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimLeft(s[i:], " \t")
}

// fetched is one line of fetch.txt.
type fetched struct {
	length string // digits, or "-"
	path   string
	loose  bool
}

var errFetch = errors.New(`want an absolute URL, a length or "-", and a path`)

// parseFetch reads a line of fetch.txt (RFC 8493 section 2.2.3). The URL is
// looked at only for its form: nothing here ever fetches.
func parseFetch(line string, encoded bool) (fetched, error) {
	url, rest := cutSpace(line)
	length, p := cutSpace(rest)
	if !absolute(url) {
		return fetched{}, errFetch
	}
	if length != "-" && (length == "" || strings.Trim(length, "0123456789") != "") {
		return fetched{}, errFetch
	}
	got := fetched{length: length, path: p}
	if encoded {
		got.path, got.loose = decodePath(p)
	}
	got.path = strings.TrimPrefix(got.path, "./")
	if got.path == "" {
		return fetched{}, errFetch
	}
	return got, nil
}

// absolute reports a scheme and something after it (RFC 3986 section 4.3).
func absolute(url string) bool {
	scheme, rest, ok := strings.Cut(url, ":")
	if !ok || rest == "" || scheme == "" || lettersAndDigits(rune(scheme[0]|0x20)) < 'a' {
		return false
	}
	for _, c := range strings.ToLower(scheme) {
		if lettersAndDigits(c) < 0 && !strings.ContainsRune("+.-", c) {
			return false
		}
	}
	return true
}
