package keys

import (
	"bytes"
	"strings"
	"testing"

	"sanad/internal/ground/fail"
)

func TestWhatIsSealedOpensForEachHolderAndNobodyElse(t *testing.T) {
	var holders [3]Holder
	for i := range holders {
		var err error
		if holders[i], err = NewHolder(); err != nil {
			t.Fatal(err)
		}
	}
	const name = "همسایهٔ روبه‌رو"
	sealed, err := Seal(name, []string{holders[0].Recipient, holders[1].Recipient})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte(name)) {
		t.Error("it stands there in clear")
	}
	for _, h := range holders[:2] {
		if got, err := Open(sealed, h.Identity); err != nil || got != name {
			t.Errorf("a holder reads %q, %v", got, err)
		}
	}
	if _, err := Open(sealed, holders[2].Identity); fail.Of(err) != fail.Refused {
		t.Errorf("a stranger's key: %v, want refused", err)
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := Open(sealed, holders[0].Identity); err == nil {
		t.Error("a changed value was opened")
	}
}

// A length alone can tell one source from another.
func TestSealedNamesOfUsualLengthAreOfOneSize(t *testing.T) {
	h, err := NewHolder()
	if err != nil {
		t.Fatal(err)
	}
	short, err := Seal("a", []string{h.Recipient})
	if err != nil {
		t.Fatal(err)
	}
	long, err := Seal(strings.Repeat("b", 200), []string{h.Recipient})
	if err != nil || len(long) != len(short) {
		t.Errorf("%d and %d bytes, %v", len(short), len(long), err)
	}
}

func TestNothingIsSealedToNobody(t *testing.T) {
	if _, err := Seal("x", nil); fail.Of(err) != fail.Refused {
		t.Errorf("%v, want refused", err)
	}
	if err := CheckRecipient("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"); fail.Of(err) != fail.Usage {
		t.Errorf("a classic recipient: %v, want a mistake of the caller", err)
	}
}

func TestASecondFactorOpensWithItsKeyForItsAccountAlone(t *testing.T) {
	keyOf := func() *Factors {
		text, err := NewFactorKey()
		if err != nil {
			t.Fatal(err)
		}
		f, err := ReadFactorKey(text)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	mine, other := keyOf(), keyOf()
	sealed, err := mine.Seal("ana", []byte("a secret of twenty b"))
	if err != nil || bytes.Contains(sealed, []byte("secret")) {
		t.Fatalf("%q, %v", sealed, err)
	}
	if got, err := mine.Open("ana", sealed); err != nil || string(got) != "a secret of twenty b" {
		t.Errorf("%q, %v", got, err)
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)-1] ^= 1
	for what, try := range map[string]func() ([]byte, error){
		"another account": func() ([]byte, error) { return mine.Open("ben", sealed) },
		"another key":     func() ([]byte, error) { return other.Open("ana", sealed) },
		"a changed byte":  func() ([]byte, error) { return mine.Open("ana", changed) },
		"a short one":     func() ([]byte, error) { return mine.Open("ana", sealed[:5]) },
	} {
		if got, err := try(); fail.Of(err) != fail.Integrity {
			t.Errorf("%s: %q, %v, want an integrity error", what, got, err)
		}
	}
	for _, text := range []string{"", "sanad-accounts-v1:", "sanad-accounts-v1:AAAA", "x"} {
		if _, err := ReadFactorKey(text); err == nil {
			t.Errorf("the key %q was taken", text)
		}
	}
}
