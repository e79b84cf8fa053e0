package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/fiction"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/folder"
)

// handed is what one source handed over at once.
type handed struct {
	source string
	note   string
	sealed bool
	paths  []string
}

// collect takes the evidence into custody, one accession for each source.
func (d *demonstration) collect(ctx context.Context) error {
	var all []handed
	put := func(h handed) {
		i := slices.IndexFunc(all, func(o handed) bool { return o.source == h.source && o.sealed == h.sealed })
		if i < 0 {
			all = append(all, h)
			return
		}
		all[i].paths = append(all[i].paths, h.paths...)
	}
	for _, f := range d.c.Files {
		put(handed{f.Source, f.Note, f.Sealed, []string{f.Path}})
	}
	for _, l := range d.tables() {
		put(handed{l.Source, "a list of names, handed in as a file", false, []string{l.Path}})
	}
	items, sealed := int64(0), 0
	for _, h := range all {
		n, err := d.collectOne(ctx, h)
		if err != nil {
			return err
		}
		items += n
		if h.sealed {
			sealed++
		}
	}
	d.say("took %d files from %d sources into custody; the names of %d of them are sealed to the key holder", items, len(all), sealed)
	return nil
}

func (d *demonstration) collectOne(ctx context.Context, h handed) (int64, error) {
	req := flow.CollectRequest{Source: custody.Source{Name: h.source}, Note: h.note, Label: guard.Case}
	if h.sealed {
		sealed, err := flow.SealFor(ctx, d.p.archive, flow.DefaultCase, h.source)
		if err != nil {
			return 0, err
		}
		req.Source, req.Label = custody.Source{Together: &sealed}, guard.Sealed
	}
	items := int64(0)
	_, err := flow.Collect(ctx, d.p.archive, d.founder, req, func(yield func(flow.Found) bool) {
		for _, path := range h.paths {
			for f := range folder.Walk([]string{d.path(path)}) {
				f.Name = custody.NameOf(path)
				if !yield(f) {
					return
				}
			}
		}
	}, func(t flow.Taken) error {
		if t.Err != nil {
			return fmt.Errorf("taking %s: %w", t.Name.Text, t.Err)
		}
		items++
		d.sums[t.Name.Text] = t.Item.String()
		return nil
	})
	return items, err
}

func (d *demonstration) read(ctx context.Context) error {
	read := 0
	err := flow.Process(ctx, d.p.archive, d.founder, flow.ProcessRequest{}, func(p flow.Processed) error {
		if len(p.Failed) > 0 {
			return fmt.Errorf("reading %s: %w", p.Item.Name.Text, &p.Failed[0])
		}
		read++
		return nil
	})
	d.say("read %d of them into text, each in a walled-off child", read)
	return err
}

// tables are the lists of names and the second version of one of them.
func (d *demonstration) tables() []fiction.List { return append(slices.Clone(d.c.Lists), d.c.Second) }

// lists imports every table by its mapping: the lists of names and the gazettes
// of posts.
func (d *demonstration) lists(ctx context.Context) error {
	var all, last flow.Imported
	var gazettes int
	one := func(path, mapping string) (err error) {
		if last, err = d.importOne(ctx, path, mapping); err != nil {
			return fmt.Errorf("importing %s: %w", filepath.Base(path), err)
		}
		return nil
	}
	for _, f := range d.c.Files {
		if f.Mapping == "" {
			continue
		}
		if err := one(f.Path, f.Mapping); err != nil {
			return err
		}
		gazettes++
		all.Records, all.Claims = all.Records+last.Records, all.Claims+last.Claims
	}
	for _, l := range d.c.Lists {
		if err := one(l.Path, l.Mapping); err != nil {
			return err
		}
		all.Records, all.Claims = all.Records+last.Records, all.Claims+last.Claims
	}
	d.say("imported %d gazettes of posts and %d lists of names in three scripts: %d rows, %d claims, each cited to its cell", gazettes, len(d.c.Lists), all.Records, all.Claims)
	return nil
}

// revise imports the second version of a list.
func (d *demonstration) revise(ctx context.Context) error {
	last, err := d.importOne(ctx, d.c.Second.Path, d.c.Second.Mapping)
	if err != nil {
		return fmt.Errorf("importing %s: %w", filepath.Base(d.c.Second.Path), err)
	}
	d.say("imported version %d of %s: %d rows as before, %d changed, %d new, %d gone", last.Version, d.c.Second.Name["en"], last.Unchanged, last.Changed, last.Added, len(last.Retired))
	d.truth["second"] = map[string]any{"list": d.c.Second.Name["en"], "version": last.Version, "changed": last.Changed, "new": last.Added, "gone": len(last.Retired)}
	return nil
}

func (d *demonstration) importOne(ctx context.Context, path, mapping string) (flow.Imported, error) {
	sum, err := custody.ParseSum(d.sums[path])
	if err != nil {
		return flow.Imported{}, err
	}
	got, err := flow.Import(ctx, d.p.archive, d.founder, flow.ImportRequest{Item: sum, Mapping: mapping}, func(string, int64, int64) {})
	if err == nil && len(got.Failed) > 0 {
		err = fail.New(fail.Failed, "row %d: %s", got.Failed[0].Row, got.Failed[0].Error)
	}
	return got, err
}
