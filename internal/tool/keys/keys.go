// Package keys knows how keys are made, kept and used: the ledger's signing
// key, and the key holders' keys that sealed identities are encrypted to. It
// must never keep a key holder's private key, nor write a sealed value in
// clear.
package keys

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"sanad/internal/ground/fail"
)

// Signing is the ledger's key pair (Ed25519) in the form of signed notes.
type Signing struct {
	Secret string // note signer key; whoever has it can sign in the archive's name
	Public string // note verifier key
}

// NewSigning makes a key pair for the log named origin.
func NewSigning(origin string) (Signing, error) {
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return Signing{}, fmt.Errorf("making the ledger's key: %w", err)
	}
	return Signing{secret, public}, nil
}

// Holder is a key holder's new key. Sanad keeps the recipient; the identity is
// handed to the holder and forgotten.
type Holder struct {
	Identity  string
	Recipient string
}

// NewHolder makes a hybrid key (ML-KEM-768 with X25519): what is sealed today
// may be copied today and opened when quantum computers exist.
func NewHolder() (Holder, error) {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return Holder{}, fmt.Errorf("making a key holder's key: %w", err)
	}
	return Holder{id.String(), id.Recipient().String()}, nil
}

// CheckRecipient refuses what is not a hybrid recipient: classic keys can't be
// mixed with them, and would not outlive quantum computers.
func CheckRecipient(recipient string) error {
	if _, err := age.ParseHybridRecipient(recipient); err != nil {
		return fail.New(fail.Usage, "the public key is not a post-quantum age recipient: %w", err).Do("make one: age-keygen -pq, or sanad key new")
	}
	return nil
}

// Seal encrypts a value to all recipients; each can open it alone.
func Seal(value string, recipients []string) ([]byte, error) {
	var out bytes.Buffer
	w, err := SealStream(&out, recipients)
	if err == nil {
		_, err = io.WriteString(w, pad(value))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return out.Bytes(), nil
}

// padTo hides how long a sealed name is: a length alone can tell one source
// from another.
const padTo = 256

func pad(value string) string {
	n := len(value) + 1
	return value + "\x00" + strings.Repeat(" ", (padTo-n%padTo)%padTo)
}

// Open decrypts what Seal made with a holder's private key.
func Open(sealed []byte, identity string) (string, error) {
	data, err := openBytes(sealed, identity)
	value, _, _ := strings.Cut(string(data), "\x00")
	return value, err
}
