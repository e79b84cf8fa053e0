package support

import (
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/ground/script"
)

// Effect says what becomes of a thing.
type Effect string

// The effects. Stands is said of what was reached and holds all the same: bytes
// that came by another hand too, a value that others say.
const (
	Falls    Effect = "falls"
	Weakened Effect = "weakened"
	Stands   Effect = "stands"
	// Fallen is said of what fell before: a claim or conclusion that was
	// withdrawn, or a conclusion that had lost its support.
	Fallen Effect = "fallen"
)

// Cause says why a claim falls.
type Cause string

// The causes.
const (
	ByName   Cause = "claim"    // it is itself supposed to fall
	ByTeller Cause = "teller"   // its chain needs somebody who falls
	ByGround Cause = "passages" // no passage is left that stands
)

// Teller is a person or body in chains of attribution: by the record of who it
// is, or else by name. One who is named is not taken to be a record of that
// name: that they are one is for people to say.
type Teller struct {
	Entity string
	Name   string
}

// Is reports whether a link of a chain is this teller. Names are compared
// folded, as script.Fold does.
func (t Teller) Is(link claim.Teller) bool {
	if t.Entity != "" {
		return t.Entity == link.Entity
	}
	return strings.TrimSpace(t.Name) != "" && script.Fold(t.Name) == script.Fold(link.Who)
}

// Supposed is what is supposed to fall. Of items it knows how to find out only,
// for a source may have given more of them than memory holds.
type Supposed struct {
	Claims   map[string]bool
	Passages map[string]bool
	Tellers  []Teller
	Item     func(custody.Sum) bool // whether its bytes can't be relied on
}

// Weighed is what becomes of a claim, and what it has left to rest on.
type Weighed struct {
	Effect   Effect
	Cause    Cause // of Falls
	Lost     int   // passages that fall
	Passages int   // that stand; 0 if the claim falls
	Items    int   // different originals those stand in
}

// Weigh tells what becomes of a claim. A claim that corrects one that falls
// does not fall with it: it rests on its own passages.
func (s Supposed) Weigh(c claim.Made) Weighed {
	switch {
	case s.Claims[c.Claim]:
		return Weighed{Effect: Falls, Cause: ByName}
	case s.teller(c.Says) >= 0:
		return Weighed{Effect: Falls, Cause: ByTeller}
	}
	w := Weighed{Effect: Stands}
	left := map[custody.Sum]bool{}
	for _, p := range c.Passages {
		if s.passage(p) {
			w.Lost++
			continue
		}
		w.Passages++
		left[p.Item] = true
	}
	w.Items = len(left)
	switch {
	case w.Passages == 0:
		w.Effect, w.Cause = Falls, ByGround
	case w.Lost > 0:
		w.Effect = Weakened
	}
	return w
}

func (s Supposed) passage(p text.Passage) bool { return s.Passages[p.ID()] || s.Item(p.Item) }

// teller gives the first of the tellers that stands in a chain, or -1: each
// link of a chain is needed, for what one of them made up nobody before or
// behind them can bear out.
func (s Supposed) teller(says []claim.Teller) int {
	for i, t := range s.Tellers {
		for _, link := range says {
			if t.Is(link) {
				return i
			}
		}
	}
	return -1
}

// Teller gives which of the tellers stands in the claim's chain, or -1.
func (s Supposed) Teller(c claim.Made) int { return s.teller(c.Says) }

// Taking is one way by which an original came into the archive.
type Taking struct {
	Item      custody.Sum
	Accession string
	Parent    *custody.Sum // it was taken out of this one
	Index     int64        // entry of the ledger
	Label     guard.Label  // of the accession
}

// Reach is how a fall reaches an original. One that is not reached does not
// fall; one that is stands if it came by another hand too.
type Reach struct {
	Reached bool
	Falls   bool
	First   int64 // the first entry by which it was reached; -1 if it is named
}

// ReachOf tells how a fall reaches an item that is not itself named, from all
// its takings: each was lost or was not.
func ReachOf(takings []Taking, lost func(Taking) bool) Reach {
	r := Reach{Falls: len(takings) > 0}
	for _, t := range takings {
		if !lost(t) {
			r.Falls = false
			continue
		}
		if !r.Reached || t.Index < r.First {
			r.First = t.Index
		}
		r.Reached = true
	}
	return r
}

// OpenSince gives the first entry by which an original came that may leave in
// a release; false if there is none.
func OpenSince(takings []Taking) (int64, bool) {
	since, open := int64(0), false
	for _, t := range takings {
		if t.Label.MayRelease() && (!open || t.Index < since) {
			since, open = t.Index, true
		}
	}
	return since, open
}
