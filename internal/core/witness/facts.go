package witness

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"sanad/internal/core/ledger"
	"sanad/internal/format/timestamp"
)

// Cosigned says that a witness signed a checkpoint of this log. Both texts are
// kept as they came: together they are the checkpoint with its cosignature.
type Cosigned struct {
	Size       int64           `json:"size"`
	Root       ledger.PathHash `json:"root"`
	Checkpoint string          `json:"checkpoint"` // as the log alone signed it
	Witness    string          `json:"witness"`    // verifier key
	At         time.Time       `json:"at"`         // as the witness says
	Line       string          `json:"line"`       // the cosignature
}

// Kind is checkpoint.cosigned/1.
func (Cosigned) Kind() ledger.Kind { return ledger.Kind{Name: "checkpoint.cosigned", Version: 1} }

// Check refuses a cosignature that does not hold, and one of another checkpoint.
func (f Cosigned) Check() error {
	if err := speaksOf(f.Checkpoint, f.Size, f.Root); err != nil {
		return err
	}
	key, err := ParseKey(f.Witness)
	if err != nil {
		return err
	}
	found, err := Cosignatures([]byte(f.Checkpoint+f.Line), []*Key{key})
	switch {
	case err != nil:
		return err
	case len(found) != 1 || found[0].Line != f.Line || !found[0].At.Equal(f.At):
		return fmt.Errorf("the line is not the cosignature of %s at that time: %w", key.Name(), ErrForm)
	}
	return nil
}

// Stamped says that a time-stamping authority stamped a checkpoint of this log: the
// exact bytes of it as the log alone signed it.
type Stamped struct {
	Size       int64           `json:"size"`
	Root       ledger.PathHash `json:"root"`
	Checkpoint string          `json:"checkpoint"`
	At         time.Time       `json:"at"`              // as the authority says
	Authority  string          `json:"authority"`       // as its certificate names it
	Policy     string          `json:"policy"`          // OID it was made under
	Request    []byte          `json:"request"`         // DER, as it was asked
	Reply      []byte          `json:"reply"`           // DER, as it was answered, the token in it
	Roots      string          `json:"roots,omitempty"` // SHA-256 of the PEM file the chain was checked with; "": it was not
}

// Kind is checkpoint.stamped/1.
func (Stamped) Kind() ledger.Kind { return ledger.Kind{Name: "checkpoint.stamped", Version: 1} }

// Check refuses a stamp of other bytes, one that answers another request, and one
// that the certificate in it did not sign. Whether that certificate is an
// authority's only roots from elsewhere can tell.
func (f Stamped) Check() error {
	if err := speaksOf(f.Checkpoint, f.Size, f.Root); err != nil {
		return err
	}
	token, authority, err := ReadStamp([]byte(f.Checkpoint), f.Request, f.Reply)
	if err != nil {
		return err
	}
	if !token.Time.Equal(f.At) || token.Policy != f.Policy || authority != f.Authority {
		return errors.New("the time, the policy or the authority is another than the stamp says")
	}
	return nil
}

// speaksOf checks that a signed checkpoint carries the log's line alone and says
// that size and root.
func speaksOf(checkpoint string, size int64, root ledger.PathHash) error {
	text, lines, err := SplitNote([]byte(checkpoint))
	if err != nil {
		return err
	}
	c, err := ParseText(text)
	switch {
	case err != nil:
		return err
	case len(lines) != 1:
		return fmt.Errorf("the checkpoint carries other lines than the log's: %w", ErrForm)
	case c.Size != size || ledger.PathHash(c.Root) != root:
		return errors.New("the checkpoint is of another size or root")
	}
	return nil
}

// maxAuthority bounds the name of an authority, in bytes.
const maxAuthority = 400

// ReadStamp checks a reply against the request and against the bytes that were to
// be stamped, and gives it with the name of who signed it. Nothing is said of
// whether that is an authority.
func ReadStamp(data, request, reply []byte) (timestamp.Token, string, error) {
	asked, err := timestamp.ParseRequest(request)
	if err != nil {
		return timestamp.Token{}, "", err
	}
	if asked.Sum != sha256.Sum256(data) {
		return timestamp.Token{}, "", errors.New("the request for the stamp is of other bytes than these")
	}
	token, err := timestamp.ParseReply(reply)
	if err != nil {
		return token, "", err
	}
	if err := token.Answers(asked); err != nil {
		return token, "", err
	}
	cert, err := token.CheckSignature()
	if err != nil {
		return token, "", err
	}
	name := cert.Subject.String()
	return token, string(bytes.ToValidUTF8([]byte(name[:min(len(name), maxAuthority)]), []byte("?"))), nil
}
