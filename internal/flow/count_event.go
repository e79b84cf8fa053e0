package flow

import (
	"context"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// connected gives the rows and persons that standing claims connect with an
// event, or with one that is part of it: as a victim of an act in it, a member
// of a group that is its victim, or one who took part. What somebody is said to
// have done in it connects nobody: those are the accused.
func connected(ctx context.Context, s State, caseName, event string) (map[string]bool, error) {
	e, err := s.Entity(ctx, event)
	switch {
	case err != nil:
		return nil, err
	case e.Schema != "Event":
		return nil, fail.New(fail.Usage, "%s is %s, not an event", event, schema.WithArticle(e.Schema)).Do("find events: sanad search --kind entity WORDS")
	case e.Case != caseName:
		return nil, fail.New(fail.Usage, "the event %s belongs to the case %s, not to %s", event, e.Case, caseName).Do("count that case: sanad count --case %s --event %s", e.Case, event)
	}
	t := tracer{ctx: ctx, s: s}
	events := t.all([]string{event}, func(ids []string) []string { return t.whose("Event", "part_of", ids) })
	acts := t.whose("Act", "event", events)
	groups := append(t.values("Event", "victims", events), t.values("Act", "victims", acts)...)
	groups = t.all(groups, func(ids []string) []string { return t.whose("Group", "part_of", ids) })
	out := map[string]bool{}
	for _, id := range slices.Concat(t.values("Event", "participant", events), t.values("Act", "victim", acts), t.values("Group", "member", groups)) {
		out[id] = true
	}
	if t.err != nil {
		return nil, fmt.Errorf("finding who is connected with the event %s: %w", event, t.err)
	}
	return out, nil
}

// tracer follows claims from thing to thing; its first error ends it.
type tracer struct {
	ctx context.Context
	s   State
	err error
}

// all gives things and whatever next finds from them, each once: a circle of
// parts ends.
func (t *tracer) all(from []string, next func([]string) []string) []string {
	seen := map[string]bool{}
	var out []string
	for len(from) > 0 {
		var fresh []string
		for _, id := range from {
			if !seen[id] {
				seen[id] = true
				fresh = append(fresh, id)
			}
		}
		out = append(out, fresh...)
		from = next(fresh)
	}
	return out
}

// whose gives the things of a kind of which a property is one of these.
func (t *tracer) whose(kind, property string, values []string) []string {
	return t.walk(values, ClaimFilter{Schema: kind, Property: property, After: -1}, func(f *ClaimFilter, part []string) { f.Valued = part },
		func(c claim.Claim) string { return c.Entity })
}

// values gives the things that a property of these is.
func (t *tracer) values(kind, property string, of []string) []string {
	return t.walk(of, ClaimFilter{Schema: kind, Property: property, After: -1}, func(f *ClaimFilter, part []string) { f.About = part },
		func(c claim.Claim) string { return c.ValueEntity })
}

func (t *tracer) walk(ids []string, f ClaimFilter, ask func(*ClaimFilter, []string), take func(claim.Claim) string) (out []string) {
	for part := range slices.Chunk(ids, MaxOf) {
		if t.err != nil {
			return nil
		}
		ask(&f, part)
		t.err = t.s.Claims(t.ctx, f, func(c claim.Claim) error {
			if id := take(c); id != "" && says(c) {
				out = append(out, id)
			}
			return nil
		})
	}
	return out
}
