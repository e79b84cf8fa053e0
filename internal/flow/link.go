package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/format/linking"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/naming"
	"sanad/schema"
)

// LinkRequest asks for the lists of a case to be linked.
type LinkRequest struct {
	Case string
	// Spec says by which properties, in the YAML of linkage.Spec with
	// properties for columns; "" stands for linkage.People.
	Spec string
}

// LinkRun is what linking recorded, or found to be recorded already.
type LinkRun struct {
	person.Linked
	New bool // it is another than the newest that was recorded
	// Report is of the rows that are under no seal; Sealed, if rows or claims
	// are under one, of all.
	Report linkage.Report
	Sealed *linkage.Report
}

// Link learns how likely two rows of a case's lists speak of one person,
// proposes which do, and records the run: the model and the outcome are kept as
// they are, so that every reader is told the same of every pair. The model is
// learned from what open shows, the archive as those may know it who may see
// nothing that is sealed; whole is all of it, and what lies under seal is scored
// by the same model in a second outcome, for those who may see it. Rows that
// did not change since the newest run give that run.
func Link(ctx context.Context, open, whole *Archive, actor guard.Actor, req LinkRequest, progress Progress) (LinkRun, error) {
	if err := actor.MayIn(req.Case, guard.ToJudge); err != nil {
		return LinkRun{}, err
	}
	spec, err := specOf(req.Spec)
	if err != nil {
		return LinkRun{}, err
	}
	l := linker{spec: spec, caseName: req.Case, progress: progress}
	shown, err := l.gather(ctx, open)
	if err != nil {
		return LinkRun{}, err
	}
	all, err := l.gather(ctx, whole)
	if err != nil {
		return LinkRun{}, err
	}
	run := LinkRun{Linked: person.Linked{Case: req.Case, Seen: min(shown.seen, all.seen), Rows: int64(len(shown.rows.records))}}
	if len(all.rows.records) < 2 {
		return run, nil // nobody can be anybody else
	}
	if len(shown.rows.records) < 2 && !actor.MaySeeIn(req.Case, guard.Sealed) {
		return run, nil // for them there is nothing to link
	}
	if run, err = l.outcomes(ctx, whole, run, shown, all); err != nil {
		return run, err
	}
	if err := whole.Renditions.Settle(ctx); err != nil {
		return run, fmt.Errorf("keeping the outcome of linking: %w", err)
	}
	return recordRun(ctx, whole, actor, run)
}

func specOf(text string) (linkage.Spec, error) {
	if text == "" {
		return linkage.People(), nil
	}
	spec, err := linkage.ParseSpec([]byte(text))
	if err != nil {
		return spec, fail.New(fail.Usage, "the linking spec: %w", err).Do("its columns are properties of a person: sanad schema Person lists them")
	}
	for _, f := range spec.Fields {
		for _, property := range f.Columns {
			if err := schema.Check("Person", property); err != nil {
				return spec, fail.New(fail.Usage, "the linking spec: the field %s: %w", f.Name, err)
			}
		}
		if len(f.Columns) > mostColumns {
			return spec, fail.New(fail.Usage, "the linking spec: the field %s is of %d properties, more than %d", f.Name, len(f.Columns), mostColumns)
		}
	}
	return spec, nil
}

// mostColumns is of how many properties one field is made at most.
const mostColumns = 8

// linker links the rows of one case.
type linker struct {
	spec     linkage.Spec
	caseName string
	progress Progress
}

// toLink is what a state gives of a case for linking.
type toLink struct {
	rows       linkRows
	judgements []person.Judgement
	joiners    []string // persons, and rows that are gone, which join others
	seen       int64
	names      *naming.Groups
	grouped    []person.NamesGrouped // what the archive added to the dictionary
}

// columnsOf gives the properties that a spec looks at, and those a reviewer is
// shown.
func columnsOf(spec linkage.Spec) []string {
	out := seenProperties()
	for _, f := range spec.Fields {
		out = append(out, f.Columns...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (l *linker) tell(doing string, done, total int64) {
	if l.progress != nil {
		l.progress(doing, done, total)
	}
}

// gather reads the rows, what they say and what was judged of them.
func (l *linker) gather(ctx context.Context, a *Archive) (g toLink, err error) {
	l.tell("reading rows", 0, 1)
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		g, err = l.gatherOf(ctx, s)
		return err
	})
	return g, err
}

func (l *linker) gatherOf(ctx context.Context, s State) (g toLink, err error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return g, err
	}
	g.seen = tree.Size()
	if g.rows, err = rowsOf(ctx, s, l.caseName); err != nil {
		return g, err
	}
	if err := g.rows.fill(ctx, s, columnsOf(l.spec)); err != nil {
		return g, err
	}
	if g.grouped, err = s.NameGroups(ctx); err != nil {
		return g, err
	}
	if g.names, err = namesWith(naming.Standard(), g.grouped); err != nil {
		return g, err
	}
	g.judgements, g.joiners, err = judgementsOf(ctx, s, l.caseName, g.rows.ids())
	return g, err
}

// judgementsOf gives the judgements of a case, and who in them is no row that
// is linked: persons, and rows that are gone. Such join the rows that are judged
// to be the same as they, and are not counted.
func judgementsOf(ctx context.Context, s State, caseName string, rows []string) (all []person.Judgement, joiners []string, err error) {
	row := make(map[string]bool, len(rows))
	for _, id := range rows {
		row[id] = true
	}
	others := map[string]bool{}
	err = s.Judgements(ctx, caseName, func(j person.Judgement) error {
		all = append(all, j)
		for _, id := range []string{j.Left, j.Right} {
			if !row[id] {
				others[id] = true
			}
		}
		return nil
	})
	return all, slices.Sorted(maps.Keys(others)), err
}

// fillTable adds rows to a table, their names parted where no claim parts them.
func (g toLink) fillTable(t *linkage.Table, columns []string) error {
	if err := t.Headings(columns); err != nil {
		return fmt.Errorf("the linking spec: %w", err)
	}
	for i, l := range g.rows.lists {
		if l.About.Repeats {
			t.Repeats(i)
		}
	}
	cells := make([]string, len(columns))
	for _, r := range g.rows.records {
		at, ok := g.rows.at[r.List]
		lang := ""
		if ok {
			lang = g.rows.langs[at]
		} else {
			at = len(g.rows.lists) // a person, who is on no list
		}
		parted := r.Parted(g.names, lang)
		for i, property := range columns {
			cells[i] = parted.Values[property]
			if property == "name" && cells[i] == "" {
				cells[i] = r.Name
			}
		}
		if err := t.Add(cells, at); err != nil {
			return err
		}
	}
	return nil
}

// judged gives the judgements as rows of the table that must and can't be one
// person. What people joined and held apart at once is left open: it is told as
// a conflict.
func (g toLink) judged() (o linkage.Options) {
	row := make(map[string]int32, len(g.rows.records))
	for i, r := range g.rows.records {
		row[r.Mention] = int32(i)
	}
	clusters, conflicts := person.Clusters(g.rows.ids(), g.judgements, g.joiners...)
	for _, c := range clusters {
		for _, other := range c[1:] {
			o.MustLink = append(o.MustLink, [2]int32{row[c[0]], row[other]})
		}
	}
	open := map[[2]string]bool{}
	for _, c := range conflicts {
		open[[2]string{c.Left, c.Right}] = true
	}
	// Whoever is judged two through a person or a row that is gone is so as well.
	stands := map[string]int32{}
	all, _ := person.Clusters(append(g.rows.ids(), g.joiners...), g.judgements)
	for _, c := range all {
		first, ok := row[c[0]] // rows come before those that only join them
		for _, m := range c {
			if ok {
				stands[m] = first
			}
		}
	}
	for _, j := range g.judgements {
		a, left := stands[j.Left]
		b, right := stands[j.Right]
		if left && right && a != b && (j.Verdict == person.Different || j.Verdict == person.Relative) && !open[[2]string{j.Left, j.Right}] {
			o.CannotLink = append(o.CannotLink, [2]int32{a, b})
		}
	}
	return o
}

// outcomes links, and keeps the model and what came of it.
func (l *linker) outcomes(ctx context.Context, a *Archive, run LinkRun, shown, all toLink) (LinkRun, error) {
	from := shown
	hidden := len(shown.rows.records) < 2
	if hidden {
		from = all
	}
	l.tell("linking", 0, int64(len(from.rows.records)))
	res, model, err := l.learn(from)
	if err != nil {
		return run, err
	}
	if run.Model, err = saveModel(ctx, a, savedModel{Version: linkerVersion, Sealed: hidden, Names: from.grouped, Calibration: calibrated(res, from)}, model); err != nil {
		return run, err
	}
	open := linking.Outcome{Rows: shown.rows.ids(), Head: linking.Head{Report: json.RawMessage("{}")}}
	if !hidden {
		run.Report, run.Pairs, run.Clusters = res.Report, int64(len(res.Pairs)), int64(len(res.Clusters))
		if open, err = outcomeOf(res, shown); err != nil {
			return run, err
		}
	}
	if run.Outcome, err = keepOutcome(ctx, a, open); err != nil || sameRows(shown, all) {
		return run, err
	}
	if !hidden {
		if res, err = linkBy(model, all, columnsOf(l.spec)); err != nil {
			return run, err
		}
	}
	whole, err := outcomeOf(res, all)
	if err != nil {
		return run, err
	}
	sum, err := keepOutcome(ctx, a, whole)
	run.Linked.Sealed, run.Sealed = &sum, &res.Report
	return run, err
}

// recordRun writes the event that names a run, if it is not the newest anyway.
func recordRun(ctx context.Context, a *Archive, actor guard.Actor, run LinkRun) (LinkRun, error) {
	run.Run = runID(run.Linked)
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		newest, err := s.Linking(ctx, run.Case)
		if err != nil && fail.Of(err) != fail.NotFound {
			return nil, err
		}
		if run.New = err != nil || newest.Run != run.Run; !run.New && sameSum(newest.Sealed, run.Linked.Sealed) {
			run.Linked = newest.Linked
			return nil, nil
		}
		return []ledger.Fact{run.Linked}, run.Check()
	})
	return run, err
}

// runID names a run by what came out of it over rows that are under no seal:
// the id must not tell that something sealed changed.
func runID(l person.Linked) string {
	return canon.ID("k", "sanad/linking/v1", []byte(l.Case), l.Model[:], l.Outcome[:])
}

func sameSum(a, b *custody.Sum) bool { return a == b || a != nil && b != nil && *a == *b }

// learn learns a model of rows and links them by it.
func (l *linker) learn(g toLink) (*linkage.Result, linkage.Model, error) {
	t, err := linkage.NewTable(l.spec, g.names)
	if err != nil {
		return nil, linkage.Model{}, err
	}
	if err := g.fillTable(t, columnsOf(l.spec)); err != nil {
		return nil, linkage.Model{}, err
	}
	res, err := linkage.Link(t, g.judged())
	if err != nil {
		return nil, linkage.Model{}, fmt.Errorf("linking the case %s: %w", l.caseName, err)
	}
	return res, res.Model(), nil
}

// linkBy links rows by a model that was learned before.
func linkBy(m linkage.Model, g toLink, columns []string) (*linkage.Result, error) {
	t, err := linkage.NewTableFor(m, g.names)
	if err != nil {
		return nil, err
	}
	if err := g.fillTable(t, columns); err != nil {
		return nil, err
	}
	return linkage.LinkBy(t, m, g.judged())
}

// calibrated fits chances to what people decided of the rows. Before they
// decided enough, chances are as the model has them.
func calibrated(r *linkage.Result, g toLink) linkage.Calibration {
	row := make(map[string]int32, len(g.rows.records))
	for i, record := range g.rows.records {
		row[record.Mention] = int32(i)
	}
	var known []linkage.Reviewed
	for _, j := range g.judgements {
		a, left := row[j.Left]
		b, right := row[j.Right]
		if left && right && j.Verdict != person.Unsure && !j.Bulk {
			known = append(known, linkage.Reviewed{Bits: r.Explain(a, b).Bits, Same: j.Verdict == person.Same})
		}
	}
	c, err := linkage.Calibrate(known)
	if err != nil {
		return linkage.Calibration{}
	}
	return c
}

// sameRows reports whether two gatherings have the same rows that say the same.
func sameRows(a, b toLink) bool {
	return len(a.judgements) == len(b.judgements) && slices.EqualFunc(a.rows.records, b.rows.records, func(x, y person.Record) bool {
		return x.Mention == y.Mention && maps.Equal(x.Values, y.Values)
	})
}
