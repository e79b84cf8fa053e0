package disclosure

import (
	"cmp"
	"slices"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/ground/canon"
)

// Withheld is a thing left out, and under which rule.
type Withheld struct {
	Index  int64  `json:"index"` // its entry in the ledger: a hash would let who holds a copy recognise it
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
	ID     string `json:"-"` // for those inside who may know
}

// The rules by which things are withheld.
const (
	BecauseSealed    = "rests on an item that is sealed"
	BecauseWithdrawn = "the claim was withdrawn"
	BecauseProtected = "the property is protected"
	BecauseRetired   = "the newest version of its list has the row no more"
)

// Plan is exactly what a release will hold: which claims, which originals,
// and what is left out. Two people decide on its sum.
type Plan struct {
	Claims   []PlannedClaim
	Items    []custody.Sum
	Withheld []Withheld
	// Events are the entries that are disclosed besides those of the release
	// itself, ascending: also judgements, turns and readings, so that nothing
	// said after the decision can leave with it.
	Events []int64
	// Renditions the claims' passages were read in; not part of the sum, for
	// the claims' entries name them.
	Renditions []custody.Sum
}

// PlannedClaim is a claim by its id and entry, which the plan's sum is made of,
// and what the building of the release asks of it.
type PlannedClaim struct {
	ID       string
	Index    int64
	Entity   string
	Property string
	Turned   bool // it was preferred or withdrawn at some time
}

// Sum names the plan by all it holds, in one order.
func (p Plan) Sum() custody.Sum {
	var parts [][]byte
	add := func(words ...string) {
		parts = append(parts, canon.Append(nil, "sanad/plan/line", canon.Strings(words...)...))
	}
	slices.SortFunc(p.Claims, func(a, b PlannedClaim) int { return cmp.Compare(a.Index, b.Index) })
	slices.SortFunc(p.Items, func(a, b custody.Sum) int { return slices.Compare(a[:], b[:]) })
	slices.SortFunc(p.Withheld, func(a, b Withheld) int { return cmp.Compare(a.Index, b.Index) })
	for _, c := range p.Claims {
		add("claim", c.ID, strconv.FormatInt(c.Index, 10))
	}
	for _, i := range p.Items {
		add("item", i.String())
	}
	for _, w := range p.Withheld {
		add("withheld", strconv.FormatInt(w.Index, 10), w.Kind, w.Reason)
	}
	for _, index := range p.Events {
		add("event", strconv.FormatInt(index, 10))
	}
	return canon.Hash("sanad/plan/v1", parts...)
}
