package sight

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// Recipient implements flow.State: who may be given something is the whole
// archive's, and no secret to those who work in it.
func (v *Sight) Recipient(ctx context.Context, name string) (disclosure.Recipient, error) {
	if !v.Knows() {
		return disclosure.Recipient{}, absent("recipient", name)
	}
	return v.State.Recipient(ctx, name)
}

// Recipients implements flow.State.
func (v *Sight) Recipients(ctx context.Context) ([]disclosure.Recipient, error) {
	if !v.Knows() {
		return nil, nil
	}
	return v.State.Recipients(ctx)
}

// knowsRef reports whether the actor may know of what a consent or a condition
// holds for. There may be thousands: most are answered without asking the state.
func (v *Sight) knowsRef(ctx context.Context, caseName string, ref disclosure.Ref, sources map[string]bool) (bool, error) {
	if v.whole || !v.Knows() {
		return v.whole, nil
	}
	if ref.On == disclosure.OnEntity && v.fence == nil && !v.veil.touches(ref.ID) {
		return true, nil
	}
	return tellsRef(ctx, v, caseName, ref, sources)
}

// tellsRef asks a state whether it tells of what a consent or a condition holds
// for. What it told of sources is kept in sources.
func tellsRef(ctx context.Context, s flow.State, caseName string, ref disclosure.Ref, sources map[string]bool) (bool, error) {
	var err error
	switch ref.On {
	case disclosure.OnSource:
		if len(sources) == 0 {
			sources[""] = false
			err = s.Accessions(ctx, caseName, func(a custody.Accession) error { sources[a.Source.Name] = a.Source.Name != ""; return nil })
		}
		return sources[ref.ID], err
	case disclosure.OnAccession:
		_, err = s.Accession(ctx, ref.ID)
	case disclosure.OnItem:
		sum, err := custody.ParseSum(ref.ID)
		if err != nil {
			return false, nil
		}
		return s.HasItem(ctx, sum)
	case disclosure.OnEntity:
		_, err = s.Entity(ctx, ref.ID)
	case disclosure.OnClaim:
		_, err = s.Claim(ctx, ref.ID)
	default:
		return false, nil
	}
	return err == nil, notThere(err)
}

// termsKnown leaves of terms what holds for things that are known.
func termsKnown(t disclosure.Terms, known func(caseName string, ref disclosure.Ref) (bool, error)) (out disclosure.Terms, err error) {
	for _, c := range t.Consents {
		ok, err := known(c.Case, c.On)
		if err != nil {
			return out, err
		}
		if ok {
			out.Consents = append(out.Consents, c)
		}
	}
	for _, c := range t.Conditions {
		ok, err := known(c.Case, c.On)
		if err != nil {
			return out, err
		}
		if ok {
			out.Conditions = append(out.Conditions, c)
		}
	}
	return out, nil
}

// ReleaseTerms implements flow.State: that somebody agreed to something, or that
// something is held back, tells that it is there.
func (v *Sight) ReleaseTerms(ctx context.Context, caseName string) (disclosure.Terms, error) {
	t, err := v.State.ReleaseTerms(ctx, caseName)
	if err != nil || v.whole {
		return t, err
	}
	sources := map[string]map[string]bool{}
	return termsKnown(t, func(name string, ref disclosure.Ref) (bool, error) {
		if sources[name] == nil {
			sources[name] = map[string]bool{}
		}
		return v.knowsRef(ctx, name, ref, sources[name])
	})
}

// Consent implements flow.State.
func (v *Sight) Consent(ctx context.Context, id string) (disclosure.Consent, error) {
	c, err := v.State.Consent(ctx, id)
	if err != nil {
		return c, err
	}
	ok, err := v.knowsRef(ctx, c.Case, c.On, map[string]bool{})
	if err == nil && !ok {
		err = absent("consent", id)
	}
	if err != nil {
		return disclosure.Consent{}, err
	}
	return c, nil
}

// Condition implements flow.State.
func (v *Sight) Condition(ctx context.Context, id string) (disclosure.Condition, error) {
	c, err := v.State.Condition(ctx, id)
	if err != nil {
		return c, err
	}
	ok, err := v.knowsRef(ctx, c.Case, c.On, map[string]bool{})
	if err == nil && !ok {
		err = absent("condition", id)
	}
	if err != nil {
		return disclosure.Condition{}, err
	}
	return c, nil
}

// asAnswered gives a question as a state tells of it: what came of it is told to
// who may know of the paper that the answer stands in.
func asAnswered(ctx context.Context, s flow.State, p disclosure.Reply) (disclosure.Reply, error) {
	if p.Given == nil || p.Given.Passage == nil {
		return p, nil
	}
	ok, err := s.HasItem(ctx, p.Given.Passage.Item)
	if !ok {
		p.Given = nil
	}
	return p, err
}

// knownReplies leaves of questions those about people that s tells of.
func knownReplies(ctx context.Context, s flow.State, all []disclosure.Reply) (known []disclosure.Reply, err error) {
	for _, p := range all {
		if _, err := s.Entity(ctx, p.Entity); err != nil {
			if notThere(err) != nil {
				return nil, err
			}
			continue
		}
		if p, err = asAnswered(ctx, s, p); err != nil {
			return nil, err
		}
		known = append(known, p)
	}
	return known, nil
}

// Replies implements flow.State.
func (v *Sight) Replies(ctx context.Context, caseName, entity string) ([]disclosure.Reply, error) {
	all, err := v.State.Replies(ctx, caseName, entity)
	if err != nil || v.whole {
		return all, err
	}
	return knownReplies(ctx, v, all)
}

// Reply implements flow.State.
func (v *Sight) Reply(ctx context.Context, id string) (disclosure.Reply, error) {
	p, err := v.State.Reply(ctx, id)
	if err != nil || v.whole {
		return p, err
	}
	return knownReply(ctx, v, p)
}

func knownReply(ctx context.Context, s flow.State, p disclosure.Reply) (disclosure.Reply, error) {
	known, err := knownReplies(ctx, s, []disclosure.Reply{p})
	if err == nil && len(known) == 0 {
		err = absent("question for a reply", p.ReplyAsked.Reply)
	}
	if err != nil {
		return disclosure.Reply{}, err
	}
	return known[0], nil
}

// Weighed implements flow.State.
func (v *Sight) Weighed(ctx context.Context, caseName string) ([]disclosure.Weighed, error) {
	all, err := v.State.Weighed(ctx, caseName)
	if err != nil || v.whole {
		return all, err
	}
	return knownWeighed(ctx, v, all)
}

func knownWeighed(ctx context.Context, s flow.State, all []disclosure.Weighed) (known []disclosure.Weighed, err error) {
	for _, w := range all {
		ok, err := tellsWeighed(ctx, s, w)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, w)
		}
	}
	return known, nil
}

func tellsWeighed(ctx context.Context, s flow.State, w disclosure.Weighed) (bool, error) {
	if _, err := s.Claim(ctx, w.Claim); err != nil {
		return false, notThere(err)
	}
	_, err := s.Entity(ctx, w.Entity)
	return err == nil, notThere(err)
}

// tellsTerms asks a state whether it tells of what an entry says of releases and
// their terms.
func tellsTerms(ctx context.Context, s flow.State, e ledger.Event) (ok bool, err error) {
	there := func(err error) error { ok = err == nil; return notThere(err) }
	release := func(ids ...string) error {
		for _, id := range ids {
			if _, err := s.Release(ctx, id); err != nil {
				return notThere(err)
			}
		}
		ok = true
		return nil
	}
	switch e.Kind {
	case disclosure.Requested{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Requested) error {
			if f.Renews == "" {
				return release(f.Release)
			}
			return release(f.Release, f.Renews)
		})
	case disclosure.Approved{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Approved) error { return release(f.Release) })
	case disclosure.Built{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Built) error { return release(f.Release) })
	case disclosure.Delivered{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Delivered) error { return release(f.Release) })
	case disclosure.SupersededBy{}.Kind():
		err = ledger.Take(e, func(f *disclosure.SupersededBy) error { return release(f.Release, f.By) })
	case disclosure.Recalled{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Recalled) error { return release(f.Release) })
	case disclosure.RecipientDescribed{}.Kind():
		err = ledger.Take(e, func(f *disclosure.RecipientDescribed) error {
			_, err := s.Recipient(ctx, f.Recipient)
			return there(err)
		})
	case disclosure.ConsentGiven{}.Kind():
		err = ledger.Take(e, func(f *disclosure.ConsentGiven) error { _, err := s.Consent(ctx, f.Consent); return there(err) })
	case disclosure.ConsentWithdrawn{}.Kind():
		err = ledger.Take(e, func(f *disclosure.ConsentWithdrawn) error { _, err := s.Consent(ctx, f.Consent); return there(err) })
	case disclosure.ConditionLaid{}.Kind():
		err = ledger.Take(e, func(f *disclosure.ConditionLaid) error { _, err := s.Condition(ctx, f.Condition); return there(err) })
	case disclosure.ConditionLifted{}.Kind():
		err = ledger.Take(e, func(f *disclosure.ConditionLifted) error { _, err := s.Condition(ctx, f.Condition); return there(err) })
	case disclosure.ReplyAsked{}.Kind():
		err = ledger.Take(e, func(f *disclosure.ReplyAsked) error { _, err := s.Reply(ctx, f.Reply); return there(err) })
	case disclosure.ReplyGiven{}.Kind():
		err = ledger.Take(e, func(f *disclosure.ReplyGiven) error {
			p, err := s.Reply(ctx, f.Reply)
			if err != nil {
				return notThere(err)
			}
			p.Given = f
			p, err = asAnswered(ctx, s, p)
			ok = p.Given != nil
			return err
		})
	case disclosure.Weighed{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Weighed) (err error) { ok, err = tellsWeighed(ctx, s, *f); return err })
	}
	return ok, err
}

// passRelease decides who may record what of a release: two people decide, and
// both are of the case; so are those who hand over and recall.
func (g *gate) passRelease(ctx context.Context, f ledger.Fact) (error, bool) {
	decided := func(id string) (error, bool) {
		name, err := g.caseOf("release "+id, func() (string, error) { r, err := g.s.Release(ctx, id); return r.Case, err })
		if err == nil {
			err = g.any(name, guard.ToApprove)
		}
		return err, true
	}
	switch f := f.(type) {
	case disclosure.Requested:
		g.opens["release "+f.Release] = f.Case
		return g.any(f.Case, guard.ToRequest), true
	case disclosure.Approved:
		return decided(f.Release)
	case disclosure.Built:
		return decided(f.Release)
	case disclosure.Delivered:
		return decided(f.Release)
	case disclosure.SupersededBy:
		return decided(f.Release)
	case disclosure.Recalled:
		return decided(f.Release)
	}
	return nil, false
}

// passTerms decides who may record the terms under which things leave. Whom the
// archive gives something at all is decided for all its cases.
func (g *gate) passTerms(ctx context.Context, f ledger.Fact) (error, bool) {
	of := func(id string, act guard.Act, ask func() (string, error)) (error, bool) {
		name, err := g.caseOf(id, ask)
		if err == nil {
			err = g.any(name, act)
		}
		return err, true
	}
	switch f := f.(type) {
	case disclosure.RecipientDescribed:
		return g.actor.MayEverywhere(guard.ToApprove), true
	case disclosure.ConsentGiven:
		g.opens[f.Consent] = f.Case
		return g.any(f.Case, guard.ToBind), true
	case disclosure.ConsentWithdrawn:
		return of(f.Consent, guard.ToBind, func() (string, error) { c, err := g.s.Consent(ctx, f.Consent); return c.Case, err })
	case disclosure.ConditionLaid:
		g.opens[f.Condition] = f.Case
		return g.any(f.Case, guard.ToBind), true
	case disclosure.ConditionLifted:
		return of(f.Condition, guard.ToLift, func() (string, error) { c, err := g.s.Condition(ctx, f.Condition); return c.Case, err })
	case disclosure.ReplyAsked:
		g.opens[f.Reply] = f.Case
		return g.any(f.Case, guard.ToHear), true
	case disclosure.ReplyGiven:
		return of(f.Reply, guard.ToHear, func() (string, error) { p, err := g.s.Reply(ctx, f.Reply); return p.Case, err })
	case disclosure.Weighed:
		return of(f.Claim, guard.ToClaim, func() (string, error) { c, err := g.s.Claim(ctx, f.Claim); return c.Case, err })
	}
	return nil, false
}
