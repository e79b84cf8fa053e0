package flow

import (
	"context"
	"regexp"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/format/ftm"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// ownID is how ids are written here: what went out comes in as itself.
var ownID = regexp.MustCompile(`^[a-z]-[0-9a-hjkmnp-tv-z]{16}$`)

// entityOf gives the id that an entity of the file has here.
func (im *ftmImporter) entityOf(id string) string {
	if ownID.MatchString(id) {
		return id
	}
	return canon.ID("e", "sanad/ftm/entity/v1", canon.Strings(im.req.Case, id)...)
}

// entity makes the claims of a line: in the first pass of values, in the second
// of those that are entities.
func (im *ftmImporter) entity(ctx context.Context, line int64, p ftm.Parsed, at func(ftm.Said) (text.Passage, bool)) error {
	in, known := im.rules[p.Schema]
	switch {
	case !known && !im.links:
		im.fail(line, p.ID.Value, "there is no rule for entities of the schema %s", p.Schema)
		return nil
	case in.Reason != "" && !im.links:
		im.fail(line, p.ID.Value, "entities of the schema %s are not taken: %s", p.Schema, in.Reason)
		return nil
	case !known, in.Reason != "":
		return nil
	case in.Kind == "":
		if im.links {
			im.link(line, p, in, at)
		}
		return im.full(ctx)
	}
	if !im.links && (!p.Statement || p.Said[0].Prop == ftm.BaseID) {
		im.identify(line, p, in.Kind, at)
	}
	for _, s := range p.Said {
		if s.Prop == ftm.BaseID {
			continue
		}
		rule, ok := in.Props[s.Prop]
		if !ok {
			rule = ftm.InwardProp{Property: "description", Named: true}
			if _, has := schema.Find(in.Kind, rule.Property); !has {
				if !im.links {
					im.fail(line, p.ID.Value, "the kind %s has nothing to keep %s in: %q", in.Kind, s.Prop, shorten(s.Value))
				}
				continue
			}
		}
		if !rule.Skip {
			im.claim(line, p, in.Kind, s, rule, at)
		}
	}
	return im.full(ctx)
}

// identify keeps the id that a thing has there, where its kind can have one; it
// stands in the note of every claim as well.
func (im *ftmImporter) identify(line int64, p ftm.Parsed, kind string, at func(ftm.Said) (text.Passage, bool)) {
	if _, ok := schema.Find(kind, "identifier"); ok && !ownID.MatchString(p.ID.Value) {
		im.claim(line, p, kind, p.ID, ftm.InwardProp{Property: "identifier"}, at)
	}
}

// full appends when there is enough.
func (im *ftmImporter) full(ctx context.Context) error {
	if len(im.batch) < importBatch {
		return nil
	}
	return im.flush(ctx)
}

// isLink reports whether a property of FollowTheMoney names an entity.
func isLink(schemaName, prop string) bool {
	m, err := ftm.Schemata()
	p, ok := m.Prop(schemaName, prop)
	return err == nil && ok && p.Type == ftm.TypeEntity
}

// claim makes one claim of a value of a thing.
func (im *ftmImporter) claim(line int64, p ftm.Parsed, kind string, s ftm.Said, rule ftm.InwardProp, at func(ftm.Said) (text.Passage, bool)) {
	if isLink(p.Schema, s.Prop) != im.links {
		return
	}
	where, ok := at(s)
	made := im.begin(p, im.entityOf(p.ID.Value), kind, rule.Property, s.Value, where)
	if rule.Named {
		made.Note += ", " + s.Prop
	}
	if im.links {
		made.ValueEntity = im.entityOf(s.Value)
	}
	im.put(line, made, ok)
}

// link makes the claims of an entity that stands for a link between two others.
func (im *ftmImporter) link(line int64, p ftm.Parsed, in ftm.Inward, at func(ftm.Said) (text.Passage, bool)) {
	said := map[string][]ftm.Said{}
	found := map[string]text.Passage{}
	valid := &claim.Valid{}
	for _, s := range p.Said {
		said[s.Prop] = append(said[s.Prop], s)
		if where, ok := at(s); ok {
			found[s.Prop+"\x00"+s.Value] = where
		}
		for prop, end := range map[string]*string{"startDate": &valid.From, "endDate": &valid.To, "date": &valid.AsOf} {
			if prop == s.Prop {
				*end = s.Value
			}
		}
	}
	m, _ := ftm.Schemata()
	self, _ := m.Prop(p.Schema, in.Self)
	kind := im.rules[self.Range].Kind
	if len(said[in.Self]) == 0 || len(said[in.Other]) == 0 {
		im.fail(line, p.ID.Value, "a %s without %s or %s joins nothing (statements of links come in as entities only)", p.Schema, in.Self, in.Other)
		return
	}
	for _, one := range said[in.Self] {
		for _, other := range said[in.Other] {
			where, ok := found[in.Other+"\x00"+other.Value]
			made := im.begin(p, im.entityOf(one.Value), kind, in.Property, other.Value, where)
			made.ValueEntity = im.entityOf(other.Value)
			if *valid != (claim.Valid{}) {
				made.Valid = valid
			}
			for _, note := range said[in.Note] {
				made.Note += ", " + note.Value
			}
			im.put(line, made, ok)
		}
	}
}

// begin makes a claim with what all claims of a file have.
func (im *ftmImporter) begin(p ftm.Parsed, entity, kind, property, value string, where text.Passage) claim.Made {
	made := claim.Made{Case: im.req.Case, Entity: entity, Schema: kind, Property: property, Value: strings.TrimSpace(value), Original: where.Quote,
		Lang: ftm.Tag(p.Lang), Passages: []text.Passage{where}, Note: "FollowTheMoney " + p.Schema + " " + p.ID.Value}
	who := "a file of FollowTheMoney"
	if len(p.Datasets) > 0 {
		who = strings.Join(p.Datasets, ", ")
	}
	made.Says = []claim.Teller{{Who: who, Verb: "lists"}}
	return made
}

// put reads the value of a claim by its type, names it and puts it into the
// batch.
func (im *ftmImporter) put(line int64, made claim.Made, ok bool) {
	if strings.TrimSpace(made.Value) == "" {
		return
	}
	if !ok {
		im.fail(line, made.Entity, "the value %q of %s was not found in the reading of the file", shorten(made.Value), made.Property)
		return
	}
	property, _ := schema.Find(made.Schema, made.Property)
	req := ClaimRequest{Calendar: "gregorian", Valid: made.Valid}
	if property.Type == schema.Quantity {
		req.Quantity = &claim.Quantity{Kind: made.Property}
	}
	if err := readTyped(property, &made, req); err != nil {
		im.fail(line, made.Entity, "%s: %v", made.Property, err)
		return
	}
	if property.Type == schema.Date && made.Date == nil && made.ValueEntity == "" {
		im.fail(line, made.Entity, "%q was not read as a date: it is kept as it is written", shorten(made.Value))
	}
	made.Claim = made.Named()
	if err := made.Check(); err != nil {
		im.fail(line, made.Entity, "%v", err)
		return
	}
	im.batch = append(im.batch, ftmClaim{line, made})
}

// settle refuses a claim on what is another kind of thing here, and one that
// points at what is not here.
func (im *ftmImporter) settle(ctx context.Context, s State, made *claim.Made) error {
	kind, err := im.kindOf(ctx, s, made.Entity)
	switch {
	case err != nil:
		return err
	case kind == "" && (im.links && !im.claims(made)):
		return fail.New(fail.NotFound, "it is on the entity %s, of which nothing is here", made.Entity)
	case kind != "" && kind != made.Schema:
		return fail.New(fail.Conflict, "the entity %s is a %s here, not a %s", made.Entity, kind, made.Schema)
	}
	if made.ValueEntity != "" {
		value, err := im.kindOf(ctx, s, made.ValueEntity)
		if err != nil {
			return err
		}
		property, _ := schema.Find(made.Schema, made.Property)
		if value == "" {
			return fail.New(fail.NotFound, "it points at the entity %s (%s), which is neither here nor in the file", made.Original, made.ValueEntity)
		}
		if !property.Takes(value) {
			return fail.New(fail.Conflict, "it points at the entity %s, which is a %s: the %s of a %s can't be that", made.Original, value, made.Property, made.Schema)
		}
	}
	if im.req.DryRun {
		im.dry[made.Entity] = made.Schema
	}
	return nil
}

// claims reports whether a claim may be the first one on its thing: a tenure is
// made of nothing but links.
func (im *ftmImporter) claims(made *claim.Made) bool { return made.Schema == "Tenure" }

// kindOf gives the kind of an entity that is here, or would be after a dry run;
// "" if it is not.
func (im *ftmImporter) kindOf(ctx context.Context, s State, id string) (string, error) {
	if kind, ok := im.dry[id]; ok {
		return kind, nil
	}
	e, err := s.Entity(ctx, id)
	return e.Schema, notThere(err)
}
