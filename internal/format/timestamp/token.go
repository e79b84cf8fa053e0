package timestamp

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	_ "crypto/sha256" // imprints and signatures are made of these
	_ "crypto/sha512"
)

// Token is a time stamp: what an authority says of a hash, and its signature.
// It is read, and not yet checked.
type Token struct {
	Policy   string        // OID of the policy it was made under
	Serial   *big.Int      // the authority's own number of it
	Time     time.Time     // when the authority saw the hash, in UTC
	Accuracy time.Duration // how far off that may be; 0: not told
	Nonce    *big.Int      // of the request, nil if it had none

	hash    crypto.Hash // of the imprint
	imprint []byte
	info    []byte // TSTInfo as it was signed
	signer  signerInfo
	certs   []*x509.Certificate
}

// ErrStatus says that an authority answered and gave no token.
var ErrStatus = errors.New("the authority gave no time stamp")

type statusInfo struct {
	Status   int
	Text     []asn1.RawValue `asn1:"optional"`
	FailInfo asn1.BitString  `asn1:"optional"`
}

type replyForm struct {
	Status statusInfo
	Token  asn1.RawValue `asn1:"optional"`
}

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version   int
	Digests   []pkix.AlgorithmIdentifier `asn1:"set"`
	Content   encapsulated
	Certs     asn1.RawValue   `asn1:"optional,tag:0"`
	CRLs      asn1.RawValue   `asn1:"optional,tag:1"`
	SignerSet []asn1.RawValue `asn1:"set"`
}

type encapsulated struct {
	Type    asn1.ObjectIdentifier
	Content []byte `asn1:"explicit,tag:0"`
}

// infoForm is TSTInfo (RFC 3161, 2.4.2).
type infoForm struct {
	Version    int
	Policy     asn1.ObjectIdentifier
	Imprint    imprint
	Serial     *big.Int
	Time       asn1.RawValue
	Accuracy   accuracy         `asn1:"optional"`
	Ordering   bool             `asn1:"optional"`
	Nonce      *big.Int         `asn1:"optional"`
	TSA        asn1.RawValue    `asn1:"optional,tag:0"`
	Extensions []pkix.Extension `asn1:"optional,tag:1"`
}

type accuracy struct {
	Seconds int `asn1:"optional"`
	Millis  int `asn1:"optional,tag:0"`
	Micros  int `asn1:"optional,tag:1"`
}

// ParseReply reads an authority's answer (TimeStampResp). An answer that holds
// no token is ErrStatus, with what the authority said.
func ParseReply(der []byte) (Token, error) {
	var reply replyForm
	if err := whole(der, &reply, "the reply"); err != nil {
		return Token{}, err
	}
	if s := reply.Status.Status; s != 0 && s != 1 { // granted, granted with modifications
		return Token{}, fmt.Errorf("%w: status %d%s", ErrStatus, s, said(reply.Status))
	}
	if len(reply.Token.FullBytes) == 0 {
		return Token{}, fmt.Errorf("the reply holds no token: %w", ErrForm)
	}
	return ParseToken(reply.Token.FullBytes)
}

func said(s statusInfo) string {
	var texts []string
	for _, t := range s.Text {
		texts = append(texts, fmt.Sprintf("%.200q", t.Bytes))
	}
	if len(texts) == 0 {
		return ""
	}
	return ", " + strings.Join(texts, " ")
}

// ParseToken reads a token (TimeStampToken).
func ParseToken(der []byte) (Token, error) {
	var outer contentInfo
	if err := whole(der, &outer, "the token"); err != nil {
		return Token{}, err
	}
	if !outer.Type.Equal(oidSignedData) {
		return Token{}, fmt.Errorf("the token is no signed data: %w", ErrForm)
	}
	var signed signedData
	if err := whole(outer.Content.Bytes, &signed, "the token's signed data"); err != nil {
		return Token{}, err
	}
	if !signed.Content.Type.Equal(oidTSTInfo) || len(signed.SignerSet) != 1 {
		return Token{}, fmt.Errorf("the token is no time stamp by one signer: %w", ErrForm)
	}
	t := Token{info: signed.Content.Content}
	if err := t.readInfo(); err != nil {
		return Token{}, err
	}
	if err := whole(signed.SignerSet[0].FullBytes, &t.signer, "the token's signer"); err != nil {
		return Token{}, err
	}
	return t, t.readCerts(signed.Certs.Bytes)
}

func (t *Token) readInfo() error {
	var form infoForm
	if err := whole(t.info, &form, "what was stamped"); err != nil {
		return err
	}
	if form.Version != 1 || form.Serial == nil {
		return fmt.Errorf("the stamp has another version than 1: %w", ErrForm)
	}
	for _, e := range form.Extensions {
		if e.Critical {
			return fmt.Errorf("the stamp has the critical extension %s, which is not known here: %w", e.Id, ErrForm)
		}
	}
	hash, ok := hashOf(form.Imprint.Algorithm.Algorithm)
	if !ok || len(form.Imprint.Hash) != hash.Size() {
		return fmt.Errorf("the stamp is of a hash (%s) that is not trusted here: %w", form.Imprint.Algorithm.Algorithm, ErrForm)
	}
	at, err := genTime(form.Time)
	if err != nil {
		return err
	}
	a := form.Accuracy
	if a.Seconds < 0 || a.Seconds > 1<<30 || a.Millis < 0 || a.Millis > 999 || a.Micros < 0 || a.Micros > 999 {
		return fmt.Errorf("the stamp's accuracy is none: %w", ErrForm)
	}
	t.Policy, t.Serial, t.Nonce, t.Time = form.Policy.String(), form.Serial, form.Nonce, at
	t.Accuracy = time.Duration(a.Seconds)*time.Second + time.Duration(a.Millis)*time.Millisecond + time.Duration(a.Micros)*time.Microsecond
	t.hash, t.imprint = hash, form.Imprint.Hash
	return nil
}

// genTime reads the one form RFC 3161 allows: YYYYMMDDhhmmss[.s...]Z, in UTC,
// without zeros at the end of a fraction.
func genTime(raw asn1.RawValue) (time.Time, error) {
	text := string(raw.Bytes)
	whole, fraction, parted := strings.Cut(strings.TrimSuffix(text, "Z"), ".")
	at, err := time.Parse("20060102150405", whole)
	bad := raw.Class != asn1.ClassUniversal || raw.Tag != asn1.TagGeneralizedTime || err != nil || !strings.HasSuffix(text, "Z") ||
		parted && (fraction == "" || len(fraction) > 9 || strings.HasSuffix(fraction, "0") || strings.Trim(fraction, "0123456789") != "")
	if bad {
		return time.Time{}, fmt.Errorf("the stamp's time is none: %w", ErrForm)
	}
	if parted {
		nanos := 0
		for _, c := range (fraction + "000000000")[:9] {
			nanos = nanos*10 + int(c-'0')
		}
		at = at.Add(time.Duration(nanos))
	}
	return at, nil
}

// maxCerts bounds the certificates of a token.
const maxCerts = 32

func (t *Token) readCerts(set []byte) error {
	for rest := set; len(rest) > 0; {
		var raw asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &raw); err != nil {
			return fmt.Errorf("reading the token's certificates: %v: %w", err, ErrForm)
		}
		if len(t.certs) == maxCerts {
			return fmt.Errorf("the token has more than %d certificates: %w", maxCerts, ErrForm)
		}
		if raw.Class != asn1.ClassUniversal || raw.Tag != asn1.TagSequence {
			continue // a kind of certificate that is none of X.509
		}
		cert, err := x509.ParseCertificate(raw.FullBytes)
		if err != nil {
			return fmt.Errorf("reading a certificate of the token: %v: %w", err, ErrForm)
		}
		t.certs = append(t.certs, cert)
	}
	return nil
}

// Stamps reports whether the token is over data.
func (t Token) Stamps(data []byte) bool {
	h := t.hash.New()
	h.Write(data)
	return bytes.Equal(h.Sum(nil), t.imprint)
}

// Answers says why the token is no answer to the request; nil if it is one.
func (t Token) Answers(r Request) error {
	switch {
	case t.hash != crypto.SHA256 || !bytes.Equal(t.imprint, r.Sum[:]):
		return fmt.Errorf("the stamp is over another hash than was asked for: %w", ErrToken)
	case !same(t.Nonce, r.Nonce):
		return fmt.Errorf("the stamp does not hold the nonce of the request, and may answer an older one: %w", ErrToken)
	case r.Policy != "" && t.Policy != r.Policy:
		return fmt.Errorf("the stamp was made under the policy %s, asked for was %s: %w", t.Policy, r.Policy, ErrToken)
	}
	return nil
}
