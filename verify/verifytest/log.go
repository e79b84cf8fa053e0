// Package verifytest knows how to make small dossiers, exported logs and
// proofs in memory, real in every signature and hash, so that tests can spoil
// them. It must never be part of a program: its keys are known to everyone.
package verifytest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
)

// Log is a ledger in memory. Its methods panic on errors: they are made from
// constants, so an error is a broken test.
type Log struct {
	Key     string // the verifier key
	Origin  string
	signer  note.Signer
	tree    *ledger.Tree
	events  []ledger.Event
	secrets []ledger.Secret
	entries [][]byte
}

// NewLog makes an empty log whose key follows from seed.
func NewLog(origin, seed string) *Log {
	sum := sha256.Sum256([]byte("verifytest " + seed))
	private := ed25519.NewKeyFromSeed(sum[:])
	vkey := must(note.NewEd25519VerifierKey(origin, private.Public().(ed25519.PublicKey)))
	verifier := must(note.NewVerifier(vkey))
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, verifier.KeyHash(), base64.StdEncoding.EncodeToString(append([]byte{1}, sum[:]...)))
	return &Log{Key: vkey, Origin: origin, signer: must(note.NewSigner(skey)), tree: ledger.NewTree(0, noTiles{})}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// noTiles stores nothing: the tree keeps what it changed.
type noTiles struct{}

func (noTiles) Tile(id ledger.TileID) ([]byte, error) {
	return nil, fmt.Errorf("there is no tile %v", id)
}

// Append adds an event, a minute after the one before, and gives its index.
func (l *Log) Append(actor string, f ledger.Fact) int64 {
	return l.AppendBody(actor, f.Kind(), must(ledger.Encode(f)))
}

// AppendBody adds an event of any body, also one no fact would be written as.
func (l *Log) AppendBody(actor string, kind ledger.Kind, body []byte) int64 {
	index := int64(len(l.events))
	e := ledger.Event{Index: index, Kind: kind, Actor: actor, Body: body,
		Time: time.Date(2031, 5, 6, 7, 0, 0, 0, time.UTC).Add(time.Duration(index) * time.Minute)}
	secret := ledger.Secret(canon.Hash("verifytest/secret", []byte(l.Key), fmt.Append(nil, index)))
	entry := must(e.Entry(secret))
	must(l.tree.Append(entry))
	l.events, l.secrets, l.entries = append(l.events, e), append(l.secrets, secret), append(l.entries, entry)
	return index
}

// Fill adds entries that no event stands behind, until there are size: a log
// that only its tiles are looked at of is made much faster so.
func (l *Log) Fill(size int64) {
	for l.Size() < size {
		entry := canon.Append(nil, "verifytest/entry", []byte(l.Key), fmt.Append(nil, l.Size()))
		must(l.tree.Append(entry))
		l.events, l.secrets, l.entries = append(l.events, ledger.Event{}), append(l.secrets, ledger.Secret{}), append(l.entries, entry)
	}
}

// Tree is the log's tree.
func (l *Log) Tree() *ledger.Tree { return l.tree }

// Size is the number of events.
func (l *Log) Size() int64 { return int64(len(l.events)) }

// Checkpoint signs the log of the first size events.
func (l *Log) Checkpoint(size int64) []byte {
	return must(ledger.Checkpoint{Origin: l.Origin, Size: size, Root: must(l.tree.Root(size))}.Sign(l.signer))
}

// Disclose opens the fields of an event that show agrees to, without a path.
func (l *Log) Disclose(index int64, show func(field string) bool) ledger.Disclosure {
	return must(ledger.Disclose(l.events[index], l.secrets[index], show))
}

// Line is a disclosed event with its path in the log of that size.
func (l *Log) Line(index, size int64, show func(field string) bool) []byte {
	d := l.Disclose(index, show)
	d.Path = must(l.tree.ProveInclusion(index, size))
	return must(d.Marshal())
}

// Proof is a .tlog-proof file of an event in the log of that size.
func (l *Log) Proof(index, size int64) []byte {
	path := must(l.tree.ProveInclusion(index, size))
	return ledger.Proof{Index: index, Path: path, Checkpoint: l.Checkpoint(size)}.Marshal()
}

// Consistency proves the log of old events the beginning of that of size.
func (l *Log) Consistency(old, size int64) []ledger.PathHash {
	return must(l.tree.ProveConsistency(old, size))
}

// Tiles exports the log of that size with its key and checkpoint.
func (l *Log) Tiles(size int64) Files {
	files := Files{"key": []byte(l.Key + "\n"), "checkpoint": l.Checkpoint(size)}
	entries := func(from, to int64) ([][]byte, error) { return l.entries[from:to], nil }
	err := ledger.ExportTiles(l.tree, size, entries, func(path string, data []byte) error {
		files[path] = append([]byte(nil), data...)
		return nil
	})
	if err != nil {
		panic(err)
	}
	return files
}
