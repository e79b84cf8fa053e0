package flow

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
)

// FindList gives the list a person means by its id, or by its name in a case.
func FindList(ctx context.Context, s State, caseName, asked string) (person.List, error) {
	lists, err := s.Lists(ctx, caseName)
	if err != nil {
		return person.List{}, err
	}
	for _, l := range lists {
		if l.List == asked || SameName(l.Name, asked) {
			return l, nil
		}
	}
	return person.List{}, fail.New(fail.NotFound, "there is no list %q", asked).Do("see sanad lists")
}

// DescribeList records what is known of a list as a source, in the place of
// what was recorded before.
func DescribeList(ctx context.Context, a *Archive, actor guard.Actor, list string, about mapping.About, reason string) error {
	if err := actor.May(guard.ToClaim); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		l, err := newest(ctx, s, list)
		if err != nil || about.Equal(l.About) {
			return nil, err
		}
		fact := person.ListDescribed{List: list, About: about, Reason: reason}
		return []ledger.Fact{fact}, usage(fact.Check())
	})
	return err
}
