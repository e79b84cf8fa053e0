package flow

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// ImportRequest names a table that is in custody and was read into rows, and
// the mapping that says what its columns are.
type ImportRequest struct {
	Item    custody.Sum
	Case    string
	Mapping string // YAML, see package mapping
	DryRun  bool   // say what would be made, record nothing
	Batch   int    // facts appended at a time; 0: as many as are fast
	// Most, with DryRun, is how many rows are looked at, and Show is told what
	// each that can be used would claim; 0: all, nil: nobody.
	Most int
	Show func(row int, claims []claim.Made)

	source rowSource // where the rows come from; nil: from the table
	along  *along    // of an import of several tables
}

// RowFailure is a row, or a cell of it, that could not be used.
type RowFailure struct {
	Row    int
	Column string
	Error  string
	Kept   bool // the row went in, and the cell as it is written
}

// Imported sums up an import.
type Imported struct {
	List        string
	Version     int
	Rows        int64 // rows of the table without its headings
	Records     int64 // rows that became mentions, now or before
	Claims      int64 // claims the table makes, now or before
	New         int64 // events recorded by this import
	Unchanged   int64 // rows that were in the version before just so
	Changed     int64 // rows the version before gave otherwise
	Added       int64 // rows it did not have
	Retired     []RetiredRow
	Failed      []RowFailure
	Unmapped    map[string]int64 // by heading: cells of which no claim was made
	Fingerprint string
}

// RetiredRow is a row that the newest version of a list has no more.
type RetiredRow struct {
	Mention string
	Row     int // where it stood
	RowID   string
	Name    string
}

// importBatch is how many facts are gathered before they are appended: what a
// batch costs besides its facts is the pages of the indexes it touches, which
// are nearly all of them.
const importBatch = 5_000

// Import makes a mention of every row and a claim of every mapped cell, each
// cited to its cell. Importing the same table by the same mapping again
// changes nothing; one that was interrupted goes on where it ended. A changed
// table of the same list and case becomes its next version: unchanged rows are
// not touched, of changed ones only the changed claims are withdrawn and made
// anew, and rows that are gone are retired.
func Import(ctx context.Context, a *Archive, actor guard.Actor, req ImportRequest, progress Progress) (Imported, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return Imported{}, err
	}
	m, err := mapping.Parse([]byte(req.Mapping))
	if err != nil {
		return Imported{}, fail.New(fail.Usage, "%w", err)
	}
	if err := checkMapping(m); err != nil {
		return Imported{}, fail.New(fail.Usage, "the mapping: %w", err)
	}
	if req.Most > 0 && !req.DryRun {
		return Imported{}, fail.New(fail.Usage, "a list is imported whole or not at all")
	}
	if req.Case == "" {
		req.Case = DefaultCase
	}
	if err := (guard.CaseOpened{Case: req.Case}).Check(); err != nil { // before a job is asked for, not in it
		return Imported{}, usage(err)
	}
	rendition, err := primaryReading(ctx, a, req.Item)
	if err != nil {
		return Imported{}, err
	}
	if rendition.Form != text.Rows && req.source == nil {
		return Imported{}, fail.New(fail.Usage, "item %s was not read as a table", req.Item).Do("import takes tables: CSV, XLSX, ODS")
	}
	im := &importer{a: a, actor: actor, req: req, m: m, rendition: rendition, progress: progress, things: map[string]string{}, keys: map[string]int{}, unmapped: map[string]int64{}}
	im.out.Fingerprint = person.Fingerprint(req.Item, req.Mapping)
	im.out.Unmapped = im.unmapped
	if im.out.Rows = max(0, rendition.Parts-int64(m.Header)); req.source != nil {
		im.out.Rows = req.source.count()
	}
	im.unread()
	if err = im.refer(ctx); err == nil {
		err = im.run(ctx)
	}
	return im.out, err
}

// checkMapping refuses kinds and properties that the schema does not have, and
// values and links that a property can't have.
func checkMapping(m mapping.Mapping) error {
	for kind, properties := range m.Properties() {
		for _, p := range append(properties, "name") {
			if err := schema.Check(kind, p); err != nil {
				return err
			}
		}
	}
	if err := checkLinked(m, m.Schema, m.Columns, m.Links); err != nil {
		return err
	}
	for _, t := range m.Things {
		if err := checkLinked(m, t.Schema, t.Columns, t.Links); err != nil {
			return err
		}
	}
	_, _, err := splitGrade(m.Grade)
	return err
}

func checkLinked(m mapping.Mapping, kind string, columns map[string]mapping.Column, links map[string]string) error {
	takes := func(property, thing string) error {
		p, _ := schema.Find(kind, property)
		if t := m.Things[thing]; !p.Takes(t.Schema) {
			return fmt.Errorf("the %s of a %s is of the type %s, and the thing %q is a %s", property, kind, p.Type, thing, t.Schema)
		}
		return nil
	}
	for _, c := range columns {
		if _, _, err := splitGrade(c.Grade); err != nil {
			return err
		}
		if c.Thing != "" {
			if err := takes(c.Property, c.Thing); err != nil {
				return err
			}
		}
	}
	for property, thing := range links {
		if err := takes(property, thing); err != nil {
			return err
		}
	}
	return nil
}

// splitGrade parts B3 into B and 3; nothing is no grade.
func splitGrade(grade string) (source, info string, err error) {
	for _, r := range strings.ToUpper(grade) {
		if r >= 'A' {
			source += string(r)
		} else {
			info += string(r)
		}
	}
	return source, info, claim.CheckGrades(source, info)
}

type importer struct {
	a         *Archive
	actor     guard.Actor
	req       ImportRequest
	m         mapping.Mapping
	rendition text.Rendition
	progress  Progress
	out       Imported
	known     bool     // the very version is here, whole
	before    *earlier // the version before, of a list that was there
	layout    *mapping.Layout
	heads     []string             // of the layout
	used      map[int]bool         // columns that the mapping speaks of
	unmapped  map[string]int64     // cells of others, by heading
	sheet     string               // the sheet of a workbook that is imported
	things    map[string]string    // by name and key: the entity
	keys      map[string]int       // how often a row's key came
	terms     map[[2]string]string // what a value of a vocabulary means
	batch     []rowFacts
	waiting   int
	pending   chan error // of the batch that is being appended; nil: none is
	written   int64      // entries of this import; of the goroutine that appends
}

func (im *importer) run(ctx context.Context) (err error) {
	known, err := im.begin(ctx)
	if err != nil {
		return err
	}
	if known { // read again only to tell what is in it
		im.req.DryRun, im.known = true, true
		defer func() { im.out.Unchanged = im.out.Records }()
	}
	err = im.walk(ctx, func(row text.Row) error { return im.row(ctx, row) })
	if err == nil && im.layout == nil && im.m.Sheet != "" {
		err = fail.New(fail.Usage, "the workbook has no sheet %q with a row of headings", im.m.Sheet)
	}
	if err == nil && im.layout == nil {
		err = fail.New(fail.Usage, "the table has no row of headings")
	}
	if err == nil && im.before != nil && im.req.Most == 0 { // of a part nobody can say what is gone
		err = im.settle(ctx)
	}
	if err == nil {
		err = im.hand(ctx, im.m.Header+int(im.out.Rows))
	}
	if waited := im.wait(); err == nil {
		err = waited
	}
	im.out.New = im.written
	if err == nil && !im.req.DryRun {
		err = im.complete(ctx)
	}
	return err
}

// complete says that every row was read, unless that was said before.
func (im *importer) complete(ctx context.Context) error {
	w, err := im.a.Book.Append(ctx, im.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		l, err := newest(ctx, s, im.out.List)
		if err != nil || l.Complete {
			return nil, err
		}
		done := person.ListCompleted{List: im.out.List, Records: im.out.Records, Failed: int64(len(im.out.Failed))}
		if im.out.Version > 1 {
			done.Version = im.out.Version
		}
		return []ledger.Fact{done}, nil
	})
	im.out.New += w.Next - w.First
	return err
}

func (im *importer) row(ctx context.Context, row text.Row) error {
	if !im.onSheet(row) {
		return nil
	}
	cells := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		cells[i] = c.Text
	}
	if err := im.headings(row.Number, cells); err != nil {
		return err
	}
	if row.Number <= im.m.Header || strings.TrimSpace(strings.Join(cells, "")) == "" {
		return nil
	}
	if im.req.Most > 0 && row.Number > im.m.Header+im.req.Most {
		return text.ErrStop
	}
	if !im.layout.Takes(cells) {
		return nil
	}
	if len(row.Cells) > im.layout.Width {
		im.failed(row.Number, cellref.Of(im.layout.Width, row.Number), "the row has more cells than there are headings", false)
		return nil
	}
	facts, err := im.read(ctx, row)
	if err != nil || facts == nil {
		return err
	}
	im.leftOut(cells)
	im.tell(*facts.mention)
	im.out.Records++
	im.out.Claims += int64(len(facts.claims))
	if im.req.Show != nil {
		im.req.Show(row.Number, facts.claims)
	}
	if im.before != nil {
		if facts, err = im.before.place(ctx, im, *facts); err != nil || facts == nil {
			return err
		}
	}
	return im.put(ctx, *facts)
}

// put gathers what a row says, and appends when there is enough.
func (im *importer) put(ctx context.Context, f rowFacts) error {
	im.batch = append(im.batch, f)
	if im.waiting += f.size(); im.waiting < cmp.Or(im.req.Batch, importBatch) {
		return nil
	}
	return im.hand(ctx, f.row)
}

// hand gives the batch to be appended while the rows of the next are read, and
// waits for the one before. An error of that one ends the import.
func (im *importer) hand(ctx context.Context, row int) error {
	if err := im.wait(); err != nil {
		return err
	}
	batch := im.batch
	im.batch, im.waiting = nil, 0
	im.pending = make(chan error, 1)
	go func() {
		err := im.flush(ctx, batch)
		if err == nil {
			im.progress("importing", int64(row-im.m.Header), im.out.Rows)
		}
		im.pending <- err
	}()
	return nil
}

// wait waits until what was handed over is appended.
func (im *importer) wait() error {
	if im.pending == nil {
		return nil
	}
	err := <-im.pending
	im.pending = nil
	return err
}

// headings finds the mapped columns in the last row of headings.
func (im *importer) headings(number int, cells []string) error {
	if im.layout != nil || number != im.m.Header && im.m.Header != 0 {
		return nil
	}
	headings := cells
	if im.m.Header == 0 {
		headings = make([]string, len(cells))
		for i := range headings {
			headings[i] = cellref.Column(i)
		}
	}
	layout, err := im.m.Layout(headings)
	if err != nil {
		return fail.New(fail.Usage, "the mapping does not fit the table: %w", err)
	}
	im.layout, im.heads = &layout, headings
	return nil
}

// onSheet reports whether a row of a workbook is on the sheet the mapping
// names, or on the first one if it names none.
func (im *importer) onSheet(row text.Row) bool {
	if im.sheet == "" {
		im.sheet = row.Sheet
		if im.m.Sheet != "" {
			im.sheet = im.m.Sheet
		}
	}
	return row.Sheet == im.sheet
}

// maxFailed bounds how many failures are told one by one; a table that fails
// everywhere has one reason.
const maxFailed = 10_000

func (im *importer) failed(row int, column, reason string, kept bool) {
	if len(im.out.Failed) < maxFailed {
		im.out.Failed = append(im.out.Failed, RowFailure{row, column, reason, kept})
	}
}

// unread tells what of the table was not read: a list that was read in part must
// not pass for a whole one.
func (im *importer) unread() {
	for _, g := range im.rendition.Gaps {
		im.failed(0, g.Part, "the table was not read whole: "+g.Reason, false)
	}
	if n := im.rendition.MoreGaps; n > 0 {
		im.failed(0, "", fmt.Sprintf("the table was not read whole: %d more parts are missing", n), false)
	}
}

// flush appends what the batch says and the ledger does not have yet.
func (im *importer) flush(ctx context.Context, batch []rowFacts) error {
	if im.req.DryRun {
		return nil
	}
	w, err := im.a.Book.Append(ctx, im.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		facts, err := im.open(ctx, s)
		if err != nil {
			return nil, err
		}
		for _, row := range batch {
			if facts, err = row.into(ctx, s, facts); err != nil {
				return nil, err
			}
		}
		return facts, nil
	})
	im.written += w.Next - w.First
	return err
}
