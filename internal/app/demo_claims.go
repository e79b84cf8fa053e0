package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/fiction"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// claims cites every passage worth it and records what it says. Names come
// first and links last, so that a claim can point at what it is about.
func (d *demonstration) claims(ctx context.Context) error {
	if err := d.meet(ctx); err != nil {
		return err
	}
	order := func(q fiction.Quote) int {
		return min(len(q.ValueEntity), 1)
	}
	quotes := slices.Clone(d.c.Quotes)
	slices.SortStableFunc(quotes, func(a, b fiction.Quote) int { return order(a) - order(b) })
	for _, q := range quotes {
		if err := d.claim(ctx, q); err != nil {
			return fmt.Errorf("citing %q in %s: %w", q.Exact, q.File, err)
		}
	}
	d.say("cited %d passages of %d papers and recorded %d claims on %d things of %d kinds, rival figures side by side",
		len(d.passages), len(d.quoted()), d.made, len(d.entities), len(d.kinds()))
	return nil
}

// quoted gives the papers that something was quoted from.
func (d *demonstration) quoted() map[string]bool {
	out := map[string]bool{}
	for _, q := range d.c.Quotes {
		out[q.File] = true
	}
	return out
}

func (d *demonstration) kinds() map[string]bool {
	out := map[string]bool{}
	for id := range maps.Keys(d.entities) {
		e, _ := d.c.Entity(id)
		out[e.Schema] = true
	}
	return out
}

// claim records what one quote says, and remembers it for turns and findings.
func (d *demonstration) claim(ctx context.Context, q fiction.Quote) error {
	about, ok := d.c.Entity(q.Entity)
	if !ok {
		return fail.New(fail.Failed, "the fiction has no entity %s", q.Entity)
	}
	if q.ValueEntity != "" && d.entities[q.ValueEntity] == "" {
		return fail.New(fail.Failed, "nothing is claimed of %s before a claim points at it", q.ValueEntity)
	}
	passage, err := d.cite(ctx, q.File, q.Exact)
	if err != nil {
		return err
	}
	req := d.request(q, passage)
	if req.Entity == "" {
		req.Schema = about.Schema
	}
	made, err := d.make(ctx, q.File, req)
	if err != nil {
		return err
	}
	d.entities[q.Entity] = made.Entity
	if q.Key != "" {
		d.keys[q.Key] = made.Claim
	}
	for _, t := range q.Turns {
		d.turns = append(d.turns, turnOf{made.Claim, t, q})
	}
	return nil
}

// request puts a quote into the words of a claim. What a rule can read of the
// source's words is left to the rule.
func (d *demonstration) request(q fiction.Quote, passage string) flow.ClaimRequest {
	req := flow.ClaimRequest{
		Entity: d.entities[q.Entity], Property: q.Property, Value: q.Value, ValueEntity: d.entities[q.ValueEntity],
		Lang: q.Lang, Passages: []string{passage}, Note: q.Note, Calendar: q.Calendar, Reference: q.Reference,
	}
	if q.Date != "" && !q.Stated {
		req.Value = q.Written
	}
	if q.Stated {
		req.Calendar = "" // EDTF is Gregorian, whatever the words were
	}
	if q.Property == "name" {
		req.Value = q.Written
	}
	if a := q.Amount; a != nil {
		req.Quantity = &claim.Quantity{Kind: a.Counts, Comparator: claim.Comparator(a.Comparator), Low: a.Low, High: a.High, Unit: a.Unit, Scope: a.Scope}
	}
	if s := q.Shape; s != nil {
		req.Shape = &claim.Shape{Form: s.Form(), Points: s.Points, Precision: s.Precision, Basis: s.Basis}
	}
	if q.Valid != (fiction.Valid{}) {
		req.Valid = &claim.Valid{From: q.Valid.From, To: q.Valid.To, AsOf: q.Valid.AsOf}
	}
	if q.Grade != "" {
		req.SourceGrade, req.InfoGrade = q.Grade[:1], q.Grade[1:]
	}
	for _, f := range q.Flags {
		req.Flags = append(req.Flags, f.Name)
		req.Grounds = append(req.Grounds, claim.Ground{Flag: f.Name, Text: f.Grounds})
	}
	for _, t := range q.Says {
		name := t.Who
		if e, ok := d.c.Entity(t.Who); ok {
			name = e.Name["en"]
		}
		req.Says = append(req.Says, claim.Teller{Who: name, Verb: t.Verb, Entity: d.entities[t.Who], Medium: t.Medium, Occasion: t.Occasion, Date: t.Date})
	}
	return req
}

// inWords gives a claim without the records it points at: what an open paper
// says of somebody who is known from sealed papers alone is recorded by the
// words of the paper.
func inWords(req flow.ClaimRequest) flow.ClaimRequest {
	req.AsQuoted = req.ValueEntity != "" && req.Value == ""
	req.ValueEntity = ""
	req.Says = slices.Clone(req.Says)
	for i := range req.Says {
		req.Says[i].Entity = ""
	}
	return req
}

// make records a claim and counts it to its original.
func (d *demonstration) make(ctx context.Context, file string, req flow.ClaimRequest) (claim.Made, error) {
	made, err := flow.MakeClaim(ctx, d.p.archive, d.founder, req)
	if fail.Of(err) == fail.Refused {
		made, err = flow.MakeClaim(ctx, d.p.archive, d.founder, inWords(req))
	}
	if err == nil && !slices.Contains(d.restOn[file], made.Claim) {
		d.made++
		d.restOn[file] = append(d.restOn[file], made.Claim)
	}
	return made, err
}

// cite records a passage, once for all that is claimed of it.
func (d *demonstration) cite(ctx context.Context, file, exact string) (string, error) {
	key := file + "\x00" + exact
	if id, ok := d.passages[key]; ok {
		return id, nil
	}
	sum, err := custody.ParseSum(d.sums[file])
	if err != nil {
		return "", err
	}
	cited, err := flow.Cite(ctx, d.p.archive, d.founder, flow.CiteRequest{Item: sum, Quote: exact})
	if err == nil {
		d.passages[key] = cited.ID
	}
	return cited.ID, err
}

// meet claims the name of everything the papers speak of, from the first open
// paper that has it, else from a sealed one. Some things are nowhere called by
// a name: such a record is full without one, and begins with its first claim.
func (d *demonstration) meet(ctx context.Context) error {
	spoken := d.spoken()
	for _, e := range d.c.Entities {
		if !spoken[e.ID] {
			continue
		}
		for _, sealed := range []bool{false, true} {
			for _, f := range d.c.Files {
				if f.Sealed != sealed || d.named[e.ID] {
					continue
				}
				if err := d.name(ctx, f, e); err != nil {
					return fmt.Errorf("naming %s: %w", e.ID, err)
				}
			}
		}
	}
	return nil
}

// spoken gives the things that claims are about or point at, and those who
// speak.
func (d *demonstration) spoken() map[string]bool {
	out := map[string]bool{}
	for _, q := range d.c.Quotes {
		out[q.Entity], out[q.ValueEntity] = true, true
		for _, t := range q.Says {
			out[t.Who] = true
		}
	}
	return out
}

// name claims the name of an entity from where it stands in a paper, if it does.
func (d *demonstration) name(ctx context.Context, f fiction.File, about fiction.Entity) error {
	for _, lang := range []string{f.Lang, "fa", "ar", "en"} {
		name := about.Name[lang]
		if !strings.Contains(string(f.Bytes), name) {
			continue
		}
		passage, err := d.cite(ctx, f.Path, name)
		if fail.Of(err) == fail.NotFound {
			continue // a reading of the paper leaves it out, as one of captions does the heading
		}
		if err != nil {
			return err
		}
		req := flow.ClaimRequest{Entity: d.entities[about.ID], Property: "name", Value: name, Lang: lang, Passages: []string{passage}}
		if req.Entity == "" {
			req.Schema = about.Schema
		}
		made, err := d.make(ctx, f.Path, req)
		d.entities[about.ID], d.named[about.ID] = made.Entity, true
		return err
	}
	return nil
}
