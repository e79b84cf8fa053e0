package timestamp

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
)

// ErrToken says that a token does not hold.
var ErrToken = errors.New("the time stamp does not hold")

// signerInfo is SignerInfo (RFC 5652, 5.3).
type signerInfo struct {
	Version    int
	SID        asn1.RawValue
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
	Unsigned   asn1.RawValue `asn1:"optional,tag:1"`
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// certID is ESSCertID (RFC 2634, 5.4.1) and certIDv2 ESSCertIDv2 (RFC 5035).
type certID struct {
	Hash   []byte
	Issuer asn1.RawValue `asn1:"optional"`
}

type certIDv2 struct {
	Algorithm pkix.AlgorithmIdentifier `asn1:"optional"`
	Hash      []byte
	Issuer    asn1.RawValue `asn1:"optional"`
}

// CheckSignature checks that the certificate in the token that it names signed
// it, and gives that certificate. Who issued it is not looked at: see CheckChain.
func (t Token) CheckSignature() (*x509.Certificate, error) {
	cert, err := t.signerCert()
	if err != nil {
		return nil, err
	}
	attributes, err := t.attributes()
	if err != nil {
		return nil, err
	}
	hash, ok := hashOf(t.signer.Digest.Algorithm)
	if !ok {
		return nil, fmt.Errorf("it is signed by way of the hash %s, which is not trusted here: %w", t.signer.Digest.Algorithm, ErrToken)
	}
	if err := t.checkAttributes(attributes, hash, cert); err != nil {
		return nil, err
	}
	algorithm, err := signatureAlgorithm(t.signer.Algorithm, hash)
	if err != nil {
		return nil, err
	}
	signed := bytes.Clone(t.signer.Attributes.FullBytes)
	signed[0] = 0x31 // as a SET OF, which is what was signed (RFC 5652, 5.4)
	if err := cert.CheckSignature(algorithm, signed, t.signer.Signature); err != nil {
		return nil, fmt.Errorf("the authority's signature is not right: %v: %w", err, ErrToken)
	}
	return cert, nil
}

// signerCert finds the one certificate in the token that the signer is.
func (t Token) signerCert() (*x509.Certificate, error) {
	for _, c := range t.certs {
		switch sid := t.signer.SID; {
		case sid.Class == asn1.ClassContextSpecific && sid.Tag == 0:
			if len(sid.Bytes) > 0 && bytes.Equal(sid.Bytes, c.SubjectKeyId) {
				return c, nil
			}
		default:
			var of issuerAndSerial
			if rest, err := asn1.Unmarshal(sid.FullBytes, &of); err == nil && len(rest) == 0 && of.Serial != nil &&
				bytes.Equal(of.Issuer.FullBytes, c.RawIssuer) && of.Serial.Cmp(c.SerialNumber) == 0 {
				return c, nil
			}
		}
	}
	return nil, fmt.Errorf("the certificate of its signer is not in it: %w", ErrToken)
}

func (t Token) attributes() (map[string][]byte, error) {
	out := map[string][]byte{}
	if len(t.signer.Attributes.Bytes) == 0 {
		return nil, fmt.Errorf("its signer signed no attributes: %w", ErrToken)
	}
	for rest := t.signer.Attributes.Bytes; len(rest) > 0; {
		var a attribute
		var err error
		if rest, err = asn1.Unmarshal(rest, &a); err != nil || len(a.Values) != 1 {
			return nil, fmt.Errorf("what its signer signed can't be read: %w", ErrToken)
		}
		if _, twice := out[a.Type.String()]; twice {
			return nil, fmt.Errorf("its signer signed an attribute twice: %w", ErrToken)
		}
		out[a.Type.String()] = a.Values[0].FullBytes
	}
	return out, nil
}

// checkAttributes checks that the signature is of this stamp and of no other
// content (RFC 5652, 5.3), and by no other certificate of the same key (RFC 3161,
// 2.4.2).
func (t Token) checkAttributes(signed map[string][]byte, hash crypto.Hash, cert *x509.Certificate) error {
	var of asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(signed[oidContentType.String()], &of); err != nil || !of.Equal(oidTSTInfo) {
		return fmt.Errorf("its signature is not of a time stamp: %w", ErrToken)
	}
	h := hash.New()
	h.Write(t.info)
	var digest []byte
	if _, err := asn1.Unmarshal(signed[oidMessageDigest.String()], &digest); err != nil || !bytes.Equal(digest, h.Sum(nil)) {
		return fmt.Errorf("its signature is of another stamp: %w", ErrToken)
	}
	return namesSigner(signed, cert)
}

// namesSigner checks the identifier of the signer's certificate.
func namesSigner(signed map[string][]byte, cert *x509.Certificate) error {
	if raw, ok := signed[oidSigningCertV2.String()]; ok {
		var ids struct {
			Certs    []certIDv2
			Policies asn1.RawValue `asn1:"optional"`
		}
		if _, err := asn1.Unmarshal(raw, &ids); err != nil || len(ids.Certs) == 0 {
			return fmt.Errorf("the identifier of its signer can't be read: %w", ErrToken)
		}
		hash := crypto.SHA256
		if first := ids.Certs[0].Algorithm.Algorithm; first != nil {
			var known bool
			if hash, known = hashOf(first); !known {
				return fmt.Errorf("its signer is identified by the hash %s, which is not trusted here: %w", first, ErrToken)
			}
		}
		h := hash.New()
		h.Write(cert.Raw)
		if !bytes.Equal(h.Sum(nil), ids.Certs[0].Hash) {
			return fmt.Errorf("its signer names another certificate: %w", ErrToken)
		}
		return nil
	}
	var ids struct {
		Certs    []certID
		Policies asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(signed[oidSigningCert.String()], &ids); err != nil || len(ids.Certs) == 0 {
		return fmt.Errorf("it does not say which certificate signed it: %w", ErrToken)
	}
	if sum := sha1.Sum(cert.Raw); !bytes.Equal(sum[:], ids.Certs[0].Hash) {
		return fmt.Errorf("its signer names another certificate: %w", ErrToken)
	}
	return nil
}

// Roots are certificates that somebody chose to trust.
type Roots struct {
	pool  *x509.CertPool
	count int
}

// ParseRoots reads certificates in PEM.
func ParseRoots(text []byte) (Roots, error) {
	r := Roots{pool: x509.NewCertPool()}
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return Roots{}, fmt.Errorf("the roots hold a %.40q, which is no certificate: %w", block.Type, ErrForm)
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return Roots{}, fmt.Errorf("reading a root certificate: %v: %w", err, ErrForm)
		}
		r.pool.AddCert(cert)
		r.count++
	}
	if r.count == 0 {
		return Roots{}, fmt.Errorf("the roots hold no certificate in PEM: %w", ErrForm)
	}
	return r, nil
}

// CheckChain checks the signature, that its certificate is for time stamping and
// for nothing else (RFC 3161, 2.3), and that it leads to one of the roots as all
// were valid at the time of the stamp. Whether a certificate was revoked is not
// known here: the lists of that would have to be asked for.
func (t Token) CheckChain(roots Roots) (*x509.Certificate, error) {
	cert, err := t.CheckSignature()
	if err != nil {
		return nil, err
	}
	if err := forStampsAlone(cert); err != nil {
		return nil, err
	}
	between := x509.NewCertPool()
	for _, c := range t.certs {
		between.AddCert(c)
	}
	if roots.pool == nil { // without a pool, package x509 would ask this machine for its own
		return nil, fmt.Errorf("no root was given: %w", ErrToken)
	}
	_, err = cert.Verify(x509.VerifyOptions{Roots: roots.pool, Intermediates: between, CurrentTime: t.Time, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
	if err != nil {
		return nil, fmt.Errorf("the authority's certificate does not lead to a given root: %v: %w", err, ErrToken)
	}
	return cert, nil
}

func forStampsAlone(cert *x509.Certificate) error {
	if len(cert.ExtKeyUsage) != 1 || cert.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(cert.UnknownExtKeyUsage) > 0 {
		return fmt.Errorf("the authority's certificate is not for time stamps alone: %w", ErrToken)
	}
	for _, e := range cert.Extensions {
		if e.Id.Equal(oidExtKeyUsage) && e.Critical {
			return nil
		}
	}
	return fmt.Errorf("the authority's certificate does not insist on being for time stamps: %w", ErrToken)
}
