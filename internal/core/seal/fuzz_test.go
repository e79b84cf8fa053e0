package seal

import (
	"bytes"
	"testing"
)

// Whatever somebody pastes is a slip or refused, and a slip that is written again
// reads the same.
func FuzzReadSlip(f *testing.F) {
	text, err := Slip{Request: "u-1", Record: "k-1", Reason: "why", Recipient: "age1pq1x", Shares: []Held{{"a", []byte("share")}}}.Text()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{text, "", slipStart + slipEnd, slipStart + "\nsum 0\n" + slipEnd, text[:40], "Dear all\n" + text} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadSlip(text)
		if err != nil {
			return
		}
		again, err := s.Text()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ReadSlip(again); err != nil || got.Request != s.Request || len(got.Shares) != len(s.Shares) {
			t.Errorf("%+v became %+v, %v", s, got, err)
		}
	})
}

// Whatever somebody types is the key it is the paper of, or refused.
func FuzzReadPaper(f *testing.F) {
	for _, seed := range []string{Paper(somebodysKey()), "", "1:", "1: 0000 0000 0000 0000", "۱: ٠٠٠٠", "4:x\n1:\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := ReadPaper(text)
		if err != nil {
			return
		}
		if got, err := ReadPaper(Paper(key)); err != nil || got != key {
			t.Errorf("%x became %x, %v", key, got, err)
		}
	})
}

// Shares that anybody makes up give some bytes or an error, never a crash.
func FuzzCombine(f *testing.F) {
	f.Add([]byte{1, 2, 3}, []byte{2, 3, 4})
	f.Add([]byte{0, 2}, []byte{})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		secret, err := Combine([][]byte{a, b})
		if err != nil {
			return
		}
		if other, err := Combine([][]byte{b, a}); err != nil || !bytes.Equal(other, secret) {
			t.Errorf("the order of shares matters: %x and %x, %v", secret, other, err)
		}
	})
}
