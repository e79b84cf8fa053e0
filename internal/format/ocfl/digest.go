package ocfl

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"strconv"

	"golang.org/x/crypto/blake2b"
)

// newHash gives the hash of a digest algorithm: those of the specification
// (section 3.4) and of extension 0009. Nil if it is not known.
func newHash(alg string) hash.Hash {
	switch alg {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha256":
		return sha256.New()
	case "sha512":
		return sha512.New()
	case "sha512/256":
		return sha512.New512_256()
	case "size":
		return new(sizeHash)
	}
	return newBlake(alg)
}

func newBlake(alg string) hash.Hash {
	size := map[string]int{"blake2b-160": 20, "blake2b-256": 32, "blake2b-384": 48, "blake2b-512": 64}[alg]
	if size == 0 {
		return nil
	}
	h, err := blake2b.New(size, nil)
	if err != nil { // impossible: only a long key or an odd size fails
		return nil
	}
	return h
}

// sizeHash is the "digest" of extension 0009 that is the number of bytes.
type sizeHash int64

func (s *sizeHash) Write(p []byte) (int, error) { *s += sizeHash(len(p)); return len(p), nil }
func (s *sizeHash) Sum(b []byte) []byte         { return strconv.AppendInt(b, int64(*s), 10) }
func (s *sizeHash) Reset()                      { *s = 0 }
func (s *sizeHash) Size() int                   { return 0 }
func (s *sizeHash) BlockSize() int              { return 1 }

// wellFormed reports that a digest value has the form its algorithm gives: hex
// of the right length, or digits for a size. Algorithms not known here have no
// form to hold them to.
func wellFormed(alg, value string) bool {
	h := newHash(alg)
	if h == nil {
		return value != ""
	}
	if alg == "size" {
		return decimal(value) && (value == "0" || value[0] != '0')
	}
	return len(value) == 2*h.Size() && isHex(value)
}

func isHex(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return s != ""
}

func decimal(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
