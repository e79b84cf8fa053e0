package keys

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// ceremony makes the keys of n holders.
func ceremony(t testing.TB, n int) (holders []guard.Holder, identities []string) {
	t.Helper()
	for i := range n {
		h, err := NewHolder()
		if err != nil {
			t.Fatal(err)
		}
		holders = append(holders, guard.Holder{Name: fmt.Sprintf("holder-%d", i), Recipient: h.Recipient})
		identities = append(identities, h.Identity)
	}
	return holders, identities
}

// sharesOf opens the shares of some holders.
func sharesOf(t testing.TB, e seal.Envelope, identities []string, who ...int) (shares [][]byte) {
	t.Helper()
	for _, i := range who {
		share, err := OpenShare(e.Shares[i], identities[i])
		if err != nil {
			t.Fatal(err)
		}
		shares = append(shares, share)
	}
	return shares
}

func TestASharedRecordOpensForEnoughHoldersTogether(t *testing.T) {
	holders, identities := ceremony(t, 3)
	const name = "همسایهٔ روبه‌رو"
	e, err := SealShared([]byte(name), 2, holders)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][]int{{0, 1}, {1, 2}, {2, 0}, {0, 1, 2}} {
		if got, err := OpenShared(e, sharesOf(t, e, identities, pair...)); err != nil || string(got) != name {
			t.Errorf("holders %v read %q, %v", pair, got, err)
		}
	}
	if got, err := OpenShared(e, sharesOf(t, e, identities, 1)); fail.Of(err) != fail.Refused {
		t.Errorf("one holder reads %q, %v; want refused", got, err)
	}
	alone := e
	alone.Need = 1 // as who changed the number would have it
	if got, err := OpenShared(alone, sharesOf(t, e, identities, 1)); fail.Of(err) != fail.Refused {
		t.Errorf("one holder, with the number changed, reads %q, %v; want refused", got, err)
	}
	if _, err := OpenShare(e.Shares[0], identities[1]); fail.Of(err) != fail.Refused {
		t.Errorf("a holder opens the share of another: %v", err)
	}
}

// Every record has a key of its own: shares of one open no other.
func TestSharesOfOneRecordOpenNoOther(t *testing.T) {
	holders, identities := ceremony(t, 2)
	one, err := SealShared([]byte("one"), 2, holders)
	if err != nil {
		t.Fatal(err)
	}
	two, err := SealShared([]byte("two"), 2, holders)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenShared(two, sharesOf(t, one, identities, 0, 1)); err == nil {
		t.Errorf("shares of one record opened another: %q", got)
	}
	mixed := [][]byte{sharesOf(t, one, identities, 0)[0], sharesOf(t, two, identities, 1)[0]}
	if got, err := OpenShared(two, mixed); err == nil {
		t.Errorf("shares of two records opened one: %q", got)
	}
}

func TestAShareCanBeHandedToOthersAndStaysTheSame(t *testing.T) {
	holders, identities := ceremony(t, 2)
	_, asker := ceremony(t, 1)
	to, err := RecipientOf(asker[0])
	if err != nil {
		t.Fatal(err)
	}
	e, err := SealShared([]byte("a name"), 2, holders)
	if err != nil {
		t.Fatal(err)
	}
	var shares [][]byte
	for _, share := range sharesOf(t, e, identities, 0, 1) {
		sealed, err := SealShare(share, to)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(sealed, share[1:]) {
			t.Error("a share stands there in clear")
		}
		opened, err := OpenShare(seal.Held{Holder: "asker", Sealed: sealed}, asker[0])
		if err != nil {
			t.Fatal(err)
		}
		shares = append(shares, opened)
	}
	if got, err := OpenShared(e, shares); err != nil || string(got) != "a name" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestADamagedRecordDoesNotOpen(t *testing.T) {
	holders, identities := ceremony(t, 2)
	e, err := SealShared([]byte("a name"), 2, holders)
	if err != nil {
		t.Fatal(err)
	}
	shares := sharesOf(t, e, identities, 0, 1)
	e.Payload[len(e.Payload)-1] ^= 1
	if got, err := OpenShared(e, shares); err == nil {
		t.Errorf("a changed record opened: %q", got)
	}
	if _, err := SealShare([]byte("short"), holders[0].Recipient); err == nil {
		t.Error("what is no share was sealed as one")
	}
	if _, err := SealShared([]byte("x"), 1, nil); fail.Of(err) != fail.Refused {
		t.Errorf("sealed to nobody: %v", err)
	}
	if _, err := SealShared([]byte("x"), 3, holders); err == nil {
		t.Error("sealed so that nobody could open it")
	}
}

// A length alone can tell one source from another, and so can that of a share.
func TestSharedRecordsOfUsualNamesAreOfOneSize(t *testing.T) {
	holders, _ := ceremony(t, 2)
	var sizes []string
	for _, name := range []string{"", "a", strings.Repeat("b", 250)} {
		e, err := SealShared([]byte(name), 2, holders)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, fmt.Sprint(len(e.Payload), len(e.Shares[0].Sealed), len(e.Shares[1].Sealed)))
	}
	if sizes[0] != sizes[1] || sizes[1] != sizes[2] {
		t.Errorf("sizes differ: %v", sizes)
	}
}

// What a seed gives must be what age itself reads and writes, or nobody could
// open a record with another program.
func TestASeedGivesTheKeyThatAgeReads(t *testing.T) {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := seedOf(id.String())
	if err != nil {
		t.Fatal(err)
	}
	identity, recipient, err := FromSeed([32]byte(seed))
	if err != nil || identity != id.String() || recipient != id.Recipient().String() {
		t.Errorf("%s %s, %v; want %s", identity, recipient, err, id)
	}
	for _, bad := range []string{"", "x", id.Recipient().String(), id.String()[:len(id.String())-1], strings.Replace(id.String(), "PQ-1", "PQ-1Q", 1), "AGE-SECRET-KEY-PQ-1", "AGE-SECRET-KEY-PQ-1İ"} {
		if seed, err := seedOf(bad); fail.Of(err) != fail.Usage {
			t.Errorf("%q is read as the key %x, %v", bad, seed, err)
		}
		if strings.HasPrefix(bad, "AGE") && len(bad) > 30 {
			if _, err := OpenStream(strings.NewReader(""), bad); err == nil || strings.Contains(err.Error(), bad[20:30]) {
				t.Errorf("a mistyped key is shown: %v", err)
			}
		}
	}
}

func TestAStreamOpensForEachRecipientAndTellsWhenItIsCutOff(t *testing.T) {
	holders, identities := ceremony(t, 2)
	data := make([]byte, 200_000)
	if _, err := rand.Read(data); err != nil {
		t.Fatal(err)
	}
	var sealed bytes.Buffer
	w, err := SealStream(&sealed, []string{holders[0].Recipient, holders[1].Recipient})
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, identity := range identities {
		r, err := OpenStream(bytes.NewReader(sealed.Bytes()), identity)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		r, err = OpenStream(bytes.NewReader(sealed.Bytes()[:sealed.Len()/2]), identity)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); err == nil {
			t.Error("half a stream passed as whole")
		}
	}
}

func BenchmarkSealShared(b *testing.B) {
	holders, _ := ceremony(b, 3)
	for b.Loop() {
		if _, err := SealShared([]byte("a name"), 2, holders); err != nil {
			b.Fatal(err)
		}
	}
}
