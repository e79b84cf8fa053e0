package keys

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// Factors seals the secrets of second factors with a key that stands in the
// archive's folder and not in its database: who copies the database alone can
// make no codes.
type Factors struct{ aead cipher.AEAD }

// factorKeyPrefix opens the text of such a key.
const factorKeyPrefix = "sanad-accounts-v1:"

// NewFactorKey draws a key, as text for a file.
func NewFactorKey() (string, error) {
	var key [chacha20poly1305.KeySize]byte
	if _, err := rand.Read(key[:]); err != nil {
		return "", fmt.Errorf("drawing the key of second factors: %w", err)
	}
	return factorKeyPrefix + base64.StdEncoding.EncodeToString(key[:]) + "\n", nil
}

// ReadFactorKey reads what NewFactorKey made.
func ReadFactorKey(text string) (*Factors, error) {
	encoded, ok := strings.CutPrefix(strings.TrimSpace(text), factorKeyPrefix)
	key, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil || len(key) != chacha20poly1305.KeySize {
		return nil, fail.New(fail.Failed, "keys/accounts.key holds no key of second factors").Do("put it back from a backup")
	}
	aead, err := chacha20poly1305.NewX(key)
	return &Factors{aead}, err
}

// Seal encrypts a secret for an account; it opens for no other.
func (f *Factors) Seal(handle string, secret []byte) ([]byte, error) {
	nonce := make([]byte, f.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("sealing a second factor: %w", err)
	}
	return f.aead.Seal(nonce, nonce, secret, owner(handle)), nil
}

// Open decrypts what Seal made for an account.
func (f *Factors) Open(handle string, sealed []byte) ([]byte, error) {
	n := f.aead.NonceSize()
	if len(sealed) < n {
		return nil, fail.New(fail.Integrity, "the second factor of %s is damaged", handle).Do("an administrator can take it away: sanad user factor reset %s", handle)
	}
	secret, err := f.aead.Open(nil, sealed[:n], sealed[n:], owner(handle))
	if err != nil {
		return nil, fail.New(fail.Integrity, "the second factor of %s can't be opened with keys/accounts.key", handle).
			Do("put the right key back from a backup, or take the factor away: sanad user factor reset %s", handle)
	}
	return secret, nil
}

func owner(handle string) []byte { return canon.Append(nil, "sanad/factor/v1", []byte(handle)) }
