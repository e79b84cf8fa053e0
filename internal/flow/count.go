package flow

import (
	"context"
	"slices"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/ground/calendar"
)

// CountRule names the rule by which people are counted; with every count go
// its version and what was asked, as Counted.Rule writes them. Version 2: one
// person for each cluster of rows at the level asked for (judged: rows that
// reviewers judged to be the same; rows nobody judged count apart). Rows of
// lists of people alone count; not those that a newer version of their list
// has no more, nor those every claim of which was withdrawn. In a stratum, what
// a withdrawn or set-aside claim says does not count, what is preferred decides,
// and what is disputed counts as said. LeftOut names what it leaves out.
const CountRule = "documented-minimum/2"

// Warnings that an estimate carries for what is known of its lists and rows.
const (
	WarnCopied    = "M15 one of the two lists is said to be made from the other: they are not independent, and the number means nothing"
	WarnUndecided = "L01 pairs of rows are undecided: each that is one person makes the overlap larger, and the number can fall to a part of this"
)

// CountRequest says who are counted, and in which strata.
type CountRequest struct {
	Case  string
	Event string            // people whom standing claims connect with this event, or one that is part of it; "": all
	By    string            // the field that makes the strata, see Fields; "": none
	Level linkage.Certainty // up to which the linker is believed; "": Judged, not at all
	// Calendar is that of months and years; Unknown: the Gregorian one.
	Calendar calendar.Calendar
	// over are the lists of the table, by id; nil: all of them.
	over []string
}

// Counted is the documented minimum with what it was made of.
type Counted struct {
	Asked CountRequest // with what was not given filled in
	Rule  string       // the rule with its version and what was asked
	Table count.Table
	// Lists are those of the table, in its order; all there are, if they are too
	// many for a table.
	Lists []person.List
	// Drawings are the tables of the sampled partitions, of the same lists.
	Drawings []count.Table
	// Strata part the people of the table; none without a field to do it by.
	Strata  []Stratum
	LeftOut []LeftOut

	Undecided int64            // pairs that could still lower the number
	Estimates []count.Estimate // one for each two lists that overlap
	// Within names two lists each, the first of which lies within the second:
	// their overlap implies nothing.
	Within [][2]string
	// Levels is how many people there are if the linker is believed as far as
	// a level; without those where rows are not linked yet.
	Levels map[linkage.Certainty]int64
	// Sampled is how many people there are in each of a few ways to link the
	// rows that are as likely as the linker says, in order.
	Sampled []int64
	// Incomplete names lists whose import was interrupted: people on their
	// rows that were not read are not counted.
	Incomplete []string
	Index      int64 // the ledger's size at which it was counted

	people []countedPerson
}

// countedPerson is a person with the lists and the stratum they are in.
type countedPerson struct {
	cluster person.Cluster
	pattern uint32
	key     string
}

// Stratum is the people of whom one thing is said.
type Stratum struct {
	Key   string // names it among the others
	Kind  count.Kind
	Label string        // of what is told, as a source writes it or in English
	Date  calendar.Date // of a month or year
	// Entity is the record that the people have in common, if it is one.
	Entity string
	Table  count.Table
	// Drawings are its tables in the sampled partitions.
	Drawings []count.Table
}

// People is how many are in the stratum.
func (s Stratum) People() int64 { return s.Table.Minimum() }

// partitions is in how many ways rows are linked to see how far that moves a
// count, and partitionSeed what chance is drawn from.
const (
	partitions    = 20
	partitionSeed = 1
)

// Count counts the people a case's lists document. a holds what linking kept; s
// is asked for everything else.
func Count(ctx context.Context, a *Archive, s State, req CountRequest) (Counted, error) {
	req, _, err := req.filled() // before the work, for a slip of the asker
	if err != nil {
		return Counted{}, err
	}
	l, err := LinkedOf(ctx, a, s, req.Case)
	if err != nil {
		return Counted{}, err
	}
	return l.Count(ctx, s, req)
}

// Count counts the people of a case that was read before, of the same state.
func (l *Linked) Count(ctx context.Context, s State, req CountRequest) (Counted, error) {
	req.Case = l.Case
	k, err := newCounter(ctx, l, s, req)
	if err != nil {
		return Counted{}, err
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return k.c, err
	}
	k.c.Index, k.c.Undecided = tree.Size(), int64(k.l.Undecided())
	for _, of := range k.l.Lists {
		if !of.Complete {
			k.c.Incomplete = append(k.c.Incomplete, of.Name)
		}
	}
	if err := k.count(); err != nil {
		return k.c, err
	}
	k.draw()
	if k.c.LeftOut, err = k.leftOut(ctx); err != nil {
		return k.c, err
	}
	k.pairs()
	return k.c, nil
}

// counter counts the people of one request.
type counter struct {
	c       Counted
	s       State
	l       *Linked
	by      field
	said    map[string][]count.Saying // of a row or person
	labels  labels
	on      map[string]uint32   // the list of each row, as a pattern
	alone   map[string]string   // strata of rows that are a person by themselves
	within  map[string]bool     // rows and persons that the event is about; nil: all
	joiners map[string][]string // persons who are judged to be one with a row, by that row
}

func newCounter(ctx context.Context, l *Linked, s State, req CountRequest) (*counter, error) {
	k := &counter{s: s, l: l}
	var err error
	if req, k.by, err = req.filled(); err != nil {
		return nil, err
	}
	k.c = Counted{Asked: req, Rule: req.rule(), Levels: map[linkage.Certainty]int64{}}
	if req.Level != Judged && len(k.l.Records) > 1 {
		if err := k.l.ready(); err != nil {
			return nil, err
		}
	}
	k.joiners = k.l.joined()
	bit := k.columns()
	k.on, k.alone = make(map[string]uint32, len(l.Records)), map[string]string{}
	for _, r := range l.Records {
		k.on[r.Mention] = bit[l.g.rows.at[r.List]]
	}
	if req.Event != "" {
		if k.within, err = connected(ctx, s, req.Case, req.Event); err != nil {
			return nil, err
		}
	}
	return k, k.read(ctx)
}

// filled gives the request with what it leaves open, and its field.
func (req CountRequest) filled() (CountRequest, field, error) {
	if req.Case == "" {
		req.Case = DefaultCase
	}
	if req.Level == "" {
		req.Level = Judged
	}
	if _, err := ParseLevel(string(req.Level)); err != nil {
		return req, field{}, err
	}
	by, err := parseField(req.By)
	switch {
	case err != nil:
		return req, by, err
	case by.unit != byMonth && by.unit != byYear:
		req.Calendar = calendar.Unknown
	case req.Calendar == calendar.Unknown:
		req.Calendar = calendar.Gregorian
	case req.Calendar == calendar.Hijri:
		req.Calendar = calendar.HijriUmalqura
	}
	by.calendar = req.Calendar
	return req, by, nil
}

// rule writes the rule with what was asked, in a form that never changes.
func (req CountRequest) rule() string {
	out := []string{CountRule, "level=" + string(req.Level)}
	if req.Event != "" {
		out = append(out, "event="+req.Event)
	}
	if req.By != "" {
		out = append(out, "by="+req.By)
	}
	if req.Calendar != calendar.Unknown {
		out = append(out, "calendar="+req.Calendar.String())
	}
	return strings.Join(out, " ")
}

// count counts the people at the level asked for, and at the others.
func (k *counter) count() (err error) {
	people := k.whom(k.l.At(k.c.Asked.Level))
	k.c.Table = k.table(people)
	for _, p := range people {
		k.c.people = append(k.c.people, countedPerson{p, k.pattern(p), k.stratum(p)})
	}
	for _, level := range Levels() {
		if level == Judged || !k.l.Unlinked {
			k.c.Levels[level] = int64(len(k.whom(k.l.At(level))))
		}
	}
	if k.by.unit != byNothing {
		k.c.Strata, err = k.strata(people)
	}
	return err
}

// whom gives those people that the event is about.
func (k *counter) whom(people []person.Cluster) []person.Cluster {
	if k.within == nil {
		return people
	}
	var out []person.Cluster
	for _, p := range people {
		if slices.ContainsFunc(k.of(p), func(id string) bool { return k.within[id] }) {
			out = append(out, p)
		}
	}
	return out
}

// of gives the rows of a person, and the persons of no list that they are
// judged to be.
func (k *counter) of(p person.Cluster) []string {
	if len(k.joiners) == 0 {
		return p
	}
	ids := slices.Clone([]string(p))
	for _, row := range p {
		ids = append(ids, k.joiners[row]...)
	}
	return ids
}

// draw counts in each of a few ways to link the rows.
func (k *counter) draw() {
	if k.l.Unlinked {
		return
	}
	at := map[string]int{}
	for i, s := range k.c.Strata {
		at[s.Key] = i
	}
	for _, all := range k.l.Sampled(partitions, partitionSeed) {
		whole, parts := k.empty(), make([]count.Table, len(k.c.Strata))
		for i := range parts {
			parts[i] = k.empty()
		}
		for _, p := range k.whom(all) {
			on := k.pattern(p)
			if !k.tabled(on) {
				continue
			}
			whole.Patterns[on]++
			if i, ok := at[k.stratum(p)]; ok {
				parts[i].Patterns[on]++
			}
		}
		k.c.Drawings = append(k.c.Drawings, whole)
		k.c.Sampled = append(k.c.Sampled, whole.Minimum())
		for i, t := range parts {
			k.c.Strata[i].Drawings = append(k.c.Strata[i].Drawings, t)
		}
	}
	slices.Sort(k.c.Sampled)
}

// empty is a table of the lists with nobody on them.
func (k *counter) empty() count.Table {
	return count.Table{Lists: k.c.Table.Lists, Patterns: map[uint32]int64{}}
}

// pairs computes what the overlap of each two lists implies.
func (k *counter) pairs() {
	for i := range k.c.Table.Lists {
		for j := i + 1; j < len(k.c.Table.Lists); j++ {
			if inner, outer, ok := k.c.Table.Within(i, j); ok {
				k.c.Within = append(k.c.Within, [2]string{inner, outer})
			}
			e, err := count.Chapman(k.c.Table, i, j)
			if err != nil {
				continue
			}
			if Copies(k.c.Lists[i], k.c.Lists[j]) {
				e.Warnings = append(e.Warnings, WarnCopied)
			}
			if k.c.Undecided > 0 {
				e.Warnings = append(e.Warnings, WarnUndecided)
			}
			k.c.Estimates = append(k.c.Estimates, e)
		}
	}
}

// pattern gives the lists a person is on, as a table numbers them.
func (k *counter) pattern(p person.Cluster) (on uint32) {
	for _, m := range p {
		on |= k.on[m]
	}
	return on
}

// table counts people by the lists they are on.
func (k *counter) table(people []person.Cluster) count.Table {
	t := k.empty()
	for _, p := range people {
		if on := k.pattern(p); k.tabled(on) {
			t.Patterns[on]++
		}
	}
	return t
}

// tabled reports whether a table holds who is on these of its lists: all are, if
// it has none because there are too many, and nobody who is on none of those
// that were chosen.
func (k *counter) tabled(on uint32) bool { return on != 0 || len(k.c.Table.Lists) == 0 }

// columns gives the lists of the table, those that were asked for or all, and
// the bit of each list in a pattern.
func (k *counter) columns() (bit []uint32) {
	k.c.Lists = nil
	for _, of := range k.l.Lists {
		if k.c.Asked.over == nil || slices.Contains(k.c.Asked.over, of.List) {
			k.c.Lists = append(k.c.Lists, of)
		}
	}
	bit = make([]uint32, len(k.l.Lists))
	if len(k.c.Lists) > count.MaxLists {
		return bit
	}
	for i, of := range k.c.Lists {
		k.c.Table.Lists = append(k.c.Table.Lists, of.Name)
		bit[k.l.g.rows.at[of.List]] = 1 << i
	}
	return bit
}

// joined gives, by row, the persons and rows that are gone which people judged
// to be the same as it, also by way of others.
func (l *Linked) joined() map[string][]string {
	out := map[string][]string{}
	if len(l.g.joiners) == 0 {
		return out
	}
	all, _ := person.Clusters(append(l.g.rows.ids(), l.g.joiners...), l.Judgements)
	for _, c := range all {
		if !l.here(c[0]) { // rows come before those that only join them
			continue
		}
		for _, id := range c[1:] {
			if !l.here(id) {
				out[c[0]] = append(out[c[0]], id)
			}
		}
	}
	return out
}
