package flow

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/format/ftm"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// notThere lets pass that something is not there.
func notThere(err error) error {
	if fail.Of(err) == fail.NotFound {
		return nil
	}
	return err
}

// ends gives the properties without which an entity that joins two others says
// nothing.
func ends(schemaName string) []string {
	switch schemaName {
	case "Occupancy":
		return []string{"holder", "post"}
	case "UnknownLink":
		return []string{"subject", "object"}
	}
	return nil
}

// entity writes what stands of a thing, and the links that claims on it make.
func (x *ftmExporter) entity(ctx context.Context, of Subject) error {
	rule := x.rules[of.Schema]
	var links []*ftmEntity
	var e *ftmEntity
	var exported []claim.Claim
	for _, c := range of.Claims {
		if !x.leaves(rule, c) {
			continue
		}
		seen, err := x.seenAt(ctx, c)
		if err != nil {
			return err
		}
		if e == nil {
			e = x.begin(of.Entity.ID, rule.Schema, "", seen)
		}
		e.origin, e.seen, e.lang, e.original = c.Made.Claim, seen, ftm.Lang(c.Lang), c.Original
		link, ok, err := x.claim(ctx, e, rule.Props[c.Property], c)
		if err != nil {
			return err
		}
		if link != nil {
			links = append(links, link)
		}
		if ok {
			exported = append(exported, c)
		}
	}
	if e == nil {
		return nil
	}
	for _, end := range ends(rule.Schema) {
		if len(e.Properties[end]) == 0 {
			for _, c := range exported {
				x.lose("left out", of.Schema, c.Property, "without its "+end+" a "+rule.Schema+" says nothing", c.Made.Claim)
			}
			return nil
		}
	}
	for _, c := range exported {
		x.inPart(c)
		x.prove(e, c)
	}
	for _, each := range append([]*ftmEntity{e}, links...) {
		if err := x.put(each); err != nil {
			return err
		}
	}
	return nil
}

// leaves reports whether a claim can become a statement at all, and names it if
// not.
func (x *ftmExporter) leaves(rule ftm.KindRule, c claim.Claim) bool {
	r, known := rule.Props[c.Property]
	reason := ""
	switch {
	case rule.Schema == "":
		reason = "things of the kind: " + rule.Reason
	case slices.Contains(c.Flags, claim.FlagDuress):
		reason = "it was said under duress, which can't be told there"
	case !known:
		reason = "no such property"
	case r.Reason != "":
		reason = r.Reason
	default:
		return true
	}
	x.lose("left out", c.Schema, c.Property, reason, c.Made.Claim)
	return false
}

// claim adds the statements of one claim to its entity, or makes the entity that
// stands for it. ok is false if neither could be, which is named.
func (x *ftmExporter) claim(ctx context.Context, e *ftmEntity, r ftm.Rule, c claim.Claim) (link *ftmEntity, ok bool, err error) {
	no := func(reason string) (*ftmEntity, bool, error) {
		x.lose("left out", c.Schema, c.Property, reason, c.Made.Claim)
		return nil, false, nil
	}
	switch {
	case r.Link != nil:
		fits, err := x.fits(ctx, r.Link.Schema, r.Link.Other, c.ValueEntity)
		if err != nil {
			return nil, false, err
		}
		if self, _ := x.model.Prop(r.Link.Schema, r.Link.Self); !fits || !x.model.Is(e.Schema, self.Range) {
			return no("the value is not a record of the kind that is wanted there")
		}
		return x.link(*r.Link, c, e.seen), true, nil
	case r.Point:
		if c.Shape == nil || c.Shape.Form != claim.Point {
			return no("only a point can be written there")
		}
		e.add("longitude", strconv.FormatFloat(c.Shape.Points[0][0], 'f', -1, 64))
		e.add("latitude", strconv.FormatFloat(c.Shape.Points[0][1], 'f', -1, 64))
		return nil, true, nil
	}
	p, _ := x.model.Prop(e.Schema, r.Prop)
	if p.Type == ftm.TypeEntity {
		fits, err := x.fits(ctx, e.Schema, r.Prop, c.ValueEntity)
		if err != nil {
			return nil, false, err
		}
		if !fits {
			return no("the value is not a record of the kind that is wanted there")
		}
		e.original = ""
		e.add(r.Prop, c.ValueEntity)
		return nil, true, nil
	}
	values, reason := x.values(p, c)
	if reason != "" {
		return no(reason)
	}
	for _, v := range values {
		if r.Before != "" {
			v = r.Before + " " + v
		}
		e.add(r.Prop, v)
	}
	return nil, true, nil
}

// fits reports whether an entity can be the value of a property there.
func (x *ftmExporter) fits(ctx context.Context, schemaName, prop, id string) (bool, error) {
	p, ok := x.model.Prop(schemaName, prop)
	if !ok || id == "" {
		return false, nil
	}
	is, err := x.schemaOf(ctx, id)
	return is != "" && x.model.Is(is, p.Range), err
}

// link makes the entity that stands for a claim whose value is a thing.
func (x *ftmExporter) link(l ftm.Link, c claim.Claim, seen string) *ftmEntity {
	e := x.begin(canon.ID("k", "sanad/ftm/link/v1", []byte(c.Made.Claim)), l.Schema, c.Made.Claim, seen)
	e.add(l.Self, c.Entity)
	e.add(l.Other, c.ValueEntity)
	if l.Text != ftm.FromNote { // notes stay inside
		e.add(l.Role, l.Text)
	}
	if v := c.Valid; v != nil {
		for _, end := range [][2]string{{"startDate", v.From}, {"endDate", v.To}, {"date", v.AsOf}} {
			dates, whole := ftm.Dates(end[1])
			if end[1] != "" && !whole {
				x.lose("in part", c.Schema, c.Property, "of the time in which it held, only a day, a month or a year can be told", c.Made.Claim)
			}
			for _, d := range dates {
				e.add(end[0], d)
			}
		}
	}
	x.prove(e, c)
	return e
}

// prove points at the originals that a claim rests on.
func (x *ftmExporter) prove(e *ftmEntity, c claim.Claim) {
	e.origin, e.original, e.lang = c.Made.Claim, "", ""
	for _, p := range c.Passages {
		if p.Item.IsZero() {
			continue // which original it is may not be known
		}
		x.items[p.Item] = true
		e.add("proof", documentID(p.Item))
	}
}

// values gives what a claim says as the type of a property can have it, or why
// it can't.
func (x *ftmExporter) values(p ftm.Prop, c claim.Claim) (values []string, reason string) {
	value := x.words(c)
	switch p.Type {
	case ftm.TypeDate:
		if c.Date == nil {
			return nil, "the date could not be read"
		}
		dates, whole := ftm.Dates(c.Date.EDTF)
		if len(dates) == 0 {
			return nil, "the date is too wide, open or too far off to be written there"
		}
		if !whole {
			x.lose("in part", c.Schema, c.Property, "of the date, only a day, a month or a year can be told", c.Made.Claim)
		}
		return dates, ""
	case ftm.TypeGender:
		if c.Value != "male" && c.Value != "female" && c.Value != "other" {
			return nil, "only male, female and other can be told"
		}
		return []string{c.Value}, ""
	case ftm.TypeCountry:
		if code := strings.ToLower(c.Value); len(code) == 2 && code[0] >= 'a' && code[0] <= 'z' && code[1] >= 'a' && code[1] <= 'z' {
			return []string{code}, ""
		}
		return nil, "it is not the code of a country"
	case ftm.TypeNumber:
		if q := c.Quantity; q != nil && q.Comparator == claim.Exactly {
			return []string{strconv.FormatInt(*q.Low, 10)}, ""
		}
		return nil, "only an exact number can be told"
	case ftm.TypeLang:
		if code := ftm.Lang(c.Value); code != "" {
			return []string{code}, ""
		}
		return nil, "it is not the code of a language"
	case ftm.TypeURL:
		if !strings.HasPrefix(c.Value, "http://") && !strings.HasPrefix(c.Value, "https://") {
			return nil, "it is not an address"
		}
	}
	return []string{value}, ""
}

// words gives the value for people: of a term its English name.
func (x *ftmExporter) words(c claim.Claim) string {
	p, _ := schema.Find(c.Schema, c.Property)
	name, ok := p.Vocabulary()
	if !ok {
		return c.Value
	}
	v, ok := schema.FindVocabulary(name)
	if !ok {
		return c.Value
	}
	for _, t := range v.Terms {
		if t.Code == c.Value && t.Label["en"] != "" {
			return t.Label["en"]
		}
	}
	return c.Value
}

// inPart names what is lost of a claim that became statements.
func (x *ftmExporter) inPart(c claim.Claim) {
	for reason, lost := range map[string]bool{
		"grades of source and information":                      c.SourceGrade+c.InfoGrade != "",
		"who says so":                                           len(c.Says) > 0,
		"flags: hearsay, anonymous, translated, graphic":        len(c.Flags) > 0,
		"how it stands among rivals":                            c.Standing != claim.Proposed,
		"when it held":                                          c.Valid != nil && x.rules[c.Schema].Props[c.Property].Link == nil,
		"how exact the place is":                                c.Shape != nil,
		"which record the name in the value stands for":         c.ValueEntity != "" && x.asText(c),
		"the exact place in the original: the original is told": true,
	} {
		if lost {
			x.lose("in part", c.Schema, c.Property, reason, c.Made.Claim)
		}
	}
}

// asText reports whether the value of a claim is written as words although it is
// a record here.
func (x *ftmExporter) asText(c claim.Claim) bool {
	r := x.rules[c.Schema].Props[c.Property]
	p, ok := x.model.Prop(x.rules[c.Schema].Schema, r.Prop)
	return r.Link == nil && ok && p.Type != ftm.TypeEntity
}
