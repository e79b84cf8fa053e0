package flow

import (
	"context"
	"errors"
	"fmt"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

// graphDecision is what is to become of a batch.
type graphDecision struct {
	facts   []ledger.Fact
	taken   []*graphCandidate
	known   int64
	waiting map[int64]string // and for what
	failed  []GraphFailure
	there   *pending
}

// errWaits marks an error of a line that points at what is not here yet.
type errWaits struct{ error }

// errKnown says of a line that it says what is here already.
var errKnown = errors.New("it is here already")

// decideGraph decides on a batch. Lines may point at each other in any order:
// first all are taken to come in, and those that point at nothing are left out
// until none is left that does. A line can't get what it needs by another
// being left out, so the rest is the most that can come in together.
func decideGraph(ctx context.Context, s State, im *graphImporter, batch []*graphCandidate) (*graphDecision, error) {
	out := map[int64]bool{}
	for {
		d := &decider{s: s, im: im, batch: batch, out: &graphDecision{waiting: map[int64]string{}, there: newPending()}, promised: newPending()}
		for _, c := range batch {
			if !out[c.line.Number] {
				d.promise(c)
			}
		}
		for _, c := range batch {
			if err := d.take(ctx, c); err != nil {
				return nil, err
			}
		}
		left := len(out)
		for line := range d.out.waiting {
			out[line] = true
		}
		for _, f := range d.out.failed {
			out[f.Line] = true
		}
		if len(out) == left {
			return d.out, nil
		}
	}
}

// decider decides on the lines of a batch, in their order.
type decider struct {
	s        State
	im       *graphImporter
	batch    []*graphCandidate
	out      *graphDecision
	promised *pending // what lines further on are taken to make
	kinds    map[string]string

	groups    []person.NamesGrouped // that hold, with those of the batch so far; nil: nobody asked yet
	groupsFit bool                  // all of the batch fit
}

// promise notes what a line will have made if it comes in.
func (d *decider) promise(c *graphCandidate) {
	switch f := c.fact.(type) {
	case *claim.Made:
		d.promised.claims[f.Claim], d.promised.entities[f.Entity] = f, f.Schema
	case *finding.Made:
		d.promised.findings[f.Finding] = f
	}
}

func (d *decider) take(ctx context.Context, c *graphCandidate) error {
	facts, err := d.decide(ctx, c)
	var waits errWaits
	switch {
	case errors.Is(err, errKnown):
		d.out.known++
	case err == nil && c.fact == nil:
	case err == nil:
		d.out.facts = append(append(d.out.facts, facts...), c.fact)
		d.out.taken = append(d.out.taken, c)
		d.note(c)
	case errors.As(err, &waits):
		d.out.waiting[c.line.Number] = waits.Error()
	case fatal(err):
		return err
	default:
		id := ""
		if c.fact != nil {
			id = subjectOf(c.fact)
		} else {
			id = c.thing.ID
		}
		d.out.failed = append(d.out.failed, GraphFailure{c.line.Number, id, err.Error()})
	}
	return nil
}

// decide gives the facts to record before the line's own: errKnown if it says
// what is here, an errWaits if it points at what is not.
func (d *decider) decide(ctx context.Context, c *graphCandidate) ([]ledger.Fact, error) {
	if c.thing != nil {
		return nil, d.entity(ctx, *c.thing)
	}
	if err := d.recorded(ctx, c); err != nil {
		return nil, err
	}
	if err := d.check(ctx, c); err != nil {
		return nil, err
	}
	return d.opens(ctx, c.fact)
}

// entity refuses an entity that is another thing here.
func (d *decider) entity(ctx context.Context, e graphEntity) error {
	kind, err := d.kindOf(ctx, e.ID)
	if errors.As(err, new(errWaits)) {
		return nil // it is new
	}
	if err == nil && kind != e.Schema {
		err = fail.New(fail.Conflict, "the entity %s is a %s here, and a %s in the file", e.ID, kind, e.Schema)
	}
	return err
}

// recorded gives errKnown for a line that was taken over before, or came from
// here, and refuses one that gives another thing as the same entry.
func (d *decider) recorded(ctx context.Context, c *graphCandidate) error {
	first := recordedAt{c.line.Recorded.Log, c.line.Recorded.Index}
	if d.first(first) {
		return fail.New(fail.Conflict, "entry %d of %s stands in the file twice", first.index, first.log)
	}
	index, err := first.index, error(nil)
	if first.log != d.im.a.origin() {
		if index, err = d.s.RecordedAs(ctx, first.log, first.index); fail.Of(err) == fail.NotFound {
			return nil
		}
	}
	if err != nil {
		return err
	}
	return d.compare(ctx, c, index, fmt.Sprintf("entry %d of %s", first.index, first.log))
}

// compare gives errKnown if the entry index says what the line says.
func (d *decider) compare(ctx context.Context, c *graphCandidate, index int64, what string) error {
	e, err := d.s.Event(ctx, index)
	if err != nil {
		return err
	}
	if e.Kind.String() == c.line.Kind && len(e.Body) > 0 {
		alike, err := saysAlike(e.Body, c.line.Body, d.im.kinds[c.line.Kind])
		if err != nil {
			return err
		}
		if alike {
			return errKnown
		}
	}
	return fail.New(fail.Conflict, "%s says something else here: entry %d", what, index)
}

// opens gives the event that opens the case of a fact, if it is not open.
func (d *decider) opens(ctx context.Context, f ledger.Fact) ([]ledger.Fact, error) {
	name := ""
	switch f := f.(type) {
	case *claim.VocabularyImported:
		name = f.Case
	case *claim.Made:
		name = f.Case
	case *finding.Made:
		name = f.Case
	case *person.ListImported:
		name = f.Case
	}
	if name == "" || d.opened(name) {
		return nil, nil
	}
	d.out.there.cases[name] = true
	return caseFacts(ctx, d.s, name)
}

// note remembers what a line that comes in has made.
func (d *decider) note(c *graphCandidate) {
	there := d.out.there
	there.first[recordedAt{c.line.Recorded.Log, c.line.Recorded.Index}] = true
	switch f := c.fact.(type) {
	case *claim.Made:
		there.claims[f.Claim], there.entities[f.Entity] = f, f.Schema
	case *finding.Made:
		there.findings[f.Finding] = f
	case *claim.Withdrawn:
		there.dropped[f.Claim] = true
	case *finding.Withdrawn:
		there.dropped[f.Finding] = true
	case *person.ListImported:
		there.lists[f.List] = 1
	case *person.ListRevised:
		there.lists[f.List] = f.Version
	case *person.Mentioned:
		there.mentions[f.Mention] = true
	case *person.NamesGrouped:
		there.groups = append(there.groups, *f)
	}
}
