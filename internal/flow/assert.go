package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// ClaimRequest is a claim as a person states it.
type ClaimRequest struct {
	Case        string
	Entity      string // empty: a new one
	Schema      string
	Property    string
	Value       string // as a person writes it; may be empty if the value is a thing
	AsQuoted    bool   // the value is the words of the first passage
	ValueEntity string
	Lang        string
	Passages    []string // ids of passages cited before
	Says        []claim.Teller
	SourceGrade string
	InfoGrade   string
	Flags       []string
	Grounds     []claim.Ground
	Note        string
	// Calendar is the one a date is written in, empty if the text tells, and
	// Reference the day (EDTF) that "last Friday" is counted from.
	Calendar, Reference string
	Quantity            *claim.Quantity // of a quantity, else it is read from Value
	Shape               *claim.Shape    // of a geometry, likewise
	Valid               *claim.Valid    // as a person writes it
	// Whole: of a correction, what is empty here is empty in the claim too, and
	// not taken over from the one it corrects.
	Whole bool
}

// MakeClaim records a claim on passages that were cited before. Stating the
// same thing of the same place again gives the claim that is there.
func MakeClaim(ctx context.Context, a *Archive, actor guard.Actor, req ClaimRequest) (claim.Made, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return claim.Made{}, err
	}
	made, err := a.begin(req)
	if err != nil {
		return made, err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		return decideClaim(ctx, s, &made, req)
	})
	return made, err
}

// PreviewClaim gives the claim that MakeClaim would record, and records
// nothing. One about a new thing has an id that will not be used.
func PreviewClaim(ctx context.Context, a *Archive, actor guard.Actor, req ClaimRequest) (claim.Made, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return claim.Made{}, err
	}
	made, err := a.begin(req)
	if err != nil {
		return made, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error { return settleClaim(ctx, s, &made, req) })
	if err != nil {
		return made, err
	}
	return made, usage(made.Check())
}

// begin takes over what a request says that needs no look at the archive.
func (a *Archive) begin(req ClaimRequest) (claim.Made, error) {
	made := claim.Made{
		Case: req.Case, Entity: req.Entity, Schema: req.Schema, Property: req.Property, Value: req.Value, ValueEntity: req.ValueEntity,
		Lang: req.Lang, Says: req.Says, SourceGrade: req.SourceGrade, InfoGrade: req.InfoGrade, Flags: req.Flags, Grounds: req.Grounds, Note: req.Note,
	}
	if made.Case == "" {
		made.Case = DefaultCase
	}
	if slices.Contains(made.Flags, claim.FlagDuress) && made.GroundOf(claim.FlagDuress) == "" {
		return made, fail.New(fail.Usage, "duress is claimed without grounds").Do("say what shows it: --grounds TEXT")
	}
	if made.Entity != "" {
		return made, nil
	}
	var err error
	made.Entity, err = a.newID("e")
	return made, err
}

func decideClaim(ctx context.Context, s State, made *claim.Made, req ClaimRequest) ([]ledger.Fact, error) {
	if err := settleClaim(ctx, s, made, req); err != nil {
		return nil, err
	}
	known, err := s.HasClaim(ctx, made.Claim)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, stillSaid(ctx, s, made.Claim)
	}
	if err := made.Check(); err != nil {
		return nil, usage(err)
	}
	if err := namesOpenly(ctx, s, *made, nil); err != nil {
		return nil, err
	}
	facts, err := caseFacts(ctx, s, made.Case)
	return append(facts, *made), err
}

// stillSaid refuses to state again what was withdrawn: nothing would be recorded,
// and the claim would not stand.
func stillSaid(ctx context.Context, s State, id string) error {
	c, err := s.Claim(ctx, id)
	if err == nil && c.Standing == claim.TakenBack {
		err = fail.New(fail.Conflict, "the claim %s says just that of just that place, and was withdrawn", id).
			Do("see why: sanad claim history %s; to state it again, cite its place anew, with more of its words: sanad cite", id)
	}
	return err
}

// settleClaim fills in a claim what the archive knows, and names it.
func settleClaim(ctx context.Context, s State, made *claim.Made, req ClaimRequest) error {
	if req.Entity != "" {
		e, err := s.Entity(ctx, req.Entity)
		if err != nil {
			return err
		}
		if made.Schema != "" && made.Schema != e.Schema {
			return fail.New(fail.Usage, "%s is a %s, not a %s", e.ID, e.Schema, made.Schema)
		}
		made.Schema = e.Schema
	}
	if err := schema.Check(made.Schema, made.Property); err != nil {
		return usage(err)
	}
	property, _ := schema.Find(made.Schema, made.Property)
	if err := restOn(ctx, s, made, req.Passages); err != nil {
		return err
	}
	for _, id := range tellers(req.Says) {
		if _, err := s.Entity(ctx, id); err != nil {
			return err
		}
	}
	if req.ValueEntity != "" {
		e, err := s.Entity(ctx, req.ValueEntity)
		if err != nil {
			return err
		}
		if !property.Takes(e.Schema) {
			return fail.New(fail.Usage, "%s is a %s, and the %s of a %s is of the type %s", e.ID, e.Schema, property.Name, made.Schema, property.Type)
		}
	}
	// What a thing is called elsewhere is not taken over: it may rest on
	// sealed material, and this claim on an open document.
	if req.AsQuoted && made.Value == "" {
		made.Value = made.Original
	}
	if made.Value == "" && req.ValueEntity == "" && !req.hasNumbers() {
		return fail.New(fail.Usage, "the claim on %s has no value", made.Property).Do("give the value as the passage has it, or the thing that is the value")
	}
	if made.Value == "" {
		made.Value = made.Original
	}
	if err := readTyped(property, made, req); err != nil {
		return usage(err)
	}
	if err := readTermOf(ctx, s, property, made); err != nil {
		return err
	}
	made.Claim = made.Named()
	return nil
}

func tellers(says []claim.Teller) (entities []string) {
	for _, t := range says {
		if t.Entity != "" {
			entities = append(entities, t.Entity)
		}
	}
	return entities
}

// restOn gives a claim the passages it rests on, each once.
func restOn(ctx context.Context, s State, made *claim.Made, ids []string) error {
	if len(ids) == 0 {
		return fail.New(fail.Usage, "a claim needs the passage it rests on").Do("cite one first: sanad cite ITEM --quote TEXT, then give --passage")
	}
	made.Passages = nil
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		p, err := s.Passage(ctx, id)
		if err != nil {
			return err
		}
		made.Passages = append(made.Passages, p)
	}
	made.Original = made.Passages[0].Quote
	return nil
}

// hasNumbers reports whether the value is given as numbers or as a place on the
// map, and needs no words.
func (req ClaimRequest) hasNumbers() bool {
	q, s := req.Quantity, req.Shape
	return q != nil && (q.Low != nil || q.High != nil) || s != nil && len(s.Points) > 0
}
