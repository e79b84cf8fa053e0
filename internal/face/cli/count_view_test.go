package cli

import (
	"strings"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/flow"
)

// What a count leaves out is told in words, also where its number is not.
func TestWhatIsLeftOutIsToldInWords(t *testing.T) {
	for _, what := range []string{flow.LeftWithdrawn, flow.LeftGone, flow.LeftLists, flow.LeftInterrupted, flow.LeftUnlisted, flow.LeftUndecided, flow.LeftUnlinked} {
		told := leftFew(what)
		if told == "" || told == what || strings.ContainsAny(told, "0123456789") {
			t.Errorf("%s is told as %q", what, told)
		}
		if one := leftWords(what, 1); !strings.HasPrefix(one, "1 ") {
			t.Errorf("one of %s is told as %q", what, one)
		}
	}
}

func TestPeopleOnSeveralListsAreCalledSo(t *testing.T) {
	several := flow.Stratum{Kind: count.Several}
	if got := stratumLabel(flow.FieldList, several); got != "on more than one list" {
		t.Errorf("by list: %q", got)
	}
	if got := stratumLabel("prison", several); got != "more than one is said" {
		t.Errorf("by prison: %q", got)
	}
}
