// Package canon knows the one agreed sequence of bytes that stands for a
// list of values wherever Sanad hashes or signs them. It must never change
// for a domain once that domain has been used: a new meaning is a new domain.
//
// The encoding is
//
//	u64(len(domain)) domain u64(number of parts) { u64(len(part)) part }
//
// with big-endian lengths. Because every part carries its length, no two
// different lists share an encoding: ("ir", "list.7") and ("ir.list", "7"),
// which collide when joined by dots, stay apart.
package canon

import (
	"crypto/sha256"
	"encoding/binary"
)

// Append adds the encoding of parts under domain to dst.
func Append(dst []byte, domain string, parts ...[]byte) []byte {
	dst = binary.BigEndian.AppendUint64(dst, uint64(len(domain)))
	dst = append(dst, domain...)
	dst = binary.BigEndian.AppendUint64(dst, uint64(len(parts)))
	for _, part := range parts {
		dst = binary.BigEndian.AppendUint64(dst, uint64(len(part)))
		dst = append(dst, part...)
	}
	return dst
}

// Hash is the SHA-256 of the encoding of parts under domain.
func Hash(domain string, parts ...[]byte) [sha256.Size]byte {
	n := 16 + len(domain)
	for _, part := range parts {
		n += 8 + len(part)
	}
	var small [512]byte
	buf := small[:0]
	if n > len(small) {
		buf = make([]byte, 0, n)
	}
	return sha256.Sum256(Append(buf, domain, parts...))
}

// Strings turns strings into parts.
func Strings(values ...string) [][]byte {
	parts := make([][]byte, len(values))
	for i, v := range values {
		parts[i] = []byte(v)
	}
	return parts
}

// idAlphabet is Crockford's base 32 in lower case: no i, l, o, u, so that an
// identifier can be read aloud and typed without being mistaken.
const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// ID makes the name of a thing from the hash of what makes it that thing:
// prefix, "-" and 16 letters (80 bits) of Crockford's base 32. Equal parts
// give the equal name, so that doing a thing twice names it once.
func ID(prefix, domain string, parts ...[]byte) string {
	sum := Hash(domain, parts...)
	out := make([]byte, 0, len(prefix)+17)
	out = append(out, prefix...)
	out = append(out, '-')
	var acc, bits uint
	for _, b := range sum[:10] {
		acc, bits = acc<<8|uint(b), bits+8
		for bits >= 5 {
			bits -= 5
			out = append(out, idAlphabet[acc>>bits&31])
		}
	}
	return string(out)
}
