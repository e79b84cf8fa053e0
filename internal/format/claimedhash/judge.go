package claimedhash

import (
	"crypto/md5"  // what others claim, never what names anything here
	"crypto/sha1" // likewise
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"

	"sanad/internal/ground/digest"
)

// The hashes and verdicts are those of package digest.
const (
	MD5    = digest.MD5
	SHA1   = digest.SHA1
	SHA256 = digest.SHA256
	SHA384 = digest.SHA384
	SHA512 = digest.SHA512

	Equal     = digest.Equal
	Different = digest.Different
	Missing   = digest.Missing
	Fault     = digest.Fault
	Salted    = digest.Salted
)

// Verdict is what came of checking a claim.
type Verdict = digest.Verdict

// Algorithms lists all hashes, by their length.
func Algorithms() []string { return digest.Algorithms() }

// Weak reports whether two different files with the same hash can be made.
func Weak(algorithm string) bool { return digest.Weak(algorithm) }

// ByLength gives the algorithm whose hashes have so many hexadecimal digits.
func ByLength(digits int) string { return digest.ByLength(digits) }

// Check refuses a hash that is none of its algorithm.
func Check(algorithm, digits string) error { return digest.Check(algorithm, digits) }

// Verdicts lists those that are about bytes that are here.
func Verdicts() []Verdict { return digest.Verdicts() }

// Sums are the hashes of one file. Names are Algorithms, and for SHA-512 and
// SHA-384 what Judge needs besides.
type Sums struct {
	plain    map[string]string
	preserve string
	salted   map[string]string // by project; the bytes first
	behind   map[string]string // likewise; the project first
}

// Read hashes what r gives, once, by the algorithms and with the names of the
// projects that a SHA-384 may have been salted with.
func Read(r io.Reader, algorithms, projects []string) (Sums, error) {
	plain := map[string]hash.Hash{}
	var all []io.Writer
	with := func(h hash.Hash) hash.Hash { all = append(all, h); return h }
	for _, name := range algorithms {
		switch name {
		case MD5:
			plain[name] = with(md5.New())
		case SHA1:
			plain[name] = with(sha1.New())
		case SHA256:
			plain[name] = with(sha256.New())
		case SHA384:
			plain[name] = with(sha512.New384())
		case SHA512:
			plain[name] = with(sha512.New())
		default:
			return Sums{}, fmt.Errorf("nobody here knows hashes by %q", name)
		}
	}
	var spoilt *Preserve
	if slices.Contains(algorithms, SHA512) {
		spoilt = NewPreserve()
		all = append(all, spoilt)
	}
	first, last := map[string]hash.Hash{}, map[string]hash.Hash{}
	if slices.Contains(algorithms, SHA384) {
		for _, p := range projects {
			last[p], first[p] = with(sha512.New384()), with(sha512.New384())
			first[p].Write([]byte(p))
		}
	}
	if _, err := io.Copy(io.MultiWriter(all...), r); err != nil {
		return Sums{}, err
	}
	out := Sums{plain: map[string]string{}, salted: map[string]string{}, behind: map[string]string{}}
	for name, h := range plain {
		out.plain[name] = hex.EncodeToString(h.Sum(nil))
	}
	if spoilt != nil {
		out.preserve = spoilt.Sum()
	}
	for p, h := range last {
		h.Write([]byte(p))
		out.salted[p] = hex.EncodeToString(h.Sum(nil))
		out.behind[p] = hex.EncodeToString(first[p].Sum(nil))
	}
	return out, nil
}

// Judge says what a claimed hash is to the bytes, and which project's name was
// hashed with them if one was. The sums MUST have been read by the algorithm.
func (s Sums) Judge(algorithm, claimed string) (v Verdict, project string) {
	switch {
	case claimed != "" && s.plain[algorithm] == claimed:
		return Equal, ""
	case algorithm == SHA512 && claimed != "" && s.preserve == claimed:
		return Fault, ""
	}
	if algorithm == SHA384 && claimed != "" {
		for _, p := range slices.Sorted(maps.Keys(s.salted)) {
			if s.salted[p] == claimed || s.behind[p] == claimed {
				return Salted, p
			}
		}
	}
	return Different, ""
}
