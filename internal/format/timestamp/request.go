package timestamp

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// ErrForm says that bytes are no request, reply or token.
var ErrForm = errors.New("not in the form of RFC 3161")

// MaxBytes bounds a request and a reply. Tokens have a few kilobytes, most of it
// certificates.
const MaxBytes = 256 << 10

// imprint is MessageImprint (RFC 3161, 2.4.1).
type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Hash      []byte
}

// requestForm is TimeStampReq (RFC 3161, 2.4.1).
type requestForm struct {
	Version    int
	Imprint    imprint
	Policy     asn1.ObjectIdentifier `asn1:"optional"`
	Nonce      *big.Int              `asn1:"optional"`
	CertReq    bool                  `asn1:"optional"`
	Extensions []pkix.Extension      `asn1:"optional,tag:0"`
}

// Request is what an authority is asked: to stamp a hash.
type Request struct {
	Sum    [sha256.Size]byte // SHA-256 of what is stamped
	Nonce  *big.Int          // ties the reply to the request; nil: none
	Policy string            // OID of the authority's policy asked for, "": its default
}

// NonceBytes is how many bytes of chance a nonce is made of.
const NonceBytes = 16

// Marshal writes the request in DER, with the authority's certificate asked for
// in the reply: a token must be checked without asking anybody.
func (r Request) Marshal() ([]byte, error) {
	form := requestForm{Version: 1, Imprint: imprint{pkix.AlgorithmIdentifier{Algorithm: oidSHA256, Parameters: asn1.NullRawValue}, r.Sum[:]}, Nonce: r.Nonce, CertReq: true}
	if r.Policy != "" {
		policy, err := parseOID(r.Policy)
		if err != nil {
			return nil, err
		}
		form.Policy = policy
	}
	der, err := asn1.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("writing a request for a time stamp: %w", err)
	}
	return der, nil
}

// ParseRequest reads a request for a SHA-256 sum.
func ParseRequest(der []byte) (Request, error) {
	var form requestForm
	if err := whole(der, &form, "the request"); err != nil {
		return Request{}, err
	}
	switch {
	case form.Version != 1 || len(form.Extensions) > 0:
		return Request{}, fmt.Errorf("the request has another version, or extensions: %w", ErrForm)
	case !form.Imprint.Algorithm.Algorithm.Equal(oidSHA256) || len(form.Imprint.Hash) != sha256.Size:
		return Request{}, fmt.Errorf("the request is not for a SHA-256: %w", ErrForm)
	case form.Nonce != nil && form.Nonce.Sign() < 0:
		return Request{}, fmt.Errorf("the request's nonce is below zero: %w", ErrForm)
	}
	r := Request{Sum: [sha256.Size]byte(form.Imprint.Hash), Nonce: form.Nonce}
	if form.Policy != nil {
		r.Policy = form.Policy.String()
	}
	return r, nil
}

// whole reads one value that is all of der.
func whole(der []byte, into any, what string) error {
	if len(der) > MaxBytes {
		return fmt.Errorf("%s has more than %d bytes: %w", what, MaxBytes, ErrForm)
	}
	rest, err := asn1.Unmarshal(der, into)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%d bytes too many", len(rest))
	}
	if err != nil {
		return fmt.Errorf("reading %s: %v: %w", what, err, ErrForm)
	}
	return nil
}

func parseOID(text string) (asn1.ObjectIdentifier, error) {
	var oid asn1.ObjectIdentifier
	for part := range strings.SplitSeq(text, ".") {
		n, err := strconv.ParseInt(part, 10, 32)
		if err != nil || n < 0 || strconv.FormatInt(n, 10) != part {
			return nil, fmt.Errorf("%.80q is no object identifier: %w", text, ErrForm)
		}
		oid = append(oid, int(n))
	}
	if len(oid) < 2 || oid[0] > 2 || len(oid) > 64 {
		return nil, fmt.Errorf("%.80q is no object identifier: %w", text, ErrForm)
	}
	return oid, nil
}

// same compares numbers that may be absent.
func same(a, b *big.Int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return bytes.Equal(a.Bytes(), b.Bytes()) && a.Sign() == b.Sign()
}
