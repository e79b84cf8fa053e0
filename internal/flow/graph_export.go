package flow

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/graph"
	"sanad/internal/ground/fail"
)

// GraphFile is the name of the graph in the folder of an export.
const GraphFile = "graph.jsonl"

// ExportGraph writes everything that is claimed, judged and concluded, of one
// case or of all, as sanad-graph/1. The order of lines depends on what they say
// and on the order of turns, not on entries, so that two archives that hold the
// same give the same bytes. The book of a must be the book as the actor may
// know it: what is sealed to them is not in it.
func ExportGraph(ctx context.Context, a *Archive, actor guard.Actor, caseName string, sink Sink, progress Progress) (Export, error) {
	if err := logExport(ctx, a, actor, claim.Exported{Form: "graph", Case: caseName, Protected: true}); err != nil {
		return Export{}, err
	}
	var out Export
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		file, err := newHashed(sink, GraphFile)
		if err != nil {
			return err
		}
		g := &graphExporter{s: s, origin: a.origin(), caseName: caseName, kinds: graphFacts(), ranks: graph.Ranks(), progress: progress, caseOf: map[string]string{}}
		err = g.run(ctx, file)
		out = Export{Items: g.lines, SHA256: file.sum(), Warnings: g.warnings()}
		return errors.Join(err, file.Close())
	})
	return out, err
}

// origin is the name of the archive's log.
func (a *Archive) origin() string {
	name, _, _ := strings.Cut(a.Key, "+")
	return name
}

// logExport records that what is claimed is about to leave. Who keeps copies may
// do it, and who records claims, for they know all that can be in it.
func logExport(ctx context.Context, a *Archive, actor guard.Actor, f claim.Exported) error {
	if err := actor.May(guard.ToExport); err != nil && actor.May(guard.ToClaim) != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if f.Case != "" {
			if known, err := s.HasCase(ctx, f.Case); err != nil || !known {
				return nil, cmp.Or(err, error(fail.New(fail.NotFound, "there is no case %s", f.Case)))
			}
		}
		return []ledger.Fact{f}, nil
	})
	return err
}

// hashed is a file of an export whose sum is told.
type hashed struct {
	io.WriteCloser
	h interface {
		io.Writer
		Sum([]byte) []byte
	}
}

func newHashed(sink Sink, name string) (*hashed, error) {
	w, err := sink.Create(name)
	return &hashed{w, sha256.New()}, err
}

func (h *hashed) Write(p []byte) (int, error) {
	n, err := h.WriteCloser.Write(p)
	h.h.Write(p[:n]) // a hash never fails
	return n, err
}

func (h *hashed) sum() string { return hex.EncodeToString(h.h.Sum(nil)) }

// graphWindow is how many keys of lines are held at a time. A larger ledger is
// walked once for each such window.
const graphWindow = 1 << 18

// graphKey is where a line stands.
type graphKey struct {
	rank  int
	group string // what it speaks of
	index int64  // the entry; 0 of an entity
}

func (k graphKey) compare(o graphKey) int {
	return cmp.Or(cmp.Compare(k.rank, o.rank), cmp.Compare(k.group, o.group), cmp.Compare(k.index, o.index))
}

type graphExporter struct {
	s        State
	origin   string
	caseName string
	kinds    map[string]func() ledger.Fact
	ranks    map[string]int
	progress Progress
	caseOf   map[string]string // of lists

	window []graphKey
	last   graphKey // the last that was written
	full   bool     // keys were left for another walk
	lines  int64
	erased int64
}

func (g *graphExporter) warnings() []string {
	if g.erased == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d entries were erased and are not in the graph", g.erased)}
}

func (g *graphExporter) run(ctx context.Context, to io.Writer) error {
	w, err := graph.NewWriter(to, graph.Header{Case: g.caseName})
	if err != nil {
		return err
	}
	tree, err := g.s.Tree(ctx)
	if err != nil {
		return err
	}
	g.last.rank = -1
	for more := true; more; more = g.full {
		g.window, g.full, g.erased = g.window[:0], false, 0
		err := g.s.Events(ctx, 0, tree.Size(), func(e Recorded) error { return g.gather(ctx, e.Event) })
		if err != nil {
			return err
		}
		g.narrow()
		for _, k := range g.window {
			if err := g.write(ctx, w, k); err != nil {
				return err
			}
			g.last = k
		}
	}
	g.lines, err = w.Close()
	return err
}

// gather takes the key of an entry into the window.
func (g *graphExporter) gather(ctx context.Context, e ledger.Event) error {
	empty, ok := g.kinds[e.Kind.String()]
	if !ok {
		return nil
	}
	if len(e.Body) == 0 {
		g.erased++
		return nil
	}
	f := empty()
	if err := ledger.Decode(e, f); err != nil {
		return err
	}
	group, caseName, err := g.place(ctx, f)
	if err != nil {
		return fmt.Errorf("entry %d: %w", e.Index, err)
	}
	if g.caseName != "" && caseName != g.caseName {
		return nil
	}
	if made, ok := f.(*claim.Made); ok {
		g.take(graphKey{rank: g.ranks[graph.Entity], group: made.Entity})
	}
	g.take(graphKey{g.ranks[e.Kind.String()], group, e.Index})
	return nil
}

func (g *graphExporter) take(k graphKey) {
	if k.compare(g.last) <= 0 {
		return
	}
	if g.window = append(g.window, k); len(g.window) >= 2*graphWindow {
		g.narrow()
	}
}

// narrow keeps the lowest keys, each once.
func (g *graphExporter) narrow() {
	slices.SortFunc(g.window, graphKey.compare)
	g.window = slices.Compact(g.window)
	if len(g.window) > graphWindow {
		g.window, g.full = g.window[:graphWindow], true
	}
}

// place gives what a fact speaks of, by which its line is ordered, and its case.
// Turns of claims stand together by the entity: among rivals the newest counts.
func (g *graphExporter) place(ctx context.Context, f ledger.Fact) (group, caseName string, err error) {
	switch f := f.(type) {
	case *claim.Made:
		return f.Entity, f.Case, nil
	case *finding.Made:
		return f.Finding, f.Case, nil
	case *text.Cited:
		caseName, err = g.ofItem(ctx, f.Passage.Item)
		return f.Passage.ID(), caseName, err
	case *text.Mentioned:
		e, err := g.s.Entity(ctx, f.Entity)
		return f.Passage.ID() + " " + f.Entity, e.Case, err
	case *person.Judged:
		caseName, err = g.ofJudged(ctx, f.Left)
		return f.Left + " " + f.Right, caseName, err
	case *person.NamesGrouped:
		// One can undo what another did, so all stay in their order. They are of
		// no case: the names of one are not told with another.
		return "", "", nil
	case *claim.VocabularyImported: // editions of one name stay in their order: the newest counts
		return f.Case + " " + f.Name, cmp.Or(f.Case, g.caseName), nil
	case *person.ListImported:
		g.caseOf[f.List] = f.Case
	}
	if id := claimOf(f); id != "" {
		c, err := g.s.Claim(ctx, id)
		return c.Entity, c.Case, err
	}
	if id := findingOf(f); id != "" {
		made, err := g.s.Finding(ctx, id)
		return id, made.Case, err
	}
	list, mention, _ := listOf(f)
	caseName, err = g.ofList(ctx, list)
	return list + " " + mention, caseName, err
}

// ofJudged gives the case of a row, or of a person who is no row.
func (g *graphExporter) ofJudged(ctx context.Context, id string) (string, error) {
	m, err := g.s.Mention(ctx, id)
	if fail.Of(err) != fail.NotFound {
		return m.Case, err
	}
	e, err := g.s.Entity(ctx, id)
	return e.Case, err
}

// ofItem gives the case of an item, where a case was asked for.
func (g *graphExporter) ofItem(ctx context.Context, sum custody.Sum) (string, error) {
	if g.caseName == "" {
		return "", nil
	}
	item, err := g.s.Item(ctx, sum)
	return item.Case, err
}

func (g *graphExporter) ofList(ctx context.Context, list string) (string, error) {
	if name, ok := g.caseOf[list]; ok {
		return name, nil
	}
	versions, err := g.s.ListVersions(ctx, list)
	if err == nil && len(versions) == 0 {
		err = fail.New(fail.NotFound, "there is no list %s", list)
	}
	if err != nil {
		return "", err
	}
	g.caseOf[list] = versions[0].Case
	return versions[0].Case, nil
}

func (g *graphExporter) write(ctx context.Context, w *graph.Writer, k graphKey) error {
	if g.lines++; g.lines%1000 == 0 {
		g.progress("writing the graph", g.lines, 0)
	}
	if k.rank == g.ranks[graph.Entity] {
		e, err := g.s.Entity(ctx, k.group)
		if err != nil {
			return err
		}
		body, err := json.Marshal(graphEntity{e.ID, e.Schema, e.Case})
		if err != nil {
			return err
		}
		return w.Write(graph.Line{Kind: graph.Entity, Body: body})
	}
	e, err := g.s.Event(ctx, k.index)
	if err != nil {
		return err
	}
	l, err := graphLine(e.Event, g.origin)
	if err != nil {
		return err
	}
	return w.Write(l)
}
