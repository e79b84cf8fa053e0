package support

import (
	"encoding/binary"

	"sanad/internal/core/claim"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/script"
)

// said is what a claim says of what: entity, property, and the thing or value.
// A typed value is compared as it was normalised, words by their folded form,
// so that two spellings of one name say the same. Who says so, where and since
// when it held are no part of it.
func said(c claim.Made) [4]string {
	value := c.Value
	switch {
	case c.ValueEntity != "":
		value = ""
	case c.Date == nil && c.Quantity == nil && c.Shape == nil:
		if folded := script.Fold(c.Value); folded != "" {
			value = folded
		}
	}
	return [4]string{c.Entity, c.Property, c.ValueEntity, value}
}

// Key is a number that claims have in common that say the same. Others may
// have it by chance: Same tells.
func Key(c claim.Made) int64 {
	words := said(c)
	sum := canon.Hash("sanad/said/v1", canon.Strings(words[:]...)...)
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// Same reports whether two claims say the same of the same thing.
func Same(a, b claim.Made) bool { return said(a) == said(b) }
