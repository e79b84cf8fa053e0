package witness

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/ledger"
)

// Request is what a witness is asked (add-checkpoint of C2SP tlog-witness): to
// sign a checkpoint that goes on from the one of Old entries.
type Request struct {
	Old        int64
	Proof      []ledger.PathHash
	Checkpoint []byte // signed note, verbatim
}

// maxProof is the most lines a proof may have.
const maxProof = 63

// MaxRequest bounds a request in bytes.
const MaxRequest = maxCheckpoint + 8<<10

// IsRequest tells a request from a checkpoint by how it begins.
func IsRequest(text []byte) bool { return strings.HasPrefix(string(text), "old ") }

// Marshal writes the body of a request.
func (r Request) Marshal() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", r.Old)
	for _, h := range r.Proof {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteByte('\n')
	b.Write(r.Checkpoint)
	return []byte(b.String())
}

// ParseRequest reads the body of a request.
func ParseRequest(body []byte) (Request, error) {
	head, checkpoint, ok := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	old, is := strings.CutPrefix(lines[0], "old ")
	if !ok || !is || len(body) > MaxRequest {
		return Request{}, fmt.Errorf("no request to a witness (old SIZE, a proof, an empty line, a checkpoint): %w", ErrForm)
	}
	size, err := number(old)
	if err != nil {
		return Request{}, err
	}
	if len(lines)-1 > maxProof {
		return Request{}, fmt.Errorf("the proof has %d lines, at most %d are read: %w", len(lines)-1, maxProof, ErrForm)
	}
	r := Request{Old: size, Checkpoint: []byte(checkpoint)}
	for _, line := range lines[1:] {
		var h ledger.PathHash
		if err := h.UnmarshalText([]byte(line)); err != nil {
			return Request{}, fmt.Errorf("the proof: %w", err)
		}
		r.Proof = append(r.Proof, h)
	}
	return r, nil
}

// The answers that refuse, by the status that C2SP tlog-witness gives each.
const (
	StatusBad     = 400 // the request can't be read, or asks for less than it says was seen
	StatusKey     = 403 // the log's key did not sign the checkpoint
	StatusUnknown = 404 // the log is not one the witness was told to look at
	StatusStale   = 409 // the witness last saw another size than the request goes on from
	StatusProof   = 422 // the checkpoint does not go on from the one that was seen
)

// TypeSize is the media type of the body of StatusStale: the size last seen.
const TypeSize = "text/x.tlog.size"

// Refusal is why a witness signs nothing.
type Refusal struct {
	Status int
	Size   int64 // with StatusStale: of the checkpoint last signed
	Reason string
}

func (r *Refusal) Error() string { return r.Reason }

func refused(status int, format string, args ...any) *Refusal {
	return &Refusal{Status: status, Reason: fmt.Sprintf(format, args...)}
}

// Asked is a request of which all is checked that needs no memory.
type Asked struct {
	Request
	ledger.Checkpoint        // what it asks for
	Text              string // what is signed
}

// Read reads a request to a witness that trusts the keys which logs gives for an
// origin. What it refuses is a *Refusal.
func Read(body []byte, logs func(origin string) ([]note.Verifier, error)) (Asked, error) {
	r, err := ParseRequest(body)
	if err != nil {
		return Asked{}, refused(StatusBad, "the request can't be read: %v", err)
	}
	text, _, err := SplitNote(r.Checkpoint)
	if err != nil {
		return Asked{}, refused(StatusBad, "the checkpoint can't be read: %v", err)
	}
	claimed, err := ParseText(text)
	if err != nil {
		return Asked{}, refused(StatusBad, "the checkpoint can't be read: %v", err)
	}
	keys, err := logs(claimed.Origin)
	if err != nil {
		return Asked{}, err
	}
	if len(keys) == 0 {
		return Asked{}, refused(StatusUnknown, "the log %.80q is not one this witness looks at", claimed.Origin)
	}
	signed, err := OpenSigned(r.Checkpoint, keys)
	if err != nil {
		return Asked{}, refused(StatusKey, "the log %.80q did not sign this: %v", claimed.Origin, err)
	}
	if r.Old > signed.Size {
		return Asked{}, refused(StatusBad, "a checkpoint of %d entries does not go on from %d", signed.Size, r.Old)
	}
	return Asked{r, signed, text}, nil
}

// GoesOn checks that what is asked for goes on from the checkpoint last signed,
// nil if none was. It MUST be asked while nobody else can sign, and what was asked
// for be kept before the signature is given away: two signatures over two
// histories are what a witness is there to rule out.
func (a Asked) GoesOn(last *ledger.Checkpoint) error {
	seen := ledger.Checkpoint{Origin: a.Origin, Root: new(ledger.Frontier).Root()}
	if last != nil {
		seen = *last
	}
	if seen.Origin != a.Origin {
		return fmt.Errorf("what was kept of %.80q is of %.80q", a.Origin, seen.Origin)
	}
	if a.Old != seen.Size {
		return &Refusal{StatusStale, seen.Size, fmt.Sprintf("this witness last signed %d entries, and was asked to go on from %d", seen.Size, a.Old)}
	}
	if err := ledger.CheckConsistency(seen, a.Checkpoint, a.Proof); err != nil {
		return refused(StatusProof, "it does not go on from the %d entries signed before: %v", seen.Size, err)
	}
	return nil
}

// Kept reads a checkpoint as a witness kept it: with its own line. One that it did
// not sign was not put there by it.
func Kept(stored []byte, own *Key) (*ledger.Checkpoint, error) {
	if stored == nil {
		return nil, nil
	}
	c, err := openOwn(stored, own)
	if err != nil {
		return nil, fmt.Errorf("what was kept of the last checkpoint was changed: %w", err)
	}
	return &c, nil
}

func openOwn(stored []byte, own *Key) (ledger.Checkpoint, error) {
	found, err := Cosignatures(stored, []*Key{own})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("it does not carry the line of %s: %w", own.Name(), ErrCosignature)
	}
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	text, _, err := SplitNote(stored)
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	return ParseText(text)
}

// ParseSize reads the body of an answer with StatusStale.
func ParseSize(body []byte) (int64, error) {
	text, ok := strings.CutSuffix(string(body), "\n")
	if !ok {
		return 0, fmt.Errorf("the size last signed has no line end: %w", ErrForm)
	}
	return number(text)
}

// FormatSize writes it.
func FormatSize(size int64) []byte { return []byte(strconv.FormatInt(size, 10) + "\n") }
