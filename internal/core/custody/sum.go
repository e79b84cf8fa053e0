package custody

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Sum is the SHA-256 of an item's bytes. It is the item's name: the same
// string that sha256sum prints, so that anyone can check it without Sanad.
type Sum [sha256.Size]byte

// String gives the 64 lower-case hexadecimal digits of the sum.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// IsZero reports whether s was never set. No item is named by the zero sum.
func (s Sum) IsZero() bool { return s == Sum{} }

// ParseSum reads the 64 hexadecimal digits of a sum. Upper case is refused:
// one item has one name.
func ParseSum(text string) (Sum, error) {
	var s Sum
	if len(text) != 2*len(s) {
		return s, fmt.Errorf("%q is not a SHA-256: want %d hexadecimal digits, have %d", text, 2*len(s), len(text))
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return s, fmt.Errorf("%q is not a SHA-256: %q is not a lower-case hexadecimal digit", text, c)
		}
	}
	if _, err := hex.Decode(s[:], []byte(text)); err != nil {
		return s, fmt.Errorf("reading the SHA-256 %q: %w", text, err)
	}
	return s, nil
}

// MarshalText writes the sum as hexadecimal digits.
func (s Sum) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Sum) UnmarshalText(text []byte) error {
	got, err := ParseSum(string(text))
	if err == nil {
		*s = got
	}
	return err
}
