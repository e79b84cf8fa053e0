package passkey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"sanad/internal/ground/fail"
)

// device is a software authenticator with one key, and the browser around it.
type device struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	count  uint32
	origin string
	site   string
	flags  byte // user present 1, user verified 4
}

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &device{t: t, key: key, id: []byte("key-" + rand.Text()), origin: "https://desk.example", site: "desk.example", flags: 5}
}

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func (d *device) data(extra []byte) []byte {
	site := sha256.Sum256([]byte(d.site))
	flags := d.flags
	if extra != nil {
		flags |= 0x40 // attested credential data follow
	}
	out := binary.BigEndian.AppendUint32(append(site[:], flags), d.count)
	return append(out, extra...)
}

func (d *device) client(kind, options string) []byte {
	var asked struct{ Challenge string }
	if err := json.Unmarshal([]byte(options), &asked); err != nil {
		d.t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": asked.Challenge, "origin": d.origin, "crossOrigin": false})
	if err != nil {
		d.t.Fatal(err)
	}
	return text
}

// bytesOf writes a CBOR byte string of less than 256 bytes.
func bytesOf(data []byte) []byte { return append([]byte{0x58, byte(len(data))}, data...) }

// made answers navigator.credentials.create, with no attestation.
func (d *device) made(options string) string {
	point, err := d.key.PublicKey.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	cose := append([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21}, bytesOf(point[1:33])...) // EC2, ES256, P-256
	cose = append(append(cose, 0x22), bytesOf(point[33:])...)
	attested := append(make([]byte, 16), 0, byte(len(d.id)))
	attested = append(append(attested, d.id...), cose...)
	object := append([]byte{0xa3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e', 0x67, 'a', 't', 't', 'S', 't', 'm', 't', 0xa0, 0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a'},
		bytesOf(d.data(attested))...)
	return d.answer(map[string]any{"clientDataJSON": b64(d.client("webauthn.create", options)), "attestationObject": b64(object)})
}

func (d *device) answer(response map[string]any) string {
	text, err := json.Marshal(map[string]any{"id": b64(d.id), "rawId": b64(d.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// signed answers navigator.credentials.get.
func (d *device) signed(options string) string {
	d.count++
	client, data := d.client("webauthn.get", options), d.data(nil)
	sum := sha256.Sum256(client)
	whole := sha256.Sum256(append(append([]byte{}, data...), sum[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, d.key, whole[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(sig)})
}

func keysOf(t *testing.T) *Keys {
	t.Helper()
	k, err := New("https://desk.example", "Archive of Varanda")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (d *device) register(k *Keys, handle string) ([]byte, error) {
	d.t.Helper()
	options, asked, err := k.Make(handle, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return k.Made(handle, asked, d.made(options))
}

func TestAPasskeyIsMadeAndOpensItsAccount(t *testing.T) {
	k, d, other := keysOf(t), newDevice(t), newDevice(t)
	record, err := d.register(k, "rana")
	if err != nil {
		t.Fatal(err)
	}
	second, err := other.register(k, "rana")
	if err != nil {
		t.Fatal(err)
	}
	records := [][]byte{record, second}
	for range 2 {
		options, asked, err := k.Ask("rana", records)
		if err != nil {
			t.Fatal(err)
		}
		at, kept, err := k.Answered("rana", records, asked, other.signed(options))
		if err != nil || at != 1 {
			t.Fatalf("key %d, %v", at, err)
		}
		records[1] = kept
	}
}

func TestAPasskeyIsNotBelievedForAnotherSiteQuestionOrPerson(t *testing.T) {
	k := keysOf(t)
	for what, bend := range map[string]func(d *device){
		"another origin":  func(d *device) { d.origin = "https://desk.example.elsewhere.example" },
		"another site":    func(d *device) { d.site = "elsewhere.example" },
		"nobody verified": func(d *device) { d.flags = 1 },
		"nobody present":  func(d *device) { d.flags = 4 },
		"another key":     func(d *device) { d.key = newDevice(t).key },
		"an unknown key":  func(d *device) { d.id = []byte("another") },
		"a copied key":    func(d *device) { d.count = 0 },
	} {
		d := newDevice(t)
		d.count = 10
		record, err := d.register(k, "rana")
		if err != nil {
			t.Fatal(err)
		}
		options, asked, err := k.Ask("rana", [][]byte{record})
		if err != nil {
			t.Fatal(err)
		}
		bend(d)
		if _, _, err := k.Answered("rana", [][]byte{record}, asked, d.signed(options)); fail.Of(err) != fail.Refused {
			t.Errorf("%s: %v, want refused", what, err)
		}
	}
	d := newDevice(t)
	record, err := d.register(k, "rana")
	if err != nil {
		t.Fatal(err)
	}
	options, _, err := k.Ask("rana", [][]byte{record})
	if err != nil {
		t.Fatal(err)
	}
	_, asked, err := k.Ask("rana", [][]byte{record})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := k.Answered("rana", [][]byte{record}, asked, d.signed(options)); fail.Of(err) != fail.Refused {
		t.Errorf("an answer to another question: %v, want refused", err)
	}
	for _, answer := range []string{"", "{}", "null", `{"id":"x"}`} {
		if _, _, err := k.Answered("rana", [][]byte{record}, asked, answer); fail.Of(err) != fail.Refused {
			t.Errorf("the answer %q: %v, want refused", answer, err)
		}
		if _, err := k.Made("rana", asked, answer); fail.Of(err) != fail.Refused {
			t.Errorf("the new key %q: %v, want refused", answer, err)
		}
	}
}

func TestAPasskeyIsNotMadeForAnotherSiteOrUnverified(t *testing.T) {
	k := keysOf(t)
	for what, bend := range map[string]func(d *device){
		"another origin":  func(d *device) { d.origin = "https://elsewhere.example" },
		"another site":    func(d *device) { d.site = "elsewhere.example" },
		"nobody verified": func(d *device) { d.flags = 1 },
	} {
		d := newDevice(t)
		bend(d)
		if _, err := d.register(k, "rana"); fail.Of(err) != fail.Refused {
			t.Errorf("%s: %v, want refused", what, err)
		}
	}
}

func TestPasskeysAreBoundToAClosedLine(t *testing.T) {
	for _, address := range []string{"", "http://desk.example", "desk.example", "https://"} {
		if _, err := New(address, "x"); fail.Of(err) != fail.Usage {
			t.Errorf("the address %q: %v, want a mistake of the caller", address, err)
		}
	}
}
