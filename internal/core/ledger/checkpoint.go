package ledger

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is what the log's key signs: the log's name, how many entries
// there are, and the tree hash over all of them (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
}

// maxSize bounds the entries a checkpoint may claim. No log comes near it, and
// golang.org/x/mod/sumdb/tlog never ends its search for the largest power of
// two below a number beyond 1<<62: a hostile checkpoint could hang whoever
// checks it.
const maxSize = 1 << 60

// text is the signed text: three lines, no extension lines.
func (c Checkpoint) text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + base64.StdEncoding.EncodeToString(c.Root[:]) + "\n"
}

// Sign writes the checkpoint as a signed note.
func (c Checkpoint) Sign(signer note.Signer) ([]byte, error) {
	if signer.Name() != c.Origin {
		return nil, fmt.Errorf("the key of %q can't sign for %q", signer.Name(), c.Origin)
	}
	signed, err := note.Sign(&note.Note{Text: c.text()}, signer)
	if err != nil {
		return nil, fmt.Errorf("signing the checkpoint of %d entries: %w", c.Size, err)
	}
	return signed, nil
}

// OpenCheckpoint checks the log's signature on a signed note and reads it.
// Signatures of others (witnesses) are allowed beside it and not judged here.
func OpenCheckpoint(signed []byte, verifier note.Verifier) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checking the signature of the checkpoint by %s: %w", verifier.Name(), err)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return c, err
	}
	if c.Origin != verifier.Name() {
		return c, fmt.Errorf("the checkpoint is of %.80q, the key of %.80q", c.Origin, verifier.Name())
	}
	return c, nil
}

// SoleForm reports whether signed is the one way to write this checkpoint
// with its log's signature alone: base 64 leaves room to change a byte
// without changing what it says, and a sealed folder must leave none.
func SoleForm(signed []byte, verifier note.Verifier) error {
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return fmt.Errorf("checking the signature of the checkpoint by %s: %w", verifier.Name(), err)
	}
	if len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return fmt.Errorf("the checkpoint carries other signatures than the log's: %w", ErrForm)
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	line := "— " + n.Sigs[0].Name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
	if err != nil || !bytes.Equal(signed, []byte(n.Text+"\n"+line)) {
		return fmt.Errorf("the checkpoint: %w", ErrForm)
	}
	return nil
}

// CheckpointText reads an unsigned look at a signed checkpoint: for showing,
// never for trusting.
func CheckpointText(signed []byte) (Checkpoint, error) {
	text, _, ok := strings.Cut(string(signed), "\n\n")
	if !ok {
		return Checkpoint{}, fmt.Errorf("no signed checkpoint: %w", ErrForm)
	}
	return parseCheckpoint(text + "\n")
}

func parseCheckpoint(text string) (Checkpoint, error) {
	var c Checkpoint
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return c, fmt.Errorf("a checkpoint has three lines: %w", ErrForm)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || size > maxSize || strconv.FormatInt(size, 10) != lines[1] {
		return c, fmt.Errorf("%.40q is not a checkpoint's size: %w", lines[1], ErrForm)
	}
	c.Origin, c.Size = lines[0], size
	if err := decode32(c.Root[:], []byte(lines[2])); err != nil {
		return c, fmt.Errorf("the checkpoint's root: %w", err)
	}
	return c, nil
}
