package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// rowSource gives the rows of what is no table of its own, or of one whose rows
// are told in other files too. Its first row is headings.
type rowSource interface {
	// each walks the rows in order.
	each(ctx context.Context, yield func(text.Row) error) error
	// count is how many rows there are without the headings.
	count() int64
	// passage tells where a cell of the row that was given last stands; false
	// where it is a cell of the table itself.
	passage(column int) (text.Passage, bool)
}

// along is what an import of several tables shares: what one of them says of
// another, and what came with them.
type along struct {
	rows   map[string]map[string]string // by list and its own number: the row
	kinds  map[string]string            // of which kind the rows of a list are
	files  map[string]custody.Sum       // by name, without folders
	labels map[string]string            // what the code of a term means, in words
	// lenient: a list that is not here has no rows. Exports speak of records that
	// somebody did not export.
	lenient bool
}

func newAlong() *along {
	return &along{rows: map[string]map[string]string{}, kinds: map[string]string{}, files: map[string]custody.Sum{}, labels: map[string]string{}}
}

// walk goes through the rows, of the table as it was read or of its source.
func (im *importer) walk(ctx context.Context, yield func(text.Row) error) (err error) {
	if im.req.source != nil {
		return im.req.source.each(ctx, yield)
	}
	return eachRowOf(ctx, im.a, im.rendition, yield)
}

// refer makes sure that the lists are known that cells give the numbers of.
func (im *importer) refer(ctx context.Context) error {
	if im.req.along == nil {
		im.req.along = newAlong()
	}
	for _, c := range im.m.Columns {
		if err := im.referTo(ctx, c.RowOf); err != nil {
			return err
		}
	}
	for _, t := range im.m.Things {
		for _, c := range t.Columns {
			if err := im.referTo(ctx, c.RowOf); err != nil {
				return err
			}
		}
	}
	return nil
}

// referTo reads which row of a list has which number, once.
func (im *importer) referTo(ctx context.Context, list string) error {
	if list == "" || im.req.along.rows[list] != nil {
		return nil
	}
	rows := map[string]string{}
	return im.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		lists, err := s.Lists(ctx, im.req.Case)
		if err != nil {
			return err
		}
		for _, l := range lists {
			if l.Name != list {
				continue
			}
			m, err := mapping.Parse([]byte(l.Mapping))
			if err != nil {
				return fmt.Errorf("reading the mapping of the list %s: %w", l.Name, err)
			}
			im.req.along.rows[list], im.req.along.kinds[list] = rows, m.Schema
			err = s.Mentions(ctx, im.req.Case, l.List, func(m person.Mention) error {
				if m.RowID != "" && !m.Retired {
					rows[m.RowID] = m.Mentioned.Mention
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		if im.req.along.rows[list] == nil && im.req.along.lenient {
			im.req.along.rows[list] = rows
		}
		if im.req.along.rows[list] == nil {
			return fail.New(fail.Usage, "the mapping speaks of rows of the list %q, and the case %s has no such list", list, im.req.Case).Do("import that list first: sanad lists names those that are here")
		}
		return nil
	})
}

// tell says under which number others find the row.
func (im *importer) tell(m person.Mentioned) {
	if im.req.along == nil || m.RowID == "" || im.known { // what is known is read from the ledger
		return
	}
	if im.before != nil {
		if i, ok := im.before.byKey[m.Key]; ok {
			m.Mention = im.before.rows[i].Mentioned.Mention
		}
	}
	rows := im.req.along.rows[im.m.List]
	if rows == nil {
		rows = map[string]string{}
		im.req.along.rows[im.m.List], im.req.along.kinds[im.m.List] = rows, im.m.Schema
	}
	if _, known := rows[m.RowID]; !known {
		rows[m.RowID] = m.Mention
	}
}

// leftOut counts cells that no part of the mapping speaks of.
func (im *importer) leftOut(cells []string) {
	if im.unmapped == nil {
		return
	}
	if im.used == nil {
		im.used = im.layout.Used()
	}
	for i, cell := range cells {
		if i < len(im.heads) && !im.used[i] && strings.TrimSpace(cell) != "" {
			im.unmapped[im.heads[i]]++
		}
	}
}

// mean gives a claim the value that the column's form and reference mean. A
// reason says why that can't be done; the value stays as it is written.
func (r *reading) mean(kind string, c mapping.Column, made *claim.Made) (reason string) {
	im := r.im
	p, _ := schema.Find(kind, c.Property)
	switch {
	case c.RowOf != "":
		row, ok := im.req.along.rows[c.RowOf][strings.TrimSpace(made.Value)]
		if !ok {
			if im.req.source != nil && made.Original != "" {
				made.Value = made.Original // the name that stands there, not the number
			}
			return fmt.Sprintf("no row of the list %q has the number %q; it is kept as it is written", c.RowOf, shorten(made.Value))
		}
		if of := im.req.along.kinds[c.RowOf]; !p.Takes(of) {
			return fmt.Sprintf("the %s of a %s can't be a %s, which the rows of the list %q are", c.Property, kind, of, c.RowOf)
		}
		made.ValueEntity = row
	case c.Form == mapping.FormFile:
		sum, ok := im.req.along.files[lastOf(splitPath(made.Value))]
		if !ok {
			return fmt.Sprintf("the file %q did not come with the table; its name is kept", shorten(made.Value))
		}
		made.Value = sum.String()
	case c.Form == mapping.FormHuridocs:
		_, isTerm := p.Vocabulary()
		if label := im.req.along.labels[strings.TrimSpace(made.Value)]; label != "" && !isTerm {
			made.Value = label
			return ""
		}
		made.Value = mapping.AsWritten(c.Form, made.Value)
	case c.Form != "":
		made.Value = mapping.AsWritten(c.Form, made.Value)
	}
	return ""
}

// eachRowOf walks the rows of a reading.
func eachRowOf(ctx context.Context, a *Archive, rendition text.Rendition, yield func(text.Row) error) (err error) {
	data, err := a.Renditions.Open(ctx, rendition.Sum)
	if err != nil {
		return fmt.Errorf("opening the rows of item %s: %w", rendition.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	return text.EachRow(data, yield)
}

// also gives what a cell means besides what is written in it: another digest is a
// changed row.
func (im *importer) also(c mapping.Column, cell string) (parts []string) {
	if also := c.Form + c.RowOf; also != "" {
		parts = append(parts, also)
	}
	if c.Form == mapping.FormFile {
		values := []string{cell}
		if c.Split != "" {
			values = strings.Split(cell, c.Split)
		}
		for _, v := range values {
			if sum, ok := im.req.along.files[lastOf(splitPath(strings.TrimSpace(v)))]; ok {
				parts = append(parts, sum.String())
			}
		}
	}
	return parts
}
