package sight

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// Checkpoint implements flow.State: how many entries there are is public.
func (f *fence) Checkpoint(ctx context.Context) ([]byte, error) { return f.all.Checkpoint(ctx) }

// Tree implements flow.State.
func (f *fence) Tree(ctx context.Context) (*ledger.Tree, error) { return f.all.Tree(ctx) }

// entries is the ledger of the actor's cases.
func (f *fence) entries() entries { return entries{f.all, f.knowsEvent} }

// Event implements flow.State.
func (f *fence) Event(ctx context.Context, index int64) (flow.Recorded, error) {
	return f.entries().Event(ctx, index)
}

// Events implements flow.State.
func (f *fence) Events(ctx context.Context, from, to int64, yield func(flow.Recorded) error) error {
	return f.entries().Events(ctx, from, to, yield)
}

// RecordedAs implements flow.State.
func (f *fence) RecordedAs(ctx context.Context, log string, there int64) (int64, error) {
	return f.entries().RecordedAs(ctx, log, there)
}

// knowsEvent decides by the case of what an entry speaks of. A kind that is not
// named here, or a body that was erased, is of nobody's case.
func (f *fence) knowsEvent(ctx context.Context, e ledger.Event) (ok bool, err error) {
	switch e.Kind {
	case guard.ArchiveMade{}.Kind(), person.NamesGrouped{}.Kind():
		return true, nil
	case guard.UserAdded{}.Kind(), guard.UserDisabled{}.Kind(), guard.PasswordSet{}.Kind(), guard.RolesGiven{}.Kind(),
		guard.FactorSet{}.Kind(), guard.FactorRemoved{}.Kind(), guard.FactorReset{}.Kind(), guard.SessionsRevoked{}.Kind():
		return f.actor.MayEverywhere(guard.ToAudit) == nil, nil
	}
	if vouches(e.Kind) {
		return true, nil
	}
	if len(e.Body) == 0 {
		return false, nil
	}
	if ok, err = f.knowsSealing(ctx, e); ok || err != nil {
		return ok, err
	}
	if ok, err = tellsTerms(ctx, f, e); ok || err != nil {
		return ok, err
	}
	of := func(caseName string) error { ok = f.reads(caseName); return nil }
	accession := func(id string) (err error) { ok, err = f.knowsAccession(ctx, id); return err }
	there := func(err error) error { ok = err == nil; return notThere(err) }
	reading := func(item custody.Sum) error {
		since, _, held := f.atlas.own(item, f.cases)
		ok = held && e.Index > since
		return nil
	}
	switch e.Kind {
	case guard.CaseOpened{}.Kind():
		err = ledger.Take(e, func(b *guard.CaseOpened) error { return of(b.Case) })
	case claim.Exported{}.Kind():
		err = ledger.Take(e, func(b *claim.Exported) error { return of(b.Case) })
	case disclosure.ExhibitNumbered{}.Kind():
		err = ledger.Take(e, func(b *disclosure.ExhibitNumbered) error { return of(b.Case) })
	case custody.Opened{}.Kind():
		err = ledger.Take(e, func(b *custody.Opened) error { return of(b.Case) })
	case custody.Acquired{}.Kind():
		err = ledger.Take(e, func(b *custody.Acquired) error { return accession(b.Accession) })
	case custody.PassedOver{}.Kind():
		err = ledger.Take(e, func(b *custody.PassedOver) error { return accession(b.Accession) })
	case custody.Failed{}.Kind():
		err = ledger.Take(e, func(b *custody.Failed) error { return accession(b.Accession) })
	case custody.Closed{}.Kind():
		err = ledger.Take(e, func(b *custody.Closed) error { return accession(b.Accession) })
	case custody.Exported{}.Kind():
		err = ledger.Take(e, func(b *custody.Exported) error { return accession(b.Accession) })
	case custody.HashClaimed{}.Kind():
		err = ledger.Take(e, func(b *custody.HashClaimed) error { ok = f.knowsHash(*b, e.Index); return nil })
	case custody.Seen{}.Kind():
		err = ledger.Take(e, func(b *custody.Seen) error { return of(b.Case) })
	case text.Read{}.Kind():
		err = ledger.Take(e, func(b *text.Read) error { return reading(b.Item) })
	case text.Unread{}.Kind():
		err = ledger.Take(e, func(b *text.Unread) error { return reading(b.Item) })
	case text.Cited{}.Kind():
		err = ledger.Take(e, func(b *text.Cited) error {
			ok = f.knowsItem(b.Passage.Item) && (e.Actor == f.actor.Handle || !f.atlas.several(b.Passage.Item))
			return nil
		})
	case text.Mentioned{}.Kind():
		err = ledger.Take(e, func(b *text.Mentioned) error {
			if !f.knowsItem(b.Passage.Item) {
				return nil
			}
			_, err := f.Entity(ctx, b.Entity)
			return there(err)
		})
	default:
		return f.knowsSaid(ctx, e)
	}
	return ok, err
}

// knowsSaid decides for the kinds that say something of what is held.
func (f *fence) knowsSaid(ctx context.Context, e ledger.Event) (ok bool, err error) {
	of := func(caseName string) error { ok = f.reads(caseName); return nil }
	list := func(id string) (err error) { ok, err = f.knowsList(ctx, id); return err }
	there := func(err error) error { ok = err == nil; return notThere(err) }
	turned := func(id string) error { _, err := f.Claim(ctx, id); return there(err) }
	concluded := func(id string) error { _, err := f.Finding(ctx, id); return there(err) }
	switch e.Kind {
	case claim.Made{}.Kind():
		err = ledger.Take(e, func(b *claim.Made) error {
			ok = f.reads(b.Case) && f.knowsPassages(b.Passages)
			return nil
		})
	case claim.Withdrawn{}.Kind():
		err = ledger.Take(e, func(b *claim.Withdrawn) error { return turned(b.Claim) })
	case claim.Preferred{}.Kind():
		err = ledger.Take(e, func(b *claim.Preferred) error { return turned(b.Claim) })
	case claim.Accepted{}.Kind():
		err = ledger.Take(e, func(b *claim.Accepted) error { return turned(b.Claim) })
	case claim.Disputed{}.Kind():
		err = ledger.Take(e, func(b *claim.Disputed) error { return turned(b.Claim) })
	case claim.Graded{}.Kind():
		err = ledger.Take(e, func(b *claim.Graded) error { return turned(b.Claim) })
	case claim.Flagged{}.Kind():
		err = ledger.Take(e, func(b *claim.Flagged) error { return turned(b.Claim) })
	case finding.Made{}.Kind():
		err = ledger.Take(e, func(b *finding.Made) error { return of(b.Case) })
	case finding.Confirmed{}.Kind():
		err = ledger.Take(e, func(b *finding.Confirmed) error { return concluded(b.Finding) })
	case finding.Withdrawn{}.Kind():
		err = ledger.Take(e, func(b *finding.Withdrawn) error { return concluded(b.Finding) })
	case claim.VocabularyImported{}.Kind():
		err = ledger.Take(e, func(b *claim.VocabularyImported) error {
			ok = (b.Case == "" || f.reads(b.Case)) && (b.Item.IsZero() || f.knowsItem(b.Item))
			return nil
		})
	case person.ListImported{}.Kind():
		err = ledger.Take(e, func(b *person.ListImported) error { return of(b.Case) })
	case person.ListRevised{}.Kind():
		err = ledger.Take(e, func(b *person.ListRevised) error { return list(b.List) })
	case person.ListCompleted{}.Kind():
		err = ledger.Take(e, func(b *person.ListCompleted) error { return list(b.List) })
	case person.ListDescribed{}.Kind():
		err = ledger.Take(e, func(b *person.ListDescribed) error { return list(b.List) })
	case person.Mentioned{}.Kind():
		err = ledger.Take(e, func(b *person.Mentioned) error { return list(b.List) })
	case person.Revised{}.Kind():
		err = ledger.Take(e, func(b *person.Revised) error { return list(b.List) })
	case person.Retired{}.Kind():
		err = ledger.Take(e, func(b *person.Retired) error { return list(b.List) })
	case person.Linked{}.Kind():
		err = ledger.Take(e, func(b *person.Linked) error { return of(b.Case) })
	case person.Judged{}.Kind():
		err = ledger.Take(e, func(b *person.Judged) (err error) {
			ok, err = f.knowsJudged(ctx, *b, false)
			return err
		})
	default:
		return f.knowsEstimate(ctx, e)
	}
	return ok, err
}
