package witness

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/ledger"
)

// Cosignature is a witness's word for a checkpoint.
type Cosignature struct {
	Key  *Key
	At   time.Time // in UTC, to the second
	Line string    // as it stands below the checkpoint, its end included
}

// maxCheckpoint bounds a signed checkpoint with all its signatures, in bytes.
const maxCheckpoint = 256 << 10

// SplitNote gives the text of a signed note and its signature lines.
func SplitNote(signed []byte) (text string, lines []string, err error) {
	at := strings.LastIndex(string(signed), "\n\n")
	if at < 0 || len(signed) > maxCheckpoint || signed[len(signed)-1] != '\n' {
		return "", nil, fmt.Errorf("no signed checkpoint: %w", ErrForm)
	}
	text = string(signed[:at+1])
	for line := range strings.Lines(string(signed[at+2:])) {
		lines = append(lines, line)
	}
	return text, lines, nil
}

// ParseText reads the text of any log's checkpoint: three lines, and extension
// lines, which are carried and not understood (C2SP tlog-checkpoint).
func ParseText(text string) (ledger.Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" || !validOrigin(lines[0]) {
		return ledger.Checkpoint{}, fmt.Errorf("a checkpoint has three lines: %w", ErrForm)
	}
	for _, extension := range lines[3 : len(lines)-1] {
		if extension == "" {
			return ledger.Checkpoint{}, fmt.Errorf("a checkpoint has no empty line: %w", ErrForm)
		}
	}
	size, err := number(lines[1])
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	var root ledger.PathHash
	if err := root.UnmarshalText([]byte(lines[2])); err != nil {
		return ledger.Checkpoint{}, fmt.Errorf("the checkpoint's root: %w", err)
	}
	return ledger.Checkpoint{Origin: lines[0], Size: size, Root: tlog.Hash(root)}, nil
}

func validOrigin(origin string) bool { return origin != "" && len(origin) <= 255 }

// maxSize bounds the entries of a log, see package ledger.
const maxSize = 1 << 60

func number(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > maxSize || strconv.FormatInt(n, 10) != text {
		return 0, fmt.Errorf("%.40q is no number of entries: %w", text, ErrForm)
	}
	return n, nil
}

// OpenSigned checks that one of the keys, all of one log, signed a checkpoint,
// and gives what it says. A line that names one of the keys and does not hold
// makes the whole thing void (C2SP signed-note).
func OpenSigned(signed []byte, logs []note.Verifier) (ledger.Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(logs...))
	if err != nil {
		return ledger.Checkpoint{}, fmt.Errorf("checking the log's signature: %w", err)
	}
	c, err := ParseText(n.Text)
	if err == nil && c.Origin != n.Sigs[0].Name {
		err = fmt.Errorf("the checkpoint is of %.80q, signed by the key of %.80q: %w", c.Origin, n.Sigs[0].Name, ErrForm)
	}
	return c, err
}

// ErrCosignature says that a line names a known witness and does not hold.
var ErrCosignature = errors.New("a cosignature does not hold")

// Cosignatures gives the cosignatures of a signed checkpoint by the keys, in the
// order of its lines. Lines of others are passed over; one that names a key and
// does not hold is ErrCosignature. Whether the log signed is not looked at.
func Cosignatures(signed []byte, keys []*Key) ([]Cosignature, error) {
	known := make([]note.Verifier, len(keys))
	byHash := map[string]*Key{}
	for i, k := range keys {
		known[i] = k
		byHash[k.name+"+"+strconv.FormatUint(uint64(k.hash), 16)] = k
	}
	n, err := note.Open(signed, note.VerifierList(known...))
	var none *note.UnverifiedNoteError
	if errors.As(err, &none) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrCosignature, err)
	}
	var out []Cosignature
	for _, s := range n.Sigs {
		raw, err := base64.StdEncoding.Strict().DecodeString(s.Base64)
		if err != nil {
			return nil, fmt.Errorf("%w: the line of %s: %w", ErrCosignature, s.Name, ErrForm)
		}
		at := int64(binary.BigEndian.Uint64(raw[4:]))
		out = append(out, Cosignature{byHash[s.Name+"+"+strconv.FormatUint(uint64(s.Hash), 16)], time.Unix(at, 0).UTC(), "— " + s.Name + " " + s.Base64 + "\n"})
	}
	return out, nil
}

// Signers names whose lines stand below a checkpoint, checked or not.
func Signers(signed []byte) []string {
	_, lines, err := SplitNote(signed)
	if err != nil {
		return nil
	}
	var names []string
	for _, line := range lines {
		if fields := strings.Fields(line); len(fields) == 3 {
			names = append(names, fields[1])
		}
	}
	return names
}

// SoleForm reports whether a checkpoint is written in the one way it can be: the
// log's line first, then those of others, each once, none with a spelling of base
// 64 that says the same in other bytes.
func SoleForm(signed []byte, log note.Verifier) error {
	text, lines, err := SplitNote(signed)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return fmt.Errorf("nobody signed the checkpoint: %w", ErrForm)
	}
	seen := map[string]bool{}
	for i, line := range lines {
		name, encoded, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, "— "), "\n"), " ")
		raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if err != nil || len(raw) < 5 || !validName(name) || line != "— "+name+" "+base64.StdEncoding.EncodeToString(raw)+"\n" {
			return fmt.Errorf("a signature of the checkpoint: %w", ErrForm)
		}
		signer := name + "+" + string(raw[:4])
		if seen[signer] {
			return fmt.Errorf("the checkpoint is signed twice by %.80q: %w", name, ErrForm)
		}
		if seen[signer] = true; i > 0 {
			continue
		}
		if err := ledger.SoleForm([]byte(text+"\n"+line), log); err != nil {
			return err
		}
	}
	return nil
}
