package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/format/bayanat"
	"sanad/internal/format/mapping"
	"sanad/internal/format/openevsys"
	"sanad/internal/format/recordtable"
	"sanad/internal/format/uwazi"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/fail"
)

func isTableOf(peer, name string) bool {
	low := strings.ToLower(name)
	switch peer {
	case Uwazi:
		return strings.HasSuffix(low, ".csv")
	case Bayanat:
		return strings.HasSuffix(low, ".json")
	case OpenEvSys:
		return openevsys.TableOf(name) != ""
	}
	return false
}

// named gives what a list of a sort is called; "" for who says so.
func (p *peerImporter) named(sort string) string { return strings.TrimSpace(p.req.List + " " + sort) }

// baseOf takes folders and the ending off a name.
func baseOf(name string) string {
	base := lastOf(splitPath(name))
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	return base
}

// uwazi makes a table of every template of every file.
func (p *peerImporter) uwazi(ctx context.Context) (tables []peerTable, err error) {
	given, err := mapping.Parse([]byte(p.req.Mapping))
	if err != nil && p.req.Mapping != "" {
		return nil, fail.New(fail.Usage, "%w", err)
	}
	for _, f := range PeerTables(Uwazi, p.req.Files) {
		rendition, err := primaryReading(ctx, p.a, f.Item)
		if err != nil {
			return nil, err
		}
		if rendition.Form != text.Rows {
			p.fail(f.Name, "", "", "it was not read as a table")
			continue
		}
		if p.req.Mapping != "" {
			tables = append(tables, peerTable{item: f.Item, name: given.List, kind: given.Schema, mapping: p.req.Mapping})
			continue
		}
		headings, templates, err := p.templates(ctx, rendition)
		if err != nil {
			return nil, err
		}
		if uwazi.Title(headings) < 0 {
			p.fail(f.Name, "", "", "the table has no column Title, as tables of Uwazi have")
			continue
		}
		for _, of := range templates {
			t, err := p.template(f, headings, of)
			if err != nil {
				return nil, err
			}
			if t != nil {
				tables = append(tables, *t)
			}
		}
	}
	return tables, nil
}

// templated is the rows of a template; of a table without templates all.
type templated struct {
	name string
	rows int64
}

// maxTemplates bounds how many templates a table may have.
const maxTemplates = 200

func (p *peerImporter) templates(ctx context.Context, rendition text.Rendition) (headings []string, all []templated, err error) {
	at := -1
	err = eachRowOf(ctx, p.a, rendition, func(row text.Row) error {
		if headings == nil {
			for _, c := range row.Cells {
				headings = append(headings, c.Text)
			}
			at = uwazi.Template(headings)
			return nil
		}
		name := ""
		if at >= 0 && at < len(row.Cells) {
			name = strings.TrimSpace(row.Cells[at].Text)
		}
		i := slices.IndexFunc(all, func(t templated) bool { return strings.EqualFold(t.name, name) })
		switch {
		case i >= 0:
			all[i].rows++
		case len(all) == maxTemplates:
			return fail.New(fail.Usage, "the table has more than %d templates", maxTemplates)
		default:
			all = append(all, templated{name, 1})
		}
		return nil
	})
	return headings, all, err
}

// template says what the rows of a template become; nil where nobody can say.
func (p *peerImporter) template(f PeerFile, headings []string, of templated) (*peerTable, error) {
	kind, called := uwazi.Kind(of.name), of.name
	if uwazi.Template(headings) < 0 {
		called = baseOf(f.Name)
		if kind = uwazi.Kind(called); kind == "" {
			kind = uwazi.Guess(headings)
		}
	}
	if kind == "" {
		p.out.Unmapped = append(p.out.Unmapped, Unmapped{"template", orElse(called, "(none)"), of.rows})
		p.out.Rows += of.rows
		return nil, nil
	}
	t := peerTable{item: f.Item, name: p.named(called), kind: kind, rows: of.rows}
	var err error
	t.mapping, err = uwazi.Mapping(uwazi.Request{List: t.name, Says: p.named(""), Kind: kind, Template: of.name, Headings: headings})
	if err != nil {
		err = fail.New(fail.Usage, "%s: %w", f.Name, err)
	}
	return &t, err
}

// leafPlace is where a leaf of an export of Bayanat stands.
type leafPlace struct {
	file int
	page int
	leaf bayanat.Leaf
}

// bayanat makes a table of each sort of records in all files together.
func (p *peerImporter) bayanat(ctx context.Context) (tables []peerTable, err error) {
	var places []leafPlace
	var renditions []text.Rendition
	sorts := map[string]*peerRecords{}
	for _, f := range PeerTables(Bayanat, p.req.Files) {
		e, rendition, err := p.export(ctx, f)
		if err != nil {
			return nil, err
		}
		if e.Records == 0 {
			p.out.Unmapped = append(p.out.Unmapped, Unmapped{"file", f.Name, int64(len(e.Leaves))})
			continue
		}
		p.out.Hidden += int64(e.Hidden)
		p.left(f.Name, e.Unmapped)
		if len(e.Hashes) > 0 {
			p.claimed = append(p.claimed, HashRequest{File: f.Item, Claims: e.Hashes})
		}
		first := len(places)
		pages, err := p.pages(ctx, rendition, e.Leaves)
		if err != nil {
			return nil, err
		}
		for i, l := range e.Leaves {
			places = append(places, leafPlace{len(renditions), pages[i], l})
		}
		renditions = append(renditions, rendition)
		for _, t := range e.Tables {
			joinRecords(sorts, t.Spec, t.Records, f.Item, first)
		}
	}
	place := func(at int) (text.Passage, bool) {
		l := places[at]
		passage := text.Passage{Item: renditions[l.file].Item, Rendition: renditions[l.file].Sum, Selector: text.Selector{Page: l.page}, Quote: strings.ReplaceAll(l.leaf.Value, "\x00", "")}
		if l.leaf.Exact && l.leaf.End > l.leaf.Start {
			passage.Selector.Bytes = &text.Range{Start: int64(l.leaf.Start), End: int64(l.leaf.End)}
		}
		return passage, true
	}
	return p.recorded(bayanat.Sorts(), sorts, place), nil
}

// export reads an export of Bayanat.
func (p *peerImporter) export(ctx context.Context, f PeerFile) (e bayanat.Export, rendition text.Rendition, err error) {
	if rendition, err = primaryReading(ctx, p.a, f.Item); err != nil {
		return e, rendition, err
	}
	if rendition.Form != text.Pages {
		return e, rendition, fail.New(fail.Usage, "%s was not read as a text", f.Name)
	}
	data, err := p.a.Originals.Open(ctx, f.Item)
	if err != nil {
		return e, rendition, fmt.Errorf("opening %s: %w", f.Name, err)
	}
	raw, err := io.ReadAll(io.LimitReader(data, bayanat.MaxBytes+1))
	if err = errors.Join(err, data.Close()); err != nil {
		return e, rendition, fmt.Errorf("reading %s: %w", f.Name, err)
	}
	if e, err = bayanat.Read(raw, p.named); err != nil {
		err = fail.New(fail.Usage, "%s is no export of Bayanat: %w", f.Name, err)
	}
	return e, rendition, err
}

// maxMissed is after how many values that the reading does not have nobody looks
// for more: the reading ends before.
const maxMissed = 1_000

// pages gives the page of the reading on which each leaf stands, 0 for none. Both
// have the same order.
func (p *peerImporter) pages(ctx context.Context, rendition text.Rendition, leaves []bayanat.Leaf) ([]int, error) {
	c, err := cursorOf(ctx, p.a, rendition)
	if err != nil {
		return nil, err
	}
	defer c.stop()
	out := make([]int, len(leaves))
	missed := 0
	for i, l := range leaves {
		if missed == maxMissed {
			break
		}
		if out[i] = c.find(strings.ReplaceAll(l.Value, "\x00", "")); out[i] == 0 && l.Value != "" {
			missed++
			continue
		}
		missed = 0
	}
	return out, nil
}

// peerRecords is the records of one sort, and the files they are told in.
type peerRecords struct {
	spec    recordtable.Spec
	records []recordtable.Record
	item    custody.Sum
}

// joinRecords adds records of a file, whose places are counted from first.
func joinRecords(sorts map[string]*peerRecords, spec recordtable.Spec, records []recordtable.Record, item custody.Sum, first int) {
	all := sorts[spec.List]
	if all == nil {
		all = &peerRecords{spec: spec, item: item}
		sorts[spec.List] = all
	}
	if sum := item.String(); !slices.Contains(all.spec.Files, sum) {
		all.spec.Files = append(all.spec.Files, sum)
	}
	for _, r := range records {
		for _, values := range r.Values {
			for i := range values {
				if values[i].At != recordtable.None {
					values[i].At += first
				}
			}
		}
		all.records = append(all.records, r)
	}
}

// recorded makes tables of records, in the order of their sorts.
func (p *peerImporter) recorded(order []string, sorts map[string]*peerRecords, place func(int) (text.Passage, bool)) (tables []peerTable) {
	for _, sort := range order {
		of := sorts[p.named(sort)]
		if of == nil {
			continue
		}
		table := recordtable.Build(of.spec, of.records)
		for field, over := range table.Over {
			p.left(of.spec.List, map[string]int64{fmt.Sprintf("%s (more than %d values)", field, recordtable.MostValues): over})
		}
		tables = append(tables, peerTable{item: of.item, name: of.spec.List, kind: of.spec.Schema, mapping: table.Mapping, source: &recordSource{table: table, place: place}})
	}
	return tables
}

// cellPlace is where a cell of a table of OpenEvSys stands.
type cellPlace struct {
	file, column, row int
	cell              text.Cell
}

// openevsys makes a table of each sort of records.
func (p *peerImporter) openevsys(ctx context.Context) ([]peerTable, error) {
	var places []cellPlace
	var renditions []text.Rendition
	var sources []openevsys.Source
	var items []custody.Sum
	for _, f := range PeerTables(OpenEvSys, p.req.Files) {
		rendition, err := primaryReading(ctx, p.a, f.Item)
		if err != nil {
			return nil, err
		}
		if rendition.Form != text.Rows {
			p.fail(f.Name, "", "", "it was not read as a table")
			continue
		}
		for _, g := range rendition.Gaps {
			p.fail(f.Name, "", g.Part, "the table was not read whole: %s", g.Reason)
		}
		s := openevsys.Source{Name: openevsys.TableOf(f.Name)}
		err = eachRowOf(ctx, p.a, rendition, func(row text.Row) error {
			if s.Headings == nil {
				for _, c := range row.Cells {
					s.Headings = append(s.Headings, c.Text)
				}
				return nil
			}
			cells := make([]recordtable.Value, len(row.Cells))
			for i, c := range row.Cells {
				cells[i] = recordtable.Value{Text: c.Text, At: len(places)}
				places = append(places, cellPlace{len(renditions), i, row.Number, c})
			}
			s.Rows = append(s.Rows, cells)
			return nil
		})
		if err != nil {
			return nil, err
		}
		renditions, sources, items = append(renditions, rendition), append(sources, s), append(items, f.Item)
	}
	d, err := openevsys.Read(sources, p.named)
	if err != nil {
		return nil, fail.New(fail.Usage, "these are no tables of OpenEvSys: %w", err).Do("give the folder with a CSV of each table: event.csv, person.csv, act.csv, involvement.csv ...")
	}
	p.along.labels, p.out.Confidential = d.Labels, d.Confidential
	p.left("openevsys", d.Unmapped)
	for _, f := range d.Failed {
		p.fail(f.Table, fmt.Sprint(f.Row), "", "%s", f.Reason)
	}
	sorts := map[string]*peerRecords{}
	for _, t := range d.Tables {
		for _, item := range items { // every table may tell more of it
			joinRecords(sorts, t.Spec, nil, item, 0)
		}
		at := slices.IndexFunc(sources, func(s openevsys.Source) bool { return s.Name == t.Source })
		joinRecords(sorts, t.Spec, t.Records, items[at], 0)
		sorts[t.Spec.List].item = items[at]
	}
	place := func(at int) (text.Passage, bool) {
		c := places[at]
		passage := text.Passage{Item: renditions[c.file].Item, Rendition: renditions[c.file].Sum, Selector: text.Selector{Cell: cellref.Of(c.column, c.row)}, Quote: c.cell.Text}
		if c.cell.End > c.cell.Start {
			passage.Selector.Bytes = &text.Range{Start: c.cell.Start, End: c.cell.End}
		}
		return passage, true
	}
	return p.recorded(openevsys.Sorts(), sorts, place), nil
}
