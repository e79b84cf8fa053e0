package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/ledger"
)

// made is a proof of the form alone: it is signed by nobody.
func made(kind string, steps int) Proof {
	fields, _ := Opens(kind)
	hash := sha256.Sum256([]byte(kind))
	text := base64.StdEncoding.EncodeToString(hash[:])
	p := Proof{Key: "archive.example/box+00000000+" + text[:43] + "A"}
	p.Event.Opened = []ledger.Opened{{Name: fieldKind, Salt: hash[:], Value: `"` + kind + `"`}}
	for _, f := range fields {
		p.Event.Opened = append(p.Event.Opened, ledger.Opened{Name: f, Salt: hash[:], Value: `"` + text + `"`})
	}
	for range 8 - len(p.Event.Opened) {
		p.Event.Closed = append(p.Event.Closed, hash)
	}
	for range steps {
		p.Event.Path = append(p.Event.Path, hash)
	}
	p.Event.Index = 1<<20 - 1
	c := ledger.Checkpoint{Origin: "archive.example/box", Size: 1 << 20, Root: tlog.Hash(hash)}
	p.Checkpoint = []byte(c.Origin + "\n1048576\n" + text + "\n\n— archive.example/box " + strings.Repeat("A", 92) + "\n")
	return p
}

var kinds = []string{"submission.received/1", "thread.added/1", "petition.signed/1", "petition.withdrawn/1"}

func TestAReceiptIsReadAsItWasWritten(t *testing.T) {
	for _, kind := range kinds {
		p := made(kind, 20)
		text, err := p.Text()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseProof(text)
		if err != nil || got.Event.KindName() != kind || !bytes.Equal(got.Checkpoint, p.Checkpoint) || len(got.Event.Path) != 20 {
			t.Errorf("%s: %+v, %v", kind, got, err)
		}
		if content, ok := got.Content(); ok != (kind[0] != 'p') || ok && content != Content(sha256.Sum256([]byte(kind))) {
			t.Errorf("%s: the content is %v, %v", kind, content, ok)
		}
	}
}

// A QR code holds 2,953 bytes at the lowest level of correction. A receipt must
// fit one, also when the archive has grown and its log has a long name.
func TestAReceiptFitsOneQRCode(t *testing.T) {
	for _, kind := range kinds {
		for steps, limit := range map[int]int{20: 2500, 28: 2900} {
			text, err := made(kind, steps).Text()
			if err != nil || len(text) > limit {
				t.Errorf("%s in a log of 2^%d: %d bytes, %v", kind, steps, len(text), err)
			}
			t.Logf("%s in a log of 2^%d: %d bytes", kind, steps, len(text))
		}
	}
}

// A receipt that opened more would tell who came when, and be written down for
// the person to carry.
func TestAReceiptOpensNothingElse(t *testing.T) {
	for _, kind := range kinds {
		for _, field := range []string{"@actor", "@time", "sealed", "door", "submission", "thread"} {
			p := made(kind, 3)
			p.Event.Opened = append(p.Event.Opened, ledger.Opened{Name: field, Salt: make([]byte, 32), Value: `"x"`})
			if text, err := p.Text(); !errors.Is(err, ledger.ErrForm) {
				t.Errorf("%s opens %s: %q", kind, field, text)
			}
		}
		p := made(kind, 3)
		p.Event.Opened = p.Event.Opened[:1]
		if text, err := p.Text(); !errors.Is(err, ledger.ErrForm) {
			t.Errorf("%s opens nothing but its kind: %q", kind, text)
		}
	}
	if fields, ok := Opens("claim.made/1"); ok {
		t.Errorf("a claim has a receipt, which opens %v", fields)
	}
}

func TestAnOpeningIsReadAsItWasWritten(t *testing.T) {
	told := []byte("a story\n\nof two parts")
	for name, o := range map[string]Opening{
		"a story":                 {Salt: [32]byte{9}, Story: Sum{1}},
		"a story and files":       {Story: Sum{1}, Files: []Sum{{2}, {3}, {2}}},
		"what was told":           {Story: sha256.Sum256(told), Told: told, Files: []Sum{{2}}},
		"what ends in a line end": {Story: sha256.Sum256([]byte("a\n")), Told: []byte("a\n")},
	} {
		got, err := ParseOpening(o.Text())
		if err != nil || got.Content() != o.Content() || !bytes.Equal(got.Told, o.Told) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestAnOpeningHasOneForm(t *testing.T) {
	told := []byte("told")
	text := Opening{Story: sha256.Sum256(told), Told: told, Files: []Sum{{2}, {3}}}.Text()
	if _, err := ParseOpening(text); err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string]string{
		"another story":     strings.Replace(text, "\ntold", "\nsaid", 1),
		"a capital":         strings.Replace(text, "file 02", "file 0A", 1),
		"no salt":           strings.Replace(text, "salt ", "salt", 1),
		"a short sum":       strings.Replace(text, "file 02", "file 2", 1),
		"another version":   strings.Replace(text, "v1", "v2", 1),
		"another warning":   strings.Replace(text, "Keep this secret", "Show this", 1),
		"no line end":       strings.TrimSuffix(text, "\n"),
		"a line more":       text + "\n",
		"files first":       strings.Replace(text, "\nsalt", "\nfile "+Sum{2}.String()+"\nsalt", 1),
		"nothing":           "",
		"more than is read": text + strings.Repeat("a", maxOpening),
	} {
		if changed == text {
			t.Fatalf("%s: the test changes nothing", name)
		}
		if o, err := ParseOpening(changed); !errors.Is(err, ledger.ErrForm) {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
	}
}

// What is handed in is committed to part by part: nothing can pass as
// something else.
func TestTheContentIsThatOfItsParts(t *testing.T) {
	base := Opening{Salt: [32]byte{1}, Story: Sum{2}, Files: []Sum{{3}, {4}}}
	seen := map[Content]string{base.Content(): "itself"}
	for name, o := range map[string]Opening{
		"another salt":     {Salt: [32]byte{2}, Story: Sum{2}, Files: []Sum{{3}, {4}}},
		"another story":    {Salt: [32]byte{1}, Story: Sum{3}, Files: []Sum{{3}, {4}}},
		"another file":     {Salt: [32]byte{1}, Story: Sum{2}, Files: []Sum{{3}, {5}}},
		"a file less":      {Salt: [32]byte{1}, Story: Sum{2}, Files: []Sum{{3}}},
		"files swapped":    {Salt: [32]byte{1}, Story: Sum{2}, Files: []Sum{{4}, {3}}},
		"a file as story":  {Salt: [32]byte{1}, Story: Sum{3}, Files: []Sum{{4}}},
		"a file put twice": {Salt: [32]byte{1}, Story: Sum{2}, Files: []Sum{{3}, {4}, {4}}},
	} {
		if other, ok := seen[o.Content()]; ok {
			t.Errorf("%s has the content of %s", name, other)
		}
		seen[o.Content()] = name
	}
}
