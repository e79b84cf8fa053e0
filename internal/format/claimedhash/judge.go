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
	"strings"
)

// Algorithms, as they are written everywhere here.
const (
	MD5    = "md5"
	SHA1   = "sha1"
	SHA256 = "sha256"
	SHA384 = "sha384"
	SHA512 = "sha512"
)

// Algorithms lists them all, by the length of their hashes.
func Algorithms() []string { return []string{MD5, SHA1, SHA256, SHA384, SHA512} }

// Weak reports whether two different files with the same hash can be made: then
// an equal hash shows that nothing broke on the way, and not who broke what.
func Weak(algorithm string) bool { return algorithm == MD5 || algorithm == SHA1 }

// ByLength gives the algorithm whose hashes have so many hexadecimal digits; ""
// if none has.
func ByLength(digits int) string {
	return map[int]string{32: MD5, 40: SHA1, 64: SHA256, 96: SHA384, 128: SHA512}[digits]
}

// Check refuses a hash that is none of its algorithm.
func Check(algorithm, digits string) error {
	if ByLength(len(digits)) != algorithm || algorithm == "" {
		return fmt.Errorf("%d hexadecimal digits are no hash by %q", len(digits), algorithm)
	}
	if strings.Trim(digits, "0123456789abcdef") != "" {
		return fmt.Errorf("%.20q has letters that are no hexadecimal digits in lower case", digits)
	}
	return nil
}

// Verdict is what came of checking a claim.
type Verdict string

// Verdicts. Different says that these bytes are not those the hash was taken of,
// or that it was taken in a way nobody here knows.
const (
	Equal     Verdict = "equal"
	Different Verdict = "different"
	Missing   Verdict = "missing"        // the bytes are not here
	Fault     Verdict = "preserve_fault" // equal once the bytes are spoilt as Preserve does
	Salted    Verdict = "salted"         // equal once the name of a project is hashed with them
)

// Verdicts lists those that are about bytes that are here.
func Verdicts() []Verdict { return []Verdict{Equal, Different, Fault, Salted} }

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
