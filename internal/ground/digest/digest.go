// Package digest knows the hashes by which others name bytes, how they are
// written, and what can come of comparing one with the bytes. It computes none.
package digest

import (
	"fmt"
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
