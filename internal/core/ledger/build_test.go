package ledger

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const testOrigin = "archive.example/log"

// testKey is the key of a log, made from a seed so that every run is alike.
func testKey(t testing.TB, name string, seed byte) (note.Signer, note.Verifier) {
	t.Helper()
	private := ed25519.NewKeyFromSeed(fill(seed))
	vkey, err := note.NewEd25519VerifierKey(name, private.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, verifier.KeyHash(),
		base64.StdEncoding.EncodeToString(append([]byte{1}, private.Seed()...)))
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

func fill(b byte) []byte {
	out := make([]byte, 32)
	for i := range out {
		out[i] = b
	}
	return out
}

// storedTiles is a store of tiles that counts how often it is asked.
type storedTiles struct {
	tiles map[TileID][]byte
	asked int
	deny  func(TileID) bool
}

func (s *storedTiles) Tile(id TileID) ([]byte, error) {
	s.asked++
	tile, ok := s.tiles[id]
	if !ok || s.deny != nil && s.deny(id) {
		return nil, fmt.Errorf("there is no tile %v", id)
	}
	return tile, nil
}

func (s *storedTiles) keep(t *Tree) {
	for id, tile := range t.Changed() {
		s.tiles[id] = append([]byte(nil), tile...)
	}
	t.Kept()
}

func newStore() *storedTiles { return &storedTiles{tiles: map[TileID][]byte{}} }

func testEntry(i int64) []byte { return fmt.Appendf(nil, "entry %d", i) }

// grownTo gives a tree of n test entries whose tiles are stored.
func grownTo(t testing.TB, n int64) *Tree {
	t.Helper()
	store := newStore()
	tree := NewTree(0, store)
	for i := range n {
		if got, err := tree.Append(testEntry(i)); err != nil || got != i {
			t.Fatalf("appending entry %d: index %d, %v", i, got, err)
		}
	}
	store.keep(tree)
	return tree
}

// plainRoot is the Merkle tree hash as RFC 6962, section 2.1 writes it down,
// over the leaf hashes of test entries from lo up to hi.
func plainRoot(lo, hi int64) tlog.Hash {
	switch n := hi - lo; {
	case n == 0:
		return sha256.Sum256(nil)
	case n == 1:
		return sha256.Sum256(append([]byte{0}, testEntry(lo)...))
	}
	k := int64(1)
	for k*2 < hi-lo {
		k *= 2
	}
	left, right := plainRoot(lo, lo+k), plainRoot(lo+k, hi)
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

func checkpointAt(t testing.TB, tree *Tree, size int64) Checkpoint {
	t.Helper()
	root, err := tree.Root(size)
	if err != nil {
		t.Fatal(err)
	}
	return Checkpoint{testOrigin, size, root}
}

// seen is a small invented fact.
type seen struct {
	Place string `json:"place"`
	Count int    `json:"count"`
	By    string `json:"by,omitempty"`
}

func (seen) Kind() Kind   { return Kind{"thing.seen", 1} }
func (seen) Check() error { return nil }

func seenEvent(t testing.TB, index int64, f Fact) Event {
	t.Helper()
	body, err := Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2031, 5, 6, 7, 8, 9, 123456789, time.FixedZone("", 12600))
	return Event{index, f.Kind(), "mina", at, body}
}

func testSecret(b byte) Secret { return Secret(fill(b)) }
