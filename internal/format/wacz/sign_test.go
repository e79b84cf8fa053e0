package wacz_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"sanad/internal/format/wacz"
)

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signer(t testing.TB) *wacz.Signer {
	key := newKey(t)
	return &wacz.Signer{Software: "sanad 0", Key: &key.PublicKey, Sign: func(sum []byte) ([]byte, error) { return key.Sign(rand.Reader, sum, crypto.SHA256) }}
}

// certificate makes one that signs itself, and its key.
func certificate(t testing.TB, usage x509.ExtKeyUsage, names ...string) (string, *ecdsa.PrivateKey) {
	t.Helper()
	key := newKey(t)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Example signer"}, DNSNames: names, ExtKeyUsage: []x509.ExtKeyUsage{usage},
		NotBefore: day().Add(-time.Hour), NotAfter: day().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), key
}

func der(t testing.TB, v any, params string) []byte {
	t.Helper()
	out, err := asn1.MarshalWithParams(v, params)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// in puts values into one with a tag byte: 0x30 a sequence, 0x31 a set, 0xa0 [0].
func in(t testing.TB, tag byte, parts ...[]byte) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	return der(t, asn1.RawValue{Class: int(tag >> 6), Tag: int(tag & 0x1f), IsCompound: true, Bytes: body}, "")
}

// stamp makes an RFC 3161 reply about a text.
func stamp(t testing.TB, key *ecdsa.PrivateKey, text string, when time.Time) string {
	oid := func(n ...int) []byte { return der(t, asn1.ObjectIdentifier(n), "") }
	sha := in(t, 0x30, oid(2, 16, 840, 1, 101, 3, 4, 2, 1))
	sum := sha256.Sum256([]byte(text))
	info := in(t, 0x30, der(t, 1, ""), oid(1, 2, 3), in(t, 0x30, sha, der(t, sum[:], "")), der(t, 7, ""), der(t, when, "generalized"))
	infoSum := sha256.Sum256(info)
	attribute := in(t, 0x30, oid(1, 2, 840, 113549, 1, 9, 4), in(t, 0x31, der(t, infoSum[:], "")))
	attributes := sha256.Sum256(in(t, 0x31, attribute))
	sig, err := key.Sign(rand.Reader, attributes[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	info3161 := oid(1, 2, 840, 113549, 1, 9, 16, 1, 4)
	one := in(t, 0x30, der(t, 1, ""), in(t, 0x30), sha, in(t, 0xa0, attribute), in(t, 0x30, oid(1, 2, 840, 10045, 4, 3, 2)), der(t, sig, ""))
	data := in(t, 0x30, der(t, 3, ""), in(t, 0x31, sha), in(t, 0x30, info3161, in(t, 0xa0, der(t, info, ""))), in(t, 0x31, one))
	reply := in(t, 0x30, in(t, 0x30, der(t, 0, "")), in(t, 0x30, oid(1, 2, 840, 113549, 1, 7, 2), in(t, 0xa0, data)))
	return base64.StdEncoding.EncodeToString(reply)
}

// byDomain makes signedData of the second form.
func byDomain(t testing.TB, list string) map[string]any {
	cert, key := certificate(t, x509.ExtKeyUsageServerAuth, "sign.example")
	timeCert, timeKey := certificate(t, x509.ExtKeyUsageTimeStamping)
	sum := sha256.Sum256([]byte(hash(list)))
	raw, err := key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	sig := base64.StdEncoding.EncodeToString(raw)
	return map[string]any{
		"hash": hash(list), "created": "2024-05-01T10:00:00Z", "software": "authority 1", "version": "0.1.0", "signature": sig,
		"domain": "sign.example", "domainCert": cert, "timestampCert": timeCert, "timeSignature": stamp(t, timeKey, sig, day().Add(9*time.Minute)),
		"late": stamp(t, timeKey, sig, day().Add(11*time.Minute)), "other": stamp(t, timeKey, "other", day()),
	}
}

func TestASignatureByDomainIsJudgedInAllItsParts(t *testing.T) {
	files, names := unpack(t, written(t, sample(t)))
	list := files["datapackage.json"]
	other, _ := certificate(t, x509.ExtKeyUsageServerAuth, "sign.example")
	for _, c := range []struct {
		name   string
		change func(map[string]any)
		says   string
	}{
		{"all fits", func(map[string]any) {}, "consistent (domain sign.example"},
		{"another list", func(m map[string]any) { m["hash"] = hash("x") }, "invalid: it is of another datapackage.json"},
		{"another domain", func(m map[string]any) { m["domain"] = "other.example" }, `not for the domain "other.example"`},
		{"another certificate", func(m map[string]any) { m["domainCert"] = other }, "does not fit the key"},
		{"no certificate", func(m map[string]any) { m["domainCert"] = "" }, "holds no certificate"},
		{"a chain of strangers", func(m map[string]any) { m["domainCert"] = m["domainCert"].(string) + other }, "not issued by the next"},
		{"no date", func(m map[string]any) { m["created"] = "" }, "does not say when"},
		{"a date outside the certificate's", func(m map[string]any) { m["created"] = "2025-05-01T10:00:00Z" }, "was not valid when"},
		{"stamped too late", func(m map[string]any) { m["timeSignature"] = m["late"] }, "its time stamp is of 2024-05-01T10:11:00Z"},
		{"a stamp of something else", func(m map[string]any) { m["timeSignature"] = m["other"] }, "of another signature"},
		{"a stamp by another", func(m map[string]any) { m["timestampCert"] = other }, "not one for time stamps"},
		{"no stamp", func(m map[string]any) { m["timeSignature"] = "" }, "missing"},
		{"a stamp that is none", func(m map[string]any) { m["timeSignature"] = "MAA=" }, "can't be read"},
		{"a second certificate for another key", func(m map[string]any) { m["crossSignedCert"] = other }, "for another key"},
		{"the same certificate twice", func(m map[string]any) { m["crossSignedCert"] = m["domainCert"] }, "consistent ("},
		{"a property of its own", func(m map[string]any) { m["note"] = "x" }, `holds "note"`},
		{"two forms at once", func(m map[string]any) { m["publicKey"] = "x" }, `holds "domain"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			signed := byDomain(t, list)
			c.change(signed)
			delete(signed, "late")
			delete(signed, "other")
			files["datapackage-digest.json"] = digestOf(t, list, signed)
			f, err := read(t, pack(t, files, names))
			if err != nil || !strings.Contains(f.field("signature"), c.says) {
				t.Errorf("the signature is %q, want %q: %v", f.field("signature"), c.says, err)
			}
			if f.field("signature_meaning") != wacz.Meaning {
				t.Error("what a signature means is not said")
			}
		})
	}
}

func TestAnAnonymousSignatureIsJudged(t *testing.T) {
	p := sample(t)
	p.Signer = signer(t)
	files, names := unpack(t, written(t, p))
	swap := func(from, to string) {
		files["datapackage-digest.json"] = strings.Replace(files["datapackage-digest.json"], from, to, 1)
	}
	check := func(want string) {
		t.Helper()
		f, err := read(t, pack(t, files, names))
		if err != nil || !strings.Contains(f.field("signature"), want) {
			t.Errorf("the signature is %q, want %q: %v", f.field("signature"), want, err)
		}
	}
	check("valid (anonymous key sha256:")
	pages := files["pages/pages.jsonl"]
	files["pages/pages.jsonl"] += " "
	check("but it is of datapackage.json alone, and 1 files are not as that says")
	files["pages/pages.jsonl"] = pages

	var d struct {
		SignedData struct{ Signature, PublicKey string }
	}
	if err := json.Unmarshal([]byte(files["datapackage-digest.json"]), &d); err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(d.SignedData.Signature)
	if err != nil || len(raw) != 96 {
		t.Fatalf("the signature has %d bytes: %v", len(raw), err)
	}
	two := der(t, struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:48]), new(big.Int).SetBytes(raw[48:])}, "")
	swap(d.SignedData.Signature, base64.StdEncoding.EncodeToString(two))
	check("valid (anonymous key sha256:")
	raw[3] ^= 1
	swap(base64.StdEncoding.EncodeToString(two), base64.StdEncoding.EncodeToString(raw))
	check("invalid: the signature does not fit the key")
	swap(d.SignedData.PublicKey, "AAAA")
	check("invalid: its public key can't be read")
	swap(`"publicKey"`, `"domain": "a", "publicKey"`)
	check(`invalid: signedData holds "domain"`)
}
