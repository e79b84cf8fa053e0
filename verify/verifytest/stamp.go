package verifytest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"time"

	"sanad/internal/core/witness"
	"sanad/internal/format/timestamp"
)

// Authority is an invented time-stamping authority under a root of its own.
type Authority struct {
	Roots []byte // PEM
	key   *ecdsa.PrivateKey
	cert  *x509.Certificate
}

// NewAuthority makes one whose certificate is valid between two days.
func NewAuthority(name string, from, to time.Time) *Authority {
	rootKey := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name + " Root"}, NotBefore: from.AddDate(-9, 0, 0), NotAfter: to.AddDate(99, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	rootDER := must(x509.CreateCertificate(rand.Reader, root, root, rootKey.Public(), rootKey))
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	usage := must(asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}}))
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}}
	der := must(x509.CreateCertificate(rand.Reader, leaf, must(x509.ParseCertificate(rootDER)), key.Public(), rootKey))
	return &Authority{Roots: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootDER}), key: key, cert: must(x509.ParseCertificate(der))}
}

type (
	algorithm  struct{ Algorithm asn1.ObjectIdentifier }
	attributed struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
)

func explicit(tag int, der []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: der}
}

func der(v any) []byte { return must(asn1.Marshal(v)) }

func raw(v any) asn1.RawValue { return asn1.RawValue{FullBytes: der(v)} }

// Stamp answers a request for a stamp of data at a time, as RFC 3161 says.
func (a *Authority) Stamp(data []byte, at time.Time) (request, reply []byte) {
	nonce := big.NewInt(int64(len(data)) + 7)
	request = must(timestamp.Request{Sum: sha256.Sum256(data), Nonce: nonce}.Marshal())
	sha := algorithm{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}}
	sum := sha256.Sum256(data)
	info := der(struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint struct {
			Algorithm algorithm
			Hash      []byte
		}
		Serial int
		Time   asn1.RawValue
		Nonce  *big.Int
	}{1, asn1.ObjectIdentifier{1, 2, 3, 4, 1}, struct {
		Algorithm algorithm
		Hash      []byte
	}{sha, sum[:]}, 5, asn1.RawValue{Tag: asn1.TagGeneralizedTime, Bytes: []byte(at.UTC().Format("20060102150405Z"))}, nonce})
	content := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	digest, certSum := sha256.Sum256(info), sha256.Sum256(a.cert.Raw)
	var attributes []byte
	for _, at := range []attributed{
		{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}, []asn1.RawValue{raw(content)}},
		{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, []asn1.RawValue{raw(digest[:])}},
		{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}, []asn1.RawValue{raw(struct{ Certs []struct{ Hash []byte } }{[]struct{ Hash []byte }{{certSum[:]}}})}},
	} {
		attributes = append(attributes, der(at)...)
	}
	signed := sha256.Sum256(der(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: attributes}))
	signer := der(struct {
		Version int
		SID     struct {
			Issuer asn1.RawValue
			Serial *big.Int
		}
		Digest     algorithm
		Attributes asn1.RawValue
		Algorithm  algorithm
		Signature  []byte
	}{1, struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}{asn1.RawValue{FullBytes: a.cert.RawIssuer}, a.cert.SerialNumber}, sha, explicit(0, attributes), algorithm{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}},
		must(a.key.Sign(rand.Reader, signed[:], crypto.SHA256))})
	cms := der(struct {
		Version int
		Digests []algorithm `asn1:"set"`
		Content struct {
			Type    asn1.ObjectIdentifier
			Content asn1.RawValue
		}
		Certs   asn1.RawValue
		Signers []asn1.RawValue `asn1:"set"`
	}{3, []algorithm{sha}, struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{content, explicit(0, der(info))}, explicit(0, a.cert.Raw), []asn1.RawValue{{FullBytes: signer}}})
	reply = der(struct {
		Status struct{ Status int }
		Token  struct {
			Type    asn1.ObjectIdentifier
			Content asn1.RawValue
		}
	}{Token: struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}, explicit(0, cms)}})
	return request, reply
}

// NewWitness makes a witness whose key follows from its name.
func NewWitness(name string) *witness.Signer {
	return must(witness.ParseSigner(must(witness.DrawKey(name, sha256.Sum256([]byte("verifytest witness "+name))))))
}

// Cosigned gives the signed checkpoint of the log with the lines of witnesses, an
// hour apart.
func (l *Log) Cosigned(size int64, by ...*witness.Signer) []byte {
	signed := l.Checkpoint(size)
	text, _, err := witness.SplitNote(signed)
	if err != nil {
		panic(err)
	}
	for i, w := range by {
		signed = append(signed, w.Cosign(text, time.Date(2031, 5, 1, i, 0, 0, 0, time.UTC))...)
	}
	return signed
}
