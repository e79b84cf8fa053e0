package flow

import (
	"context"
	"errors"
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
}

// RowFailure is a row, or a cell of it, that could not be used.
type RowFailure struct {
	Row    int
	Column string
	Error  string
}

// Imported sums up an import.
type Imported struct {
	List        string
	Rows        int64 // rows of the table without its headings
	Records     int64 // rows that became mentions, now or before
	Claims      int64 // claims they carry, now or before
	New         int64 // events recorded by this import
	Failed      []RowFailure
	Fingerprint string
}

// importBatch is how many facts are gathered before they are appended.
const importBatch = 4000

// Import makes a mention of every row and a claim of every mapped cell, each
// cited to its cell. Importing the same table by the same mapping again
// changes nothing; one that was interrupted goes on where it ended.
func Import(ctx context.Context, a *Archive, actor guard.Actor, req ImportRequest, progress Progress) (Imported, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return Imported{}, err
	}
	m, err := mapping.Parse([]byte(req.Mapping))
	if err != nil {
		return Imported{}, fail.New(fail.Usage, "%w", err)
	}
	for _, property := range append(m.Properties(), "name") {
		if err := schema.Check(m.Schema, property); err != nil {
			return Imported{}, fail.New(fail.Usage, "the mapping: %w", err)
		}
	}
	if req.Case == "" {
		req.Case = DefaultCase
	}
	rendition, err := primaryReading(ctx, a, req.Item)
	if err != nil {
		return Imported{}, err
	}
	if rendition.Form != text.Rows {
		return Imported{}, fail.New(fail.Usage, "item %s was not read as a table", req.Item).Do("import takes tables: CSV, XLSX, ODS")
	}
	im := &importer{a: a, actor: actor, req: req, m: m, rendition: rendition, progress: progress}
	im.out.List = person.ListID(req.Item, req.Mapping)
	im.out.Fingerprint = person.Fingerprint(req.Item, req.Mapping)
	im.out.Rows = max(0, rendition.Parts-int64(m.Header))
	err = im.run(ctx)
	return im.out, err
}

type importer struct {
	a         *Archive
	actor     guard.Actor
	req       ImportRequest
	m         mapping.Mapping
	rendition text.Rendition
	progress  Progress
	out       Imported
	layout    *mapping.Layout
	sheet     string // the sheet of a workbook that is imported
	batch     []rowFacts
	waiting   int
}

// rowFacts is what one row says: the mention and its claims.
type rowFacts struct {
	mention person.Mentioned
	claims  []claim.Made
}

func (im *importer) run(ctx context.Context) (err error) {
	data, err := im.a.Renditions.Open(ctx, im.rendition.Sum)
	if err != nil {
		return fmt.Errorf("opening the rows of item %s: %w", im.req.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	err = text.EachRow(data, func(row text.Row) error { return im.row(ctx, row) })
	if err == nil && im.layout == nil && im.m.Sheet != "" {
		err = fail.New(fail.Usage, "the workbook has no sheet %q with a row of headings", im.m.Sheet)
	}
	if err == nil && im.layout == nil {
		err = fail.New(fail.Usage, "the table has no row of headings")
	}
	if err == nil {
		err = im.flush(ctx)
	}
	if err == nil && !im.req.DryRun {
		err = im.complete(ctx)
	}
	return err
}

// complete says that every row was read, unless that was said before.
func (im *importer) complete(ctx context.Context) error {
	w, err := im.a.Book.Append(ctx, im.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		lists, err := s.Lists(ctx, im.req.Case)
		if err != nil {
			return nil, err
		}
		for _, l := range lists {
			if l.List == im.out.List && l.Complete {
				return nil, nil
			}
		}
		return []ledger.Fact{person.ListCompleted{List: im.out.List, Records: im.out.Records, Failed: int64(len(im.out.Failed))}}, nil
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
	if im.layout == nil && (row.Number == im.m.Header || im.m.Header == 0) {
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
		im.layout = &layout
	}
	if row.Number <= im.m.Header || strings.TrimSpace(strings.Join(cells, "")) == "" {
		return nil
	}
	facts, failure := im.read(row)
	if failure != nil {
		im.out.Failed = append(im.out.Failed, *failure)
		return nil
	}
	im.out.Records++
	im.out.Claims += int64(len(facts.claims))
	im.batch = append(im.batch, facts)
	if im.waiting += 1 + len(facts.claims); im.waiting < importBatch {
		return nil
	}
	im.progress("importing", int64(row.Number-im.m.Header), im.out.Rows)
	return im.flush(ctx)
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

// read makes the mention and the claims of a row.
func (im *importer) read(row text.Row) (rowFacts, *RowFailure) {
	if len(row.Cells) > len(im.layout.Property) {
		return rowFacts{}, &RowFailure{row.Number, cellref.Of(len(im.layout.Property), row.Number), "the row has more cells than there are headings"}
	}
	f := rowFacts{mention: person.Mentioned{Mention: person.MentionID(im.out.List, row.Number), List: im.out.List, Row: row.Number}}
	parts := map[string]text.Passage{}
	for i, cell := range row.Cells {
		value := strings.TrimSpace(cell.Text)
		if i == im.layout.RowID {
			f.mention.RowID = value
		}
		if value == "" || im.layout.Property[i] == "" {
			continue
		}
		p := im.passage(cell, i, row)
		parts[im.layout.Property[i]] = p
		f.claims = append(f.claims, im.claim(f.mention.Mention, im.layout.Property[i], value, p))
	}
	name, passages := im.nameOf(parts)
	if name == "" {
		return f, &RowFailure{row.Number, "name", "the row gives no name"}
	}
	f.mention.Name = name
	if _, own := parts["name"]; !own {
		f.claims = append(f.claims, im.claim(f.mention.Mention, "name", name, passages...))
	}
	return f, nil
}

func (im *importer) passage(cell text.Cell, column int, row text.Row) text.Passage {
	p := text.Passage{
		Item: im.req.Item, Rendition: im.rendition.Sum, Quote: cell.Text,
		Selector: text.Selector{Cell: row.CellName(column)},
	}
	if cell.End > cell.Start {
		p.Selector.Bytes = &text.Range{Start: cell.Start, End: cell.End}
	}
	return p
}

func (im *importer) claim(mention, property, value string, passages ...text.Passage) claim.Made {
	quotes := make([]string, len(passages))
	for i, p := range passages {
		quotes[i] = p.Quote
	}
	return claim.Made{
		Claim: claim.ID(mention, property, value, passages), Case: im.req.Case, Entity: mention, Schema: im.m.Schema,
		Property: property, Value: value, Original: strings.Join(quotes, " "), Lang: im.m.Language, Passages: passages,
		Says: []claim.Teller{{Who: im.m.List, Verb: "lists"}},
	}
}

// nameOf puts the name together as the mapping says.
func (im *importer) nameOf(parts map[string]text.Passage) (string, []text.Passage) {
	if p, ok := parts["name"]; ok {
		return strings.TrimSpace(p.Quote), []text.Passage{p}
	}
	var words []string
	var passages []text.Passage
	for _, part := range im.m.Name {
		if p, ok := parts[part]; ok {
			words = append(words, strings.TrimSpace(p.Quote))
			passages = append(passages, p)
		}
	}
	return strings.Join(words, " "), passages
}

// known reports whether the list was imported before; into another case it
// can't be imported again, for its rows would speak in two.
func (im *importer) known(ctx context.Context, s State) (bool, error) {
	known, err := s.HasList(ctx, im.out.Fingerprint)
	if err != nil {
		return false, err
	}
	lists, err := s.Lists(ctx, "")
	if err != nil {
		return false, err
	}
	for _, l := range lists {
		if l.Fingerprint != im.out.Fingerprint && l.Case == im.req.Case && l.Name == im.m.List {
			return false, fail.New(fail.Conflict, "the case %s has a list named %q already (%s)", l.Case, l.Name, l.List).
				Do("its rows stay and count; name this one otherwise in the mapping, such as %q", l.Name+" 2")
		}
		if l.Fingerprint == im.out.Fingerprint && l.Case != im.req.Case {
			return true, fail.New(fail.Conflict, "the list %s was imported into the case %s before", l.Name, l.Case).Do("name that case with --case, or change the mapping's list name")
		}
	}
	return known, nil
}

// flush appends what the batch says and the ledger does not have yet.
func (im *importer) flush(ctx context.Context) error {
	batch := im.batch
	im.batch, im.waiting = nil, 0
	if im.req.DryRun {
		return nil
	}
	w, err := im.a.Book.Append(ctx, im.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		known, err := im.known(ctx, s)
		if err != nil {
			return nil, err
		}
		var facts []ledger.Fact
		if !known {
			if facts, err = caseFacts(ctx, s, im.req.Case); err != nil {
				return nil, err
			}
			facts = append(facts, person.ListImported{List: im.out.List, Name: im.m.List, Case: im.req.Case, Item: im.req.Item,
				Mapping: im.req.Mapping, Fingerprint: im.out.Fingerprint, Rows: im.out.Rows})
		}
		for _, row := range batch {
			there, err := s.HasMention(ctx, row.mention.Mention)
			if err != nil {
				return nil, err
			}
			if there {
				continue
			}
			facts = append(facts, row.mention)
			for _, c := range row.claims {
				facts = append(facts, c)
			}
		}
		return facts, nil
	})
	im.out.New += w.Next - w.First
	return err
}
