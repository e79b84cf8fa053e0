package flow

import (
	"context"
	"errors"
	"io"

	"sanad/internal/format/tableout"
)

// csvTables writes the tables as files. Those whose rows are made of things are
// written beside each other in one walk, for to read the claims takes longer than to
// write them.
func (h *handout) csvTables(ctx context.Context) (err error) {
	open := map[string]*csvTable{}
	defer func() {
		for _, t := range open {
			err = errors.Join(err, t.close())
		}
	}()
	begin := func(t handTable) (*csvTable, error) {
		made, err := h.newCSVTable(t)
		if err == nil {
			open[t.name] = made
		}
		return made, err
	}
	always := []*csvTable{}
	for _, t := range []handTable{h.claimTable(), h.passageTable(), h.figureTable()} {
		made, err := begin(t)
		if err != nil {
			return err
		}
		always = append(always, made)
	}
	kinds := map[string]*csvTable{}
	ofKind := func(kind string) (*csvTable, error) {
		if t := kinds[kind]; t != nil {
			return t, nil
		}
		t, err := h.kindTable(kind)
		if err == nil {
			kinds[kind], err = begin(t)
		}
		return kinds[kind], err
	}
	for _, kind := range h.kinds() {
		if _, err := ofKind(kind); err != nil {
			return err
		}
	}
	err = h.walk(ctx, "writing claims", all, func(p *handPart, t *handThing, s Subject) error {
		p.sort(t, s)
		kind, err := ofKind(s.Schema)
		if err != nil {
			return err
		}
		for _, each := range append(always[:len(always):len(always)], kind) {
			if each.want(p, *t) {
				if err := each.of(p, s, each.add); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, t := range []handTable{h.documentTable(), h.judgementTable(), h.withheldTable()} {
		made, err := begin(t)
		if err == nil {
			err = h.fill(ctx, t, made.add)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// csvTable is a table as a file.
type csvTable struct {
	handTable
	file io.WriteCloser
	out  *tableout.CSV
}

func (h *handout) newCSVTable(t handTable) (*csvTable, error) {
	f, err := h.create(t.name + ".csv")
	if err != nil {
		return nil, err
	}
	out, err := tableout.NewCSV(f, h.req.Mark, t.columns)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &csvTable{t, f, out}, nil
}

func (t *csvTable) add(cells ...string) error { return t.out.Write(cells) }

func (t *csvTable) close() error { return errors.Join(t.out.Flush(), t.file.Close()) }
