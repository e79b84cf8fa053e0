package warc

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/hex"
	"hash"
	"strings"
)

// digest is one that a record states: an algorithm and the value its bytes
// should have. A nil one is none at all.
type digest struct {
	label string
	want  []byte
	hash  hash.Hash // nil where the algorithm or the spelling is not known
}

// newDigest reads a label (WARC 1.1, 5.8): algorithm ":" value, the value in
// base 32 or in hexadecimal digits.
func newDigest(label string) *digest {
	if label == "" {
		return nil
	}
	d := &digest{label: label}
	name, value, _ := strings.Cut(label, ":")
	h := newHash(name)
	if h == nil {
		return d
	}
	if d.want = digestBytes(value, h.Size()); d.want != nil {
		d.hash = h
	}
	return d
}

// newHash gives the hash of a name, nil if it is not known. MD5 and SHA-1 are
// here because archives are full of them: right, they show an accident did not
// happen, not that nobody meddled.
func newHash(name string) hash.Hash {
	switch strings.ToLower(strings.ReplaceAll(name, "-", "")) {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha256":
		return sha256.New()
	case "sha384":
		return sha512.New384()
	case "sha512":
		return sha512.New()
	}
	return nil
}

func digestBytes(value string, size int) []byte {
	value = strings.TrimSpace(value)
	if raw, err := hex.DecodeString(value); err == nil && len(raw) == size {
		return raw
	}
	plain := base32.StdEncoding.WithPadding(base32.NoPadding)
	if raw, err := plain.DecodeString(strings.ToUpper(strings.TrimRight(value, "="))); err == nil && len(raw) == size {
		return raw
	}
	return nil
}

// again gives the same digest without what was written to it.
func (d *digest) again() *digest {
	if d == nil {
		return nil
	}
	return newDigest(d.label)
}

// Write implements io.Writer, and never fails.
func (d *digest) Write(p []byte) (int, error) {
	if d != nil && d.hash != nil {
		d.hash.Write(p)
	}
	return len(p), nil
}

func (d *digest) verdict() Verdict {
	switch {
	case d == nil:
		return None
	case d.hash == nil:
		return Unchecked
	case bytes.Equal(d.hash.Sum(nil), d.want):
		return Right
	}
	return Wrong
}
