package sight

import (
	"context"
	"slices"

	"sanad/internal/core/person"
)

// Lists implements flow.State.
func (f *fence) Lists(ctx context.Context, caseName string) ([]person.List, error) {
	one, some := f.only(caseName)
	if !some {
		return nil, nil
	}
	all, err := f.all.Lists(ctx, one)
	return slices.DeleteFunc(all, func(l person.List) bool { return !f.reads(l.Case) }), err
}

// ListVersions implements flow.State.
func (f *fence) ListVersions(ctx context.Context, list string) ([]person.List, error) {
	all, err := f.all.ListVersions(ctx, list)
	return slices.DeleteFunc(all, func(l person.List) bool { return !f.reads(l.Case) }), err
}

// knowsList reports whether a list is of the actor's cases.
func (f *fence) knowsList(ctx context.Context, list string) (bool, error) {
	name, asked := f.lists[list]
	if !asked {
		all, err := f.all.ListVersions(ctx, list)
		if err != nil || len(all) == 0 {
			return false, notThere(err)
		}
		name = all[0].Case
		f.lists[list] = name
	}
	return f.reads(name), nil
}

// HasList implements flow.State: another case may hold the same table, mapped the
// same way.
func (f *fence) HasList(ctx context.Context, fingerprint string) (bool, error) {
	if has, err := f.all.HasList(ctx, fingerprint); err != nil || !has {
		return false, err
	}
	lists, err := f.Lists(ctx, "")
	if err != nil {
		return false, err
	}
	for _, l := range lists {
		versions, err := f.all.ListVersions(ctx, l.List)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(versions, func(v person.List) bool { return v.Fingerprint == fingerprint }) {
			return true, nil
		}
	}
	return false, nil
}

// Mention implements flow.State.
func (f *fence) Mention(ctx context.Context, id string) (person.Mention, error) {
	m, err := f.all.Mention(ctx, id)
	if err == nil && !f.reads(m.Case) {
		return person.Mention{}, absent("mention", id)
	}
	return m, err
}

// HasMention implements flow.State.
func (f *fence) HasMention(ctx context.Context, id string) (bool, error) {
	_, err := f.Mention(ctx, id)
	return err == nil, notThere(err)
}

// Mentions implements flow.State.
func (f *fence) Mentions(ctx context.Context, caseName, list string, yield func(person.Mention) error) error {
	one, some := f.only(caseName)
	if !some {
		return nil
	}
	return f.all.Mentions(ctx, one, list, func(m person.Mention) error {
		if !f.reads(m.Case) {
			return nil
		}
		return yield(m)
	})
}

// knowsJudged reports whether both who were judged are of the actor's cases. Of a
// judgement that was found by its case, only things of several cases are asked for.
func (f *fence) knowsJudged(ctx context.Context, j person.Judged, byCase bool) (bool, error) {
	for _, id := range []string{j.Left, j.Right} {
		if byCase && !f.atlas.crosses(id) {
			continue
		}
		if known, err := f.HasMention(ctx, id); err != nil || known {
			if err != nil {
				return false, err
			}
			continue
		}
		if _, err := f.Entity(ctx, id); err != nil {
			return false, notThere(err)
		}
	}
	return true, nil
}

// Judgements implements flow.State.
func (f *fence) Judgements(ctx context.Context, caseName string, yield func(person.Judgement) error) error {
	return f.judgements(ctx, caseName, yield, f.all.Judgements)
}

// EachJudgement implements flow.State.
func (f *fence) EachJudgement(ctx context.Context, caseName string, yield func(person.Judgement) error) error {
	return f.judgements(ctx, caseName, yield, f.all.EachJudgement)
}

func (f *fence) judgements(ctx context.Context, caseName string, yield func(person.Judgement) error, walk func(context.Context, string, func(person.Judgement) error) error) error {
	one, some := f.only(caseName)
	if !some {
		return nil
	}
	return walk(ctx, one, func(j person.Judgement) error {
		ok, err := f.knowsJudged(ctx, j.Judged, one != "")
		if err != nil || !ok {
			return err
		}
		return yield(j)
	})
}

// JudgementsOf implements flow.State.
func (f *fence) JudgementsOf(ctx context.Context, id string) (known []person.Judgement, err error) {
	all, err := f.all.JudgementsOf(ctx, id)
	for _, j := range all {
		ok, unsure := f.knowsJudged(ctx, j.Judged, false)
		if unsure != nil {
			return nil, unsure
		}
		if ok {
			known = append(known, j)
		}
	}
	return known, err
}

// Linking implements flow.State.
func (f *fence) Linking(ctx context.Context, caseName string) (person.Linking, error) {
	if !f.reads(caseName) {
		return person.Linking{}, absent("linking of the case", caseName)
	}
	return f.all.Linking(ctx, caseName)
}

// Linkings implements flow.State.
func (f *fence) Linkings(ctx context.Context, caseName string, yield func(person.Linking) error) error {
	one, some := f.only(caseName)
	if !some {
		return nil
	}
	return f.all.Linkings(ctx, one, func(l person.Linking) error {
		if !f.reads(l.Case) {
			return nil
		}
		return yield(l)
	})
}

// NameGroups implements flow.State: how a name is spelt is the whole archive's.
func (f *fence) NameGroups(ctx context.Context) ([]person.NamesGrouped, error) {
	return f.all.NameGroups(ctx)
}
