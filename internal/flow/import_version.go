package flow

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// begin finds the list the table is a version of. It reports true if the very
// version was imported whole before.
func (im *importer) begin(ctx context.Context) (known bool, err error) {
	im.out.List, im.out.Version = person.ListID(im.req.Item, im.req.Mapping), 1
	return known, im.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		lists, err := s.Lists(ctx, "")
		if err != nil {
			return err
		}
		for _, l := range lists {
			if l.Fingerprint == im.out.Fingerprint && l.Case != im.req.Case {
				return fail.New(fail.Conflict, "the list %s was imported into the case %s before", l.Name, l.Case).Do("name that case with --case, or change the mapping's list name")
			}
			if l.Case != im.req.Case || l.Name != im.m.List {
				continue
			}
			apart, err := im.apart(ctx, s, l)
			if err == nil && !apart {
				known, err = im.follow(ctx, s, l)
			}
			if err != nil || !apart {
				return err
			}
		}
		return nil
	})
}

// apart reports whether the seal lies over just one of the table and the newest
// file of a list. Then they are lists of their own: a sealed version would take
// back open claims where everyone sees it, and stand in the way of the next open
// one.
func (im *importer) apart(ctx context.Context, s State, l person.List) (bool, error) {
	before, err := s.Item(ctx, l.Item)
	if err != nil {
		return false, err
	}
	now, err := s.Item(ctx, im.req.Item)
	return (before.Label == guard.Sealed) != (now.Label == guard.Sealed), err
}

// follow goes on with a list that is there: with its newest version if it is
// just this one, else with a next version.
func (im *importer) follow(ctx context.Context, s State, l person.List) (known bool, err error) {
	im.out.List, im.out.Version = l.List, l.Version
	if l.Fingerprint == im.out.Fingerprint {
		if l.Complete {
			return true, nil
		}
		if l.Version == 1 {
			return false, nil
		}
	} else {
		versions, err := s.ListVersions(ctx, l.List)
		if err != nil {
			return false, err
		}
		for _, v := range versions {
			if v.Fingerprint == im.out.Fingerprint {
				return false, fail.New(fail.Conflict, "this is version %d of the list %s, and version %d came after it", v.Version, l.Name, l.Version).
					Do("import the newest file; what version %d said can be read: sanad entity history", v.Version)
			}
		}
		if !l.Complete {
			return false, fail.New(fail.Conflict, "the import of version %d of the list %s was interrupted", l.Version, l.Name).Do("import that file again first: it goes on where it ended")
		}
		im.out.Version = l.Version + 1
	}
	if im.before, err = earlierOf(ctx, s, l.List); err == nil && im.req.source != nil {
		im.before.says = orElse(im.m.Says, im.m.List)
	}
	return false, err
}

// newest gives a list as it stands now.
func newest(ctx context.Context, s State, list string) (person.List, error) {
	all, err := s.ListVersions(ctx, list)
	if err != nil {
		return person.List{}, err
	}
	if len(all) == 0 {
		return person.List{}, fail.New(fail.NotFound, "there is no list %s", list)
	}
	return all[len(all)-1], nil
}

// open says, before the first row, that the list or its version came. Another
// process may have brought a version meanwhile: then nothing is written.
func (im *importer) open(ctx context.Context, s State) ([]ledger.Fact, error) {
	l, err := newest(ctx, s, im.out.List)
	switch {
	case fail.Of(err) == fail.NotFound && im.out.Version == 1:
		facts, err := caseFacts(ctx, s, im.req.Case)
		return im.described(append(facts, person.ListImported{List: im.out.List, Name: im.m.List, Case: im.req.Case, Item: im.req.Item,
			Mapping: im.req.Mapping, Fingerprint: im.out.Fingerprint, Rows: im.out.Rows}), person.List{}), err
	case err != nil:
		return nil, err
	case l.Version == im.out.Version && l.Fingerprint == im.out.Fingerprint:
		return nil, nil
	case l.Version+1 == im.out.Version && l.Complete:
		return im.described([]ledger.Fact{person.ListRevised{List: im.out.List, Version: im.out.Version, Item: im.req.Item,
			Mapping: im.req.Mapping, Fingerprint: im.out.Fingerprint, Rows: im.out.Rows}}, l), nil
	}
	return nil, fail.New(fail.Conflict, "another import changed the list %s meanwhile", im.m.List).Do("import the file again")
}

// described adds what the mapping says of the list as a source, if that is new.
func (im *importer) described(facts []ledger.Fact, before person.List) []ledger.Fact {
	about := im.m.About
	if about.IsZero() || about.Equal(before.About) {
		return facts
	}
	return append(facts, person.ListDescribed{List: im.out.List, About: about, Reason: "the mapping says so"})
}

// earlier is the rows of a list as the version before gives them.
type earlier struct {
	byKey  map[string]int
	items  map[custody.Sum]bool // the files of all its versions
	says   string               // who says so in what is no table of its own; "" of a table
	rows   []person.Mention     // in the order of their rows
	seen   []bool               // the new version has it
	anchor []int                // of pending: the last row before it that was found
	last   int                  // the last row that was found, or -1
	wait   []rowFacts           // rows that were not found by their key
	said   map[int][]string     // of rows that new ones were compared with
}

func earlierOf(ctx context.Context, s State, list string) (*earlier, error) {
	e := &earlier{byKey: map[string]int{}, items: map[custody.Sum]bool{}, last: -1}
	versions, err := s.ListVersions(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		e.items[v.Item] = true
	}
	err = s.Mentions(ctx, "", list, func(m person.Mention) error {
		e.rows = append(e.rows, m)
		return nil
	})
	slices.SortStableFunc(e.rows, func(a, b person.Mention) int { return cmp.Compare(a.Row, b.Row) })
	for i, m := range e.rows {
		key := m.Key
		if key == "" && m.RowID != "" { // of an archive that did not keep keys yet
			key = "n:" + m.RowID
		}
		if key != "" {
			e.byKey[key] = i
		}
	}
	e.seen = make([]bool, len(e.rows))
	return e, err
}

// place finds what a row of the new version was before: nil if it is just as
// it was, or has to wait until all rows were seen.
func (e *earlier) place(ctx context.Context, im *importer, f rowFacts) (*rowFacts, error) {
	i, ok := e.byKey[f.mention.Key]
	if !ok || e.seen[i] {
		e.wait, e.anchor = append(e.wait, f), append(e.anchor, e.last)
		return nil, nil
	}
	e.seen[i], e.last = true, i
	if was := e.rows[i]; was.Digest == f.mention.Digest && !was.Retired {
		im.out.Unchanged++
		return nil, nil
	}
	return e.change(ctx, im, f, e.rows[i])
}

// change makes of a row's facts those that lead from what it was to what it is:
// claims that are the same stay as they were made, cited to the older file.
func (e *earlier) change(ctx context.Context, im *importer, f rowFacts, was person.Mention) (*rowFacts, error) {
	id := was.Mentioned.Mention
	var old []claim.Claim
	gone := map[string]bool{}
	err := im.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.Claims(ctx, ClaimFilter{Entity: id, After: -1}, func(c claim.Claim) error {
			if c.Standing.Stands() && e.made(c) {
				old = append(old, c)
			}
			gone[c.Made.Claim] = !c.Standing.Stands()
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	im.out.Changed++
	n := f.mention
	out := rowFacts{row: f.row, revised: &person.Revised{Mention: id, List: n.List, Version: im.out.Version, Row: n.Row, RowID: n.RowID, Name: n.Name, Key: n.Key, Digest: n.Digest}}
	kept := make([]bool, len(old))
	for _, c := range f.claims {
		if c.Entity == n.Mention {
			c.Entity = id
			c.Claim = c.Named()
		}
		if at := slices.IndexFunc(old, func(o claim.Claim) bool { return saysSame(o.Made, c) }); at >= 0 {
			kept[at] = true
			continue
		}
		if gone[c.Claim] {
			im.failed(f.row, columnOf(c.Passages), "the claim "+c.Claim+" says just that, and was withdrawn: it stays so", true)
			continue
		}
		out.claims = append(out.claims, c)
	}
	for at, o := range old {
		if kept[at] {
			continue
		}
		out.drops = append(out.drops, claim.Withdrawn{Claim: o.Made.Claim, Reason: "the list gives it otherwise, or no more, in its version " + strconv.Itoa(im.out.Version)})
		for i := range out.claims {
			if c := &out.claims[i]; c.Property == o.Property && c.Entity == o.Entity && c.Replaces == "" {
				c.Replaces = o.Made.Claim
				break
			}
		}
	}
	return &out, nil
}

// made reports whether a claim on a row was made of the list's own cells: a
// claim somebody added by hand from another document is not the list's to
// take back.
func (e *earlier) made(c claim.Claim) bool {
	if e.says != "" { // rows of records that have no cells, or have them in other files too
		return len(c.Says) > 0 && c.Says[len(c.Says)-1] == claim.Teller{Who: e.says, Verb: "lists"}
	}
	return !slices.ContainsFunc(c.Passages, func(p text.Passage) bool { return p.Selector.Cell == "" || !e.items[p.Item] })
}

// saysSame reports whether two claims on one thing say the same in the same
// words.
func saysSame(a, b claim.Made) bool {
	return a.Property == b.Property && a.Value == b.Value && a.ValueEntity == b.ValueEntity &&
		strings.TrimSpace(a.Original) == strings.TrimSpace(b.Original)
}

// settle decides on the rows that were not found by their key, and retires
// those that nothing was found for. Between the same two unchanged rows, a row
// that shares at least half of its values with one that is missing is that one,
// changed.
func (im *importer) settle(ctx context.Context) error {
	e := im.before
	missing := map[int][]int{} // by the last row before that was found
	last := -1
	for i := range e.rows {
		if e.seen[i] {
			last = i
			continue
		}
		missing[last] = append(missing[last], i)
	}
	for n, f := range e.wait {
		at, err := im.alike(ctx, f, missing[e.anchor[n]])
		if err != nil {
			return err
		}
		next := &f
		if at >= 0 {
			e.seen[at] = true
			if next, err = e.change(ctx, im, f, e.rows[at]); err != nil {
				return err
			}
		} else {
			im.out.Added++
			f.mention.Version = im.out.Version
		}
		if err := im.put(ctx, *next); err != nil {
			return err
		}
	}
	for i, m := range e.rows {
		if e.seen[i] || m.Retired {
			continue
		}
		im.out.Retired = append(im.out.Retired, RetiredRow{m.Mentioned.Mention, m.Row, m.RowID, m.Name})
		if err := im.put(ctx, rowFacts{row: m.Row, retired: &person.Retired{Mention: m.Mentioned.Mention, List: m.List, Version: im.out.Version}}); err != nil {
			return err
		}
	}
	return nil
}

// alike gives the missing row that a new one is most like, -1 if none shares
// half of its values. Rows with a number or key of their own are never alike:
// another number is another row.
func (im *importer) alike(ctx context.Context, f rowFacts, missing []int) (int, error) {
	best, most := -1, 0.5
	if !strings.HasPrefix(f.mention.Key, "c:") {
		return best, nil
	}
	said := map[string]bool{}
	for _, c := range f.claims {
		if c.Entity == f.mention.Mention {
			said[sumOf(c.Property, c.Value)] = true
		}
	}
	for _, i := range missing[:min(len(missing), maxAlike)] {
		if im.before.seen[i] {
			continue
		}
		gave, err := im.before.gave(ctx, im, i)
		if err != nil {
			return best, err
		}
		shared, of := 0, len(gave)
		for _, sum := range gave {
			if said[sum] {
				shared++
			}
		}
		if part := float64(shared) / float64(max(of, len(said), 1)); part >= most && (best < 0 || part > most) {
			best, most = i, part
		}
	}
	return best, nil
}

// gave gives the sums of what a row of the version before says. It is asked once
// of each row: every new one may be compared with the same missing ones.
func (e *earlier) gave(ctx context.Context, im *importer, i int) (sums []string, err error) {
	if sums, ok := e.said[i]; ok {
		return sums, nil
	}
	err = im.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.Claims(ctx, ClaimFilter{Entity: e.rows[i].Mentioned.Mention, After: -1}, func(c claim.Claim) error {
			if c.Standing.Stands() {
				sums = append(sums, sumOf(c.Property, c.Value))
			}
			return nil
		})
	})
	if e.said == nil {
		e.said = map[int][]string{}
	}
	e.said[i] = sums
	return sums, err
}

// maxAlike bounds how many missing rows a new one is compared with: where a
// whole block of a list was replaced, its rows are new.
const maxAlike = 200
