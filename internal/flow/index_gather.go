package flow

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/likeness"
	"sanad/internal/core/search"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// The size of a step: small enough that writing it holds nobody up for long,
// large enough that its costs are shared.
const (
	stepEntries   = 4000
	stepDocuments = 6000
	stepBytes     = 16 << 20
)

// step is what is written at once.
type step struct {
	was, now search.Stamp
	size     int64 // of the ledger
	change   search.Change
}

// gatherer makes steps from the ledger and the renditions.
type gatherer struct {
	a          *Archive
	accessions map[string]accessionOf // what is known of accessions; they never change
}

// accessionOf is what the index needs of an accession.
type accessionOf struct {
	caseName, source string
	sealed           bool
}

// task is one thing to be indexed anew, because of an entry.
type task struct {
	index  int64
	item   custody.Sum // its names, or the reading
	read   *text.Read
	claim  *claim.Made
	closed string // a claim that was withdrawn: its entity is named otherwise now
}

// speaksOf gives what an entry is the reason to index anew.
func speaksOf(e ledger.Event) (t task, ok bool) {
	t.index = e.Index
	if len(e.Body) == 0 {
		return t, false
	}
	var err error
	switch e.Kind {
	case custody.Acquired{}.Kind():
		err = ledger.Take(e, func(f *custody.Acquired) error { t.item = f.Item; return nil })
	case text.Read{}.Kind():
		err = ledger.Take(e, func(f *text.Read) error { t.item, t.read = f.Item, f; return nil })
	case claim.Made{}.Kind():
		err = ledger.Take(e, func(f *claim.Made) error { t.claim = f; return nil })
	case claim.Withdrawn{}.Kind():
		err = ledger.Take(e, func(f *claim.Withdrawn) error { t.closed = f.Claim; return nil })
	default:
		return t, false
	}
	return t, err == nil // a body that can't be read is verify's to name
}

// gather makes the step that follows the stamp at; at the end of the ledger
// the step leads nowhere. What is indexed is how things stand now, which may be
// later than the entry: then a later step does the same again, to no harm.
func (g *gatherer) gather(ctx context.Context, at search.Stamp) (step, error) {
	s := step{was: at, now: at}
	err := g.a.Book.Look(ctx, func(ctx context.Context, st State) error {
		tree, err := st.Tree(ctx)
		if err != nil {
			return err
		}
		s.size = tree.Size()
		if at.Next >= s.size {
			return nil
		}
		end := min(s.size, at.Next+stepEntries)
		var tasks []task
		err = st.Events(ctx, at.Next, end, func(e Recorded) error {
			if t, ok := speaksOf(e.Event); ok {
				tasks = append(tasks, t)
			}
			return nil
		})
		if err != nil {
			return err
		}
		f := filler{g: g, st: st, from: at, end: end, done: map[string]bool{}, items: map[custody.Sum]*itemOf{}}
		s.now, err = f.fill(ctx, tasks)
		s.change = search.Change{Subjects: f.subjects}
		return err
	})
	if err == nil {
		analyse(s.change, g.a.language)
	}
	return s, err
}

// analyse takes the documents of a step apart, on all processors.
func analyse(c search.Change, language func(string) string) {
	type place struct{ subject, document int }
	var all []place
	for i, s := range c.Subjects {
		for n := range s.Documents {
			all = append(all, place{i, n})
		}
	}
	workers := min(runtime.GOMAXPROCS(0), len(all)/64+1)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for _, p := range all[w*len(all)/workers : (w+1)*len(all)/workers] {
				s := &c.Subjects[p.subject]
				d := &s.Documents[p.document]
				d.Terms = search.Analyse(d.Text, s.Named || d.Row > 0)
				if s.Kind == search.Person {
					d.Terms.Called = search.Called(d.Text)
				}
				if d.Lang == "" && d.Page+d.Row > 0 { // of names it would be a toss
					d.Lang = language(d.Text)
				}
			}
		})
	}
	wg.Wait()
	for i := range c.Subjects {
		printText(&c.Subjects[i])
	}
}

// printText adds the fingerprint of what was read in an item.
func printText(s *search.Subject) {
	if s.Kind != search.Item || s.Named || len(s.Documents) == 0 {
		return
	}
	sketch := likeness.NewSketch()
	for _, d := range s.Documents {
		sketch.Add(d.Terms.Words)
	}
	data, err := sketch.MarshalBinary()
	if err == nil {
		s.Prints = append(s.Prints, search.Print{Kind: search.PrintText, Data: data, Bands: sketch.Bands()})
	}
}

// filler fills one step, in the state of one moment.
type filler struct {
	g        *gatherer
	st       State
	from     search.Stamp
	end      int64
	done     map[string]bool // what was indexed in this step
	items    map[custody.Sum]*itemOf
	subjects []search.Subject
	count    int
	bytes    int
}

func (f *filler) full() bool { return f.count >= stepDocuments || f.bytes >= stepBytes }

// fill does the tasks until the step is full, and tells how far it came.
func (f *filler) fill(ctx context.Context, tasks []task) (search.Stamp, error) {
	for _, t := range tasks {
		if f.full() {
			return search.Stamp{Next: t.index}, nil
		}
		part, err := f.do(ctx, t)
		if err != nil {
			return f.from, fmt.Errorf("entry %d: %w", t.index, err)
		}
		if part > 0 {
			return search.Stamp{Next: t.index, Part: part}, nil
		}
	}
	return search.Stamp{Next: f.end}, nil
}

// do indexes what one entry is the reason for. Of a reading that does not fit
// it tells how many parts are done.
func (f *filler) do(ctx context.Context, t task) (part int64, err error) {
	switch {
	case t.read != nil:
		return f.reading(ctx, t)
	case t.claim != nil:
		return 0, f.claim(ctx, *t.claim)
	case t.closed != "":
		c, err := f.st.Claim(ctx, t.closed)
		if err != nil {
			return 0, err
		}
		return 0, f.entity(ctx, c.Entity)
	}
	return 0, f.item(ctx, t.item)
}

// once reports whether what is named was not indexed in this step yet.
func (f *filler) once(name string) bool {
	if f.done[name] {
		return false
	}
	f.done[name] = true
	return true
}

func (f *filler) put(s search.Subject) {
	f.subjects = append(f.subjects, s)
	f.count += 1 + len(s.Documents)
	for _, d := range s.Documents {
		f.bytes += len(d.Text)
	}
}

// reading indexes a reading, if it is still one that stands.
func (f *filler) reading(ctx context.Context, t task) (int64, error) {
	all, err := f.st.Renditions(ctx, t.item)
	if err != nil {
		return 0, err
	}
	if err := f.names(ctx, t.item); err != nil {
		return 0, err
	}
	for _, r := range text.Current(all) {
		if r.Index != t.index || r.Form == text.Fields {
			continue
		}
		from := int64(0)
		if f.from.Next == t.index {
			from = f.from.Part
		}
		return f.rendition(ctx, t.item, r, from)
	}
	return 0, nil
}

// item indexes an item's names, and where it was sealed until one of the entries
// of this step, or came to another case by one, all that was read in it and
// claimed of it.
func (f *filler) item(ctx context.Context, sum custody.Sum) error {
	if err := f.names(ctx, sum); err != nil {
		return err
	}
	i := f.items[sum]
	opened := !i.sealed && i.opened >= f.from.Next
	if i.first >= f.from.Next || !opened && i.came() < f.from.Next || !f.once("open "+sum.String()) {
		return nil
	}
	all, err := f.st.Renditions(ctx, sum)
	if err != nil {
		return err
	}
	for _, r := range text.Current(all) {
		if r.Form == text.Fields || r.Index < i.opened {
			continue // what was read while it was sealed stays sealed, and is soon read again
		}
		for part := int64(0); ; { // however much it is: a label must not change by halves
			f.count, f.bytes = 0, 0
			if part, err = f.rendition(ctx, sum, r, part); err != nil {
				return err
			} else if part == 0 {
				break
			}
		}
	}
	return f.st.Claims(ctx, ClaimFilter{Item: sum, After: -1}, func(c claim.Claim) error { return f.claim(ctx, c.Made) })
}

// rendition indexes a reading from its part on, and tells the part to go on
// with if the step is full.
func (f *filler) rendition(ctx context.Context, sum custody.Sum, r text.Rendition, from int64) (next int64, err error) {
	i, err := f.itemOf(ctx, sum)
	if err != nil {
		return 0, err
	}
	s := i.subject(search.Item, sum.String(), layerOf(r))
	s.Sealed = s.Sealed || r.Index < i.opened
	s.Append = from > 0
	data, err := f.g.a.Renditions.Open(ctx, r.Sum)
	var altered *custody.Altered
	if errors.Is(err, custody.ErrNotKept) {
		return 0, nil // lost: verify names it, and what was not found is not in the index
	}
	if err != nil {
		return 0, fmt.Errorf("opening the text of item %s: %w", sum, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	part := int64(0)
	err = eachDocument(data, r.Form, func(docs ...search.Document) error {
		part++
		if part <= from {
			return nil
		}
		if f.count+len(s.Documents) >= stepDocuments || f.bytes >= stepBytes {
			next = part - 1
			return text.ErrStop
		}
		for _, d := range docs {
			f.bytes += len(d.Text)
		}
		s.Documents = append(s.Documents, docs...)
		return nil
	})
	if errors.As(err, &altered) {
		err = nil // likewise
	}
	if err != nil {
		return 0, fmt.Errorf("reading the text of item %s: %w", sum, err)
	}
	for _, d := range s.Documents {
		f.bytes -= len(d.Text) // put counts them again
	}
	if next == from && from > 0 {
		return next, nil
	}
	f.put(s)
	f.putBeside(i, s, r.Index)
	return next, nil
}

// layerOf names a reading such that a newer one of its kind takes its place.
func layerOf(r text.Rendition) string { return r.Step + "/" + r.Form + "/" + r.Engine }

// accession gives what is known of an accession.
func (f *filler) accession(ctx context.Context, id string) (accessionOf, error) {
	if a, ok := f.g.accessions[id]; ok {
		return a, nil
	}
	a, err := f.st.Accession(ctx, id)
	if err != nil {
		return accessionOf{}, err
	}
	of := accessionOf{caseName: a.Case, source: a.Source.Name, sealed: a.Label == guard.Sealed}
	f.g.accessions[id] = of
	return of, nil
}

// sealedAny reports whether any of the passages rests on a sealed item.
func (f *filler) sealedAny(ctx context.Context, passages []text.Passage) (bool, error) {
	for _, p := range passages {
		i, err := f.itemOf(ctx, p.Item)
		if fail.Of(err) == fail.NotFound {
			return true, nil // nothing is known of it
		}
		if err != nil || i.sealed {
			return true, err
		}
	}
	return false, nil
}
