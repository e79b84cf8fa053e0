package flow

import (
	"context"
	"errors"
	"io"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/format/graph"
	"sanad/internal/ground/fail"
)

// GraphRequest names a graph. Open is called for every time it is read: lines
// that point at what stands behind them are read again.
type GraphRequest struct {
	Open   func() (io.ReadCloser, error)
	DryRun bool // say what would be taken over, record nothing
}

// GraphFailure is a line that was not taken over.
type GraphFailure struct {
	Line  int64
	ID    string // what it speaks of, if it could be read so far
	Error string
}

// GraphMoved is a passage that was found again in another reading than the one
// it was cited in elsewhere.
type GraphMoved struct {
	Line     int64
	ID       string
	From, To string // passages
	Item     custody.Sum
}

// GraphImported sums up an import of a graph.
type GraphImported struct {
	Lines  int64 // of recorded things
	New    int64 // events recorded by this import
	Known  int64 // lines that say what is here already
	Missed int64 // lines that could not be taken over
	Failed []GraphFailure
	Moved  []GraphMoved
}

// graphBatch is how many lines are decided on at a time.
const graphBatch = 2000

// ImportGraph takes over a graph that another archive exported. Ids stay, and
// every event keeps where it was recorded first. What is here already is passed
// over, so that an import that was interrupted goes on where it ended. Nothing
// is recorded that points at nothing: originals must be in custody and read;
// where they were read otherwise, their quotes are located again. The book of a
// must be the book as the actor may know it.
func ImportGraph(ctx context.Context, a *Archive, actor guard.Actor, req GraphRequest, progress Progress) (GraphImported, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return GraphImported{}, err
	}
	im := &graphImporter{a: a, actor: actor, req: req, progress: progress, kinds: graphFacts(), readings: map[custody.Sum]read{}, editions: map[string]bool{}, dry: newPending()}
	err := im.pass(ctx)
	// Lines that wait for others are read again as long as that helps.
	for last := -1; err == nil && len(im.waiting) > 0 && len(im.waiting) != last; {
		last = len(im.waiting)
		im.again, im.waiting = im.waiting, map[int64]string{}
		err = im.pass(ctx)
	}
	for line, reason := range im.waiting {
		im.fail(line, "", reason)
	}
	im.sort()
	return im.out, err
}

type graphImporter struct {
	a        *Archive
	actor    guard.Actor
	req      GraphRequest
	progress Progress
	kinds    map[string]func() ledger.Fact
	out      GraphImported
	readings map[custody.Sum]read
	editions map[string]bool  // of vocabularies: whether it was here before
	again    map[int64]string // the lines of this pass; nil: all
	waiting  map[int64]string // lines that point at what is not here yet, and at what
	dry      *pending         // of a dry run: what would be here
	batch    []*graphCandidate
}

// read is what the archive has read of an item.
type read struct {
	all []text.Rendition
	err error
}

// graphCandidate is a line on its way in.
type graphCandidate struct {
	line  graph.Line
	fact  ledger.Fact  // nil of an entity
	thing *graphEntity // of an entity
	moved []GraphMoved
}

func (im *graphImporter) pass(ctx context.Context) (err error) {
	if im.waiting == nil {
		im.waiting = map[int64]string{}
	}
	file, err := im.req.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	r, err := graph.NewReader(file)
	if err != nil {
		return fail.New(fail.Usage, "%w", err).Do("give a file that sanad export graph wrote")
	}
	for {
		l, err := r.Next()
		var bad *graph.Problem
		switch {
		case errors.Is(err, io.EOF):
			return im.flush(ctx)
		case errors.Is(err, graph.ErrCutOff):
			if im.again == nil {
				im.fail(0, "", err.Error())
			}
			return im.flush(ctx)
		case errors.As(err, &bad):
			if im.again == nil {
				im.fail(bad.Line, "", bad.Err.Error())
			}
			continue
		case err != nil:
			return err
		}
		if _, ok := im.again[l.Number]; im.again != nil && !ok {
			continue
		}
		if err := im.line(ctx, l); err != nil {
			return err
		}
	}
}

// line reads a line and puts it into the batch.
func (im *graphImporter) line(ctx context.Context, l graph.Line) error {
	if im.again == nil && l.Kind != graph.Entity {
		if im.out.Lines++; im.out.Lines%1000 == 0 {
			im.progress("importing the graph", im.out.Lines, 0)
		}
	}
	c := &graphCandidate{line: l}
	if l.Kind == graph.Entity {
		c.thing = &graphEntity{}
		if err := graph.Strict(l.Body, c.thing); err != nil || c.thing.ID == "" || c.thing.Schema == "" {
			im.fail(l.Number, c.thing.ID, "the line of an entity needs its id and its kind")
			return nil
		}
		return im.put(ctx, c)
	}
	empty, ok := im.kinds[l.Kind]
	if !ok {
		im.fail(l.Number, "", "this Sanad knows no lines of the kind "+l.Kind+"; install the version that wrote it, or a newer one")
		return nil
	}
	var err error
	if c.fact, err = graphFact(l, empty); err != nil {
		err = usage(err)
	} else {
		err = im.actor.May(actFor(c.fact))
	}
	if err == nil {
		err = im.place(ctx, c)
	}
	if err != nil {
		if fatal(err) {
			return err
		}
		id := ""
		if c.fact != nil {
			id = subjectOf(c.fact)
		}
		im.fail(l.Number, id, err.Error())
		return nil
	}
	return im.put(ctx, c)
}

// fatal reports whether an error ends the work instead of costing one line: the
// ledger or the store could not be asked. A text that was lost costs its lines.
func fatal(err error) bool { return fail.Of(err) == fail.Failed && !damaged(err) }

func (im *graphImporter) put(ctx context.Context, c *graphCandidate) error {
	if im.batch = append(im.batch, c); len(im.batch) < graphBatch {
		return nil
	}
	return im.flush(ctx)
}

// flush decides on the batch and records what is new in it.
func (im *graphImporter) flush(ctx context.Context) error {
	batch := im.batch
	im.batch = nil
	if len(batch) == 0 {
		return nil
	}
	var d *graphDecision
	decide := func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		if d, err = decideGraph(ctx, s, im, batch); err != nil {
			return nil, err
		}
		return d.facts, nil
	}
	var err error
	if im.req.DryRun {
		err = im.a.Book.Look(ctx, func(ctx context.Context, s State) error { _, err := decide(ctx, s); return err })
	} else {
		var w Written
		w, err = im.a.Book.Append(ctx, im.actor, decide)
		im.out.New += w.Next - w.First
	}
	if err != nil {
		return err
	}
	im.tell(d)
	return nil
}

// tell takes over what was decided.
func (im *graphImporter) tell(d *graphDecision) {
	if im.req.DryRun {
		im.out.New += int64(len(d.facts))
		im.dry.add(d.there)
	}
	im.out.Known += d.known
	for _, c := range d.taken {
		for _, m := range c.moved {
			if len(im.out.Moved) < maxFailed {
				im.out.Moved = append(im.out.Moved, m)
			}
		}
	}
	for line, reason := range d.waiting {
		im.waiting[line] = reason
	}
	for _, f := range d.failed {
		im.fail(f.Line, f.ID, f.Error)
	}
}

func (im *graphImporter) fail(line int64, id, reason string) {
	im.out.Missed++
	if len(im.out.Failed) < maxFailed {
		im.out.Failed = append(im.out.Failed, GraphFailure{line, id, reason})
	}
}
