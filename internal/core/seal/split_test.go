package seal

import (
	"bytes"
	"encoding/hex"
	"slices"
	"testing"
)

// FIPS 197 gives {57}·{83} = {c1} and {57}·{13} = {fe} in this field (4.2), and
// {53} and {ca} are each other's inverse.
func TestTheFieldIsThatOfAES(t *testing.T) {
	for _, c := range [][3]byte{{0x57, 0x83, 0xc1}, {0x57, 0x13, 0xfe}, {0x53, 0xca, 0x01}, {0x80, 0x02, 0x1b}} {
		if got := times(c[0], c[1]); got != c[2] {
			t.Errorf("%02x·%02x = %02x, want %02x", c[0], c[1], got, c[2])
		}
	}
}

func TestTheFieldIsAFieldInAllItsElements(t *testing.T) {
	for a := range 256 {
		a := byte(a)
		if times(a, 1) != a || times(a, 0) != 0 {
			t.Fatalf("1 and 0 do not act as such on %02x", a)
		}
		if a != 0 && times(a, inverse(a)) != 1 {
			t.Fatalf("%02x times its inverse is %02x", a, times(a, inverse(a)))
		}
		for b := range 256 {
			b := byte(b)
			if times(a, b) != times(b, a) {
				t.Fatalf("%02x·%02x depends on the order", a, b)
			}
			if a != 0 && b != 0 && times(a, b) == 0 {
				t.Fatalf("%02x·%02x is 0", a, b)
			}
			if c := a ^ b<<3 ^ 0x5a; times(a, b^c) != times(a, b)^times(a, c) {
				t.Fatalf("%02x·(%02x+%02x) is not the sum of the products", a, b, c)
			}
		}
	}
}

// Vectors: the first is the one of draft-mcgrew-tss-03 (section 9), the others
// were computed apart from this code, with logarithms to the base 3.
func TestSharesAreThoseOfThePublishedVectors(t *testing.T) {
	for _, v := range []struct {
		secret, random string
		need           int
		shares         []string
	}{
		{"7465737400", "cd9f749585", 2, []string{"01b9fa07e185", "02f5409b4511"}},
		{"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
			"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d", 3, []string{
				"015d92d3743c87bf96291e623735ff4ffc0def2b00ae3f93922e63467da45d5782", "02e550e167ce9da58b7301c94453c1de45e082f692600477bed7ed6c704654e95d",
				"03b8c33010f61f1c1a5216a1786a339fb6fd7ccf81da2ef23be1973016fe14a0c0", "04b608acd555045ee61a81db490642e671eee7afa090380f8827eae3676c86640c",
				"05eb9b7da26d86e7773b96b3753fb0a782f31996b32a128a0d1190bf01d4c62d91"}},
	} {
		shares, err := Split(unhex(t, v.secret), v.need, len(v.shares), bytes.NewReader(unhex(t, v.random)))
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range shares {
			if hex.EncodeToString(s) != v.shares[i] {
				t.Errorf("share %d of %s is %x, want %s", i+1, v.secret, s, v.shares[i])
			}
		}
		if got, err := Combine(shares[len(shares)-v.need:]); err != nil || !bytes.Equal(got, unhex(t, v.secret)) {
			t.Errorf("combined: %x, %v", got, err)
		}
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every choice of enough shares gives the secret, and no choice of fewer does.
func TestEnoughSharesGiveTheSecretAndFewerDoNot(t *testing.T) {
	secret := unhex(t, "19b25856e1c150ca834cffc8b59b23adbd0ec0389e58eb22b3b64768098d002b")
	random := bytes.NewReader(bytes.Repeat([]byte{0x6e, 0x34, 0x0b, 0x9c, 0xff, 0xb3, 0x7a}, 100))
	for n := 1; n <= 5; n++ {
		for need := 1; need <= n; need++ {
			shares, err := Split(secret, need, n, random)
			if err != nil {
				t.Fatal(err)
			}
			random.Seek(0, 0)
			for choice := 1; choice < 1<<n; choice++ {
				var some [][]byte
				for i, s := range shares {
					if choice>>i&1 == 1 {
						some = append(some, s)
					}
				}
				got, err := Combine(some)
				if err != nil || bytes.Equal(got, secret) != (len(some) >= need) {
					t.Fatalf("%d of %d: %d shares give %x, %v", need, n, len(some), got, err)
				}
			}
		}
	}
}

// With one share too few, every secret is as possible as every other: for each
// there is one last share that would give it.
func TestOneShareTooFewSaysNothing(t *testing.T) {
	shares, err := Split([]byte{0x42}, 3, 3, bytes.NewReader([]byte{7, 201}))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[byte]bool{}
	for last := range 256 {
		got, err := Combine([][]byte{shares[0], shares[1], {3, byte(last)}})
		if err != nil {
			t.Fatal(err)
		}
		seen[got[0]] = true
	}
	if len(seen) != 256 {
		t.Errorf("with two of three shares known, %d secrets are possible, want all 256", len(seen))
	}
}

func TestWhatCanNotBeSplitOrCombinedIsRefused(t *testing.T) {
	random := bytes.NewReader(make([]byte, 1000))
	for _, c := range [][2]int{{0, 3}, {4, 3}, {-1, 3}, {1, 256}, {1, 0}} {
		if _, err := Split([]byte{1}, c[0], c[1], random); err == nil {
			t.Errorf("a secret was split %d of %d", c[0], c[1])
		}
	}
	if _, err := Split(nil, 1, 1, random); err == nil {
		t.Error("no secret was split")
	}
	if _, err := Split(make([]byte, 32), 3, 5, bytes.NewReader(make([]byte, 63))); err == nil {
		t.Error("a secret was split without the chance it needs")
	}
	good := [][]byte{{1, 5, 6}, {2, 7, 8}}
	for what, bad := range map[string][][]byte{"none": nil, "the same twice": {good[0], good[0]}, "another length": {good[0], {2, 7}}, "place 0": {good[0], {0, 7, 8}}, "empty": {{1}}} {
		if _, err := Combine(bad); err == nil {
			t.Errorf("combined %s", what)
		}
	}
	if _, err := Combine(slices.Concat(good, [][]byte{{3, 0, 0}})); err != nil {
		t.Error(err)
	}
}
