package flow_test

import (
	"fmt"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// turnedSteps is the history of n rival claims on one thing, each preferred in
// its turn.
func turnedSteps(n int) (steps []flow.Step) {
	for i := range n {
		made := claim.Made{Claim: fmt.Sprintf("c-%d", i), Entity: "e", Schema: "Person", Property: "birth_date"}
		steps = append(steps, flow.Step{Index: int64(2 * i), Claim: made}, flow.Step{Index: int64(2*i + 1), Claim: made, Turn: claim.Favoured, Reason: "r"})
	}
	return steps
}

func BenchmarkHistoryAsOf(b *testing.B) {
	for _, n := range []int{1000, 2000, 4000} {
		steps := turnedSteps(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				flow.AsOf(steps, 1<<40)
			}
		})
	}
}

// Flags that were set and lifted in another order are the same flags.
func TestTheOrderInWhichFlagsWereSetIsNoChange(t *testing.T) {
	made := claim.Made{Claim: "c", Entity: "e", Schema: "Person", Property: "name", Flags: []string{claim.FlagDuress, claim.FlagHearsay}}
	steps := []flow.Step{{Index: 1, Claim: made}, {Index: 2, Claim: made, Flag: "-" + claim.FlagDuress}, {Index: 3, Claim: made, Flag: claim.FlagDuress}}
	if changed := flow.Compare(steps, 1, 3); len(changed) > 0 {
		t.Errorf("lifted and set again it is told as changed from %v to %v", changed[0].Before.Flags, changed[0].Now.Flags)
	}
	if changed := flow.Compare(steps, 1, 2); len(changed) != 1 || len(changed[0].Now.Flags) != 1 {
		t.Errorf("a flag that was lifted is no change: %v", changed)
	}
}
