package code

import (
	"encoding/hex"
	"slices"
	"testing"
)

// What was derived once must be derived for ever: the ledger names threads and
// signatures by it.
func TestWhatIsDerivedStaysTheSame(t *testing.T) {
	thread := ThreadOf([32]byte{1, 2, 3})
	first := thread.Salt(0)
	for name, c := range map[string]struct{ got, want string }{
		"the bytes of a code": {hex.EncodeToString(Secret(sample)), "000000000000000d73616e61642f636f64652f763100000000000000010000000000000012000003ff001101ff02000011012c03e70040"},
		"a thread's name":     {thread.Lookup, "t-t9hds07c6gtt3dcx"},
		"its key":             {hex.EncodeToString(thread.Identity[:]), "9c619c2b6b585f2f47199d096cb330263825ff8869b20d15e5e7b0807c25d0f0"},
		"its first letter":    {hex.EncodeToString(first[:]), "e0fadd569556a9f64b29ab94afac68d4fa6c7a2670f5dc38bc53044717861e09"},
		"a signature's name":  {SignatureLookup("archive.example/log", sample), "w-z6ph7wd48xaaz8pt"},
	} {
		if c.got != c.want {
			t.Errorf("%s is %s, was %s", name, c.got, c.want)
		}
	}
}

func TestEverythingDerivedIsApart(t *testing.T) {
	other := slices.Clone(sample)
	other[8]++
	a, b := ThreadOf([32]byte{1}), ThreadOf([32]byte{2})
	salt, next := a.Salt(0), a.Salt(1)
	seen := map[string]string{}
	for name, v := range map[string]string{
		"a's name": a.Lookup, "b's name": b.Lookup,
		"a's key": string(a.Identity[:]), "b's key": string(b.Identity[:]),
		"a's salt": string(salt[:]), "a's next salt": string(next[:]),
		"a signature":               SignatureLookup("one", sample),
		"another's":                 SignatureLookup("one", other),
		"that of another archive":   SignatureLookup("two", sample),
		"that of no code":           SignatureLookup("one", nil),
		"the secret of a code":      string(Secret(sample)),
		"that of another":           string(Secret(other)),
		"that of no code's numbers": string(Secret(nil)),
	} {
		if before, ok := seen[v]; ok {
			t.Errorf("%s is %s", name, before)
		}
		seen[v] = name
	}
}
