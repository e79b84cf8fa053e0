package witness

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"sanad/internal/core/ledger"
)

func cosignedOf(t *testing.T) Cosigned {
	t.Helper()
	c, err := ParseText(knownText)
	if err != nil {
		t.Fatal(err)
	}
	return Cosigned{Size: 1, Root: ledger.PathHash(c.Root), Checkpoint: knownText + "\n" + knownOwn, Witness: knownWitness, At: time.Unix(knownTime, 0).UTC(), Line: knownLine}
}

func stampedOf(t *testing.T) Stamped {
	t.Helper()
	of := cosignedOf(t)
	file := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	return Stamped{Size: 1, Root: of.Root, Checkpoint: of.Checkpoint, At: time.Date(2026, 12, 1, 2, 58, 36, 479_000_000, time.UTC),
		Authority: "CN=Varanda Time ecdsa", Policy: "1.2.3.4.1", Request: file("cp.tsq"), Reply: file("cp.tsr")}
}

func TestOnlyACosignatureThatHoldsIsRecorded(t *testing.T) {
	if err := cosignedOf(t).Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Cosigned){
		"another size":       func(f *Cosigned) { f.Size++ },
		"another root":       func(f *Cosigned) { f.Root[0] ^= 1 },
		"another time":       func(f *Cosigned) { f.At = f.At.Add(time.Second) },
		"another checkpoint": func(f *Cosigned) { f.Checkpoint = f.Checkpoint[1:] },
		"with others' lines": func(f *Cosigned) { f.Checkpoint += f.Line },
		"another witness":    func(f *Cosigned) { f.Witness = witnessOf(t, "witness.varanda.example/w1", 3).String() },
		"a log's key":        func(f *Cosigned) { f.Witness = knownLog },
		"no line":            func(f *Cosigned) { f.Line = "" },
		"two lines":          func(f *Cosigned) { f.Line += f.Line },
		"a line of another":  func(f *Cosigned) { f.Line = witnessOf(t, "other", 3).Cosign(knownText, f.At) },
	} {
		f := cosignedOf(t)
		if change(&f); f.Check() == nil {
			t.Errorf("%s is recorded", name)
		}
	}
}

func TestOnlyAStampThatHoldsIsRecorded(t *testing.T) {
	if err := stampedOf(t).Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Stamped){
		"another size":       func(f *Stamped) { f.Size++ },
		"another time":       func(f *Stamped) { f.At = f.At.Add(time.Millisecond) },
		"another authority":  func(f *Stamped) { f.Authority = "CN=Somebody" },
		"another policy":     func(f *Stamped) { f.Policy = "1.2" },
		"another checkpoint": func(f *Stamped) { f.Checkpoint = knownText + "\n" + knownLine },
		"another request":    func(f *Stamped) { f.Request[len(f.Request)-4] ^= 1 }, // its nonce
		"another reply":      func(f *Stamped) { f.Reply[len(f.Reply)-1] ^= 1 },
		"no reply":           func(f *Stamped) { f.Reply = nil },
	} {
		f := stampedOf(t)
		if change(&f); f.Check() == nil {
			t.Errorf("%s is recorded", name)
		}
	}
}

func TestEachWitnessIsGatheredOnceByItsNewestWord(t *testing.T) {
	a, b := witnessOf(t, "a", 11), witnessOf(t, "b", 12)
	of := func(s *Signer, at int64) CosignedNow {
		f := cosignedOf(t)
		f.Witness, f.At = s.String(), time.Unix(at, 0).UTC()
		f.Line = s.Cosign(knownText, f.At)
		return CosignedNow{Cosigned: f}
	}
	got := Gather([]CosignedNow{of(b, 5), of(a, 9), of(a, 7)})
	found, err := Cosignatures(got, []*Key{a.Key, b.Key})
	if err != nil || len(found) != 2 || found[0].At.Unix() != 9 || found[1].At.Unix() != 5 || SoleForm(got, verifierOf(t, knownLog)) != nil {
		t.Errorf("gathered is %q: %v", got, err)
	}
}
