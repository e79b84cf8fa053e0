package disclosure

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/ground/fail"
)

func written(t *testing.T, held ...Held) []byte {
	t.Helper()
	var out bytes.Buffer
	err := WriteContents(&out, "r-1", 0, func(yield func(Held) error) error {
		for _, h := range held {
			if err := yield(h); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAListOfContentsIsReadAsItWasWritten(t *testing.T) {
	list := []Held{
		{Kind: HeldItem, ID: custody.Sum{1}.String(), As: HeldWhole},
		{Kind: HeldItem, ID: custody.Sum{2}.String(), As: HeldCopy, Copy: &custody.Sum{3}},
		{Kind: HeldClaim, ID: "c-<1>", Index: 9},
	}
	data := written(t, list...)
	if !bytes.Equal(data, written(t, list...)) {
		t.Error("the same list gives other bytes")
	}
	var got []Held
	release, err := ReadContents(bytes.NewReader(data), func(h Held) error { got = append(got, h); return nil })
	if err != nil || release != "r-1" || !reflect.DeepEqual(got, list) {
		t.Errorf("read %v of %s: %v", got, release, err)
	}
	for _, h := range list {
		if held, found, err := FindHeld(bytes.NewReader(data), h.Kind, h.ID); err != nil || !found || !reflect.DeepEqual(held, h) {
			t.Errorf("found %v of %v: %v", held, h, err)
		}
	}
	if _, found, err := FindHeld(bytes.NewReader(data), HeldEntity, "c-<1>"); err != nil || found {
		t.Errorf("a claim was found as an entity: %v", err)
	}
	enough := errors.New("enough")
	if _, err := ReadContents(bytes.NewReader(data), func(Held) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("the walk ended by %v", err)
	}
}

func TestAListOfContentsThatWasCutOrIsAnotherIsTold(t *testing.T) {
	data := written(t, Held{Kind: HeldClaim, ID: "c-1"})
	for what, b := range map[string][]byte{"cut": data[:len(data)-4], "empty": nil, "other": []byte("hello")} {
		if _, err := ReadContents(bytes.NewReader(b), func(Held) error { return nil }); fail.Of(err) != fail.Integrity {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, h := range []Held{{Kind: "thing", ID: "x"}, {Kind: HeldItem, ID: "x"}, {Kind: HeldClaim}, {Kind: HeldItem, ID: "x", As: HeldCopy}, {Kind: HeldItem, ID: "x", As: HeldWhole, Copy: &custody.Sum{}}, {Kind: HeldClaim, ID: "c", As: HeldName}} {
		if err := WriteContents(&bytes.Buffer{}, "r", 0, func(yield func(Held) error) error { return yield(h) }); err == nil {
			t.Errorf("%+v was written", h)
		}
	}
}

// BenchmarkFindHeld looks for the last of 200,000 claims in a list of contents, and
// reads all of the same list as JSON beside it.
func BenchmarkFindHeld(b *testing.B) {
	const claims = 200_000
	var out bytes.Buffer
	id := func(i int) string { return fmt.Sprintf("c-%016x", i*2654435761) }
	err := WriteContents(&out, "r-1", 0, func(yield func(Held) error) error {
		for i := range claims {
			if err := yield(Held{Kind: HeldClaim, ID: id(i), Index: int64(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(out.Len()), "bytes")
	b.Run("find", func(b *testing.B) {
		for b.Loop() {
			if _, found, err := FindHeld(bytes.NewReader(out.Bytes()), HeldClaim, id(claims-1)); err != nil || !found {
				b.Fatal(found, err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := ReadContents(bytes.NewReader(out.Bytes()), func(Held) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
