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
	"sanad/internal/ground/fail"
)

// entries is the ledger as the actor may know it.
func (v *Sight) entries() entries { return entries{v.State, v.knowsEvent} }

// Event implements flow.State.
func (v *Sight) Event(ctx context.Context, index int64) (flow.Recorded, error) {
	return v.entries().Event(ctx, index)
}

// Events implements flow.State.
func (v *Sight) Events(ctx context.Context, from, to int64, yield func(flow.Recorded) error) error {
	return v.entries().Events(ctx, from, to, yield)
}

// RecordedAs implements flow.State.
func (v *Sight) RecordedAs(ctx context.Context, log string, there int64) (int64, error) {
	return v.entries().RecordedAs(ctx, log, there)
}

// knowsEvent decides by what an entry speaks of. A kind that is not named
// here, or a body that was erased, is known to those alone who may see sealed
// things: nobody can tell what it spoke of.
func (v *Sight) knowsEvent(ctx context.Context, e ledger.Event) (bool, error) {
	if v.whole {
		return true, nil
	}
	switch e.Kind {
	case guard.ArchiveMade{}.Kind(), guard.CaseOpened{}.Kind(),
		guard.HolderAdded{}.Kind(), guard.HolderRotated{}.Kind(), guard.HolderRemoved{}.Kind(), guard.ThresholdSet{}.Kind():
		return v.Knows() || v.actor.MayEverywhere(guard.ToAudit) == nil, nil
	case guard.UserAdded{}.Kind(), guard.UserDisabled{}.Kind(), guard.PasswordSet{}.Kind(), guard.RolesGiven{}.Kind(),
		guard.FactorSet{}.Kind(), guard.FactorRemoved{}.Kind(), guard.FactorReset{}.Kind(), guard.SessionsRevoked{}.Kind():
		return v.actor.MayEverywhere(guard.ToAudit) == nil, nil
	case claim.Exported{}.Kind():
		return v.Knows() || v.actor.MayEverywhere(guard.ToAudit) == nil, nil
	case disclosure.ExhibitNumbered{}.Kind():
		return v.knowsExhibit(ctx, e)
	}
	if vouches(e.Kind) {
		return v.Knows() || v.actor.MayEverywhere(guard.ToAudit) == nil, nil
	}
	if len(e.Body) == 0 || !v.Knows() {
		return false, nil
	}
	if e.Kind == (custody.Seen{}).Kind() {
		return v.knowsLook(e)
	}
	if e.Kind == (custody.HashClaimed{}).Kind() {
		return v.knowsHash(e)
	}
	if ok, err := v.knowsSealing(ctx, e); ok || err != nil {
		return ok, err
	}
	if ok, err := tellsTerms(ctx, v, e); ok || err != nil {
		return ok, err
	}
	return v.knowsBody(ctx, e)
}

// knowsLook decides of a look at a sealed item. It goes by the case alone: an
// item that came openly since would tell everybody that it was sealed.
func (v *Sight) knowsLook(e ledger.Event) (ok bool, err error) {
	err = ledger.Take(e, func(f *custody.Seen) error { ok = v.actor.MaySeeIn(f.Case, guard.Sealed); return nil })
	return ok, err
}

// knowsHash decides of a claimed hash, which names two items.
func (v *Sight) knowsHash(e ledger.Event) (ok bool, err error) {
	err = ledger.Take(e, func(f *custody.HashClaimed) error { ok = v.knowsItem(f.Item) && v.knowsItem(f.File); return nil })
	return ok, err
}

// knowsBody decides for the kinds that speak of material.
func (v *Sight) knowsBody(ctx context.Context, e ledger.Event) (ok bool, err error) {
	accession := func(id string) error { ok = v.knowsAccession(id); return nil }
	item := func(sum custody.Sum) error { ok = v.knowsItem(sum); return nil }
	version := func(list string, n int) error {
		versions, err := v.State.ListVersions(ctx, list)
		ok = err == nil && n >= 1 && n <= len(versions) && v.knowsItem(versions[n-1].Item)
		return err
	}
	there := func(err error) error {
		ok = err == nil
		if fail.Of(err) == fail.NotFound {
			return nil
		}
		return err
	}
	turned := func(id string) error { _, err := v.Claim(ctx, id); return there(err) }
	concluded := func(id string) error { _, err := v.Finding(ctx, id); return there(err) }
	switch e.Kind {
	case custody.Opened{}.Kind():
		err = ledger.Take(e, func(f *custody.Opened) error { return accession(f.Accession) })
	case custody.Acquired{}.Kind():
		err = ledger.Take(e, func(f *custody.Acquired) error { return accession(f.Accession) })
	case custody.PassedOver{}.Kind():
		err = ledger.Take(e, func(f *custody.PassedOver) error { return accession(f.Accession) })
	case custody.Failed{}.Kind():
		err = ledger.Take(e, func(f *custody.Failed) error { return accession(f.Accession) })
	case custody.Closed{}.Kind():
		err = ledger.Take(e, func(f *custody.Closed) error { return accession(f.Accession) })
	case custody.Exported{}.Kind():
		err = ledger.Take(e, func(f *custody.Exported) error { return accession(f.Accession) })
	case text.Read{}.Kind():
		err = ledger.Take(e, func(f *text.Read) error { ok = v.knowsReading(f.Item, e.Index); return nil })
	case text.Unread{}.Kind():
		err = ledger.Take(e, func(f *text.Unread) error { ok = v.knowsReading(f.Item, e.Index); return nil })
	case text.Cited{}.Kind():
		err = ledger.Take(e, func(f *text.Cited) error { return item(f.Passage.Item) })
	case text.Mentioned{}.Kind():
		err = ledger.Take(e, func(f *text.Mentioned) error {
			if ok = v.knowsItem(f.Passage.Item); !ok {
				return nil
			}
			ok, err = v.knowsEntity(ctx, f.Entity)
			return err
		})
	case claim.Made{}.Kind():
		err = ledger.Take(e, func(f *claim.Made) error { ok = v.knowsPassages(f.Passages); return nil })
	case claim.Withdrawn{}.Kind():
		err = ledger.Take(e, func(f *claim.Withdrawn) error { return turned(f.Claim) })
	case claim.Preferred{}.Kind():
		err = ledger.Take(e, func(f *claim.Preferred) error { return turned(f.Claim) })
	case claim.Accepted{}.Kind():
		err = ledger.Take(e, func(f *claim.Accepted) error { return turned(f.Claim) })
	case claim.Disputed{}.Kind():
		err = ledger.Take(e, func(f *claim.Disputed) error { return turned(f.Claim) })
	case claim.Graded{}.Kind():
		err = ledger.Take(e, func(f *claim.Graded) error { return turned(f.Claim) })
	case claim.Flagged{}.Kind():
		err = ledger.Take(e, func(f *claim.Flagged) error { return turned(f.Claim) })
	case finding.Made{}.Kind():
		err = ledger.Take(e, func(f *finding.Made) error { return concluded(f.Finding) })
	case finding.Confirmed{}.Kind():
		err = ledger.Take(e, func(f *finding.Confirmed) error { return concluded(f.Finding) })
	case finding.Withdrawn{}.Kind():
		err = ledger.Take(e, func(f *finding.Withdrawn) error { return concluded(f.Finding) })
	case claim.VocabularyImported{}.Kind():
		err = ledger.Take(e, func(f *claim.VocabularyImported) error { ok = v.knowsVocabulary(f.Item); return nil })
	case person.ListImported{}.Kind():
		err = ledger.Take(e, func(f *person.ListImported) error { return item(f.Item) })
	case person.ListRevised{}.Kind():
		err = ledger.Take(e, func(f *person.ListRevised) error { return item(f.Item) })
	case person.ListCompleted{}.Kind():
		err = ledger.Take(e, func(f *person.ListCompleted) error { return version(f.List, max(f.Version, 1)) })
	case person.ListDescribed{}.Kind():
		err = ledger.Take(e, func(f *person.ListDescribed) error { ok = v.knowsList(f.List); return nil })
	case person.Revised{}.Kind():
		err = ledger.Take(e, func(f *person.Revised) error { return version(f.List, f.Version) })
	case person.Retired{}.Kind():
		err = ledger.Take(e, func(f *person.Retired) error { return version(f.List, f.Version) })
	case person.Mentioned{}.Kind():
		err = ledger.Take(e, func(f *person.Mentioned) error { ok = v.knowsMention(f.Mention); return nil })
	case person.Linked{}.Kind():
		// The entry cannot be shown without the outcome over sealed rows; Linking
		// gives what is left.
		err = ledger.Take(e, func(f *person.Linked) error {
			ok = f.Sealed == nil || v.actor.MaySeeIn(f.Case, guard.Sealed)
			return nil
		})
	case person.NamesGrouped{}.Kind():
		ok = true
	case person.Judged{}.Kind():
		err = ledger.Take(e, func(f *person.Judged) error {
			ok, err = v.knowsJudgement(ctx, *f)
			return err
		})
	default:
		return v.knowsEstimate(ctx, e)
	}
	return ok, err
}
