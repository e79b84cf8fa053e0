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
	// Those who gave it, or of whom it tells, agreed to no such use, agree no more,
	// or agreed until a day that has passed: which of these stays inside.
	BecauseNoConsent   = "there is no consent to this use"
	BecauseConditioned = "a condition keeps it from this recipient or until later"
	BecauseRedacted    = "it leaves as a redacted copy alone"
	BecauseMarked      = "it rests on words that are redacted"
	BecauseUnredacted  = "it must be redacted, and is not yet"
	BecauseNameless    = "whom it speaks of is met under a pseudonym"
	BecauseHolds       = "it holds words that must not leave"
	BecauseUnheard     = "whom it accuses has not been asked to reply"
	BecauseErased      = "it was lawfully erased"
	// Conclusions leave whole or not at all: with every claim that they rest on and
	// every one that was weighed against them, after a second person agreed.
	BecauseRestsInside   = "it rests on a claim that stays inside"
	BecauseAgainstInside = "a claim that speaks against it stays inside"
	BecauseUnconfirmed   = "no second person has confirmed it"
	BecauseTakenBack     = "the finding was withdrawn"
)

// Plan is exactly what a release will hold: which claims, which originals,
// and what is left out. Two people decide on its sum.
type Plan struct {
	Case     string // not part of the sum
	Claims   []PlannedClaim
	Items    []custody.Sum // that leave as they are
	Copies   []PlannedCopy // that do not, although claims which leave rest on them
	Withheld []Withheld
	// Findings are the conclusions that leave, in order of the ledger; not part of
	// the sum, for their entries are among Events.
	Findings []PlannedFinding
	// Pseudonyms of entities that are met under one, as "P-017". They tell nothing
	// of the entity, and are others in every release but in one that renews another;
	// not part of the sum.
	Pseudonyms map[string]string
	// Local gives what stands for an id that stays closed: of an entity, or of a
	// claim; drawn for this release, and not part of the sum.
	Local map[string]string
	// Words must not stand in anything that leaves; not part of the sum, and never
	// in a bundle.
	Words Words
	// Told stands for what the pages tell that no entry here shows: questions for a
	// reply with their answers, and which way claims speak. Zero: nothing of it.
	Told custody.Sum
	// Flags are what the deciders must know of the recipient.
	Flags []Bar
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
	// Closed are the fields that stay closed although their kind's may be opened,
	// ascending, and Reason is the rule.
	Closed []string
	Reason string
}

// PlannedFinding is a conclusion that leaves with all its claims.
type PlannedFinding struct {
	ID      string
	Index   int64
	Entries []int64 // that speak of it, ascending
}

// PlannedCopy is an original that does not leave as it is.
type PlannedCopy struct {
	Item   custody.Sum
	How    CopyMode
	Marks  int64 // entry that says what is redacted, for ByMarks; else -1
	Reason string
	// Name is what it is called where it leaves: its SHA-256, or, if Hidden, a word
	// drawn for this release.
	Name string
	// Hidden: its SHA-256 leaves nowhere. Of bytes that can be made again from what
	// does leave, a state with a register of its people could try every name
	// against it.
	Hidden bool
}

// CopyMode says what of an original leaves.
type CopyMode string

// The modes.
const (
	ByMarks  CopyMode = "marks" // its pages as pictures, with what is marked blackened
	ByCells  CopyMode = "cells" // of a table, only the cells that claims which leave rest on
	NameOnly CopyMode = "name"  // nothing but that it is held, and its SHA-256
)

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
		id := c.ID
		if slices.Contains(c.Closed, "claim") { // whoever checks is not told it
			id = ""
		}
		add("claim", id, strconv.FormatInt(c.Index, 10))
	}
	for _, i := range p.Items {
		add("item", i.String())
	}
	slices.SortFunc(p.Copies, func(a, b PlannedCopy) int { return cmp.Compare(a.Name, b.Name) })
	for _, c := range p.Copies {
		add("copy", c.Name, string(c.How), strconv.FormatInt(c.Marks, 10), c.Reason)
	}
	for _, c := range p.Claims {
		if len(c.Closed) > 0 {
			add(append([]string{"closed", strconv.FormatInt(c.Index, 10), c.Reason}, c.Closed...)...)
		}
	}
	for _, w := range p.Withheld {
		add("withheld", strconv.FormatInt(w.Index, 10), w.Kind, w.Reason)
	}
	if !p.Told.IsZero() {
		add("told", p.Told.String())
	}
	for _, index := range p.Events {
		add("event", strconv.FormatInt(index, 10))
	}
	return canon.Hash("sanad/plan/v1", parts...)
}
