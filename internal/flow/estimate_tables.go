package flow

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// tables are what is estimated: the whole and its strata, and what is told of
// all of them.
type tables struct {
	about count.Estimated // its parts have no sums yet
	parts []countedPart
}

// countedPart is one table with its drawings, and both as they are written.
type countedPart struct {
	table    count.Table
	drawings []count.Table
	csv      []byte
}

// toldTables counts what the actor may know and asked for. What is sealed makes
// the estimate sealed only where it makes a difference, for a number that is the
// same without it tells nothing of it.
func toldTables(ctx context.Context, open, whole *Archive, actor guard.Actor, req EstimateRequest, progress Progress) (tables, error) {
	tell := func(done int64) {
		if progress != nil {
			progress("counting", done, 2)
		}
	}
	tell(0)
	shown, openly := countTables(ctx, open, req)
	if req.Open || !actor.MaySeeIn(req.Case, guard.Sealed) {
		shown.about.Label = guard.Case
		return shown, openly
	}
	tell(1)
	all, err := countTables(ctx, whole, req)
	if err != nil {
		return all, err
	}
	if openly == nil && sameTables(shown, all) {
		shown.about.Label = guard.Case
		return shown, nil
	}
	all.about.Label = guard.Sealed
	return all, nil
}

// sameTables reports whether two countings say the same, to the letter.
func sameTables(a, b tables) bool {
	return len(a.parts) == len(b.parts) && slices.Equal(a.about.Question.Lists, b.about.Question.Lists) &&
		slices.EqualFunc(a.parts, b.parts, func(x, y countedPart) bool { return bytes.Equal(x.csv, y.csv) }) &&
		slices.EqualFunc(a.about.Parts, b.about.Parts, func(x, y count.Part) bool { return x == y })
}

// countTables counts by the request.
func countTables(ctx context.Context, a *Archive, req EstimateRequest) (t tables, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		l, err := LinkedOf(ctx, a, s, req.Case)
		if err != nil {
			return err
		}
		req.Level = l.estimated(req.Level)
		if err := ofPeople(ctx, s, req, l.Lists); err != nil {
			return err
		}
		over, err := tabledLists(l.Lists, req)
		if err != nil {
			return err
		}
		c, err := l.Count(ctx, s, CountRequest{Event: req.Event, By: req.By, Level: req.Level, Calendar: req.Calendar, over: over})
		if err != nil {
			return err
		}
		t, err = tablesOf(c, req)
		if err == nil && req.Level != Judged {
			t.about.Question.Judged, err = l.judgedOf(ctx, s, req)
		}
		if err == nil && t.about.Question.Drawings > 0 {
			t.about.Question.Run, err = runOf(ctx, s, req.Case)
		}
		return err
	})
	return t, err
}

// judgedOf counts the people of the lists that are weighed as people judged
// them: what is estimated from is no documented minimum where the linker is
// believed, and who quotes it must have both.
func (l *Linked) judgedOf(ctx context.Context, s State, req EstimateRequest) (int64, error) {
	c, err := l.Count(ctx, s, CountRequest{Event: req.Event, Level: Judged})
	if err != nil {
		return 0, err
	}
	chosen, err := chooseLists(c.Lists, req)
	return chosen.over(c.Table).Minimum(), err
}

// estimated gives the level of linking that an estimate is made at. A pair that
// nobody judged yet is counted apart by the documented minimum; in an estimate
// it would be two people who met no other list, and raise it far more than the
// linker errs.
func (l *Linked) estimated(level linkage.Certainty) linkage.Certainty {
	switch {
	case level != "":
		return level
	case l.Unlinked:
		return Judged
	}
	return linkage.Probable
}

// ofPeople refuses a list whose rows are not people: it is there, and not in the
// table of overlaps.
func ofPeople(ctx context.Context, s State, req EstimateRequest, lists []person.List) error {
	for _, name := range slices.Concat(append(slices.Clone(req.Merge), req.Lists)...) {
		if _, err := findIn(lists, name); err == nil {
			continue
		}
		l, err := FindList(ctx, s, req.Case, name)
		if err != nil {
			continue // that there is none is told by chooseLists, with those there are
		}
		if m, err := mapping.Parse([]byte(l.Mapping)); err == nil && m.Schema != "Person" {
			return fail.New(fail.Usage, "the rows of the list %q are not people: each is %s", l.Name, schema.WithArticle(m.Schema)).Do("choose of: %s", namesOf(lists))
		}
	}
	return nil
}

// tabledLists gives the ids of the lists that are weighed where a table could
// not hold all there are; nil where it can.
func tabledLists(lists []person.List, req EstimateRequest) (ids []string, err error) {
	if len(lists) <= count.MaxLists {
		return nil, nil
	}
	weighed, err := weighedLists(lists, req)
	if err != nil {
		return nil, err
	}
	for i, l := range lists {
		if weighed[i] {
			ids = append(ids, l.List)
		}
	}
	if len(ids) > count.MaxLists {
		return nil, fail.New(fail.Usage, "the case has %d lists, and the overlaps of %d at most are estimated from", len(lists), count.MaxLists).
			Do("choose the best ones: --lists NAME --lists NAME")
	}
	return ids, nil
}

func namesOf(lists []person.List) string {
	var names []string
	for _, l := range lists {
		names = append(names, l.Name)
	}
	return strings.Join(names, "; ")
}

// runOf names the linking from which drawings are made, "" if it was made for
// this question alone.
func runOf(ctx context.Context, s State, caseName string) (string, error) {
	run, err := s.Linking(ctx, caseName)
	if fail.Of(err) == fail.NotFound {
		return "", nil
	}
	return run.Run, err
}

func tablesOf(c Counted, req EstimateRequest) (tables, error) {
	t := tables{about: count.Estimated{Case: req.Case, Event: req.Event, By: req.By, Seen: c.Index,
		Question: count.Question{Rule: CountRule, Level: string(req.Level), Undecided: c.Undecided, Incomplete: slices.Clone(c.Incomplete)}}}
	if req.By != "" && req.Calendar != calendar.Unknown {
		t.about.Question.Calendar = req.Calendar.String()
	}
	chosen, err := chooseLists(c.Lists, req)
	if err != nil {
		return t, err
	}
	t.about.Question.Lists, t.about.Question.Merged = chosen.listed, chosen.merged()
	t.about.Question.Copies = chosen.copies
	named := namedStrata(c.Strata)
	switch {
	case len(named) > mostEstimated:
		return t, fail.New(fail.Usage, "%s parts the people into %d strata, and an estimate is made of %d at most", req.By, len(named), mostEstimated).Do("choose a field with fewer values")
	case len(named) == 0 && len(c.Strata) > 0:
		return t, fail.New(fail.NotFound, "of nobody one %s is said: there are no parts to estimate", req.By).Do("see what is said: sanad count --case %s --by %s", req.Case, req.By)
	}
	whole, err := chosen.part(c.Table, c.Drawings)
	if err != nil {
		return t, err
	}
	if whole.table.Minimum() == 0 {
		if req.Event != "" {
			return t, fail.New(fail.NotFound, "no claim connects anybody on the lists with the event %s: there is nothing to estimate from", req.Event).Do("see who is counted: sanad count --event %s; connect people by claims: sanad claim add --entity %s --schema Event --property participant --value-entity ROW", req.Event, req.Event)
		}
		return t, fail.New(fail.NotFound, "nobody is on the lists: there is nothing to estimate from").Do("see who is counted: sanad count --case %s", req.Case)
	}
	t.parts, t.about.Parts = []countedPart{whole}, []count.Part{{}}
	t.about.Question.Drawings = len(whole.drawings)
	for _, s := range named {
		part, err := chosen.part(s.Table, s.Drawings)
		if err != nil {
			return t, err
		}
		if part.table.Minimum() == 0 {
			continue // nobody of it is on the lists that were chosen
		}
		t.parts = append(t.parts, part)
		t.about.Parts = append(t.about.Parts, count.Part{Stratum: s.Key, Of: string(s.Kind), Label: s.Label})
	}
	return t, nil
}

// namedStrata are those whose people have a value in common. The others are
// people of every value, told apart by what sources leave open about them: the
// lists meet there by how much is said of somebody, and their overlap implies
// nothing.
func namedStrata(all []Stratum) []Stratum {
	return slices.DeleteFunc(slices.Clone(all), func(s Stratum) bool { return s.Kind != count.Told })
}

// choice is which lists are weighed, and which of them are taken for one.
type choice struct {
	listed  []count.Listed
	columns [][]string // names of the lists of each column
	of      []int      // the column of each list of the count; -1: it is not weighed
	copies  [][2]string
}

// chooseLists finds the lists that a request names.
func chooseLists(lists []person.List, req EstimateRequest) (choice, error) {
	out := choice{of: make([]int, len(lists))}
	weighed, err := weighedLists(lists, req)
	if err != nil {
		return out, err
	}
	group, err := groupedLists(lists, req, weighed)
	if err != nil {
		return out, err
	}
	first := map[int]int{} // the column of each group
	for at, l := range lists {
		if out.of[at] = -1; !weighed[at] {
			continue
		}
		name := l.Name
		if slices.ContainsFunc(out.listed, func(other count.Listed) bool { return other.Name == name }) {
			name += " (" + l.List + ")"
		}
		out.listed = append(out.listed, count.Listed{List: l.List, Name: name, Version: max(l.Version, 1), Item: l.Item})
		n, met := first[group[at]]
		if !met || group[at] == 0 {
			n = len(out.columns)
			out.columns = append(out.columns, nil)
			first[group[at]] = n
		}
		out.of[at] = n
		out.columns[n] = append(out.columns[n], name)
	}
	out.copied(lists)
	if len(out.columns) < 2 {
		return out, fail.New(fail.Usage, "two lists or more can be compared, and %s: only lists that overlap imply anything", fewLists(len(out.columns))).
			Do("add another, made without the first; sanad lists shows those there are")
	}
	return out, nil
}

func fewLists(n int) string {
	if n == 0 {
		return "there is none"
	}
	return "there is one"
}

// findIn finds a list of people by its id or name.
func findIn(lists []person.List, name string) (int, error) {
	at := slices.IndexFunc(lists, func(l person.List) bool { return l.List == name || SameName(l.Name, name) })
	if at < 0 {
		return at, fail.New(fail.Usage, "there is no list of people %q", name).Do("there are: %s", namesOf(lists))
	}
	return at, nil
}

// weighedLists tells which lists are weighed: all if none is named.
func weighedLists(lists []person.List, req EstimateRequest) ([]bool, error) {
	weighed := make([]bool, len(lists))
	for i := range weighed {
		weighed[i] = len(req.Lists) == 0
	}
	for _, name := range req.Lists {
		at, err := findIn(lists, name)
		if err == nil && weighed[at] {
			err = fail.New(fail.Usage, "the list %q is named twice", name)
		}
		if err != nil {
			return nil, err
		}
		weighed[at] = true
	}
	return weighed, nil
}

// groupedLists numbers, from 1, the groups of lists that are taken for one.
func groupedLists(lists []person.List, req EstimateRequest, weighed []bool) ([]int, error) {
	group := make([]int, len(lists))
	for n, names := range req.Merge {
		for _, name := range names {
			at, err := findIn(lists, name)
			if err == nil && (group[at] != 0 || !weighed[at] || len(names) < 2) {
				err = fail.New(fail.Usage, "the list %q is merged twice, with nothing, or is not among those that are weighed", name).Do("give --merge A=B, and each list once")
			}
			if err != nil {
				return nil, err
			}
			group[at] = n + 1
		}
	}
	return group, nil
}

// copied names the pairs of lists that are said to be made one from the other.
func (o *choice) copied(lists []person.List) {
	name := map[string]string{}
	for _, l := range o.listed {
		name[l.List] = l.Name
	}
	for i, a := range lists {
		for j := i + 1; j < len(lists); j++ {
			if o.of[i] >= 0 && o.of[j] >= 0 && o.of[i] != o.of[j] && Copies(a, lists[j]) {
				o.copies = append(o.copies, [2]string{name[a.List], name[lists[j].List]})
			}
		}
	}
}

// merged gives the groups of lists that are taken for one.
func (o *choice) merged() (out [][]string) {
	for _, names := range o.columns {
		if len(names) > 1 {
			out = append(out, names)
		}
	}
	return out
}

// part gives a table and its drawings over the lists that are weighed. Drawings
// of which one is empty are left out: who is one person is then not what decides.
func (o *choice) part(t count.Table, drawings []count.Table) (countedPart, error) {
	out := countedPart{table: o.over(t)}
	if out.table.Minimum() == 0 {
		return out, nil
	}
	for _, d := range drawings {
		drawn := o.over(d)
		if drawn.Minimum() == 0 {
			out.drawings = nil
			break
		}
		out.drawings = append(out.drawings, drawn)
	}
	var written bytes.Buffer
	err := count.WriteTables(&written, out.table, out.drawings)
	if err != nil {
		err = fail.New(fail.Usage, "%w", err).Do("rename the list, or choose others: --lists NAME --lists NAME")
	}
	out.csv = written.Bytes()
	return out, err
}

// over gives a table over the lists that are weighed, without those who are on
// none of them.
func (o *choice) over(t count.Table) count.Table {
	out := count.Table{Patterns: map[uint32]int64{}}
	for _, names := range o.columns {
		out.Lists = append(out.Lists, strings.Join(names, "="))
	}
	for pattern, n := range t.Patterns {
		var on uint32
		for at, column := range o.of {
			if column >= 0 && pattern&(1<<at) != 0 {
				on |= 1 << column
			}
		}
		if on != 0 {
			out.Patterns[on] += n
		}
	}
	return out
}
