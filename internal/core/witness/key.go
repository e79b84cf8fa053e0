package witness

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ErrForm says that a text is not in the one form that is read.
var ErrForm = errors.New("not in the one form that is read")

// The signature types of C2SP signed-note that stand in keys.
const (
	algLog     = 0x01 // Ed25519, a log's
	algWitness = 0x04 // Ed25519 with a time, a witness's
	algMLDSA   = 0x06 // ML-DSA-44 with a time: known by its number, not checked here
)

// Key is a witness's public key of the type Ed25519 cosignature/v1. It is a
// note.Verifier, whose signatures are a time and a signature.
type Key struct {
	name   string
	hash   uint32
	public ed25519.PublicKey
}

// ParseKey reads a verifier key (name+hash+key) of a witness, in its one form.
func ParseKey(vkey string) (*Key, error) {
	name, alg, key, err := splitKey(vkey)
	if err != nil {
		return nil, err
	}
	if alg != algWitness {
		return nil, fmt.Errorf("the key of %.80q has the signature type %d; a witness's has %d: %w", name, alg, algWitness, ErrForm)
	}
	if len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("the key of %.80q has %d bytes: %w", name, len(key), ErrForm)
	}
	return &Key{name, keyHash(name, alg, key), key}, nil
}

// splitKey takes a verifier key apart and refuses all spellings but one.
func splitKey(vkey string) (name string, alg byte, key []byte, err error) {
	name, rest, _ := strings.Cut(vkey, "+")
	hash, encoded, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(raw) < 2 || !validName(name) || len(vkey) > maxLine {
		return "", 0, nil, fmt.Errorf("%.80q is not a verifier key (name+hash+key): %w", vkey, ErrForm)
	}
	alg, key = raw[0], raw[1:]
	if hash != fmt.Sprintf("%08x", keyHash(name, alg, key)) || base64.StdEncoding.EncodeToString(raw) != encoded {
		return "", 0, nil, fmt.Errorf("%.80q is not a verifier key: its hash is another: %w", vkey, ErrForm)
	}
	return name, alg, key, nil
}

// maxLine is the longest key or signature line, in bytes: those of ML-DSA-44
// have the most.
const maxLine = 4096

// validName is what signed-note lets a key be called.
func validName(name string) bool {
	return name != "" && len(name) <= 255 && utf8.ValidString(name) && !strings.Contains(name, "+") &&
		strings.IndexFunc(name, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) < 0
}

func keyHash(name string, alg byte, key []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write([]byte{alg})
	h.Write(key)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// Name implements note.Verifier.
func (k *Key) Name() string { return k.name }

// KeyHash implements note.Verifier.
func (k *Key) KeyHash() uint32 { return k.hash }

// Verify implements note.Verifier: sig is a time in 8 bytes and a signature.
func (k *Key) Verify(text, sig []byte) bool {
	at, ok := timeOf(sig)
	return ok && ed25519.Verify(k.public, message(string(text), at), sig[8:])
}

// String gives the key as a verifier key.
func (k *Key) String() string {
	return fmt.Sprintf("%s+%08x+%s", k.name, k.hash, base64.StdEncoding.EncodeToString(append([]byte{algWitness}, k.public...)))
}

// timeOf reads the time of a timestamped_signature, which must be in a positive
// number of seconds.
func timeOf(sig []byte) (int64, bool) {
	if len(sig) != 8+ed25519.SignatureSize {
		return 0, false
	}
	at := binary.BigEndian.Uint64(sig)
	return int64(at), at > 0 && at < 1<<63
}

// message is what a witness signs (tlog-cosignature, Ed25519 signed message).
func message(text string, at int64) []byte {
	return []byte("cosignature/v1\ntime " + strconv.FormatInt(at, 10) + "\n" + text)
}

// Signer is a witness's private key.
type Signer struct {
	*Key
	private ed25519.PrivateKey
}

const privatePrefix = "PRIVATE+KEY+"

// DrawKey makes a key of a seed, and gives it as it is kept.
func DrawKey(name string, seed [ed25519.SeedSize]byte) (private string, err error) {
	if !validName(name) {
		return "", fmt.Errorf("%.80q can't be the name of a witness: no spaces, no plus: %w", name, ErrForm)
	}
	public := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	return fmt.Sprintf("%s%s+%08x+%s", privatePrefix, name, keyHash(name, algWitness, public), base64.StdEncoding.EncodeToString(append([]byte{algWitness}, seed[:]...))), nil
}

// ParseSigner reads what DrawKey gave.
func ParseSigner(private string) (*Signer, error) {
	wrong := fmt.Errorf("this is not the private key of a witness: %w", ErrForm) // which is not shown
	rest, ok := strings.CutPrefix(private, privatePrefix)
	parts := strings.SplitN(rest, "+", 3)
	if !ok || len(parts) != 3 {
		return nil, wrong
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.SeedSize || raw[0] != algWitness {
		return nil, wrong
	}
	if again, err := DrawKey(parts[0], [ed25519.SeedSize]byte(raw[1:])); err != nil || again != private {
		return nil, wrong
	}
	key := ed25519.NewKeyFromSeed(raw[1:])
	public := key.Public().(ed25519.PublicKey)
	return &Signer{&Key{parts[0], keyHash(parts[0], algWitness, public), public}, key}, nil
}

// Cosign gives the line that says: at this second, text is the largest
// consistent checkpoint I saw of its log.
func (s *Signer) Cosign(text string, at time.Time) string {
	seconds := at.Unix()
	raw := binary.BigEndian.AppendUint32(nil, s.hash)
	raw = binary.BigEndian.AppendUint64(raw, uint64(seconds))
	raw = append(raw, ed25519.Sign(s.private, message(text, seconds))...)
	return "— " + s.name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
}
