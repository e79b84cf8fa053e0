package ledger

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/ground/canon"
)

const (
	domainField = "sanad/field/v1"
	domainEntry = "sanad/entry/v1"
	labelSalt   = "sanad/salt/v1"
	labelBlank  = "sanad/blank/v1"

	// fillTo is the number commitments are filled up to a multiple of.
	fillTo = 8
)

// Secret is what the salts of one event are derived from. Who destroys it
// together with the body makes the event's entry say nothing for ever.
type Secret [32]byte

// Commitment binds an event to one field without showing it.
type Commitment [sha256.Size]byte

// EntrySize is the length of every entry in bytes, well below the 65,535 that
// a tlog-tiles entry bundle can hold.
const EntrySize = 8 + len(domainEntry) + 8 + 8 + sha256.Size

// salter derives the salts of one event; the key schedule is done once.
type salter struct{ mac hash.Hash }

func newSalter(s Secret) salter { return salter{hmac.New(sha256.New, s[:])} }

// derive is HKDF-Expand of RFC 5869 for 32 bytes: one block, whose info is
// the label and the length-prefixed name.
func (s salter) derive(label, name string) []byte {
	s.mac.Reset()
	s.mac.Write(saltInfo(label, name))
	s.mac.Write([]byte{1})
	return s.mac.Sum(nil)
}

func saltInfo(label, name string) []byte { return canon.Append(nil, label, []byte(name)) }

func commit(f Field, salt []byte) Commitment {
	return canon.Hash(domainField, []byte(f.Name), salt, f.Value)
}

// commitments gives the event's commitments, filled up and sorted.
func commitments(fields []Field, secret Secret) []Commitment {
	s := newSalter(secret)
	n := (len(fields) + fillTo - 1) / fillTo * fillTo
	out := make([]Commitment, 0, n)
	for _, f := range fields {
		out = append(out, commit(f, s.derive(labelSalt, f.Name)))
	}
	for i := len(fields); i < n; i++ {
		out = append(out, Commitment(s.derive(labelBlank, string(rune('0'+i%fillTo)))))
	}
	slices.SortFunc(out, func(a, b Commitment) int { return bytes.Compare(a[:], b[:]) })
	return out
}

// Entry gives the bytes that stand for the event in the tree.
func (e Event) Entry(secret Secret) ([]byte, error) {
	fields, err := e.Fields()
	if err != nil {
		return nil, fmt.Errorf("committing to event %d: %w", e.Index, err)
	}
	return entryOf(commitments(fields, secret)), nil
}

func entryOf(sorted []Commitment) []byte {
	root := treeOf(sorted)
	return canon.Append(make([]byte, 0, EntrySize), domainEntry, root[:])
}

// treeOf is the Merkle tree hash of RFC 6962, section 2.1, over commitments.
func treeOf(c []Commitment) tlog.Hash {
	switch len(c) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return tlog.RecordHash(c[0][:])
	}
	k := 1
	for k*2 < len(c) {
		k *= 2
	}
	return tlog.NodeHash(treeOf(c[:k]), treeOf(c[k:]))
}
