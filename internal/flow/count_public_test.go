package flow

import (
	"testing"

	"sanad/internal/core/count"
)

// Where one list alone says something of people, groups by it are that list:
// beside the overlaps they would tell that two people are on two lists.
func TestGroupsLeaveWithoutOverlaps(t *testing.T) {
	lists := []string{"A", "B", "C"}
	told := count.Table{Lists: lists, Patterns: map[uint32]int64{4: 15, 5: 3}}
	unsaid := count.Table{Lists: lists, Patterns: map[uint32]int64{1: 30, 2: 20, 3: 2}}
	whole := count.Table{Lists: lists, Patterns: map[uint32]int64{1: 30, 2: 20, 3: 2, 4: 15, 5: 3}}
	c := Counted{Asked: CountRequest{By: "civil_status"}, Table: whole, Strata: []Stratum{{Key: "married", Table: told}, {Key: "-unsaid", Table: unsaid}}}
	p, err := c.Publish()
	if err != nil || len(p.Strata) != 2 || p.Minimum != 70 {
		t.Fatalf("%+v, %v", p, err)
	}
	if p.Totals != nil || p.Overlaps != nil || p.Others != 0 {
		t.Errorf("with the groups leave %v, %v and %d others", p.Totals, p.Overlaps, p.Others)
	}
	c.Asked.By = ""
	if p, err = c.Publish(); err != nil || len(p.Overlaps) == 0 {
		t.Errorf("without groups leaves %+v, %v", p, err)
	}
}
