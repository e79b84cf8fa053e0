package wacz

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// signature is what was found of a signature, in words.
type signature struct {
	Verdict  string // "none", "valid (...)", "consistent (...)" or "invalid: ..."
	Created  string
	Software string
	Key      string // SHA-256 of the public key in its DER form
	Time     string // of the time stamp
	fits     bool
}

// signed is signedData (wacz-auth 0.1.0, "Signature Data Format").
type signed struct {
	Hash       string `json:"hash"`
	Created    string `json:"created"`
	Software   string `json:"software"`
	Version    string `json:"version"`
	Signature  string `json:"signature"`
	PublicKey  string `json:"publicKey,omitempty"`
	Domain     string `json:"domain,omitempty"`
	DomainCert string `json:"domainCert,omitempty"`
	TimeSign   string `json:"timeSignature,omitempty"`
	TimeCert   string `json:"timestampCert,omitempty"`
	CrossCert  string `json:"crossSignedCert,omitempty"`
}

func commonProperties() []string {
	return []string{"hash", "created", "software", "version", "signature"}
}

func anonymousProperties() []string { return append(commonProperties(), "publicKey") }

func domainProperties() []string {
	return append(commonProperties(), "domain", "domainCert", "timeSignature", "timestampCert", "crossSignedCert")
}

// within is how far "created" may be from the time stamp.
const within = 10 * time.Minute

// checkSignature judges signedData. hash is that of datapackage.json as it
// stands.
func checkSignature(raw json.RawMessage, hash string) signature {
	var s signed
	if err := json.Unmarshal(raw, &s); err != nil {
		return signature{Verdict: "invalid: signedData is not of the form the standard wants"}
	}
	sum := signature{Created: s.Created, Software: s.Software}
	words, err := s.check(raw, hash, &sum)
	if err != nil {
		sum.Verdict = "invalid: " + err.Error()
		return sum
	}
	sum.Verdict, sum.fits = words, true
	return sum
}

func (s signed) check(raw json.RawMessage, hash string, sum *signature) (string, error) {
	if s.Hash != hash {
		return "", errors.New("it is of another datapackage.json")
	}
	known := domainProperties()
	if s.PublicKey != "" {
		known = anonymousProperties()
	}
	if name := unknown(raw, known); name != "" {
		return "", fmt.Errorf("signedData holds %q, which this form of it may not", short(name))
	}
	if s.PublicKey != "" {
		return s.anonymous(sum)
	}
	return s.byDomain(sum)
}

// unknown gives a property that is not among the known, "" if there is none.
func unknown(raw json.RawMessage, known []string) string {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return "?"
	}
	var odd []string
	for name := range all {
		if !slices.Contains(known, name) {
			odd = append(odd, name)
		}
	}
	if len(odd) == 0 {
		return ""
	}
	return slices.Min(odd)
}

func (s signed) anonymous(sum *signature) (string, error) {
	der, err := base64.StdEncoding.DecodeString(s.PublicKey)
	if err != nil {
		return "", errors.New("its public key is not in base 64")
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return "", errors.New("its public key can't be read")
	}
	sum.Key = fingerprint(der)
	return "valid (anonymous key " + sum.Key + ": whose it is must be known from elsewhere)", s.verify(key)
}

// verify checks the signature over the hash as it is spelled. Programs in the
// wild write it as two numbers side by side or in ASN.1.
func (s signed) verify(key any) error {
	sig, err := base64.StdEncoding.DecodeString(s.Signature)
	if err != nil {
		return errors.New("the signature is not in base 64")
	}
	digest := sha256.Sum256([]byte(s.Hash))
	ok := false
	switch key := key.(type) {
	case *ecdsa.PublicKey:
		ok = ecdsa.VerifyASN1(key, digest[:], sig)
		if size := (key.Params().BitSize + 7) / 8; !ok && len(sig) == 2*size {
			ok = ecdsa.Verify(key, digest[:], new(big.Int).SetBytes(sig[:size]), new(big.Int).SetBytes(sig[size:]))
		}
	case *rsa.PublicKey:
		return errors.New("its key is RSA, and the standard wants ECDSA")
	default:
		return errors.New("its key is of a kind that is not known")
	}
	if !ok {
		return errors.New("the signature does not fit the key")
	}
	return nil
}

func (s signed) byDomain(sum *signature) (string, error) {
	chain, err := certificates(s.DomainCert)
	if err != nil {
		return "", fmt.Errorf("its domainCert: %w", err)
	}
	leaf := chain[0]
	sum.Key = fingerprint(leaf.RawSubjectPublicKeyInfo)
	if err := s.verify(leaf.PublicKey); err != nil {
		return "", err
	}
	if err := leaf.VerifyHostname(s.Domain); err != nil {
		return "", fmt.Errorf("its certificate is not for the domain %q", short(s.Domain))
	}
	if err := linked(chain); err != nil {
		return "", fmt.Errorf("its domainCert: %w", err)
	}
	created, err := time.Parse(time.RFC3339, s.Created)
	if err != nil {
		return "", errors.New("it does not say when it was created")
	}
	if created.Before(leaf.NotBefore) || created.After(leaf.NotAfter) {
		return "", errors.New("its certificate was not valid when it was created")
	}
	stamped, err := s.stamped()
	if err != nil {
		return "", fmt.Errorf("its time stamp: %w", err)
	}
	sum.Time = stamped.UTC().Format(time.RFC3339)
	if d := stamped.Sub(created).Abs(); d > within {
		return "", fmt.Errorf("it says it was created %s, and its time stamp is of %s", s.Created, sum.Time)
	}
	if err := s.cross(leaf); err != nil {
		return "", err
	}
	return fmt.Sprintf("consistent (domain %s, certificate of %s, time stamp of %s: all fits together; whether the issuers of certificate and time stamp are to be trusted is not checked here)",
		short(s.Domain), short(leaf.Issuer.String()), sum.Time), nil
}

// cross checks that a second certificate is for the same key.
func (s signed) cross(leaf *x509.Certificate) error {
	if s.CrossCert == "" {
		return nil
	}
	chain, err := certificates(s.CrossCert)
	if err != nil {
		return fmt.Errorf("its crossSignedCert: %w", err)
	}
	if !slices.Equal(chain[0].RawSubjectPublicKeyInfo, leaf.RawSubjectPublicKeyInfo) {
		return errors.New("its crossSignedCert is for another key")
	}
	return nil
}

// certificates reads a chain in PEM, at least one.
func certificates(text string) ([]*x509.Certificate, error) {
	var chain []*x509.Certificate
	for rest := []byte(text); len(chain) < 10; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, errors.New("a certificate can't be read")
		}
		chain = append(chain, c)
	}
	if len(chain) == 0 {
		return nil, errors.New("it holds no certificate")
	}
	return chain, nil
}

// linked checks that each certificate of a chain was issued by the next.
func linked(chain []*x509.Certificate) error {
	for i, c := range chain[1:] {
		if err := chain[i].CheckSignatureFrom(c); err != nil {
			return errors.New("one certificate of the chain was not issued by the next")
		}
	}
	return nil
}
