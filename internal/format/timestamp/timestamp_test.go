package timestamp

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The samples were made by OpenSSL 3.0 (openssl ts) with certificates of an
// invented authority.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func rootsOf(t testing.TB) Roots {
	t.Helper()
	roots, err := ParseRoots(sample(t, "root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return roots
}

func TestWhatOpenSSLStampsHoldsUnderItsRoot(t *testing.T) {
	request, err := ParseRequest(sample(t, "request.tsq"))
	if err != nil || request.Sum != sha256.Sum256(sample(t, "data")) || request.Nonce == nil {
		t.Fatalf("the request was read as %+v: %v", request, err)
	}
	for _, name := range []string{"rsa.tsr", "ecdsa.tsr", "rsa-sha1id.tsr"} {
		token, err := ParseReply(sample(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !token.Stamps(sample(t, "data")) || token.Stamps([]byte("other")) || token.Answers(request) != nil {
			t.Errorf("%s is of something else", name)
		}
		if token.Policy != "1.2.3.4.1" || token.Accuracy != 1500*time.Millisecond+100*time.Microsecond || token.Time.Location() != time.UTC || token.Time.Year() < 2025 {
			t.Errorf("%s says %+v", name, token)
		}
		cert, err := token.CheckChain(rootsOf(t))
		if err != nil || !strings.HasPrefix(cert.Subject.CommonName, "Varanda Time ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnAnswerIsHeldAgainstItsRequest(t *testing.T) {
	token, err := ParseReply(sample(t, "rsa.tsr"))
	if err != nil {
		t.Fatal(err)
	}
	right, _ := ParseRequest(sample(t, "request.tsq"))
	for name, wrong := range map[string]Request{
		"another sum":   {Sum: sha256.Sum256([]byte("x")), Nonce: right.Nonce},
		"another nonce": {Sum: right.Sum, Nonce: new(big.Int).Add(right.Nonce, big.NewInt(1))},
		"no nonce":      {Sum: right.Sum},
		"a policy":      {Sum: right.Sum, Nonce: right.Nonce, Policy: "1.2.3.4.5"},
	} {
		if err := token.Answers(wrong); !errors.Is(err, ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	right.Policy = "1.2.3.4.1"
	if err := token.Answers(right); err != nil {
		t.Errorf("the policy asked for: %v", err)
	}
}

func TestATokenThatShouldNotHoldDoesNot(t *testing.T) {
	other := root(t, "another root")
	for name, c := range map[string]struct {
		roots Roots
		says  string
	}{
		"expired.tsr": {rootsOf(t), "has expired or is not yet valid"},
		"nocert.tsr":  {rootsOf(t), "is not in it"},
		"rsa.tsr":     {other, "does not lead to a given root"},
		"ecdsa.tsr":   {Roots{}, "no root was given"},
	} {
		token, err := ParseReply(sample(t, name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := token.CheckChain(c.roots); !errors.Is(err, ErrToken) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParseReply(sample(t, "refused.tsr")); !errors.Is(err, ErrStatus) || !strings.Contains(err.Error(), "status 2") {
		t.Errorf("a refusal was read as: %v", err)
	}
}

// Whichever byte is changed, a token stops holding, or says the same as before:
// of what no signature covers (the status, certificates that are not needed)
// nothing is told.
func TestNoByteOfATokenCanBeChangedToSayAnotherThing(t *testing.T) {
	whole, data := sample(t, "ecdsa.tsr"), sample(t, "data")
	roots := rootsOf(t)
	was, err := ParseReply(whole)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for i := range whole {
		changed := bytes.Clone(whole)
		changed[i] ^= 0x04
		token, err := ParseReply(changed)
		if err != nil {
			continue
		}
		if _, err := token.CheckChain(roots); err != nil {
			continue
		}
		held++
		if !token.Stamps(data) || !token.Time.Equal(was.Time) || token.Serial.Cmp(was.Serial) != 0 || token.Policy != was.Policy || !same(token.Nonce, was.Nonce) {
			t.Errorf("byte %d changed what the stamp says", i)
		}
	}
	if held > 16 {
		t.Errorf("%d bytes can be changed and the token holds: a signature covers less than it should", held)
	}
}

func TestOnlyCertificatesForStampsAloneMayStamp(t *testing.T) {
	stamping := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	mail := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
	for name, c := range map[string]struct {
		usage    []asn1.ObjectIdentifier
		critical bool
		ok       bool
	}{
		"right":        {[]asn1.ObjectIdentifier{stamping}, true, true},
		"not critical": {[]asn1.ObjectIdentifier{stamping}, false, false},
		"mail as well": {[]asn1.ObjectIdentifier{stamping, mail}, true, false},
		"mail":         {[]asn1.ObjectIdentifier{mail}, true, false},
		"an own use":   {[]asn1.ObjectIdentifier{stamping, {1, 2, 3}}, true, false},
	} {
		value, err := asn1.Marshal(c.usage)
		if err != nil {
			t.Fatal(err)
		}
		cert := certificate(t, &x509.Certificate{ExtraExtensions: []pkix.Extension{{Id: oidExtKeyUsage, Critical: c.critical, Value: value}}})
		if err := forStampsAlone(cert); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func certificate(t *testing.T, c *x509.Certificate) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c.SerialNumber, c.NotAfter = big.NewInt(7), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func root(t *testing.T, name string) Roots {
	t.Helper()
	cert := certificate(t, &x509.Certificate{Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true})
	roots, err := ParseRoots(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}))
	if err != nil {
		t.Fatal(err)
	}
	return roots
}

func TestARequestReadsAsItWasWritten(t *testing.T) {
	for _, r := range []Request{
		{Sum: sha256.Sum256([]byte("a")), Nonce: big.NewInt(1 << 40), Policy: "1.2.3.4.1"},
		{Sum: sha256.Sum256([]byte("b"))},
	} {
		der, err := r.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseRequest(der)
		if err != nil || got.Sum != r.Sum || !same(got.Nonce, r.Nonce) || got.Policy != r.Policy {
			t.Errorf("%+v was read as %+v: %v", r, got, err)
		}
		if _, err := ParseRequest(append(der, 0)); !errors.Is(err, ErrForm) {
			t.Errorf("a byte too many: %v", err)
		}
	}
	for _, policy := range []string{"x", "1", "3.1", "1..2", "1.-2", "1.2147483648", "01.2"} {
		if _, err := (Request{Policy: policy}).Marshal(); !errors.Is(err, ErrForm) {
			t.Errorf("the policy %q: %v", policy, err)
		}
	}
}

func TestRootsAreCertificatesAndNothingElse(t *testing.T) {
	for name, text := range map[string]string{"nothing": "", "words": "no PEM", "a key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "no certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := ParseRoots([]byte(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATimeHasOneForm(t *testing.T) {
	for text, ok := range map[string]bool{
		"20261201024500Z": true, "20261201024500.5Z": true, "20261201024500.123456789Z": true,
		"20261201024500": false, "20261201024500.50Z": false, "20261201024500.Z": false, "20261201024500+0000": false, "20261301024500Z": false, "2026120102450Z": false, "20261201024500.-1Z": false,
	} {
		at, err := genTime(asn1.RawValue{Tag: asn1.TagGeneralizedTime, Bytes: []byte(text)})
		if (err == nil) != ok {
			t.Errorf("%q is %v: %v", text, at, err)
		}
	}
	if at, _ := genTime(asn1.RawValue{Tag: asn1.TagGeneralizedTime, Bytes: []byte("20261201024500.05Z")}); at.Nanosecond() != 50_000_000 {
		t.Errorf("a fraction was read as %v", at)
	}
}

func FuzzParseReply(f *testing.F) {
	for _, name := range []string{"rsa.tsr", "ecdsa.tsr", "rsa-sha1id.tsr", "expired.tsr", "nocert.tsr", "refused.tsr"} {
		f.Add(sample(f, name))
	}
	f.Add([]byte{})
	f.Add([]byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0x30, 0x80, 0x00, 0x00})
	roots := rootsOf(f)
	f.Fuzz(func(t *testing.T, der []byte) {
		token, err := ParseReply(der)
		if err != nil {
			return
		}
		if _, err := token.CheckChain(roots); err == nil && !token.Stamps(sample(t, "data")) {
			t.Error("a stamp of something else holds")
		}
	})
}

func FuzzParseRequest(f *testing.F) {
	f.Add(sample(f, "request.tsq"))
	f.Add(sample(f, "other.tsq"))
	f.Fuzz(func(t *testing.T, der []byte) {
		r, err := ParseRequest(der)
		if err != nil {
			return
		}
		again, err := r.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ParseRequest(again); err != nil || back.Sum != r.Sum || !same(back.Nonce, r.Nonce) || back.Policy != r.Policy {
			t.Errorf("%+v was read again as %+v: %v", r, back, err)
		}
	})
}
