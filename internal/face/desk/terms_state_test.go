package desk

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
)

// memoryTerms is what a memoryState knows of releases and their terms.
type memoryTerms struct {
	releases   []disclosure.Release
	builds     []disclosure.Build
	handed     []disclosure.Delivery
	recipients []disclosure.Recipient
	consents   []disclosure.Consent
	conditions []disclosure.Condition
	replies    []disclosure.Reply
	weighed    []disclosure.Weighed
	exhibits   []disclosure.Exhibit
}

// applyTerms follows releases and their terms; history is of releases among others.
func (s *memoryTerms) applyTerms(e ledger.Event, history map[string][]int64) error {
	on := func(id string, change func(*disclosure.Release)) error {
		history[id] = append(history[id], e.Index)
		for i := range s.releases {
			if s.releases[i].Requested.Release == id {
				change(&s.releases[i])
			}
		}
		return nil
	}
	switch e.Kind {
	case disclosure.Requested{}.Kind():
		return ledger.Take(e, func(f *disclosure.Requested) error {
			s.releases = append(s.releases, disclosure.Release{Requested: *f, Actor: e.Actor, Index: e.Index})
			return on(f.Release, func(*disclosure.Release) {})
		})
	case disclosure.Approved{}.Kind():
		return ledger.Take(e, func(f *disclosure.Approved) error {
			return on(f.Release, func(r *disclosure.Release) {
				r.Approvals = append(r.Approvals, disclosure.Approval{Actor: e.Actor, Plan: f.Plan, Index: e.Index})
			})
		})
	case disclosure.Built{}.Kind():
		return ledger.Take(e, func(f *disclosure.Built) error {
			s.builds = append(s.builds, disclosure.Build{Built: *f, Index: e.Index, Actor: e.Actor, Time: e.Time})
			return on(f.Release, func(r *disclosure.Release) { r.Builds++ })
		})
	case disclosure.ExhibitNumbered{}.Kind():
		return ledger.Take(e, func(f *disclosure.ExhibitNumbered) error {
			s.exhibits = append(s.exhibits, disclosure.Exhibit{ExhibitNumbered: *f, Index: e.Index})
			return nil
		})
	case disclosure.Delivered{}.Kind():
		return ledger.Take(e, func(f *disclosure.Delivered) error {
			s.handed = append(s.handed, disclosure.Delivery{Delivered: *f, Index: e.Index, Actor: e.Actor, Time: e.Time})
			return on(f.Release, func(*disclosure.Release) {})
		})
	case disclosure.SupersededBy{}.Kind():
		return ledger.Take(e, func(f *disclosure.SupersededBy) error {
			return on(f.Release, func(r *disclosure.Release) { r.Successor = f.By })
		})
	case disclosure.Recalled{}.Kind():
		return ledger.Take(e, func(f *disclosure.Recalled) error {
			return on(f.Release, func(r *disclosure.Release) { r.Recalled = f })
		})
	}
	return s.applyAgreed(e)
}

func (s *memoryTerms) applyAgreed(e ledger.Event) error {
	switch e.Kind {
	case disclosure.RecipientDescribed{}.Kind():
		return ledger.Take(e, func(f *disclosure.RecipientDescribed) error {
			s.recipients = slices.DeleteFunc(s.recipients, func(r disclosure.Recipient) bool { return r.Recipient == f.Recipient })
			s.recipients = append(s.recipients, disclosure.Recipient{RecipientDescribed: *f, Index: e.Index, Actor: e.Actor})
			slices.SortFunc(s.recipients, func(a, b disclosure.Recipient) int { return cmp.Compare(a.Recipient, b.Recipient) })
			return nil
		})
	case disclosure.ConsentGiven{}.Kind():
		return ledger.Take(e, func(f *disclosure.ConsentGiven) error {
			s.consents = append(s.consents, disclosure.Consent{ConsentGiven: *f, Index: e.Index, Actor: e.Actor})
			return nil
		})
	case disclosure.ConsentWithdrawn{}.Kind():
		return ledger.Take(e, func(f *disclosure.ConsentWithdrawn) error {
			for i := range s.consents {
				if c := &s.consents[i]; c.ConsentGiven.Consent == f.Consent {
					back := f.Uses
					if len(back) == 0 {
						back = c.Uses
					}
					c.Withdrawn, c.Turned = slices.Concat(c.Withdrawn, back), e.Index
				}
			}
			return nil
		})
	case disclosure.ConditionLaid{}.Kind():
		return ledger.Take(e, func(f *disclosure.ConditionLaid) error {
			s.conditions = append(s.conditions, disclosure.Condition{ConditionLaid: *f, Index: e.Index, Actor: e.Actor})
			return nil
		})
	case disclosure.ConditionLifted{}.Kind():
		return ledger.Take(e, func(f *disclosure.ConditionLifted) error {
			for i := range s.conditions {
				if c := &s.conditions[i]; c.ConditionLaid.Condition == f.Condition {
					c.Lifted = true
				}
			}
			return nil
		})
	case disclosure.ReplyAsked{}.Kind():
		return ledger.Take(e, func(f *disclosure.ReplyAsked) error {
			s.replies = append(s.replies, disclosure.Reply{ReplyAsked: *f, Index: e.Index, Actor: e.Actor})
			return nil
		})
	case disclosure.ReplyGiven{}.Kind():
		return ledger.Take(e, func(f *disclosure.ReplyGiven) error {
			for i := range s.replies {
				if p := &s.replies[i]; p.ReplyAsked.Reply == f.Reply {
					p.Given = f
				}
			}
			return nil
		})
	case disclosure.Weighed{}.Kind():
		return ledger.Take(e, func(f *disclosure.Weighed) error {
			s.weighed = slices.DeleteFunc(s.weighed, func(w disclosure.Weighed) bool { return w.Claim == f.Claim && w.Entity == f.Entity })
			s.weighed = append(s.weighed, *f)
			return nil
		})
	}
	return nil
}

func (s *memoryTerms) Release(_ context.Context, id string) (disclosure.Release, error) {
	return one(s.releases, "release", id, func(r disclosure.Release) bool { return r.Requested.Release == id })
}

func (s *memoryTerms) Releases(_ context.Context, caseName string) ([]disclosure.Release, error) {
	return some(s.releases, func(r disclosure.Release) bool { return in(r.Case, caseName) })
}

func (s *memoryState) ReleaseHistory(_ context.Context, id string) ([]int64, error) {
	return s.history[id], nil
}

func (s *memoryTerms) Builds(_ context.Context, release string) ([]disclosure.Build, error) {
	return some(s.builds, func(b disclosure.Build) bool { return b.Release == release })
}

func (s *memoryTerms) Deliveries(_ context.Context, release string) ([]disclosure.Delivery, error) {
	return some(s.handed, func(d disclosure.Delivery) bool { return in(d.Release, release) })
}

func (s *memoryTerms) Recipient(_ context.Context, name string) (disclosure.Recipient, error) {
	return one(s.recipients, "recipient", name, func(r disclosure.Recipient) bool { return r.Recipient == name })
}

func (s *memoryTerms) Recipients(context.Context) ([]disclosure.Recipient, error) {
	return slices.Clone(s.recipients), nil
}

func (s *memoryTerms) ReleaseTerms(_ context.Context, caseName string) (t disclosure.Terms, err error) {
	t.Consents, _ = some(s.consents, func(c disclosure.Consent) bool { return in(c.Case, caseName) })
	t.Conditions, err = some(s.conditions, func(c disclosure.Condition) bool { return in(c.Case, caseName) })
	return t, err
}

func (s *memoryTerms) Consent(_ context.Context, id string) (disclosure.Consent, error) {
	return one(s.consents, "consent", id, func(c disclosure.Consent) bool { return c.ConsentGiven.Consent == id })
}

func (s *memoryTerms) Condition(_ context.Context, id string) (disclosure.Condition, error) {
	return one(s.conditions, "condition", id, func(c disclosure.Condition) bool { return c.ConditionLaid.Condition == id })
}

func (s *memoryTerms) Replies(_ context.Context, caseName, entity string) ([]disclosure.Reply, error) {
	return some(s.replies, func(p disclosure.Reply) bool { return in(p.Case, caseName) && in(p.Entity, entity) })
}

func (s *memoryTerms) Reply(_ context.Context, id string) (disclosure.Reply, error) {
	return one(s.replies, "question for a reply", id, func(p disclosure.Reply) bool { return p.ReplyAsked.Reply == id })
}

func (s *memoryState) Weighed(_ context.Context, caseName string) ([]disclosure.Weighed, error) {
	return some(s.weighed, func(w disclosure.Weighed) bool {
		return slices.ContainsFunc(s.claims, func(c claim.Claim) bool { return c.Made.Claim == w.Claim && in(c.Case, caseName) })
	})
}
