package sight

import (
	"context"
	"reflect"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// permit refuses facts that the actor may not record in the cases they are of. It
// is the one place where a right that is held in a case alone is weighed, for
// every verb: one that forgets to ask writes nothing. Who holds no role in a case
// was asked all there is to ask by the verb.
func permit(ctx context.Context, s flow.State, actor guard.Actor, facts []ledger.Fact) error {
	if len(actor.In) == 0 {
		return nil
	}
	g := gate{s: s, actor: actor, opens: map[string]string{}, held: map[custody.Sum][]string{}}
	for _, f := range facts {
		if err := g.pass(ctx, valueOf(f)); err != nil {
			return err
		}
	}
	return nil
}

// valueOf gives a fact by value: some verbs hand over pointers.
func valueOf(f ledger.Fact) ledger.Fact {
	if v := reflect.ValueOf(f); v.Kind() == reflect.Pointer {
		if of, ok := v.Elem().Interface().(ledger.Fact); ok {
			return of
		}
	}
	return f
}

// gate weighs the facts of one append.
type gate struct {
	s     flow.State
	actor guard.Actor
	opens map[string]string        // the cases of what was asked for, or is made by facts before
	held  map[custody.Sum][]string // the cases of items
}

// any refuses what the actor may do by none of the acts in the case.
func (g *gate) any(caseName string, acts ...guard.Act) (err error) {
	for _, act := range acts {
		if err = g.actor.MayIn(caseName, act); err == nil {
			return nil
		}
	}
	return err
}

// wide likewise, in the case or, where a fact names none, in the whole archive.
func (g *gate) wide(caseName string, acts ...guard.Act) (err error) {
	if caseName != "" {
		return g.any(caseName, acts...)
	}
	for _, act := range acts {
		if err = g.actor.MayEverywhere(act); err == nil {
			return nil
		}
	}
	return err
}

func (g *gate) pass(ctx context.Context, f ledger.Fact) error {
	switch f := f.(type) {
	case guard.UserAdded, guard.UserDisabled, guard.RolesGiven, guard.ArchiveMade,
		guard.HolderAdded, guard.HolderRemoved, guard.ThresholdSet:
		return g.actor.MayEverywhere(guard.ToAdmin)
	case guard.PasswordSet:
		return g.own(f.User)
	case guard.FactorSet:
		return g.own(f.User)
	case guard.FactorRemoved:
		return g.own(f.User)
	case guard.FactorReset, guard.SessionsRevoked:
		return g.actor.MayEverywhere(guard.ToAdmin)
	case guard.CaseOpened:
		return g.any(f.Case, guard.ToCollect, guard.ToClaim)
	case disclosure.ExhibitNumbered:
		return g.any(f.Case, guard.ToApprove)
	case count.Estimated:
		return g.any(f.Case, guard.ToClaim)
	case count.Reviewed:
		return g.estimated(ctx, f.Estimate, guard.ToJudge)
	case count.Withdrawn:
		return g.estimated(ctx, f.Estimate, guard.ToClaim)
	case person.NamesGrouped:
		return g.actor.MayEverywhere(guard.ToJudge)
	case person.Linked:
		return g.any(f.Case, guard.ToJudge)
	case person.Judged:
		for _, id := range []string{f.Left, f.Right} {
			if err := g.judged(ctx, id); err != nil {
				return err
			}
		}
		return nil
	}
	if err, ok := g.passSealing(ctx, f); ok {
		return err
	}
	if err, ok := g.passCustody(ctx, f); ok {
		return err
	}
	if err, ok := g.passClaim(ctx, f); ok {
		return err
	}
	if err, ok := g.passRelease(ctx, f); ok {
		return err
	}
	if err, ok := g.passTerms(ctx, f); ok {
		return err
	}
	if err, ok := g.passPetition(ctx, f); ok {
		return err
	}
	if err, ok := g.passIntake(ctx, f); ok {
		return err
	}
	if err, ok := g.passWitness(f); ok {
		return err
	}
	return fail.New(fail.Refused, "who may record a %s in a case is not decided", f.Kind()).Do("ask somebody who holds a role in the whole archive")
}

func (g *gate) passCustody(ctx context.Context, f ledger.Fact) (error, bool) {
	accession := func(id string, acts ...guard.Act) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { a, err := g.s.Accession(ctx, id); return a.Case, err })
		if err == nil {
			err = g.any(name, acts...)
		}
		return err, true
	}
	switch f := f.(type) {
	case custody.Opened:
		g.opens[f.Accession] = f.Case
		return g.any(f.Case, guard.ToCollect), true
	case custody.Acquired:
		if f.Parent != nil { // whoever reads a file takes what is in it into custody
			return accession(f.Accession, guard.ToProcess, guard.ToCollect)
		}
		return accession(f.Accession, guard.ToCollect)
	case custody.PassedOver:
		return accession(f.Accession, guard.ToProcess, guard.ToCollect)
	case custody.Failed:
		return accession(f.Accession, guard.ToProcess, guard.ToCollect)
	case custody.Closed:
		return accession(f.Accession, guard.ToCollect)
	case custody.Exported:
		return accession(f.Accession, guard.ToExport)
	case custody.HashClaimed:
		if err := g.item(ctx, f.File, guard.ToClaim); err != nil {
			return err, true
		}
		return g.item(ctx, f.Item, guard.ToClaim), true
	case custody.Seen:
		return g.any(f.Case, guard.ToSeal), true
	case text.Read:
		return g.item(ctx, f.Item, guard.ToProcess), true
	case text.Unread:
		return g.item(ctx, f.Item, guard.ToProcess), true
	case text.Cited:
		return g.item(ctx, f.Passage.Item, guard.ToClaim), true
	case text.Mentioned:
		return g.item(ctx, f.Passage.Item, guard.ToClaim), true
	case redaction.Marked: // who reads decides what must be hidden, and so does who lets it leave
		return g.any(f.Case, guard.ToMark), true
	}
	return nil, false
}

func (g *gate) passClaim(ctx context.Context, f ledger.Fact) (error, bool) {
	turned := func(id string, act guard.Act) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { c, err := g.s.Claim(ctx, id); return c.Case, err })
		if err == nil {
			err = g.any(name, act)
		}
		return err, true
	}
	concluded := func(id string, act guard.Act) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { c, err := g.s.Finding(ctx, id); return c.Case, err })
		if err == nil {
			err = g.any(name, act)
		}
		return err, true
	}
	list := func(id string) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { return g.listCase(ctx, id) })
		if err == nil {
			err = g.any(name, guard.ToClaim)
		}
		return err, true
	}
	switch f := f.(type) {
	case claim.Made:
		g.opens[f.Claim] = f.Case
		return g.any(f.Case, guard.ToClaim), true
	case claim.Withdrawn:
		return turned(f.Claim, guard.ToClaim)
	case claim.Preferred:
		return turned(f.Claim, guard.ToClaim)
	case claim.Disputed:
		return turned(f.Claim, guard.ToClaim)
	case claim.Graded:
		return turned(f.Claim, guard.ToClaim)
	case claim.Flagged:
		return turned(f.Claim, guard.ToClaim)
	case claim.Accepted:
		return turned(f.Claim, guard.ToJudge)
	case claim.Exported:
		return g.wide(f.Case, guard.ToExport, guard.ToClaim), true
	case claim.VocabularyImported:
		return g.wide(f.Case, guard.ToClaim), true
	case finding.Made:
		g.opens[f.Finding] = f.Case
		return g.any(f.Case, guard.ToClaim), true
	case finding.Confirmed:
		return concluded(f.Finding, guard.ToJudge)
	case finding.Withdrawn:
		return concluded(f.Finding, guard.ToClaim)
	case person.ListImported:
		g.opens[f.List] = f.Case
		return g.any(f.Case, guard.ToClaim), true
	case person.ListRevised:
		return list(f.List)
	case person.ListCompleted:
		return list(f.List)
	case person.ListDescribed:
		return list(f.List)
	case person.Mentioned:
		return list(f.List)
	case person.Revised:
		return list(f.List)
	case person.Retired:
		return list(f.List)
	}
	return nil, false
}

// caseOf gives the case of what a fact speaks of, asked for once.
func (g *gate) caseOf(id string, ask func() (string, error)) (string, error) {
	if name, ok := g.opens[id]; ok {
		return name, nil
	}
	name, err := ask()
	if err == nil {
		g.opens[id] = name
	}
	return name, err
}

func (g *gate) listCase(ctx context.Context, id string) (string, error) {
	versions, err := g.s.ListVersions(ctx, id)
	if err != nil || len(versions) == 0 {
		return "", err
	}
	return versions[0].Case, nil
}

// own lets people change how they sign in themselves, and administrators how
// others do.
func (g *gate) own(handle string) error {
	if handle == g.actor.Handle {
		return nil
	}
	return g.actor.MayEverywhere(guard.ToAdmin)
}

// estimated refuses to weigh an estimate of a case in which the actor may not.
func (g *gate) estimated(ctx context.Context, id string, act guard.Act) error {
	e, err := g.s.Estimate(ctx, id)
	if err != nil {
		return err
	}
	return g.any(e.Case, act)
}

func (g *gate) judged(ctx context.Context, id string) error {
	name, err := g.caseOf(id, func() (string, error) { return flow.CaseOf(ctx, g.s, id) })
	if err != nil {
		return err
	}
	return g.any(name, guard.ToJudge)
}

// item refuses what the actor may do in none of the cases that hold the item.
func (g *gate) item(ctx context.Context, sum custody.Sum, act guard.Act) (err error) {
	cases, asked := g.held[sum]
	if !asked {
		if cases, err = casesHolding(ctx, g.s, sum); err != nil {
			return err
		}
		g.held[sum] = cases
	}
	for _, name := range cases {
		if err = g.any(name, act); err == nil {
			return nil
		}
	}
	return err
}

func casesHolding(ctx context.Context, s flow.State, sum custody.Sum) (cases []string, err error) {
	item, err := s.Item(ctx, sum)
	if err != nil || item.Copies == 1 {
		return []string{item.Case}, err
	}
	steps, err := s.Steps(ctx, sum)
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := s.Accession(ctx, step.Accession)
		if err != nil {
			return nil, err
		}
		cases = append(cases, a.Case)
	}
	return cases, err
}
