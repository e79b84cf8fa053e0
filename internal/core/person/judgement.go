package person

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/ledger"
)

// Verdict is what a reviewer decides about two mentions.
type Verdict string

// The verdicts. Relative says that the two are different people of one family:
// names run in families, and saying so keeps the question from coming back.
const (
	Same      Verdict = "same"
	Different Verdict = "different"
	Relative  Verdict = "relative"
	Unsure    Verdict = "unsure"
)

// Verdicts gives all verdicts, in the order in which they are offered.
func Verdicts() []Verdict { return []Verdict{Same, Different, Relative, Unsure} }

// Judged says that a reviewer decided about two mentions. The newest judgement
// of a pair counts; none is forgotten.
type Judged struct {
	Left     string           `json:"left"`
	Right    string           `json:"right"`
	Verdict  Verdict          `json:"verdict"`
	Relation string           `json:"relation,omitempty"` // of a relative: how the left one stands to the right one
	Reason   string           `json:"reason"`
	Evidence string           `json:"evidence,omitempty"` // hash of what the reviewer saw
	Blind    bool             `json:"blind,omitempty"`    // given without seeing the first: tells of agreement, decides nothing
	Bulk     bool             `json:"bulk,omitempty"`     // of many at once: nobody looked at this pair by itself
	Run      string           `json:"run,omitempty"`      // the linking whose question was answered
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is judgement.made/1.
func (Judged) Kind() ledger.Kind { return ledger.Kind{Name: "judgement.made", Version: 1} }

// Check refuses a judgement of a mention against itself, or without reason,
// and a relation of those who are not said to be relatives.
func (f Judged) Check() error {
	switch {
	case f.Left == "" || f.Right == "" || f.Left == f.Right:
		return errors.New("a judgement needs two different mentions")
	case f.Left > f.Right:
		return fmt.Errorf("a judgement names its pair in order: %s before %s", f.Right, f.Left)
	case !slices.Contains(Verdicts(), f.Verdict):
		return fmt.Errorf("there is no verdict %q: use same, different, relative or unsure", f.Verdict)
	case f.Verdict != Relative && f.Relation != "":
		return fmt.Errorf("two who are judged %s have no relation to tell: use the verdict relative", f.Verdict)
	case f.Verdict == Relative && !slices.Contains(Relations(), f.Relation):
		return fmt.Errorf("relatives need a relation, what the left is to the right, and %q is none: use %s", f.Relation, strings.Join(Relations(), ", "))
	case strings.IndexByte(f.Reason+f.Run, 0) >= 0:
		return errors.New("the reason of a judgement has a zero byte, which is no text")
	case strings.TrimSpace(f.Reason) == "":
		return errors.New("a judgement needs a reason: give --reason TEXT")
	case len(f.Reason) > maxReason:
		return fmt.Errorf("the reason of a judgement has %d bytes, more than %d: take the text into custody and cite it", len(f.Reason), maxReason)
	}
	return nil
}

// maxReason is how many bytes a reason has at most.
const maxReason = 64 << 10

// Judge makes the judgement of a pair named in any order.
func Judge(a, b string, v Verdict, reason, evidence string) Judged {
	if a > b {
		a, b = b, a
	}
	return Judged{Left: a, Right: b, Verdict: v, Reason: reason, Evidence: evidence}
}

// JudgeRelative makes the judgement that a and b are relatives, named in any
// order: relation says how a stands to b.
func JudgeRelative(a, b, relation, reason, evidence string) Judged {
	if a > b {
		relation = Inverse(relation)
	}
	j := Judge(a, b, Relative, reason, evidence)
	j.Relation = relation
	return j
}

// Relations gives the ways in which one of two people can stand to the other.
func Relations() []string {
	return []string{"parent", "child", "sibling", "spouse", "grandparent", "grandchild", "uncle_aunt", "nephew_niece", "cousin", "other"}
}

// Inverse turns a relation round: who is the parent of one has that one for a
// child. What is the same from both sides, or no relation, stays as it is.
func Inverse(relation string) string {
	for _, two := range [][2]string{{"parent", "child"}, {"grandparent", "grandchild"}, {"uncle_aunt", "nephew_niece"}} {
		switch relation {
		case two[0]:
			return two[1]
		case two[1]:
			return two[0]
		}
	}
	return relation
}

// Judgement is a decision about a pair as it was recorded.
type Judgement struct {
	Judged
	Actor string
	Index int64
}
