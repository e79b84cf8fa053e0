package flow

import (
	"context"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/amount"
	"sanad/internal/ground/fail"
)

// TurnClaim withdraws, prefers, accepts or disputes a claim, with the reason.
// Accepting is a second reading of what the claim rests on: whoever recorded
// the claim can't do it.
func TurnClaim(ctx context.Context, a *Archive, actor guard.Actor, id string, turn claim.Standing, reason string) error {
	need := guard.ToClaim
	if turn == claim.Agreed {
		need = guard.ToJudge
	}
	return onClaim(ctx, a, actor, need, id, func(c claim.Claim) (ledger.Fact, error) {
		switch turn {
		case claim.TakenBack:
			return claim.Withdrawn{Claim: id, Reason: reason}, nil
		case claim.Favoured:
			return claim.Preferred{Claim: id, Reason: reason}, nil
		case claim.Contested:
			return claim.Disputed{Claim: id, Reason: reason}, nil
		case claim.Agreed:
			if c.Actor == actor.Handle {
				return nil, fail.New(fail.Refused, "%s recorded the claim %s and can't accept it", c.Actor, id).Do("ask another reviewer: sanad --as USER claim accept %s --reason TEXT", id)
			}
			return claim.Accepted{Claim: id, Reason: reason}, nil
		}
		return nil, fail.New(fail.Usage, "a claim can't be made %q", turn)
	})
}

// GradeClaim records how the actor grades a claim's source and information,
// each by itself, by the Admiralty code.
func GradeClaim(ctx context.Context, a *Archive, actor guard.Actor, id, source, info, reason string) error {
	return onClaim(ctx, a, actor, guard.ToClaim, id, func(claim.Claim) (ledger.Fact, error) {
		return claim.Graded{Claim: id, SourceGrade: source, InfoGrade: info, Reason: reason}, nil
	})
}

// FlagClaim sets a flag on a claim or lifts it, with the grounds.
func FlagClaim(ctx context.Context, a *Archive, actor guard.Actor, id, flag string, lift bool, reason string) error {
	return onClaim(ctx, a, actor, guard.ToClaim, id, func(c claim.Claim) (ledger.Fact, error) {
		if slices.Contains(c.Flags, flag) != lift {
			return nil, fail.New(fail.Conflict, "the claim %s %s the flag %s already", id, map[bool]string{true: "is without", false: "has"}[lift], flag)
		}
		return claim.Flagged{Claim: id, Flag: flag, Lifted: lift, Reason: reason}, nil
	})
}

// onClaim records one fact about a claim that stands.
func onClaim(ctx context.Context, a *Archive, actor guard.Actor, need guard.Act, id string, decide func(claim.Claim) (ledger.Fact, error)) error {
	if err := actor.May(need); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		c, err := standingClaim(ctx, s, id)
		if err != nil {
			return nil, err
		}
		fact, err := decide(c)
		if err != nil {
			return nil, err
		}
		return []ledger.Fact{fact}, usage(fact.Check())
	})
	return err
}

func standingClaim(ctx context.Context, s State, id string) (claim.Claim, error) {
	c, err := s.Claim(ctx, id)
	if err == nil && c.Standing == claim.TakenBack {
		err = fail.New(fail.Conflict, "the claim %s is withdrawn already", id)
	}
	return c, err
}

// CorrectClaim records a claim in the place of one that was recorded wrongly,
// and withdraws that one, both or neither. What the request leaves empty is
// taken over from the old claim. It is for slips of the recorder: what a
// source says otherwise elsewhere is a rival, not a correction.
func CorrectClaim(ctx context.Context, a *Archive, actor guard.Actor, id string, req ClaimRequest, reason string) (claim.Made, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return claim.Made{}, err
	}
	var made claim.Made
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		old, err := standingClaim(ctx, s, id)
		if err != nil {
			return nil, err
		}
		full := asBefore(req, old)
		if made, err = a.begin(full); err != nil {
			return nil, err
		}
		if err := settleClaim(ctx, s, &made, full); err != nil {
			return nil, err
		}
		made.Replaces = id
		if made.Claim == id {
			return nil, fail.New(fail.Usage, "the correction says what the claim %s says already", id)
		}
		if known, err := s.HasClaim(ctx, made.Claim); err != nil || known {
			return nil, orKnown(err, made.Claim, id)
		}
		if err := namesOpenly(ctx, s, made, old.Passages); err != nil {
			return nil, err
		}
		facts := []ledger.Fact{made, claim.Withdrawn{Claim: id, Reason: reason}}
		for _, f := range facts {
			if err := f.Check(); err != nil {
				return nil, usage(err)
			}
		}
		return facts, nil
	})
	return made, err
}

func orKnown(err error, known, id string) error {
	if err != nil {
		return err
	}
	return fail.New(fail.Conflict, "the claim %s says that already", known).Do("withdraw the other: sanad claim withdraw %s --reason TEXT", id)
}

// asBefore fills what a correction leaves empty from the claim it corrects.
func asBefore(req ClaimRequest, old claim.Claim) ClaimRequest {
	req.Case, req.Entity, req.Schema = old.Case, old.Entity, old.Schema
	if req.Whole {
		return req
	}
	for field, before := range map[*string]string{&req.Property: old.Property, &req.Lang: old.Lang, &req.SourceGrade: old.SourceGrade,
		&req.InfoGrade: old.InfoGrade, &req.Note: old.Note} {
		if strings.TrimSpace(*field) == "" {
			*field = before
		}
	}
	if len(req.Passages) == 0 {
		for _, p := range old.Passages {
			req.Passages = append(req.Passages, p.ID())
		}
	}
	if req.Says == nil {
		req.Says = old.Says
	}
	if req.Flags == nil {
		req.Flags, req.Grounds = old.Flags, append(slices.Clone(old.Grounds), req.Grounds...)
		req.Grounds = slices.DeleteFunc(req.Grounds, func(g claim.Ground) bool { return !slices.Contains(old.Flags, g.Flag) })
		if slices.Contains(req.Flags, claim.FlagDuress) && (claim.Made{Grounds: req.Grounds}).GroundOf(claim.FlagDuress) == "" {
			req.Grounds = append(req.Grounds, claim.Ground{Flag: claim.FlagDuress, Text: "as recorded before"})
		}
	}
	if req.Valid == nil {
		req.Valid = old.Valid
	}
	if req.Property == old.Property && req.Value != "" {
		req.Quantity, req.Shape = boundAsBefore(req, old)
	}
	if req.Value == "" && req.ValueEntity == "" && req.Quantity == nil && req.Shape == nil && req.Property == old.Property {
		req.Value, req.ValueEntity, req.Quantity, req.Shape = old.Value, old.ValueEntity, old.Quantity, old.Shape
	}
	return req
}

// boundAsBefore gives a corrected number what it counts, and a corrected place
// how exact it is, where the correction does not say: a number without them
// would leave its rivals.
func boundAsBefore(req ClaimRequest, old claim.Claim) (*claim.Quantity, *claim.Shape) {
	q, s := req.Quantity, req.Shape
	if q == nil && old.Quantity != nil {
		q = &claim.Quantity{Kind: old.Quantity.Kind, Scope: old.Quantity.Scope}
		if a, err := amount.Read(req.Value); err == nil && a.Unit == "" {
			q.Unit = old.Quantity.Unit
		}
	}
	if s == nil && old.Shape != nil {
		s = &claim.Shape{Precision: old.Shape.Precision, Basis: old.Shape.Basis}
	}
	return q, s
}
