package claim

import (
	"errors"
	"fmt"
	"strings"
)

// Teller is one link in the chain of who says that who said: the first in the
// list is the one the document quotes, the last the document's own author.
type Teller struct {
	Who      string `json:"who"`
	Verb     string `json:"verb,omitempty"`     // "said", "wrote", "denied", ...
	Entity   string `json:"entity,omitempty"`   // the record of who it is, if there is one
	Medium   string `json:"medium,omitempty"`   // letter, television, in person, ...
	Occasion string `json:"occasion,omitempty"` // when and where, in words
	Date     string `json:"date,omitempty"`     // when they said it, EDTF
}

// MaxDepth bounds a chain: nobody can weigh what went through more mouths.
const MaxDepth = 16

// maxWord bounds what is said of a teller, each, in bytes.
const maxWord = 4 << 10

func (t Teller) check() error {
	if strings.TrimSpace(t.Who) == "" && t.Entity == "" {
		return errors.New("somebody in the chain of who says so has no name: an anonymous teller is named as the document does (\"a guard\")")
	}
	for _, s := range []string{t.Who, t.Verb, t.Entity, t.Medium, t.Occasion, t.Date} {
		if hasZero(s) {
			return fmt.Errorf("what is said of the teller %.40q has a zero byte, which is no text", t.Who)
		}
		if len(s) > maxWord {
			return fmt.Errorf("what is said of the teller %.40q has %d bytes, more than %d", t.Who, len(s), maxWord)
		}
	}
	return nil
}

// same tells whether two links are one teller, by record or else by name.
func (t Teller) same(o Teller) bool {
	if t.Entity != "" || o.Entity != "" {
		return t.Entity == o.Entity
	}
	return strings.EqualFold(strings.TrimSpace(t.Who), strings.TrimSpace(o.Who))
}

// Circular gives a teller who stands in the chain twice: they are said to rely
// on somebody who relies on them. Such a claim is kept, for that is what the
// documents say, and it is told.
func Circular(says []Teller) (Teller, bool) {
	for i, t := range says {
		for _, o := range says[i+1:] {
			if t.same(o) {
				return t, true
			}
		}
	}
	return Teller{}, false
}
