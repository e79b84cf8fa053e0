package desk

import (
	"context"
	"slices"

	"sanad/internal/core/person"
)

// counts reports whether a judgement is the newest of its pair that is not
// blind.
func (s *memoryState) counts(j person.Judgement) bool {
	return !j.Blind && !slices.ContainsFunc(s.judgements, func(k person.Judgement) bool {
		return k.Left == j.Left && k.Right == j.Right && !k.Blind && k.Index > j.Index
	})
}

func (s *memoryState) Judgements(_ context.Context, _ string, yield func(person.Judgement) error) error {
	return each(s.judgements, 0, s.counts, yield)
}

func (s *memoryState) JudgementsOf(_ context.Context, id string) ([]person.Judgement, error) {
	return some(s.judgements, func(j person.Judgement) bool { return s.counts(j) && (j.Left == id || j.Right == id) })
}

func (s *memoryState) EachJudgement(_ context.Context, _ string, yield func(person.Judgement) error) error {
	return each(s.judgements, 0, func(person.Judgement) bool { return true }, yield)
}

func (s *memoryState) Linking(_ context.Context, caseName string) (person.Linking, error) {
	newestFirst := slices.Clone(s.linkings)
	slices.Reverse(newestFirst)
	return one(newestFirst, "linking of the case", caseName, func(l person.Linking) bool { return l.Case == caseName })
}

func (s *memoryState) Linkings(_ context.Context, caseName string, yield func(person.Linking) error) error {
	return each(s.linkings, 0, func(l person.Linking) bool { return in(l.Case, caseName) }, yield)
}

func (s *memoryState) NameGroups(context.Context) ([]person.NamesGrouped, error) {
	return s.groups, nil
}
