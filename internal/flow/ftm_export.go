package flow

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/ftm"
	"sanad/internal/ground/canon"
)

// The files of an export as FollowTheMoney.
const (
	FtMTable    = "statements.csv"
	FtMLines    = "statements.jsonl"
	FtMEntities = "entities.ftm.json"
	FtMLosses   = "losses.json"
)

// FtMRequest says what is exported as FollowTheMoney.
type FtMRequest struct {
	Case      string // empty: all
	Dataset   string // empty: the archive's log
	Protected bool   // with what the schema protects
}

// FtMLoss is what FollowTheMoney can't say, and of how many claims.
type FtMLoss struct {
	What     string   `json:"what"` // "left out" or "in part"
	Kind     string   `json:"kind"`
	Property string   `json:"property"`
	Reason   string   `json:"reason"`
	Count    int64    `json:"count"`
	Examples []string `json:"examples"` // claims, at most five
}

// FtMExport tells of an export.
type FtMExport struct {
	Export
	Statements int64
	Losses     []FtMLoss
}

// ExportFtM writes what stands as entities and statements of FollowTheMoney, and
// names what these can't hold. The same claim has the same ids whenever it is
// exported. The book of a must be the book as the actor may know it.
func ExportFtM(ctx context.Context, a *Archive, actor guard.Actor, req FtMRequest, sink Sink, progress Progress) (FtMExport, error) {
	if err := logExport(ctx, a, actor, claim.Exported{Form: "ftm", Case: req.Case, Protected: req.Protected}); err != nil {
		return FtMExport{}, err
	}
	rules, err := ftm.Rules()
	if err != nil {
		return FtMExport{}, err
	}
	model, err := ftm.Schemata()
	if err != nil {
		return FtMExport{}, err
	}
	x := &ftmExporter{req: req, rules: rules, model: model, progress: progress, losses: map[lossKey]*FtMLoss{}, items: map[custody.Sum]bool{}, canonical: map[string]string{}}
	if x.req.Dataset = ftm.Dataset(cmp.Or(req.Dataset, a.origin())); x.req.Dataset == "" {
		x.req.Dataset = "sanad"
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		x.s = s
		return x.run(ctx, sink)
	})
	return x.out, err
}

type lossKey struct{ what, kind, property, reason string }

type ftmExporter struct {
	s         State
	req       FtMRequest
	rules     map[string]ftm.KindRule
	model     ftm.Model
	progress  Progress
	w         *ftm.Writer
	out       FtMExport
	losses    map[lossKey]*FtMLoss
	items     map[custody.Sum]bool // that are cited
	canonical map[string]string    // by mention
}

func (x *ftmExporter) run(ctx context.Context, sink Sink) (err error) {
	var files []*hashed
	for _, name := range []string{FtMTable, FtMLines, FtMEntities} {
		f, err := newHashed(sink, name)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	x.w = ftm.NewWriter(files[0], files[1], files[2])
	if err := x.judgements(ctx); err != nil {
		return err
	}
	if err := x.s.Entities(ctx, EntityFilter{Case: x.req.Case, After: -1}, func(e claim.Entity) error { return x.entity(ctx, e) }); err != nil {
		return err
	}
	if err := x.documents(ctx); err != nil {
		return err
	}
	err = x.s.Findings(ctx, FindingFilter{Case: x.req.Case, After: -1}, func(f finding.Finding) error {
		x.lose("left out", "Finding", "", "conclusions with a standard of proof have no place there", f.Made.Finding)
		return nil
	})
	if err != nil {
		return err
	}
	err = x.w.Close()
	for _, f := range files {
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return err
	}
	return x.finish(sink, files)
}

// finish writes the losses, and the manifest that vouches for all files.
func (x *ftmExporter) finish(sink Sink, files []*hashed) error {
	for _, k := range slices.SortedFunc(maps.Keys(x.losses), func(a, b lossKey) int {
		return cmp.Or(cmp.Compare(a.what, b.what), cmp.Compare(a.kind, b.kind), cmp.Compare(a.property, b.property), cmp.Compare(a.reason, b.reason))
	}) {
		x.out.Losses = append(x.out.Losses, *x.losses[k])
	}
	text, err := json.MarshalIndent(map[string]any{"losses": append([]FtMLoss{}, x.out.Losses...)}, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if err := writeFile(sink, FtMLosses, text); err != nil {
		return err
	}
	manifest := fmt.Sprintf("%s  %s\n%s  %s\n%s  %s\n%s  %s\n", files[2].sum(), FtMEntities, hexSum(text), FtMLosses, files[0].sum(), FtMTable, files[1].sum(), FtMLines)
	x.out.SHA256 = hexSum([]byte(manifest))
	return writeFile(sink, "manifest-sha256.txt", []byte(manifest))
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
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

// judgements finds the rows that are judged to be one person: their entities
// get one canonical id, and stay what they are.
func (x *ftmExporter) judgements(ctx context.Context) error {
	var all []person.Judgement
	seen := map[string]bool{}
	err := x.s.Judgements(ctx, x.req.Case, func(j person.Judgement) error {
		if j.Verdict != person.Same {
			x.lose("left out", "Judgement", string(j.Verdict), "only that two rows are the same can be said there", j.Left)
			return nil
		}
		all = append(all, j)
		seen[j.Left], seen[j.Right] = true, true
		return nil
	})
	clusters, _ := person.Clusters(slices.Sorted(maps.Keys(seen)), all)
	for _, c := range clusters {
		for _, m := range c {
			x.canonical[m] = c[0]
		}
	}
	return err
}

// documents writes an entity for every original that is cited, and the names in
// it that were accepted. File names stay in.
func (x *ftmExporter) documents(ctx context.Context) error {
	for _, sum := range slices.SortedFunc(maps.Keys(x.items), func(a, b custody.Sum) int { return cmp.Compare(a.String(), b.String()) }) {
		item, err := x.s.Item(ctx, sum)
		if err != nil {
			return err
		}
		d := x.begin(documentID(sum), ftm.DocumentSchema(item.MediaType), "", "")
		d.add("fileName", sum.String())
		media, _, _ := strings.Cut(item.MediaType, ";")
		d.add("mimeType", media) // their contentHash is a SHA-1, so the name tells the sum
		if err := x.put(d); err != nil {
			return err
		}
		if err := x.mentions(ctx, sum); err != nil {
			return err
		}
	}
	return nil
}

func documentID(sum custody.Sum) string { return "i-" + sum.String() }

func (x *ftmExporter) mentions(ctx context.Context, sum custody.Sum) error {
	verdicts, err := x.s.Verdicts(ctx, sum)
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		if v.Verdict != text.Accepted {
			continue
		}
		p, err := x.s.Passage(ctx, v.Passage)
		if err != nil {
			return err
		}
		schema, err := x.schemaOf(ctx, v.Entity)
		if err != nil {
			return err
		}
		if !x.model.Is(schema, "LegalEntity") {
			x.lose("left out", "Mention", "", "only parties are mentioned there", v.Passage)
			continue
		}
		m := x.begin(canon.ID("q", "sanad/ftm/mention/v1", canon.Strings(v.Passage, v.Entity)...), "Mention", v.Passage, "")
		m.add("document", documentID(sum))
		m.add("resolved", v.Entity)
		m.add("name", p.Quote)
		if err := x.put(m); err != nil {
			return err
		}
	}
	return nil
}

// schemaOf gives the schema that an entity is exported as, "" if none.
func (x *ftmExporter) schemaOf(ctx context.Context, id string) (string, error) {
	e, err := x.s.Entity(ctx, id)
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
	e := &ftmEntity{Entity: ftm.Entity{ID: id, Schema: schema, Datasets: []string{x.req.Dataset}}, x: x, origin: origin, seen: seen}
	e.state(ftm.BaseID, ftm.TypeID, id)
	return e
}

func (e *ftmEntity) state(prop, kind, value string) {
	s := ftm.Statement{EntityID: e.ID, CanonicalID: e.x.canonical[e.ID], Schema: e.Schema, Prop: prop, PropType: kind, Value: value, Dataset: e.x.req.Dataset,
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
	if x.out.Items++; x.out.Items%1000 == 0 {
		x.progress("writing entities", x.out.Items, 0)
	}
	x.out.Statements += int64(len(e.statements))
	if e.Properties == nil {
		e.Properties = map[string][]string{}
	}
	return x.w.Write(e.Entity, e.statements)
}

// seenAt gives when a claim was recorded first, as FollowTheMoney writes times.
func (x *ftmExporter) seenAt(ctx context.Context, c claim.Claim) (string, error) {
	at := time.Time{}
	if c.Recorded != nil {
		at = c.Recorded.At
	} else {
		e, err := x.s.Event(ctx, c.Index)
		if err != nil {
			return "", err
		}
		at = e.Time
	}
	return at.UTC().Format("2006-01-02T15:04:05"), nil
}
