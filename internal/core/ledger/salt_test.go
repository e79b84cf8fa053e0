package ledger

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"testing"

	"sanad/internal/ground/canon"
)

func TestSaltsAreThoseOfHKDFExpand(t *testing.T) {
	for _, name := range []string{"", "@kind", "value", "نام", string(make([]byte, 300))} {
		for seed := range byte(5) {
			secret := testSecret(seed)
			for _, label := range []string{labelSalt, labelBlank} {
				info := string(canon.Append(nil, label, []byte(name)))
				want, err := hkdf.Expand(sha256.New, secret[:], info, 32)
				if err != nil {
					t.Fatal(err)
				}
				if got := newSalter(secret).derive(label, name); !bytes.Equal(got, want) {
					t.Errorf("the salt of %q is %x, HKDF-Expand gives %x", name, got, want)
				}
			}
		}
	}
}

func TestASalterGivesTheSameSaltTwice(t *testing.T) {
	s := newSalter(testSecret(9))
	first := s.derive(labelSalt, "a")
	s.derive(labelSalt, "b")
	if !bytes.Equal(first, s.derive(labelSalt, "a")) {
		t.Error("a salt depends on those derived before")
	}
}

// The entry is the agreed bytes for ever: this one was computed apart from
// the code, by the formulas in the package comment.
func TestTheEntryIsMadeAsThePackageCommentSays(t *testing.T) {
	e := seenEvent(t, 4, seen{Place: "old mill", Count: 3})
	secret := testSecret(7)
	got, err := e.Entry(secret)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{
		"@kind": `"thing.seen/1"`, "@actor": `"mina"`, "@time": `"2031-05-06T03:38:09.123456Z"`,
		"place": `"old mill"`, "count": `3`,
	}
	var leaves []Commitment
	for name, value := range values {
		salt := expand(t, secret, labelSalt, name)
		leaves = append(leaves, canon.Hash("sanad/field/v1", []byte(name), salt, []byte(value)))
	}
	for i := 5; i < 8; i++ {
		leaves = append(leaves, Commitment(expand(t, secret, labelBlank, fmt.Sprint(i))))
	}
	root := plainTree(sortedLeaves(leaves))
	want := canon.Append(nil, "sanad/entry/v1", root)
	if !bytes.Equal(got, want) || len(got) != EntrySize || EntrySize != 70 {
		t.Errorf("entry is %x (%d bytes), want %x", got, len(got), want)
	}
}

func expand(t *testing.T, secret Secret, label, name string) []byte {
	t.Helper()
	out, err := hkdf.Expand(sha256.New, secret[:], string(canon.Append(nil, label, []byte(name))), 32)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sortedLeaves(leaves []Commitment) []Commitment {
	for i := range leaves {
		for j := range i {
			if bytes.Compare(leaves[i][:], leaves[j][:]) < 0 {
				leaves[i], leaves[j] = leaves[j], leaves[i]
			}
		}
	}
	return leaves
}

// plainTree is the Merkle tree hash over a power of two of commitments.
func plainTree(leaves []Commitment) []byte {
	if len(leaves) == 1 {
		sum := sha256.Sum256(append([]byte{0}, leaves[0][:]...))
		return sum[:]
	}
	half := len(leaves) / 2
	sum := sha256.Sum256(append(append([]byte{1}, plainTree(leaves[:half])...), plainTree(leaves[half:])...))
	return sum[:]
}

func TestEntriesTellNothingApart(t *testing.T) {
	sizes := map[int]bool{}
	for _, f := range []Fact{seen{}, seen{Place: string(make([]byte, 5000)), Count: 1, By: "x"}, wide(5), wide(13), wide(14)} {
		entry, err := seenEvent(t, 0, f).Entry(testSecret(1))
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(entry)] = true
	}
	if len(sizes) != 1 || !sizes[EntrySize] {
		t.Errorf("entries have the sizes %v, want %d alone", sizes, EntrySize)
	}
}

// wide is a fact of that many fields.
type wide int

func (wide) Kind() Kind   { return Kind{"thing.wide", 1} }
func (wide) Check() error { return nil }

// MarshalJSON writes members f0, f1, ...
func (w wide) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteByte('{')
	for i := range int(w) {
		if i > 0 {
			buf.WriteByte(',')
		}
		fmt.Fprintf(&buf, `"f%d":"value %d"`, i, i)
	}
	buf.WriteByte('}')
	return buf.Bytes(), nil
}
