package ledger

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// PathHash is one hash of a proof, written in base 64.
type PathHash tlog.Hash

// MarshalText writes the hash in base 64.
func (h PathHash) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, h[:]), nil
}

// UnmarshalText reads what MarshalText wrote.
func (h *PathHash) UnmarshalText(text []byte) error { return decode32(h[:], text) }

// ErrProof says that a proof does not show what it should.
var ErrProof = errors.New("the proof does not hold")

// CheckInclusion checks that entry stands at index in the tree of c.
func CheckInclusion(c Checkpoint, index int64, entry []byte, path []PathHash) error {
	if index < 0 || index >= c.Size || c.Size > maxSize {
		return fmt.Errorf("entry %d is outside a log of %d entries: %w", index, c.Size, ErrProof)
	}
	if err := tlog.CheckRecord(tlog.RecordProof(fromPath(path)), c.Size, c.Root, index, tlog.RecordHash(entry)); err != nil {
		return fmt.Errorf("entry %d is not in the log of %d entries: %w", index, c.Size, ErrProof)
	}
	return nil
}

// CheckConsistency checks that the log of old is the beginning of the log of
// newer: nothing was changed, removed or put in between.
func CheckConsistency(old, newer Checkpoint, path []PathHash) error {
	wrong := fmt.Errorf("the log of %d entries is not the beginning of the log of %d: %w", old.Size, newer.Size, ErrProof)
	switch {
	case old.Origin != newer.Origin:
		return fmt.Errorf("checkpoints of two logs, %.80q and %.80q: %w", old.Origin, newer.Origin, ErrProof)
	case old.Size < 0 || old.Size > newer.Size || newer.Size > maxSize:
		return wrong
	case old.Size == newer.Size:
		if old.Root != newer.Root || len(path) != 0 {
			return wrong
		}
	case old.Size == 0:
		if len(path) != 0 || old.Root != tlog.Hash(treeOf(nil)) {
			return wrong
		}
	default:
		if tlog.CheckTree(tlog.TreeProof(fromPath(path)), newer.Size, newer.Root, old.Size, old.Root) != nil {
			return wrong
		}
	}
	return nil
}

func fromPath(path []PathHash) []tlog.Hash {
	hashes := make([]tlog.Hash, len(path))
	for i, h := range path {
		hashes[i] = tlog.Hash(h)
	}
	return hashes
}

// ErrTile says that a stored tile is not made of what it should be made of.
var ErrTile = errors.New("a tile of the tree is not what its entries make")

const proofHeader = "c2sp.org/tlog-proof@v1"

// Proof is a self-contained proof that an entry is in a log, in the form of
// C2SP tlog-proof.
type Proof struct {
	Index      int64
	Path       []PathHash
	Checkpoint []byte // signed note, verbatim
}

// Marshal writes the proof as a .tlog-proof file.
func (p Proof) Marshal() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nindex %d\n", proofHeader, p.Index)
	for _, h := range p.Path {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]))
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	b.Write(p.Checkpoint)
	return b.Bytes()
}

// ParseProof reads a .tlog-proof file. Extra data is refused: Sanad never
// writes any, and it is not covered by the proof.
func ParseProof(file []byte) (Proof, error) {
	var p Proof
	head, checkpoint, ok := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 2 || lines[0] != proofHeader {
		return p, fmt.Errorf("not a %s: %w", proofHeader, ErrForm)
	}
	number, ok := strings.CutPrefix(lines[1], "index ")
	index, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || strconv.FormatInt(index, 10) != number {
		return p, fmt.Errorf("%.40q does not give an index: %w", lines[1], ErrForm)
	}
	p = Proof{Index: index, Checkpoint: []byte(checkpoint)}
	for _, line := range lines[2:] {
		var h PathHash
		if err := h.UnmarshalText([]byte(line)); err != nil {
			return p, fmt.Errorf("the proof's path: %w", err)
		}
		p.Path = append(p.Path, h)
	}
	if !bytes.Equal(p.Marshal(), file) {
		return p, ErrForm
	}
	return p, nil
}
