package verify

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
)

// keyText is a verifier that remembers how its key is written.
type keyText struct {
	note.Verifier
	vkey string
}

// parseKey reads a verifier key and refuses all spellings but one: the
// library reads some others of the same key.
func parseKey(vkey string) (note.Verifier, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("is not a verifier key (name+hash+key): %w", err)
	}
	encoded := strings.SplitN(vkey, "+", 3)[2]
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, fmt.Errorf("is not a verifier key: %w", err)
	}
	if vkey != fmt.Sprintf("%s+%08x+%s", verifier.Name(), verifier.KeyHash(), base64.StdEncoding.EncodeToString(raw)) {
		return nil, errors.New("is not written the one way a verifier key is")
	}
	if visible(vkey, len(vkey)) != vkey {
		return nil, errors.New("holds characters that can't be seen")
	}
	return keyText{verifier, vkey}, nil
}

// Fingerprint is what is compared by eye and read over the phone: the SHA-256
// that `sha256sum` prints of the key's file.
func Fingerprint(vkey string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(vkey) + "\n"))
	return hex.EncodeToString(sum[:])
}

// checkKeyText checks the text of a key's file, and that it is the key known
// from elsewhere if there is one. The verifier is nil if it can't be used.
func checkKeyText(file string, text []byte, known string) (note.Verifier, Check) {
	t := tally{name: checkKey}
	vkey, ended := strings.CutSuffix(string(text), "\n")
	verifier, err := parseKey(vkey)
	if err == nil && !ended {
		err = errors.New("has no line end")
	}
	if err != nil {
		t.wrong(file, "%v", err)
		return nil, t.check("")
	}
	known = strings.TrimSpace(known)
	if known == "" {
		return verifier, t.check("the log is %s; not compared with a key known from elsewhere: its fingerprint is %s",
			verifier.Name(), Fingerprint(vkey))
	}
	if known != vkey {
		t.wrong(file, "is not the key that was given: its fingerprint is %s, that of the given key %s", Fingerprint(vkey), Fingerprint(known))
	}
	return verifier, t.check("the log is %s; its key is the one that was given, fingerprint %s", verifier.Name(), Fingerprint(vkey))
}

// openSole opens a checkpoint that must be in one form: the log's line, then those
// of witnesses. None of its bytes can be changed unseen but those of a line by whom
// nobody asks for.
func openSole(signed []byte, verifier note.Verifier) (ledger.Checkpoint, error) {
	return open(signed, verifier, witness.SoleForm)
}

// openAlone opens a checkpoint that must carry the log's line alone: the very bytes
// that were stamped.
func openAlone(signed []byte, verifier note.Verifier) (ledger.Checkpoint, error) {
	return open(signed, verifier, ledger.SoleForm)
}

func open(signed []byte, verifier note.Verifier, sole func([]byte, note.Verifier) error) (ledger.Checkpoint, error) {
	if verifier == nil {
		return ledger.Checkpoint{}, errors.New("can't be checked without the log's key")
	}
	c, err := ledger.OpenCheckpoint(signed, verifier)
	if err != nil {
		return c, err
	}
	return c, sole(signed, verifier)
}

// checkKeptAgainst compares a checkpoint kept from elsewhere with those at
// hand. Without the log itself only checkpoints of one size can be compared.
func checkKeptAgainst(opt Options, verifier note.Verifier, file string, have ...ledger.Checkpoint) Check {
	t := tally{name: checkKept}
	if len(opt.Checkpoint) == 0 {
		return t.check("not checked: no checkpoint kept from earlier was given")
	}
	kept, err := openKept(opt, verifier)
	if err != nil {
		t.wrong("the kept checkpoint", "%v", err)
		return t.check("")
	}
	same := false
	for _, c := range have {
		if c.Size == kept.Size && c.Root != kept.Root {
			t.wrong(file, "is of another log than the kept checkpoint: both have %d entries, with different roots; the log was forked", c.Size)
		}
		same = same || c == kept
	}
	if !same {
		return t.check("not checked: the kept checkpoint is of %d entries, a size that is not here; to compare them give a copy of the log's tiles", kept.Size)
	}
	return t.check("the log of %d entries is the one that was kept", kept.Size)
}

func openKept(opt Options, verifier note.Verifier) (ledger.Checkpoint, error) {
	if verifier == nil {
		return ledger.Checkpoint{}, errors.New("can't be checked without the log's key")
	}
	return ledger.OpenCheckpoint(opt.Checkpoint, verifier)
}
