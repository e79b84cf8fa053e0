package count

import (
	"fmt"
	"slices"
	"strings"
)

// Condition is something that must be so of all lists before what their
// overlap implies means anything. No table shows whether it is (S02).
type Condition string

// The conditions, in the order they are signed.
const (
	SamePopulation Condition = "population"
	SamePeriod     Condition = "period"
	SamePlace      Condition = "place"
	SameViolation  Condition = "violation"
)

// Conditions lists them in order.
func Conditions() []Condition {
	return []Condition{SamePopulation, SamePeriod, SamePlace, SameViolation}
}

// Answer is what somebody who knows the lists says of a condition.
type Answer string

// The answers.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Answers lists them.
func Answers() []Answer { return []Answer{Yes, No, Unknown} }

// Checked is one line of the checklist that an author and a reviewer sign.
type Checked struct {
	Condition Condition `json:"condition"`
	Answer    Answer    `json:"answer"`
	Remark    string    `json:"remark,omitempty"`
}

// Checklist is what somebody says of every condition, in order.
type Checklist []Checked

// Check refuses a list that leaves a condition out or says something else than
// an answer.
func (c Checklist) Check() error {
	want := Conditions()
	if len(c) != len(want) {
		return fmt.Errorf("the checklist answers %d of %d: say of each of %s whether the lists are about the same one", len(c), len(want), wordsOf(want))
	}
	for i, line := range c {
		switch {
		case line.Condition != want[i]:
			return fmt.Errorf("the checklist names %q in the place of %q", line.Condition, want[i])
		case !slices.Contains(Answers(), line.Answer):
			return fmt.Errorf("%q is no answer to whether the lists are about the same %s: say one of %s", line.Answer, line.Condition, wordsOf(Answers()))
		case !isText(line.Remark, MaxReason):
			return fmt.Errorf("the remark on the %s is no text of at most %d bytes", line.Condition, MaxReason)
		}
	}
	return nil
}

// Denied gives the conditions that are answered with no.
func (c Checklist) Denied() (out []Condition) {
	for _, line := range c {
		if line.Answer == No {
			out = append(out, line.Condition)
		}
	}
	return out
}

func wordsOf[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, w := range all {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// isText reports whether every database can keep a text, and it is no longer
// than that many bytes.
func isText(s string, most int) bool { return len(s) <= most && strings.IndexByte(s, 0) < 0 }
