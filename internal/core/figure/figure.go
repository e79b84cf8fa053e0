package figure

import (
	"cmp"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/ground/amount"
	"sanad/internal/ground/script"
)

// Stated is a number as a source states it.
type Stated struct {
	claim.Claim
	// Event is the one it is about: the event that was asked for, or one
	// inside it.
	Event string
	// Record is what is told of the number itself; nil if it is only stated.
	Record *Record
}

// Record is a number that is itself spoken of: a Figure and the claims on it.
type Record struct {
	ID     string
	Claims []claim.Claim
}

// Told gives the standing claims on a property of the figure: how it was made,
// of which period, whom it counts, whom it leaves out, who made it.
func (r *Record) Told(property string) []claim.Claim {
	if r == nil {
		return nil
	}
	var out []claim.Claim
	for _, c := range r.Claims {
		if c.Property == property && c.Standing.Stands() {
			out = append(out, c)
		}
	}
	return out
}

// Rival is a number among those of its group.
type Rival struct {
	Stated
	Bounds Bounds
	// Independent: of all that go back to the same first teller it is the one
	// nearest to them. The others repeat it, and add no weight to it.
	Independent bool
	Repeats     string // the claim of which it is no independent confirmation
}

// Said is when the first teller said it, EDTF; "" if nobody tells.
func (r Rival) Said() string {
	if len(r.Says) == 0 {
		return ""
	}
	return r.Says[0].Date
}

// Group is the numbers that count the same thing in the same unit and scope
// about the same event: the rivals, ordered by their bounds, and behind them
// those that were withdrawn.
type Group struct {
	Kind, Unit, Scope string // as the first claim of the group writes them
	Event             string
	Rivals            []Rival
	Range             Range
	Contradictions    []Pair // at most MaxPairs
	Pairs             int    // how many contradictions there are
	// Independent is how many sources stand behind it at most: first tellers,
	// of which those that stand in one document are one. Unknown is of how many
	// of them it is not recorded who says so, so that they may be no source of
	// their own.
	Independent, Unknown int
	// Within lists the groups (by their place in the comparison) whose scope
	// holds this one's. Nothing is ever added up over them.
	Within []int
}

// Pair names two standing claims that can't both be true, the lower first.
type Pair struct{ Low, High string }

// MaxPairs bounds the contradictions that are listed of a group.
const MaxPairs = 500

// Overrun is a part that a source states to be greater than another source
// states the whole to be.
type Overrun struct {
	Part, Whole    int    // groups, by their place
	Claim, Exceeds string // the claim on the part, and the one on the whole that it exceeds
}

// Comparison is all that is stated of the numbers of an event.
type Comparison struct {
	Groups   []Group
	Overruns []Overrun
	Unread   []Stated // stated in words that are no number that was read
}

// Compare puts numbers side by side. parents gives for each event those it is
// a part of; events it does not name are not known to be part of any. Groups
// stand in the order in which they are first met.
func Compare(all []Stated, parents map[string][]string) Comparison {
	var out Comparison
	at := map[[4]string]int{}
	for _, s := range all {
		if s.Quantity == nil {
			out.Unread = append(out.Unread, s)
			continue
		}
		q := *s.Quantity
		unit := unitOf(q, s.Lang)
		key := [4]string{s.Event, spelt(q.Kind), spelt(unit), spelt(q.Scope)}
		i, ok := at[key]
		if !ok {
			i = len(out.Groups)
			at[key] = i
			out.Groups = append(out.Groups, Group{Kind: q.Kind, Unit: unit, Scope: q.Scope, Event: s.Event})
		}
		out.Groups[i].Rivals = append(out.Groups[i].Rivals, Rival{Stated: s, Bounds: BoundsOf(q)})
	}
	for i := range out.Groups {
		out.Groups[i].settle()
	}
	out.nest(parents)
	return out
}

// unitOf gives the unit, by its code if it is a known one: who names none counts persons (claim.Quantity), but
// for a count whose kind is a unit by itself, such as signatures.
func unitOf(q claim.Quantity, lang string) string {
	if unit := strings.TrimSpace(q.Unit); unit != "" {
		if code, ok := amount.Unit(unit, lang); ok {
			return code
		}
		return unit
	}
	if slices.Contains([]string{"signatures", "names", "pages", "documents", "bodies", "graves", "families", "households", "villages"}, spelt(q.Kind)) {
		return spelt(q.Kind)
	}
	return "persons"
}

func spelt(text string) string { return script.Fold(text) }

// settle works out what follows from the rivals of a group.
func (g *Group) settle() {
	g.trace()
	slices.SortStableFunc(g.Rivals, func(a, b Rival) int {
		return cmp.Or(-compareBool(a.Standing.Stands(), b.Standing.Stands()), compareBounds(a.Bounds, b.Bounds), cmp.Compare(a.Index, b.Index))
	})
	standing := g.Standing()
	g.Range = rangeOf(standing)
	g.Independent, g.Unknown = sources(standing)
	for i := range standing {
		for j := i + 1; j < len(standing); j++ {
			low, high := &standing[i], &standing[j]
			if low.Bounds.Agrees(high.Bounds) {
				continue
			}
			if g.Pairs++; len(g.Contradictions) < MaxPairs {
				g.Contradictions = append(g.Contradictions, Pair{low.Made.Claim, high.Made.Claim})
			}
		}
	}
}

// Standing gives the rivals that were not withdrawn.
func (g *Group) Standing() []Rival {
	for i, r := range g.Rivals {
		if !r.Standing.Stands() {
			return g.Rivals[:i]
		}
	}
	return g.Rivals
}

// trace finds who repeats whom. Of the claims that go back to one first teller
// the one nearest to them counts, of equally near ones the oldest; one that was
// withdrawn never takes the place of one that stands.
func (g *Group) trace() {
	nearest := map[string]int{}
	for i, r := range g.Rivals {
		root := rootOf(r.Stated)
		j, ok := nearest[root]
		if !ok || nearer(r, g.Rivals[j]) {
			nearest[root] = i
		}
	}
	for i := range g.Rivals {
		r := &g.Rivals[i]
		first := nearest[rootOf(r.Stated)]
		if r.Independent = first == i; !r.Independent {
			r.Repeats = g.Rivals[first].Made.Claim
		}
	}
}

func nearer(a, b Rival) bool {
	return cmp.Or(-compareBool(a.Standing.Stands(), b.Standing.Stands()), cmp.Compare(distance(a.Stated), distance(b.Stated)), cmp.Compare(a.Index, b.Index)) < 0
}

// distance is how many told a number on, beginning with its source: who made it
// is one more where the chain of tellers does not begin with them.
func distance(s Stated) int {
	d := s.Depth()
	if len(s.Record.Told("made_by")) > 0 && (d == 0 || teller(s.Says[0]) != rootOf(s)) {
		d++
	}
	return d
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// rootOf names the source that a number goes back to: who made it, else the
// first who said it, else the record of it, else the document it stands in.
func rootOf(s Stated) string {
	if made := s.Record.Told("made_by"); len(made) > 0 {
		return teller(claim.Teller{Who: made[0].Value, Entity: made[0].ValueEntity})
	}
	if len(s.Says) > 0 {
		return teller(s.Says[0])
	}
	if s.Record != nil {
		return "record " + s.Record.ID
	}
	if len(s.Passages) > 0 {
		return "document " + s.Passages[0].Item.String()
	}
	return "claim " + s.Made.Claim
}

func teller(t claim.Teller) string {
	if t.Entity != "" {
		return "entity " + t.Entity
	}
	return "name " + spelt(t.Who)
}
