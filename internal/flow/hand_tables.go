package flow

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/person"
	"sanad/internal/format/tableout"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// The file of a workbook; tables of CSV are files by their names.
const HandBook = "tables.xlsx"

// handTable is a table of an export, whose rows are made as they are written: of
// each thing by its claims, or by a walk of its own.
type handTable struct {
	name    string
	columns []tableout.Column
	want    func(p *handPart, t handThing) bool
	of      func(p *handPart, s Subject, add func(cells ...string) error) error
	rows    func(ctx context.Context, add func(cells ...string) error) error // nil where of is set
}

// fill makes the rows of one table by itself.
func (h *handout) fill(ctx context.Context, t handTable, add func(cells ...string) error) error {
	if t.rows != nil {
		return t.rows(ctx, add)
	}
	return h.walk(ctx, "writing "+t.name, t.want, func(p *handPart, thing *handThing, s Subject) error {
		p.sort(thing, s)
		return t.of(p, s, add)
	})
}

// tables writes claims, the places they rest on, one table for each kind of thing,
// figures, originals, judgements and what was left out.
func (h *handout) tables(ctx context.Context) error {
	for _, p := range h.parts {
		if err := h.canonical(ctx, p); err != nil {
			return err
		}
	}
	switch h.req.Form {
	case HandXLSX:
		return h.workbook(ctx)
	case HandLines:
		return h.lines(ctx)
	}
	return h.csvTables(ctx)
}

func (h *handout) workbook(ctx context.Context) error {
	return h.file(HandBook, func(w io.Writer) error {
		book := tableout.NewWorkbook(w, h.now)
		err := h.eachTable(func(t handTable) error {
			out, err := book.Begin(t.name, t.columns)
			if err != nil {
				return err
			}
			err = h.fill(ctx, t, func(cells ...string) error { return out.Write(cells) })
			return errors.Join(err, out.End())
		})
		cuts, more := book.Cuts()
		for _, c := range cuts {
			h.warn("%s, row %d, %s: of %d characters a cell holds %d; csv and jsonl have all of them", c.Sheet, c.Row, c.Column, c.Of, c.Units)
		}
		if more > 0 {
			h.warn("%d more texts were too long for a cell", more)
		}
		return errors.Join(err, book.Close())
	})
}

// eachTable gives the tables one after the other. That of claims comes first: what
// kinds of things there are is known after it.
func (h *handout) eachTable(write func(handTable) error) error {
	for _, t := range []handTable{h.claimTable(), h.passageTable()} {
		if err := write(t); err != nil {
			return err
		}
	}
	for _, kind := range h.kinds() {
		t, err := h.kindTable(kind)
		if err == nil {
			err = write(t)
		}
		if err != nil {
			return err
		}
	}
	for _, t := range []handTable{h.figureTable(), h.documentTable(), h.judgementTable(), h.withheldTable()} {
		if err := write(t); err != nil {
			return err
		}
	}
	return nil
}

// kinds gives the kinds that get a table: those people ask for first, and whatever
// else is there.
func (h *handout) kinds() []string {
	out := []string{"Person", "Event", "Post", "Tenure"}
	more := map[string]bool{}
	for _, p := range h.parts {
		for _, k := range p.kinds {
			more[k] = true
		}
	}
	for _, k := range slices.Sorted(maps.Keys(more)) {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// tableName calls the table of a kind; what other tables are called is not free.
func tableName(kind string) string {
	switch kind {
	case "Document", "Figure", "List", "Petition":
		return strings.ToLower(kind) + "-records"
	case "Correspondence":
		return "correspondence"
	}
	return strings.ToLower(kind) + "s"
}

func headings(names ...string) []tableout.Column {
	out := make([]tableout.Column, len(names))
	for i, n := range names {
		n, numeric := strings.CutSuffix(n, "#")
		out[i] = tableout.Column{Name: n, Numeric: numeric}
	}
	return out
}

// walk walks the things of all cases that want lets pass.
func (h *handout) walk(ctx context.Context, doing string, want func(p *handPart, t handThing) bool, yield func(*handPart, *handThing, Subject) error) error {
	done := int64(0)
	for _, p := range h.parts {
		err := h.subjects(ctx, p, func(t handThing) bool { return want(p, t) }, func(t *handThing, s Subject) error {
			if done += int64(len(s.Claims)); done%1000 < int64(len(s.Claims)) {
				h.progress(doing, done, h.told.Claims)
			}
			return yield(p, t, s)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func all(*handPart, handThing) bool { return true }

func number(n int64) string { return strconv.FormatInt(n, 10) }

func (h *handout) claimTable() handTable {
	return handTable{name: "claims", want: all, columns: headings("case", "claim", "entry#", "entity", "entity_name", "kind", "property", "value", "value_entity", "original", "language", "script",
		"date", "calendar", "date_as_written", "counts", "comparator", "low#", "high#", "unit", "scope", "shape", "from", "to", "as_of",
		"standing", "reason", "source_grade", "information_grade", "flags", "grounds", "says", "passages#", "item", "place", "quote"),
		of: func(p *handPart, s Subject, add func(...string) error) error {
			for _, c := range s.Claims {
				if err := add(claimCells(p, s, c)...); err != nil {
					return err
				}
				h.told.Items++
			}
			return nil
		}}
}

func claimCells(p *handPart, s Subject, c claim.Claim) []string {
	cells := []string{p.name, c.Made.Claim, number(c.Index), c.Entity, s.Name, c.Schema, c.Property, c.Value, c.ValueEntity, c.Original, c.Lang, c.Script}
	date, quantity, valid := claim.Date{}, claim.Quantity{}, claim.Valid{}
	if c.Date != nil {
		date = *c.Date
	}
	if c.Quantity != nil {
		quantity = *c.Quantity
	}
	if c.Valid != nil {
		valid = *c.Valid
	}
	shape := ""
	if c.Shape != nil {
		shape = c.Shape.String()
	}
	cells = append(cells, date.EDTF, date.Calendar, date.Native, quantity.Kind, string(quantity.Comparator), bound(quantity.Low), bound(quantity.High), quantity.Unit, quantity.Scope,
		shape, valid.From, valid.To, valid.AsOf, string(c.Standing), c.Reason, c.SourceGrade, c.InfoGrade, strings.Join(c.Flags, " | "), groundsText(c.Grounds), chainText(c.Says), number(int64(len(c.Passages))))
	if len(c.Passages) == 0 {
		return append(cells, "", "", "")
	}
	first := c.Passages[0]
	item := ""
	if !first.Item.IsZero() {
		item = first.Item.String()
	}
	return append(cells, item, first.Selector.String(), first.Quote)
}

func bound(n *int64) string {
	if n == nil {
		return ""
	}
	return number(*n)
}

func groundsText(all []claim.Ground) string {
	out := make([]string, len(all))
	for i, g := range all {
		out[i] = g.Flag + ": " + g.Text
	}
	return strings.Join(out, " | ")
}

// chainText writes who says that who said, the last to speak first.
func chainText(says []claim.Teller) string {
	out := make([]string, len(says))
	for i, t := range says {
		parts := []string{t.Who, t.Entity, t.Verb, t.Medium, t.Occasion, t.Date}
		out[i] = strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
	}
	return strings.Join(out, " > ")
}

func (h *handout) passageTable() handTable {
	return handTable{name: "passages", want: all, columns: headings("case", "claim", "number#", "item", "rendition", "page#", "cell", "time", "first_byte#", "end_byte#", "quote"),
		of: func(p *handPart, s Subject, add func(...string) error) error {
			for _, c := range s.Claims {
				for i, at := range c.Passages {
					item, rendition, page, time, from, to := "", "", "", "", "", ""
					if !at.Item.IsZero() {
						item = at.Item.String()
					}
					if !at.Rendition.IsZero() {
						rendition = at.Rendition.String()
					}
					if at.Selector.Page > 0 {
						page = number(int64(at.Selector.Page))
					}
					if at.Selector.Time != nil {
						time = at.Selector.Time.String()
					}
					if b := at.Selector.Bytes; b != nil {
						from, to = number(b.Start), number(b.End)
					}
					if err := add(p.name, c.Made.Claim, number(int64(i+1)), item, rendition, page, at.Selector.Cell, time, from, to, at.Quote); err != nil {
						return err
					}
				}
			}
			return nil
		}}
}

// kindTable has a row a thing, and a column a property that its kind has. A
// protected one is there only if something said of it leaves.
func (h *handout) kindTable(kind string) (handTable, error) {
	kinds, err := schema.All()
	if err != nil {
		return handTable{}, err
	}
	at := slices.IndexFunc(kinds, func(k schema.Kind) bool { return k.Name == kind })
	if at < 0 {
		return handTable{}, fail.New(fail.Integrity, "claims are about things of the kind %s, which is not known", kind).Do("a newer program may know it")
	}
	said := map[string]bool{}
	for _, p := range h.parts {
		for _, c := range p.plan.Claims {
			said[c.Property] = true
		}
	}
	var props []string
	for _, p := range kinds[at].Properties {
		if !p.Protected || said[p.Name] {
			props = append(props, p.Name)
		}
	}
	names := append([]string{"case", "id", "same_as", "called", "claims#"}, props...)
	return handTable{name: tableName(kind), columns: headings(names...),
		want: func(p *handPart, t handThing) bool { return int(t.kind) < len(p.kinds) && p.kinds[t.kind] == kind },
		of: func(p *handPart, s Subject, add func(...string) error) error {
			cells := []string{p.name, s.Entity.ID, p.same[s.Entity.ID], s.Name, number(int64(len(s.Claims)))}
			for _, prop := range props {
				cells = append(cells, valuesOf(s.Claims, prop))
			}
			return add(cells...)
		}}, nil
}

// valuesOf gives what the claims of a thing say of a property, what is preferred
// first, each once.
func valuesOf(claims []claim.Claim, property string) string {
	var first, more []string
	for _, c := range claims {
		if c.Property != property {
			continue
		}
		value := c.Value
		if value == "" {
			value = c.ValueEntity
		}
		if c.Standing == claim.Favoured {
			first = append(first, value)
		} else {
			more = append(more, value)
		}
	}
	out := []string{}
	for _, v := range append(first, more...) {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return strings.Join(out, " | ")
}

func (h *handout) figureTable() handTable {
	return handTable{name: "figures", want: func(_ *handPart, t handThing) bool { return t.figures }, columns: headings("case", "entity", "entity_name", "kind", "property", "counts", "comparator", "low#", "high#", "unit", "scope", "original", "says", "standing", "claim", "entry#"),
		of: func(p *handPart, s Subject, add func(...string) error) error {
			for _, c := range s.Claims {
				if q := c.Quantity; q != nil {
					err := add(p.name, c.Entity, s.Name, c.Schema, c.Property, q.Kind, string(q.Comparator), bound(q.Low), bound(q.High), q.Unit, q.Scope, c.Original, chainText(c.Says), string(c.Standing), c.Made.Claim, number(c.Index))
					if err != nil {
						return err
					}
				}
			}
			return nil
		}}
}

func (h *handout) documentTable() handTable {
	return handTable{name: "documents", columns: headings("case", "document", "leaves_as", "reason", "media_type", "bytes#", "entry#", "taken_out_of"),
		rows: func(ctx context.Context, add func(...string) error) error {
			for _, p := range h.parts {
				err := h.documents(ctx, p, func(d handDocument) error {
					size, entry, parent := "", "", ""
					if d.How == asIs {
						size = number(d.Item.Bytes)
					}
					if d.Entry >= 0 {
						entry = number(d.Entry)
					}
					if d.Parent != nil {
						parent = d.Parent.String()
					}
					return add(p.name, d.Name, d.How, d.Reason, d.Item.MediaType, size, entry, parent)
				})
				if err != nil {
					return err
				}
			}
			return nil
		}}
}

func (h *handout) judgementTable() handTable {
	return handTable{name: "judgements", columns: headings("case", "entry#", "left", "right", "verdict", "relation", "reason"),
		rows: func(ctx context.Context, add func(...string) error) error {
			for _, p := range h.parts {
				err := h.judged(ctx, p, func(j person.Judgement) error {
					return add(p.name, number(j.Index), j.Left, j.Right, string(j.Verdict), j.Relation, j.Reason)
				})
				if err != nil {
					return err
				}
			}
			return nil
		}}
}

func (h *handout) withheldTable() handTable {
	return handTable{name: "withheld", columns: headings("case", "entry#", "kind", "reason"),
		rows: func(ctx context.Context, add func(...string) error) error {
			for _, p := range h.parts {
				for _, w := range p.plan.Withheld {
					if err := add(p.name, number(w.Index), w.Kind, w.Reason); err != nil {
						return err
					}
				}
			}
			return nil
		}}
}
