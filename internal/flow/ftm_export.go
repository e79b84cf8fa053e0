package flow

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/format/ftm"
)

// The files of an export as FollowTheMoney.
const (
	FtMTable    = "statements.csv"
	FtMLines    = "statements.jsonl"
	FtMEntities = "entities.ftm.json"
	FtMLosses   = "losses.json"
)

// FtMLoss is what FollowTheMoney can't say, and of how many claims.
type FtMLoss struct {
	What     string   `json:"what"` // "left out" or "in part"
	Kind     string   `json:"kind"`
	Property string   `json:"property"`
	Reason   string   `json:"reason"`
	Count    int64    `json:"count"`
	Examples []string `json:"examples"` // claims, at most five
}

// followTheMoney writes what leaves as entities and statements of FollowTheMoney,
// and names what these can't hold. The same claim has the same ids whenever it is
// exported.
func (h *handout) followTheMoney(ctx context.Context) error {
	rules, err := ftm.Rules()
	if err != nil {
		return err
	}
	model, err := ftm.Schemata()
	if err != nil {
		return err
	}
	x := &ftmExporter{h: h, rules: rules, model: model, losses: map[lossKey]*FtMLoss{}}
	if x.dataset = ftm.Dataset(cmp.Or(h.req.Dataset, h.a.origin())); x.dataset == "" {
		x.dataset = "sanad"
	}
	return x.run(ctx)
}

type lossKey struct{ what, kind, property, reason string }

type ftmExporter struct {
	h       *handout
	p       *handPart // the case that is written
	dataset string
	rules   map[string]ftm.KindRule
	model   ftm.Model
	w       *ftm.Writer
	losses  map[lossKey]*FtMLoss
	schemas map[string]string    // of FollowTheMoney, by the id of a thing of this case that leaves
	items   map[custody.Sum]bool // of this case that are cited
}

func (x *ftmExporter) run(ctx context.Context) (err error) {
	var files []io.WriteCloser
	for _, name := range []string{FtMTable, FtMLines, FtMEntities} {
		f, err := x.h.create(name)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	x.w = ftm.NewWriter(files[0], files[1], files[2])
	for _, p := range x.h.parts {
		x.p = p
		if err := x.oneCase(ctx); err != nil {
			return err
		}
	}
	err = x.w.Close()
	for _, f := range files {
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return err
	}
	return x.finish()
}

func (x *ftmExporter) oneCase(ctx context.Context) error {
	if err := x.h.canonical(ctx, x.p); err != nil {
		return err
	}
	err := x.h.judged(ctx, x.p, func(j person.Judgement) error {
		if j.Verdict != person.Same {
			x.lose("left out", "Judgement", string(j.Verdict), "only that two rows are the same can be said there", j.Left)
		}
		return nil
	})
	if err != nil {
		return err
	}
	x.schemas, x.items = map[string]string{}, map[custody.Sum]bool{}
	every := func(handThing) bool { return true }
	err = x.h.subjects(ctx, x.p, every, func(_ *handThing, s Subject) error {
		x.schemas[s.Entity.ID] = x.rules[s.Schema].Schema
		return nil
	})
	if err != nil {
		return err
	}
	if err := x.h.subjects(ctx, x.p, every, func(_ *handThing, s Subject) error { return x.entity(ctx, s) }); err != nil {
		return err
	}
	return x.documents(ctx)
}

// finish writes the losses.
func (x *ftmExporter) finish() error {
	for _, k := range slices.SortedFunc(maps.Keys(x.losses), func(a, b lossKey) int {
		return cmp.Or(cmp.Compare(a.what, b.what), cmp.Compare(a.kind, b.kind), cmp.Compare(a.property, b.property), cmp.Compare(a.reason, b.reason))
	}) {
		x.h.told.Losses = append(x.h.told.Losses, *x.losses[k])
	}
	text, err := json.MarshalIndent(map[string]any{"losses": append([]FtMLoss{}, x.h.told.Losses...)}, "", "  ")
	if err != nil {
		return err
	}
	return x.h.put(FtMLosses, append(text, '\n'))
}

func (x *ftmExporter) lose(what, kind, property, reason, id string) {
	k := lossKey{what, kind, property, reason}
	l := x.losses[k]
	if l == nil {
		l = &FtMLoss{What: what, Kind: kind, Property: property, Reason: reason, Examples: []string{}}
		x.losses[k] = l
	}
	if l.Count++; len(l.Examples) < 5 {
		l.Examples = append(l.Examples, id)
	}
}

// documents writes an entity for every original that is cited. File names stay in,
// and of what does not leave as it is all but its SHA-256. So do the names that were
// accepted in a text: nobody decided that they leave.
func (x *ftmExporter) documents(ctx context.Context) error {
	return x.h.documents(ctx, x.p, func(doc handDocument) error {
		if !x.items[doc.Sum] {
			return nil
		}
		d := x.begin(documentID(doc.Sum), ftm.DocumentSchema(doc.Item.MediaType), "", "")
		d.add("fileName", doc.Sum.String())
		media, _, _ := strings.Cut(doc.Item.MediaType, ";")
		d.add("mimeType", media) // their contentHash is a SHA-1, so the name tells the sum
		return x.put(d)
	})
}

func documentID(sum custody.Sum) string { return "i-" + sum.String() }

// schemaOf gives the schema that an entity is exported as, "" if none.
func (x *ftmExporter) schemaOf(ctx context.Context, id string) (string, error) {
	if schema, ok := x.schemas[id]; ok {
		return schema, nil
	}
	e, err := x.h.s.Entity(ctx, id)
	return x.rules[e.Schema].Schema, notThere(err)
}

// ftmEntity is an entity in the making.
type ftmEntity struct {
	ftm.Entity
	x          *ftmExporter
	statements []ftm.Statement
	origin     string // the claim that its statements are made of
	seen       string
	lang       string
	original   string
}

func (x *ftmExporter) begin(id, schema, origin, seen string) *ftmEntity {
	e := &ftmEntity{Entity: ftm.Entity{ID: id, Schema: schema, Datasets: []string{x.dataset}}, x: x, origin: origin, seen: seen}
	e.state(ftm.BaseID, ftm.TypeID, id)
	return e
}

func (e *ftmEntity) state(prop, kind, value string) {
	s := ftm.Statement{EntityID: e.ID, CanonicalID: e.x.p.same[e.ID], Schema: e.Schema, Prop: prop, PropType: kind, Value: value, Dataset: e.x.dataset,
		Origin: e.origin, Lang: e.lang, OriginalValue: e.original, FirstSeen: e.seen}.Named()
	if !slices.ContainsFunc(e.statements, func(o ftm.Statement) bool { return o.ID == s.ID }) {
		e.statements = append(e.statements, s)
	}
}

// add adds a value of a property that the schema has.
func (e *ftmEntity) add(prop, value string) {
	p, ok := e.x.model.Prop(e.Schema, prop)
	if value = strings.TrimSpace(strings.ReplaceAll(value, "\x00", "")); !ok || value == "" {
		return
	}
	e.state(p.Name, p.Type, value)
	e.Add(p.Name, value)
}

func (x *ftmExporter) put(e *ftmEntity) error {
	if x.h.told.Items++; x.h.told.Items%1000 == 0 {
		x.h.progress("writing entities", x.h.told.Items, 0)
	}
	x.h.told.Statements += int64(len(e.statements))
	if e.Properties == nil {
		e.Properties = map[string][]string{}
	}
	return x.w.Write(e.Entity, e.statements)
}

// seenAt gives when a claim was recorded, as FollowTheMoney writes times.
func (x *ftmExporter) seenAt(ctx context.Context, c claim.Claim) (string, error) {
	e, err := x.h.s.Event(ctx, c.Index)
	return e.Time.UTC().Format("2006-01-02T15:04:05"), err
}
