package flow

import (
	"testing"

	"sanad/internal/ground/fail"
)

func TestAReaderIsSentToTheDoorWithNothingButTheEntry(t *testing.T) {
	door, err := SitePlace{Door: "http://abcdefgh.onion/sanad/families"}.door()
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{Release: "r-d4een639x9ngfbc1", Door: door}
	for what, c := range map[string]struct {
		card Card
		want string
	}{
		"an entry":                      {Card{ID: "e-08gdxarnzxhf3g6y"}, "http://abcdefgh.onion/sanad/fa/correct/families/e-08gdxarnzxhf3g6y"},
		"who is met under a pseudonym":  {Card{ID: "p-0011", Pseudonym: "P-017"}, "http://abcdefgh.onion/sanad/fa/correct/families/r-d4een639x9ngfbc1.P-017"},
		"an address of this site alone": {Card{ID: "e-13c7484415c3c63ea9dd"}, "http://abcdefgh.onion/sanad/fa/correct/families"},
		"the site":                      {Card{}, "http://abcdefgh.onion/sanad/fa/correct/families"},
	} {
		if got := s.Corrected("fa", c.card); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
	if got := (&Site{}).Corrected("fa", Card{ID: "e-08gdxarnzxhf3g6y"}); got != "" {
		t.Errorf("without a door readers are sent to %s", got)
	}
	for _, odd := range []string{"families", "https://", "https://families", "ftp://x/y", "https://door.example/a b", "javascript:alert(1)//x", "https://door.example/x?y=1"} {
		if _, err := (SitePlace{Door: odd}).door(); fail.Of(err) != fail.Usage {
			t.Errorf("%q is taken for a door: %v", odd, err)
		}
	}
}
