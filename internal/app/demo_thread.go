package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/fiction"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/folder"
	"sanad/internal/tool/keys"
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
	for _, l := range d.c.Lists {
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
		sealed, err := flow.SealFor(ctx, d.p.archive, h.source, keys.Seal)
		if err != nil {
			return 0, err
		}
		req.Source, req.Label = custody.Source{Sealed: sealed}, guard.Sealed
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

// claims cites every passage worth it and records what it says. Names come
// first, so that a claim can point at what it is about.
func (d *demonstration) claims(ctx context.Context) error {
	order := func(q fiction.Quote) int {
		switch {
		case q.Property == "name":
			return 0
		case q.ValueEntity == "":
			return 1
		}
		return 2
	}
	quotes := slices.Clone(d.c.Quotes)
	slices.SortStableFunc(quotes, func(a, b fiction.Quote) int { return order(a) - order(b) })
	for _, q := range quotes {
		if err := d.claim(ctx, q); err != nil {
			return fmt.Errorf("citing %q in %s: %w", q.Exact, q.File, err)
		}
	}
	d.say("cited %d passages and recorded what they say, rival figures side by side", len(quotes))
	return nil
}

func (d *demonstration) claim(ctx context.Context, q fiction.Quote) error {
	sum, err := custody.ParseSum(d.sums[q.File])
	if err != nil {
		return err
	}
	cited, err := flow.Cite(ctx, d.p.archive, d.founder, flow.CiteRequest{Item: sum, Quote: q.Exact})
	if err != nil {
		return err
	}
	about, ok := d.c.Entity(q.Entity)
	if !ok {
		return fail.New(fail.Failed, "the fiction has no entity %s", q.Entity)
	}
	if d.entities[q.Entity] == "" && q.Property != "name" {
		if err := d.name(ctx, sum, q, about); err != nil {
			return err
		}
	}
	req := flow.ClaimRequest{Entity: d.entities[q.Entity], Property: q.Property, Value: q.Value, Passages: []string{cited.ID}, Flags: q.Flags}
	for _, flag := range q.Flags {
		req.Grounds = append(req.Grounds, claim.Ground{Flag: flag, Text: "as the document itself shows"})
	}
	if req.Entity == "" {
		req.Schema = about.Schema
	}
	if q.Counts != "" {
		req.Value += " (" + q.Counts + ")"
	}
	req.ValueEntity = d.entities[q.ValueEntity]
	for _, t := range q.Says {
		name := t.Who
		if e, ok := d.c.Entity(t.Who); ok {
			name = e.Name["en"]
		}
		req.Says = append(req.Says, claim.Teller{Who: name, Verb: t.Verb})
	}
	made, err := flow.MakeClaim(ctx, d.p.archive, d.founder, req)
	d.entities[q.Entity] = made.Entity
	return err
}

// name claims the name of an entity that is met for the first time, from where
// it stands in the same document. Some documents do not name whom they speak
// of: such a record is full without a name.
func (d *demonstration) name(ctx context.Context, sum custody.Sum, q fiction.Quote, about fiction.Entity) error {
	for _, lang := range []string{q.Lang, "fa", "ar", "en"} {
		name := about.Name[lang]
		if name == "" {
			continue
		}
		cited, err := flow.Cite(ctx, d.p.archive, d.founder, flow.CiteRequest{Item: sum, Quote: name})
		if fail.Of(err) == fail.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		made, err := flow.MakeClaim(ctx, d.p.archive, d.founder, flow.ClaimRequest{Schema: about.Schema, Property: "name", Value: name, Lang: lang, Passages: []string{cited.ID}})
		d.entities[q.Entity] = made.Entity
		return err
	}
	return nil
}

// lists imports every table by its mapping: the lists of names, and the
// gazette of posts.
func (d *demonstration) lists(ctx context.Context) error {
	records, claims := int64(0), int64(0)
	one := func(path, mapping string) error {
		sum, err := custody.ParseSum(d.sums[path])
		if err != nil {
			return err
		}
		got, err := flow.Import(ctx, d.p.archive, d.founder, flow.ImportRequest{Item: sum, Mapping: mapping}, func(string, int64, int64) {})
		if err == nil && len(got.Failed) > 0 {
			err = fail.New(fail.Failed, "row %d: %s", got.Failed[0].Row, got.Failed[0].Error)
		}
		if err != nil {
			return fmt.Errorf("importing %s: %w", filepath.Base(path), err)
		}
		records += got.Records
		claims += got.Claims
		return nil
	}
	for _, f := range d.c.Files {
		if f.Mapping != "" {
			if err := one(f.Path, f.Mapping); err != nil {
				return err
			}
		}
	}
	for _, l := range d.c.Lists {
		if err := one(l.Path, l.Mapping); err != nil {
			return err
		}
	}
	d.say("imported a gazette of posts and %d lists of names in three scripts: %d rows, %d claims, each cited to its cell", len(d.c.Lists), records, claims)
	return nil
}
