package keys

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// FromSeed gives the hybrid identity that a seed determines, and its recipient.
func FromSeed(seed [32]byte) (identity, recipient string, err error) {
	identity = identityOf(seed[:])
	id, err := age.ParseHybridIdentity(identity)
	if err != nil {
		return "", "", fmt.Errorf("making a key of its seed: %w", err)
	}
	return identity, id.Recipient().String(), nil
}

// RecipientOf gives the public half of a private key.
func RecipientOf(identity string) (string, error) {
	seed, err := seedOf(identity)
	if err != nil {
		return "", err
	}
	_, recipient, err := FromSeed([32]byte(seed))
	return recipient, err
}

// SealShared seals a value so that need of the holders together can open it:
// with a key drawn for it alone, whose seed is split among them.
func SealShared(value []byte, need int, holders []guard.Holder) (seal.Envelope, error) {
	if len(holders) == 0 {
		return seal.Envelope{}, noHolder()
	}
	var seed [seedSize]byte
	if _, err := rand.Read(seed[:]); err != nil {
		return seal.Envelope{}, fmt.Errorf("drawing the key of a sealed record: %w", err)
	}
	_, recipient, err := FromSeed(seed)
	if err != nil {
		return seal.Envelope{}, err
	}
	shares, err := seal.Split(seed[:], need, len(holders), rand.Reader)
	if err != nil {
		return seal.Envelope{}, err
	}
	e := seal.Envelope{Need: need}
	if e.Payload, err = sealBytes(padded(value), recipient); err != nil {
		return seal.Envelope{}, err
	}
	for i, h := range holders {
		sealed, err := SealShare(shares[i], h.Recipient)
		if err != nil {
			return seal.Envelope{}, fmt.Errorf("sealing the share of %s: %w", h.Name, err)
		}
		e.Shares = append(e.Shares, seal.Held{Holder: h.Name, Sealed: sealed})
	}
	return e, e.Check()
}

// SealShare seals one share to a recipient: the holder it is for, or whoever
// was allowed to put several together.
func SealShare(share []byte, recipient string) ([]byte, error) {
	if len(share) != seal.ShareSize {
		return nil, damagedShare("")
	}
	return sealBytes(share, recipient)
}

// OpenShare opens a holder's own share with the holder's private key.
func OpenShare(h seal.Held, identity string) ([]byte, error) {
	share, err := openBytes(h.Sealed, identity)
	if err != nil {
		return nil, fmt.Errorf("opening the share of %s: %w", h.Holder, err)
	}
	if len(share) != seal.ShareSize {
		return nil, damagedShare(" of " + h.Holder)
	}
	return share, nil
}

func damagedShare(whose string) error {
	return fail.New(fail.Integrity, "the share%s is damaged", whose)
}

// OpenShared opens a record with shares of its key. That they are enough, and
// of this record, shows in that they open it.
func OpenShared(e seal.Envelope, shares [][]byte) ([]byte, error) {
	if len(shares) < e.Need {
		return nil, fail.New(fail.Refused, "%d of %d shares are here, which open nothing", len(shares), e.Need)
	}
	seed, err := seal.Combine(shares)
	if err != nil || len(seed) != seedSize {
		return nil, fail.New(fail.Integrity, "the shares can't be put together: %v", err)
	}
	identity, _, err := FromSeed([32]byte(seed))
	if err != nil {
		return nil, err
	}
	data, err := openBytes(e.Payload, identity)
	if err != nil {
		return nil, fail.New(fail.Refused, "these shares do not open the record: one of them is of another record, or damaged").Do("ask the holders for their shares again")
	}
	return unpadded(data)
}

// padded hides how long a value is: its length stands in front, and zeros fill
// the last block.
func padded(value []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(value)))
	out = append(out, value...)
	return append(out, make([]byte, (padTo-len(out)%padTo)%padTo)...)
}

func unpadded(data []byte) ([]byte, error) {
	if len(data) < 4 || uint64(binary.BigEndian.Uint32(data)) > uint64(len(data)-4) {
		return nil, fail.New(fail.Integrity, "the sealed value is damaged: its length is wrong")
	}
	return data[4 : 4+binary.BigEndian.Uint32(data)], nil
}

func noHolder() error {
	return fail.New(fail.Refused, "nothing can be sealed: there is no key holder").Do("make one: sanad key new HOLDER --out FILE")
}

func sealBytes(data []byte, recipient string) ([]byte, error) {
	var out bytes.Buffer
	w, err := SealStream(&out, []string{recipient})
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return out.Bytes(), nil
}

func openBytes(sealed []byte, identity string) ([]byte, error) {
	r, err := OpenStream(bytes.NewReader(sealed), identity)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fail.New(fail.Integrity, "the sealed value is damaged: %w", err)
	}
	return data, nil
}

// SealStream encrypts what is written to all recipients, each of whom can open
// it alone; closing ends the age file, and does not close w. In memory is at
// most one part of 64 KiB.
func SealStream(w io.Writer, recipients []string) (io.WriteCloser, error) {
	if len(recipients) == 0 {
		return nil, noHolder()
	}
	to := make([]age.Recipient, len(recipients))
	for i, text := range recipients {
		r, err := age.ParseHybridRecipient(text)
		if err != nil {
			return nil, fmt.Errorf("reading a public key: %w", err)
		}
		to[i] = r
	}
	return age.Encrypt(w, to...)
}

// OpenStream decrypts an age file with a private key. What is read is genuine
// as far as it was read; an age file that was cut off ends with an error.
func OpenStream(r io.Reader, identity string) (io.Reader, error) {
	id, err := age.ParseHybridIdentity(strings.TrimSpace(identity))
	if err != nil {
		// age would show the key in its words
		return nil, fail.New(fail.Usage, "this is no private key of a key holder").Do("it begins with AGE-SECRET-KEY-PQ-1")
	}
	clear, err := age.Decrypt(r, id)
	if err != nil {
		return nil, fail.New(fail.Refused, "this key can't open it: %w", err)
	}
	return clear, nil
}

// Sealer is this package's sealing, as the verbs ask for it.
type Sealer struct{}

// SealShared is the function of this name.
func (Sealer) SealShared(value []byte, need int, holders []guard.Holder) (seal.Envelope, error) {
	return SealShared(value, need, holders)
}

// OpenShare is the function of this name.
func (Sealer) OpenShare(h seal.Held, identity string) ([]byte, error) { return OpenShare(h, identity) }

// SealShare is the function of this name.
func (Sealer) SealShare(share []byte, recipient string) ([]byte, error) {
	return SealShare(share, recipient)
}

// OpenShared is the function of this name.
func (Sealer) OpenShared(e seal.Envelope, shares [][]byte) ([]byte, error) {
	return OpenShared(e, shares)
}

// SealStream is the function of this name.
func (Sealer) SealStream(w io.Writer, recipients []string) (io.WriteCloser, error) {
	return SealStream(w, recipients)
}

// OpenStream is the function of this name.
func (Sealer) OpenStream(r io.Reader, identity string) (io.Reader, error) {
	return OpenStream(r, identity)
}

// FromSeed is the function of this name.
func (Sealer) FromSeed(seed [32]byte) (identity, recipient string, err error) { return FromSeed(seed) }

// RecipientOf is the function of this name.
func (Sealer) RecipientOf(identity string) (string, error) { return RecipientOf(identity) }
