package desk

import (
	"context"
	"net/http"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/core/search"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// listChoosePage asks which table is to be imported.
type listChoosePage struct {
	frame
	pager
	Like   *person.List // the list of which a newer version is to be imported
	Tables []itemRow
}

// listFormPage asks what the columns of a table are.
type listFormPage struct {
	frame
	Item       custody.Item
	Unread     bool
	F          listFields
	Look       flow.Preview
	Columns    []columnLine
	Properties []schema.Property
	Cases      []string
	Fitting    []person.List // whose mapping fits the table
	About      []aboutLine
	Wrong      string
	Tried      *triedImport
	MayRead    bool
}

// columnLine is a column of the table, and what it is taken for.
type columnLine struct {
	mapping.Guess
	Heading string // as a mapping names it
	Chosen  string
}

// triedImport is how the first rows would be read.
type triedImport struct {
	flow.Imported
	Shown   []shownRow
	Faults  []flow.RowFailure
	More    int
	Mapping string
	Whole   bool // all rows were read
}

// sendListForm asks for a table, or shows the form of the one that is named.
func sendListForm(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	if v.query("item") == "" {
		p, err := v.chooseTable(ctx)
		if err != nil {
			return err
		}
		return v.render(w, http.StatusOK, "list_choose", p)
	}
	f := listFields{Item: v.query("item"), Case: v.query("case"), Header: 1, Like: v.query("like")}
	return v.listForm(ctx, w, f, http.StatusOK, nil, false)
}

// chooseTable lists the tables in custody.
func (v *visit) chooseTable(ctx context.Context) (*listChoosePage, error) {
	p := &listChoosePage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		if like := v.query("like"); like != "" {
			l, err := s.list(ctx, like)
			if err != nil {
				return err
			}
			p.Like = &l
		}
		after, err := s.itemPlace(ctx, v.query("after"))
		if err != nil {
			return err
		}
		items, err := s.itemsOf(ctx, itemsWanted{filter: flow.ItemFilter{After: after}, family: search.Family("table")}, new(string))
		if err != nil {
			return err
		}
		next := ""
		if len(items) > pageRows {
			items = items[:pageRows]
			next = items[pageRows-1].Sum.String()
		}
		p.pager = v.part("after", next)
		p.Tables, err = s.itemRows(ctx, items)
		return err
	})
}

// listForm shows the form: as it would be read if try is set, and why it was
// not taken if failed is not nil.
func (v *visit) listForm(ctx context.Context, w http.ResponseWriter, f listFields, status int, failed error, try bool) error {
	p := &listFormPage{F: f, MayRead: v.actor.May(guard.ToProcess) == nil}
	if err := p.fill(ctx, v); err != nil {
		return err
	}
	if failed == nil && try {
		failed = p.try(ctx, v)
	}
	if failed != nil {
		told, ok := tellable(failed)
		if !ok {
			return failed
		}
		p.Wrong, status = told, http.StatusBadRequest
	}
	return v.render(w, status, "list_new", p)
}

// tellable gives the words of a failure that a person can mend in a form.
func tellable(err error) (string, bool) {
	kind := fail.Of(err)
	return toldText(err), kind == fail.Usage || kind == fail.Conflict
}

// fill finds the table, looks at its beginning, and says what its columns may
// be.
func (p *listFormPage) fill(ctx context.Context, v *visit) (err error) {
	var lists []person.List
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Item, err = flow.FindItem(ctx, s, v.actor, p.F.Item); err != nil {
			return err
		}
		all, err := s.Renditions(ctx, p.Item.Sum)
		if err != nil {
			return err
		}
		p.Unread = len(all) == 0
		if p.Cases, err = s.Cases(ctx); err != nil {
			return err
		}
		if p.F.Case == "" {
			p.F.Case = p.Item.Case
		}
		lists, err = s.Lists(ctx, p.F.Case)
		return err
	})
	if err != nil || p.Unread {
		return err
	}
	if p.Look, err = flow.PreviewSheet(ctx, v.archive(), p.Item.Sum, p.F.Sheet, p.F.Header); err != nil {
		return err
	}
	if err := v.see(ctx, p.Item, custody.LookText); err != nil {
		return err
	}
	kind, err := personKind()
	if err != nil {
		return err
	}
	p.Properties = kind.Properties
	p.guess(lists)
	p.About = aboutLines(p.F.About)
	return nil
}

func personKind() (schema.Kind, error) {
	kinds, err := schema.All()
	for _, k := range kinds {
		if k.Name == "Person" {
			return k, err
		}
	}
	return schema.Kind{}, err
}

// guess says what each column is taken for: what the form says of its heading,
// else what a list that was imported before says, else what the words and values
// tell. Of the list it is like, the whole mapping is taken as it is.
func (p *listFormPage) guess(lists []person.List) {
	var before []mapping.Mapping
	for _, l := range lists {
		m, err := mapping.Parse([]byte(l.Mapping))
		if err != nil {
			continue // of a list that no form could show
		}
		before = append(before, m)
		if l.List == p.F.Like && p.F.Mapping == "" {
			p.F.Name, p.F.Mapping, p.F.Raw = l.Name, l.Mapping, true
		}
		if m.Fits(p.Look.Headings) {
			p.Fitting = append(p.Fitting, l)
		}
	}
	if p.F.Language == "" && !p.F.Sent {
		p.F.Language = p.Look.Language
	}
	taken := map[string]bool{}
	for i, g := range p.Look.Guesses {
		c := columnLine{Guess: g, Heading: p.Look.Headings[i]}
		said := false
		if c.Chosen, said = p.F.property(c.Heading); !said {
			c.Chosen = g.Property
			for _, m := range before {
				if known := m.Property(c.Heading); known != "" && !taken[known] {
					c.Chosen = known
				}
			}
		}
		taken[c.Chosen] = true
		p.Columns = append(p.Columns, c)
	}
}

// Calendars lists the calendars a table's dates can be in.
func (p *listFormPage) Calendars() []string { return []string{"solar", "hijri", "gregorian"} }

// ListName names the list that the import would be a version of.
func (t *triedImport) ListName() string {
	m, err := mapping.Parse([]byte(t.Mapping))
	if err != nil {
		return t.List
	}
	return m.List
}

// Gone gives the first of the rows that would go.
func (t *triedImport) Gone() []flow.RetiredRow { return t.Retired[:min(len(t.Retired), shownFault)] }
