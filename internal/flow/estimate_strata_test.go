package flow

import (
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

func overlaps(first, second, both int64) count.Table {
	return count.Table{Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: first, 2: second, 3: both}}
}

// Of whom nothing is said, or several things are, lists meet by how much is
// said of somebody: such people are in the whole, and are no part of it.
func TestPeopleWithoutOneValueAreNoStratumOfAnEstimate(t *testing.T) {
	c := Counted{Lists: listsNamed([]string{"A", "B"}), Table: overlaps(60, 50, 40), Strata: []Stratum{
		{Key: "north", Kind: count.Told, Table: overlaps(30, 20, 10)}, {Key: "south", Kind: count.Told, Table: overlaps(10, 10, 10)}}}
	for _, kind := range count.Apart() {
		c.Strata = append(c.Strata, Stratum{Key: string(kind), Kind: kind, Table: overlaps(4, 4, 4)})
	}
	got, err := tablesOf(c, EstimateRequest{Case: "c", By: "prison"})
	if err != nil || len(got.parts) != 3 || got.about.Parts[1].Stratum != "north" || got.about.Parts[2].Stratum != "south" {
		t.Fatalf("the parts are %+v, %v", got.about.Parts, err)
	}
	if n := got.parts[0].table.Minimum(); n != 150 {
		t.Errorf("the whole has %d people, want all 150", n)
	}
	c.Strata = c.Strata[2:]
	if _, err := tablesOf(c, EstimateRequest{Case: "c", By: "prison"}); fail.Of(err) != fail.NotFound {
		t.Errorf("where nobody has one value: %v", err)
	}
}

// What is left of the whole when all strata are taken away is a table too.
func TestStrataDoNotLeaveWhereThePeopleInNoneCanBePointedAt(t *testing.T) {
	whole, part := PartEstimate{Table: overlaps(60, 50, 40)}, PartEstimate{Table: overlaps(40, 40, 38)}
	for want, parts := range map[int][]PartEstimate{
		1: {whole, part}, // 20, 10 and 2
		2: {whole, {Table: overlaps(40, 40, 30)}},
		3: {whole, {Table: overlaps(40, 40, 30)}, {Table: overlaps(20, 10, 10)}}, // nobody is left
	} {
		if got := Leaves(count.Estimated{Label: guard.Case}, parts); got != want {
			t.Errorf("%d parts leave of %+v, want %d", got, parts, want)
		}
	}
	drawn := []PartEstimate{{Table: overlaps(60, 50, 40), Drawings: []count.Table{overlaps(60, 50, 40)}}, {Table: overlaps(40, 40, 30), Drawings: []count.Table{overlaps(40, 40, 39)}}}
	if got := Leaves(count.Estimated{Label: guard.Case}, drawn); got != 1 {
		t.Errorf("%d parts leave though a drawing tells who is in none", got)
	}
}
