package disclosure

import (
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/ground/fail"
)

func plan() Plan {
	return Plan{
		Claims:   []PlannedClaim{{ID: "c-1", Index: 5}, {ID: "c-2", Index: 9}},
		Items:    []custody.Sum{{1}, {2}},
		Withheld: []Withheld{{Index: 7, Kind: "claim.made/1", Reason: BecauseSealed}},
	}
}

// Two people decide on a sum: everything that leaves, or is left out, is in it,
// and the order things were found in is not.
func TestAPlansSumIsOfAllItHolds(t *testing.T) {
	sum := plan().Sum()
	turned := plan()
	turned.Claims[0], turned.Claims[1] = turned.Claims[1], turned.Claims[0]
	turned.Items[0], turned.Items[1] = turned.Items[1], turned.Items[0]
	if turned.Sum() != sum {
		t.Error("the order matters")
	}
	for what, change := range map[string]func(*Plan){
		"a claim more":      func(p *Plan) { p.Claims = append(p.Claims, PlannedClaim{ID: "c-3", Index: 11}) },
		"a claim less":      func(p *Plan) { p.Claims = p.Claims[:1] },
		"another claim":     func(p *Plan) { p.Claims[0].ID = "c-9" },
		"another entry":     func(p *Plan) { p.Claims[0].Index = 6 },
		"an item more":      func(p *Plan) { p.Items = append(p.Items, custody.Sum{3}) },
		"one withheld less": func(p *Plan) { p.Withheld = nil },
		"another reason":    func(p *Plan) { p.Withheld[0].Reason = BecauseWithdrawn },
	} {
		p := plan()
		change(&p)
		if p.Sum() == sum {
			t.Errorf("%s: the same sum", what)
		}
	}
}

func TestFourEyes(t *testing.T) {
	sum := plan().Sum()
	r := Release{Requested: Requested{Release: "r-1", Plan: sum}, Actor: "ana"}
	if err := r.MayBuild(sum); fail.Of(err) != fail.Refused {
		t.Errorf("approved by nobody: %v", err)
	}
	if err := r.MayApprove("ana"); fail.Of(err) != fail.Refused {
		t.Errorf("approved by the asker: %v", err)
	}
	r.Approvals = []Approval{{Actor: "ana", Plan: sum}}
	if err := r.MayBuild(sum); fail.Of(err) != fail.Refused {
		t.Errorf("the asker's own approval counted: %v", err)
	}
	r.Approvals = []Approval{{Actor: "ben", Plan: custody.Sum{9}}}
	if err := r.MayBuild(sum); fail.Of(err) != fail.Refused {
		t.Errorf("an approval of another plan counted: %v", err)
	}
	r.Approvals = []Approval{{Actor: "ben", Plan: sum}}
	if err := r.MayBuild(sum); err != nil {
		t.Errorf("asked by ana, approved by ben: %v", err)
	}
	if err := r.MayBuild(custody.Sum{8}); fail.Of(err) != fail.Refused {
		t.Errorf("what changed since was built: %v", err)
	}
	if err := r.MayApprove("ben"); fail.Of(err) != fail.Conflict {
		t.Errorf("ben twice: %v", err)
	}
}
