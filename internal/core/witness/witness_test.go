package witness

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/ledger"
)

// A checkpoint of one entry with the log's line and a witness's, made apart from
// this program: the messages by hand, the signatures by OpenSSL (pkeyutl -rawin),
// with seeds of 32 bytes 1 and 2.
const (
	knownLog     = "varanda.example/log+b610e9b8+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
	knownWitness = "witness.varanda.example/w1+d39e7dff+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"
	knownText    = "varanda.example/log\n1\n2cLWa1IsJSJyj1Of+fZ7hdQN7/8JX8ilKMmU9PNbs94=\n"
	knownOwn     = "— varanda.example/log thDpuGJSQJIRGUnL1oFQ1LhPwywVjinoOWUSrA41Ddk8retjr/DHY6q4ntzS9MancCejSAPTZJ+S0gJhx6GJ0ZXqEQI=\n"
	knownLine    = "— witness.varanda.example/w1 0559/wAAAABpLQSwSPeeIri7+JegOO+SZNvR69hZHesQt3k+ix9WqCUA2Gmetgk5YSmIR2nsNfi+fRHdHgYs3hZAv3YjJJLYB2NqAQ==\n"
	known        = knownText + "\n" + knownOwn + knownLine
	knownTime    = 1764558000
)

func seedOf(b byte) [ed25519.SeedSize]byte { return [32]byte(bytes.Repeat([]byte{b}, 32)) }

func witnessOf(t testing.TB, name string, seed byte) *Signer {
	t.Helper()
	private, err := DrawKey(name, seedOf(seed))
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func verifierOf(t testing.TB, vkey string) note.Verifier {
	t.Helper()
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// aLog is a log whose entries are numbers.
type aLog struct {
	t      testing.TB
	signer note.Signer
	vkey   string
	tree   *ledger.Tree
}

func newLog(t testing.TB, origin string, seed byte) *aLog {
	t.Helper()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32))
	vkey, err := note.NewEd25519VerifierKey(origin, private.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", origin, strings.Split(vkey, "+")[1], base64.StdEncoding.EncodeToString(append([]byte{1}, private.Seed()...)))
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	return &aLog{t, signer, vkey, ledger.NewTree(0, nil)}
}

func (l *aLog) grow(size int64, what string) *aLog {
	for l.tree.Size() < size {
		if _, err := l.tree.Append(fmt.Appendf(nil, "%s %d", what, l.tree.Size())); err != nil {
			l.t.Fatal(err)
		}
	}
	return l
}

func (l *aLog) at(size int64) []byte {
	root, err := l.tree.Root(size)
	if err != nil {
		l.t.Fatal(err)
	}
	signed, err := ledger.Checkpoint{Origin: l.signer.Name(), Size: size, Root: root}.Sign(l.signer)
	if err != nil {
		l.t.Fatal(err)
	}
	return signed
}

func (l *aLog) request(old, size int64) Request {
	r := Request{Old: old, Checkpoint: l.at(size)}
	if old > 0 && old < size {
		var err error
		if r.Proof, err = l.tree.ProveConsistency(old, size); err != nil {
			l.t.Fatal(err)
		}
	}
	return r
}

func TestACosignatureMadeElsewhereIsReadAndMadeAlike(t *testing.T) {
	key, err := ParseKey(knownWitness)
	if err != nil || key.String() != knownWitness {
		t.Fatalf("the key reads as %v: %v", key, err)
	}
	found, err := Cosignatures([]byte(known), []*Key{key})
	if err != nil || len(found) != 1 || found[0].Line != knownLine || found[0].At.Unix() != knownTime || found[0].Key != key {
		t.Fatalf("found %+v: %v", found, err)
	}
	c, err := OpenSigned([]byte(known), []note.Verifier{verifierOf(t, knownLog)})
	if err != nil || c.Size != 1 || c.Origin != "varanda.example/log" {
		t.Errorf("the checkpoint is %+v: %v", c, err)
	}
	s := witnessOf(t, "witness.varanda.example/w1", 2)
	if s.String() != knownWitness || s.Cosign(knownText, time.Unix(knownTime, 5)) != knownLine {
		t.Error("the same key signs the same text at the same second otherwise")
	}
	if err := SoleForm([]byte(known), verifierOf(t, knownLog)); err != nil {
		t.Errorf("its form: %v", err)
	}
	if names := Signers([]byte(known)); !slices.Equal(names, []string{"varanda.example/log", "witness.varanda.example/w1"}) {
		t.Errorf("signed by %v", names)
	}
}

func TestNoByteOfACosignedCheckpointCanBeChanged(t *testing.T) {
	key, log := witnessOf(t, "witness.varanda.example/w1", 2).Key, verifierOf(t, knownLog)
	for i := range len(known) {
		for _, bit := range []byte{1, 0x20, 0x80} {
			changed := []byte(known)
			changed[i] ^= bit
			found, err := Cosignatures(changed, []*Key{key})
			_, signed := OpenSigned(changed, []note.Verifier{log})
			if err == nil && len(found) == 1 && signed == nil && SoleForm(changed, log) == nil {
				t.Fatalf("byte %d was changed to %q and all holds", i, changed[i])
			}
		}
	}
}

func TestOtherSpellingsOfACheckpointAreNotItsSoleForm(t *testing.T) {
	log := verifierOf(t, knownLog)
	for name, signed := range map[string]string{
		"the witness first":      knownText + "\n" + knownLine + knownOwn,
		"a line twice":           known + knownLine,
		"base 64 with rest bits": strings.Replace(known, "NqAQ==", "NqAR==", 1),
		"no line of the log":     knownText + "\n" + knownLine,
		"a space more":           strings.Replace(known, "w1 0559", "w1  0559", 1),
		"no end":                 strings.TrimSuffix(known, "\n"),
		"nobody's line":          knownText + "\n",
		"a tail":                 known + "x\n",
	} {
		if err := SoleForm([]byte(signed), log); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := SoleForm([]byte(knownText+"\n"+knownOwn), log); err != nil {
		t.Errorf("the log's line alone: %v", err)
	}
}

func TestKeysHaveOneForm(t *testing.T) {
	raw := strings.SplitN(knownWitness, "+", 3)[2]
	for _, vkey := range []string{
		"", "a", "a+b+c", knownLog, strings.ToUpper(knownWitness), knownWitness + " ", knownWitness + "=", "x" + knownWitness,
		strings.Replace(knownWitness, "d39e7dff", "d39e7dfe", 1), "w 1+00000000+" + raw, strings.Repeat("w", 300) + "+00000000+" + raw,
	} {
		if _, err := ParseKey(vkey); !errors.Is(err, ErrForm) {
			t.Errorf("%.60q: %v", vkey, err)
		}
	}
	private, _ := DrawKey("w", seedOf(3))
	for _, text := range []string{"", "PRIVATE+KEY+", private + "x", strings.Replace(private, "w+", "v+", 1), strings.TrimPrefix(private, "PRIVATE+")} {
		if _, err := ParseSigner(text); !errors.Is(err, ErrForm) || strings.Contains(err.Error(), "PRIVATE") {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	for _, name := range []string{"", "a b", "a+b", "a\u202eb", "a\nb", strings.Repeat("x", 256)} {
		if _, err := DrawKey(name, seedOf(3)); !errors.Is(err, ErrForm) {
			t.Errorf("the name %.20q: %v", name, err)
		}
	}
}

// signs asks a witness that trusts the log, and keeps what it signs in last.
func signs(t *testing.T, l *aLog, body []byte, last *[]byte, own *Signer) error {
	t.Helper()
	asked, err := Read(body, func(origin string) ([]note.Verifier, error) {
		if origin != l.signer.Name() {
			return nil, nil
		}
		return []note.Verifier{verifierOf(t, l.vkey)}, nil
	})
	if err != nil {
		return err
	}
	kept, err := Kept(*last, own.Key)
	if err != nil {
		return err
	}
	if err := asked.GoesOn(kept); err != nil {
		return err
	}
	*last = append(bytes.Clone(asked.Request.Checkpoint), own.Cosign(asked.Text, time.Unix(knownTime, 0))...)
	return nil
}

func status(err error) int {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Status
	}
	return 0
}

func TestAWitnessSignsOnlyWhatGoesOn(t *testing.T) {
	l, own := newLog(t, "varanda.example/log", 1).grow(300, "entry"), witnessOf(t, "w", 2)
	forked := newLog(t, "varanda.example/log", 1).grow(7, "entry").grow(300, "another")
	stranger := newLog(t, "stranger.example/log", 4).grow(9, "entry")
	impostor := newLog(t, "varanda.example/log", 5).grow(9, "entry")
	var last []byte
	for _, c := range []struct {
		name string
		body []byte
		want int
	}{
		{"the first", l.request(0, 5).Marshal(), 0},
		{"the same again", l.request(5, 5).Marshal(), 0},
		{"from where it is not", l.request(3, 9).Marshal(), StatusStale},
		{"from the beginning", l.request(0, 9).Marshal(), StatusStale},
		{"further", l.request(5, 260).Marshal(), 0},
		{"back", l.request(5, 9).Marshal(), StatusStale},
		{"back by a lie", Request{Old: 260, Checkpoint: l.at(9)}.Marshal(), StatusBad},
		{"a fork", forked.request(260, 300).Marshal(), StatusProof},
		{"a fork of one size", forked.request(260, 260).Marshal(), StatusProof},
		{"without a proof", Request{Old: 260, Checkpoint: l.at(300)}.Marshal(), StatusProof},
		{"with a proof too long", func() []byte {
			r := l.request(260, 300)
			r.Proof = append(r.Proof, ledger.PathHash{})
			return r.Marshal()
		}(), StatusProof},
		{"one byte of the proof changed", func() []byte { r := l.request(260, 300); r.Proof[0][0] ^= 1; return r.Marshal() }(), StatusProof},
		{"of another log", stranger.request(0, 9).Marshal(), StatusUnknown},
		{"by another key", impostor.request(260, 9).Marshal(), StatusKey},
		{"one byte changed", bytes.Replace(l.request(260, 300).Marshal(), []byte("\n300\n"), []byte("\n301\n"), 1), StatusKey},
		{"no request", []byte("hello\n\n"), StatusBad},
		{"a checkpoint alone", l.at(300), StatusBad},
		{"to the end", l.request(260, 300).Marshal(), 0},
	} {
		was := bytes.Clone(last)
		err := signs(t, l, c.body, &last, own)
		if got := status(err); got != c.want || err != nil && got == 0 {
			t.Errorf("%s: %v (%d), want %d", c.name, err, got, c.want)
		}
		var r *Refusal
		if errors.As(err, &r) && r.Status == StatusStale && r.Size != 260 && r.Size != 5 {
			t.Errorf("%s: last signed was %d", c.name, r.Size)
		}
		if err != nil && !bytes.Equal(was, last) {
			t.Errorf("%s: refused, and something is kept of it", c.name)
		}
	}
	if c, err := Kept(last, own.Key); err != nil || c.Size != 300 {
		t.Errorf("last kept is %+v: %v", c, err)
	}
	if _, err := Kept(l.at(300), own.Key); err == nil {
		t.Error("a checkpoint that the witness did not sign passes for what it kept")
	}
}

func TestAnEmptyLogHasOneRoot(t *testing.T) {
	l, own := newLog(t, "varanda.example/log", 1), witnessOf(t, "w", 2)
	var last []byte
	if err := signs(t, l, l.request(0, 0).Marshal(), &last, own); err != nil {
		t.Errorf("an empty log: %v", err)
	}
	last = nil
	signed, err := ledger.Checkpoint{Origin: l.signer.Name()}.Sign(l.signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := signs(t, l, Request{Checkpoint: signed}.Marshal(), &last, own); status(err) != StatusProof {
		t.Errorf("an empty log with another root: %v", err)
	}
	if err := signs(t, l, Request{Proof: []ledger.PathHash{{}}, Checkpoint: l.at(0)}.Marshal(), &last, own); status(err) != StatusProof {
		t.Errorf("a proof from nothing: %v", err)
	}
}

func TestExtensionLinesAreSignedAlong(t *testing.T) {
	l, own := newLog(t, "varanda.example/log", 1).grow(3, "entry"), witnessOf(t, "w", 2)
	text, _, err := SplitNote(l.at(3))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: text + "more: here\n"}, l.signer)
	if err != nil {
		t.Fatal(err)
	}
	var last []byte
	if err := signs(t, l, Request{Checkpoint: signed}.Marshal(), &last, own); err != nil || !strings.Contains(string(last), "more: here") {
		t.Errorf("a checkpoint with an extension line: %v", err)
	}
	if found, err := Cosignatures(last, []*Key{own.Key}); err != nil || len(found) != 1 {
		t.Errorf("its cosignature: %v %v", found, err)
	}
}

func TestHostileRequestsAreRefused(t *testing.T) {
	l := newLog(t, "varanda.example/log", 1).grow(9, "entry")
	good := string(l.request(3, 9).Marshal())
	for name, body := range map[string]string{
		"empty": "", "no old": strings.Replace(good, "old 3", "new 3", 1), "a zero before": strings.Replace(good, "old 3", "old 03", 1), "below zero": strings.Replace(good, "old 3", "old -3", 1),
		"huge": strings.Replace(good, "old 3", "old 9223372036854775807", 1), "carriage returns": strings.ReplaceAll(good, "\n", "\r\n"),
		"64 lines": strings.Replace(good, "old 3\n", "old 3\n"+strings.Repeat(strings.Repeat("A", 43)+"=\n", 64), 1), "a short hash": strings.Replace(good, "old 3\n", "old 3\nAAAA\n", 1),
		"too long": good + strings.Repeat("x", MaxRequest),
	} {
		if _, err := ParseRequest([]byte(body)); !errors.Is(err, ErrForm) && !errors.Is(err, ledger.ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for size, want := range map[string]int64{"0\n": 0, "12\n": 12, "12": -1, "012\n": -1, "x\n": -1, "": -1, "-1\n": -1} {
		if got, err := ParseSize([]byte(size)); (err == nil) != (want >= 0) || err == nil && got != want {
			t.Errorf("%q is %d: %v", size, got, err)
		}
	}
}

func FuzzParseRequest(f *testing.F) {
	l := newLog(f, "varanda.example/log", 1).grow(9, "entry")
	f.Add(l.request(3, 9).Marshal())
	f.Add(l.request(0, 9).Marshal())
	f.Add([]byte("old 0\n\n" + known))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := ParseRequest(body)
		if err == nil && !bytes.Equal(r.Marshal(), body) {
			t.Errorf("%q was read as %q", body, r.Marshal())
		}
	})
}

func FuzzCosignatures(f *testing.F) {
	f.Add([]byte(known))
	f.Add([]byte(knownText + "\n" + knownOwn))
	f.Add([]byte(known + "— a AAAAAAAA\n"))
	key, log := witnessOf(f, "witness.varanda.example/w1", 2).Key, verifierOf(f, knownLog)
	f.Fuzz(func(t *testing.T, signed []byte) {
		found, err := Cosignatures(signed, []*Key{key})
		if err == nil && len(found) > 0 && !strings.HasPrefix(string(signed), knownText+"\n") {
			t.Errorf("signed is %q", signed)
		}
		SoleForm(signed, log)
		Signers(signed)
	})
}
