package sight

import (
	"context"

	"sanad/internal/core/disclosure"
)

// Recipient implements flow.State: who may be given something is the whole
// archive's. That some case gave them something is told by its hand-overs.
func (f *fence) Recipient(ctx context.Context, name string) (disclosure.Recipient, error) {
	return f.all.Recipient(ctx, name)
}

// Recipients implements flow.State.
func (f *fence) Recipients(ctx context.Context) ([]disclosure.Recipient, error) {
	return f.all.Recipients(ctx)
}

// tells reports whether a consent or a condition of a case is the actor's to know:
// it is of their case, and what it holds for is too.
func (f *fence) tells(ctx context.Context, caseName string, ref disclosure.Ref, sources map[string]bool) (bool, error) {
	if !f.reads(caseName) {
		return false, nil
	}
	return tellsRef(ctx, f, caseName, ref, sources)
}

// ReleaseTerms implements flow.State.
func (f *fence) ReleaseTerms(ctx context.Context, caseName string) (disclosure.Terms, error) {
	one, some := f.only(caseName)
	if !some {
		return disclosure.Terms{}, nil
	}
	t, err := f.all.ReleaseTerms(ctx, one)
	if err != nil {
		return t, err
	}
	sources := map[string]map[string]bool{}
	return termsKnown(t, func(name string, ref disclosure.Ref) (bool, error) {
		if sources[name] == nil {
			sources[name] = map[string]bool{}
		}
		return f.tells(ctx, name, ref, sources[name])
	})
}

// Consent implements flow.State.
func (f *fence) Consent(ctx context.Context, id string) (disclosure.Consent, error) {
	c, err := f.all.Consent(ctx, id)
	if err != nil {
		return c, err
	}
	ok, err := f.tells(ctx, c.Case, c.On, map[string]bool{})
	if err == nil && !ok {
		err = absent("consent", id)
	}
	if err != nil {
		return disclosure.Consent{}, err
	}
	return c, nil
}

// Condition implements flow.State.
func (f *fence) Condition(ctx context.Context, id string) (disclosure.Condition, error) {
	c, err := f.all.Condition(ctx, id)
	if err != nil {
		return c, err
	}
	ok, err := f.tells(ctx, c.Case, c.On, map[string]bool{})
	if err == nil && !ok {
		err = absent("condition", id)
	}
	if err != nil {
		return disclosure.Condition{}, err
	}
	return c, nil
}

// Replies implements flow.State.
func (f *fence) Replies(ctx context.Context, caseName, entity string) ([]disclosure.Reply, error) {
	one, some := f.only(caseName)
	if !some {
		return nil, nil
	}
	all, err := f.all.Replies(ctx, one, entity)
	if err != nil {
		return nil, err
	}
	var mine []disclosure.Reply
	for _, p := range all {
		if f.reads(p.Case) {
			mine = append(mine, p)
		}
	}
	return knownReplies(ctx, f, mine)
}

// Reply implements flow.State.
func (f *fence) Reply(ctx context.Context, id string) (disclosure.Reply, error) {
	p, err := f.all.Reply(ctx, id)
	if err == nil && !f.reads(p.Case) {
		err = absent("question for a reply", id)
	}
	if err != nil {
		return disclosure.Reply{}, err
	}
	return knownReply(ctx, f, p)
}

// Weighed implements flow.State.
func (f *fence) Weighed(ctx context.Context, caseName string) ([]disclosure.Weighed, error) {
	one, some := f.only(caseName)
	if !some {
		return nil, nil
	}
	all, err := f.all.Weighed(ctx, one)
	if err != nil {
		return nil, err
	}
	return knownWeighed(ctx, f, all)
}
