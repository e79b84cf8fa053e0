package wacz

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"slices"
	"time"
)

// errToken: the token is not built as RFC 3161 and RFC 5652 want it.
var errToken = errors.New("it can't be read")

// elements parts the inside of a sequence or set.
func elements(der []byte) ([]asn1.RawValue, error) {
	var all []asn1.RawValue
	for len(der) > 0 && len(all) < 64 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			return nil, errToken
		}
		all, der = append(all, v), rest
	}
	return all, nil
}

// inside parts what stands in the one value of der, at least n things.
func inside(der []byte, n int) ([]asn1.RawValue, error) {
	all, err := elements(der)
	if err != nil || len(all) == 0 {
		return nil, errToken
	}
	if all, err = elements(all[0].Bytes); err != nil || len(all) < n {
		return nil, errToken
	}
	return all, nil
}

// stamped checks timeSignature (RFC 3161, of the signature) and gives its
// time. The stamper's certificate is timestampCert; whether to trust it is
// the reader's to say.
func (s signed) stamped() (time.Time, error) {
	raw, err := base64.StdEncoding.DecodeString(s.TimeSign)
	if err != nil || len(raw) == 0 {
		return time.Time{}, errors.New("it is missing or not in base 64")
	}
	reply, err := inside(raw, 2) // TimeStampResp: status, token
	if err != nil {
		return time.Time{}, err
	}
	token, err := elements(reply[1].Bytes) // ContentInfo: type, [0] content
	if err != nil || len(token) != 2 {
		return time.Time{}, errToken
	}
	data, err := inside(token[1].Bytes, 4) // SignedData
	if err != nil {
		return time.Time{}, err
	}
	info, err := encapsulated(data[2])
	if err != nil {
		return time.Time{}, err
	}
	if err := s.stampSigned(data[len(data)-1], info); err != nil {
		return time.Time{}, err
	}
	return s.imprint(info)
}

// encapsulated gives the TSTInfo inside a SignedData.
func encapsulated(v asn1.RawValue) ([]byte, error) {
	parts, err := elements(v.Bytes) // type, [0] OCTET STRING
	if err != nil || len(parts) != 2 {
		return nil, errToken
	}
	octets, err := elements(parts[1].Bytes)
	if err != nil || len(octets) != 1 || octets[0].Tag != asn1.TagOctetString {
		return nil, errToken
	}
	return octets[0].Bytes, nil
}

// imprint checks that TSTInfo is about the signature, and gives its time.
func (s signed) imprint(info []byte) (time.Time, error) {
	parts, err := inside(info, 5) // version, policy, imprint, serial, time
	if err != nil {
		return time.Time{}, err
	}
	imprint, err := elements(parts[2].Bytes)
	if err != nil || len(imprint) != 2 {
		return time.Time{}, errToken
	}
	h := hashOf(imprint[0].Bytes)
	if h == 0 {
		return time.Time{}, errors.New("its hash is of a kind that is not known")
	}
	// What is stamped is the signature as it is spelled in base 64, or its bytes.
	fits := bytes.Equal(sum(h, []byte(s.Signature)), imprint[1].Bytes)
	if der, err := base64.StdEncoding.DecodeString(s.Signature); err == nil && !fits {
		fits = bytes.Equal(sum(h, der), imprint[1].Bytes)
	}
	if !fits {
		return time.Time{}, errors.New("it is of another signature")
	}
	var when time.Time
	if _, err := asn1.UnmarshalWithParams(parts[4].FullBytes, &when, "generalized"); err != nil {
		return time.Time{}, errors.New("its time can't be read")
	}
	return when, nil
}

// hashOf gives the hash of an AlgorithmIdentifier's inside, 0 if unknown.
func hashOf(algorithm []byte) crypto.Hash {
	var id asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(algorithm, &id); err != nil {
		return 0
	}
	switch id.String() {
	case "2.16.840.1.101.3.4.2.1":
		return crypto.SHA256
	case "2.16.840.1.101.3.4.2.2":
		return crypto.SHA384
	case "2.16.840.1.101.3.4.2.3":
		return crypto.SHA512
	}
	return 0
}

func sum(h crypto.Hash, data []byte) []byte {
	w := h.New()
	w.Write(data)
	return w.Sum(nil)
}

// stampSigned checks the stamper's own signature over info (RFC 5652, 5.4).
func (s signed) stampSigned(signers asn1.RawValue, info []byte) error {
	chain, err := certificates(s.TimeCert)
	if err != nil {
		return err
	}
	if err := linked(chain); err != nil {
		return err
	}
	if !slices.Contains(chain[0].ExtKeyUsage, x509.ExtKeyUsageTimeStamping) {
		return errors.New("its certificate is not one for time stamps")
	}
	// SignerInfo: version, signer, hash, [0] attributes, algorithm, signature
	parts, err := inside(signers.Bytes, 6)
	if err != nil || parts[3].Class != asn1.ClassContextSpecific {
		return errToken
	}
	h := hashOf(parts[2].Bytes)
	if h == 0 {
		return errors.New("its hash is of a kind that is not known")
	}
	if stated, err := messageDigest(parts[3].Bytes); err != nil || !bytes.Equal(stated, sum(h, info)) {
		return errors.New("it was changed after it was signed")
	}
	// The attributes are signed as the SET they are, not under their tag [0].
	attributes := append([]byte{0x31}, parts[3].FullBytes[1:]...)
	if !fitsKey(chain[0].PublicKey, h, sum(h, attributes), parts[5].Bytes) {
		return errors.New("its signature does not fit its certificate")
	}
	return nil
}

func fitsKey(key any, h crypto.Hash, digest, sig []byte) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, h, digest, sig) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, sig)
	}
	return false
}

// messageDigest finds the attribute that says what is signed.
func messageDigest(attributes []byte) ([]byte, error) {
	all, err := elements(attributes)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		parts, err := elements(a.Bytes) // type, SET of values
		if err != nil || len(parts) != 2 {
			return nil, errToken
		}
		var id asn1.ObjectIdentifier
		if _, err := asn1.Unmarshal(parts[0].FullBytes, &id); err != nil || id.String() != "1.2.840.113549.1.9.4" {
			continue
		}
		values, err := elements(parts[1].Bytes)
		if err != nil || len(values) != 1 {
			return nil, errToken
		}
		return values[0].Bytes, nil
	}
	return nil, errToken
}
