package flow

import (
	"context"
	"math"
	"slices"

	"sanad/internal/core/person"
	"sanad/internal/core/review"
)

// Wanted is a pair of which a second opinion is wanted, of anybody but those who
// spoke of it. What they decided must not be shown.
type Wanted struct {
	review.Question
	spoke []string
}

// Wanted gives the pairs of which a second opinion is wanted: drawn by chance
// from those that were judged.
func (l *Linked) Wanted(ctx context.Context, s State) ([]Wanted, error) {
	spoke, second := map[review.Pair][]string{}, map[review.Pair]bool{}
	err := s.EachJudgement(ctx, l.Case, func(j person.Judgement) error {
		p := review.PairOf(j.Left, j.Right)
		if !slices.Contains(spoke[p], j.Actor) {
			spoke[p] = append(spoke[p], j.Actor)
		}
		second[p] = j.Blind // of what was decided since, another is wanted
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Wanted
	at := map[review.Pair]int{}
	for _, j := range l.Judgements {
		p := review.PairOf(j.Left, j.Right)
		if j.Bulk || !review.ForSecond(p) || second[p] || !l.here(p.Left, p.Right) {
			continue
		}
		at[p] = len(out)
		out = append(out, Wanted{review.Question{Proposal: review.Proposal{Pair: p, Bits: math.Inf(-1)}, Why: review.Second}, spoke[p]})
	}
	if len(at) == 0 {
		return nil, nil
	}
	for _, p := range l.Proposals {
		if i, ok := at[p.Pair]; ok {
			out[i].Proposal = p
		}
	}
	return out, nil
}

// WantedOf gives the pairs of which the reviewer can give a second opinion.
func WantedOf(all []Wanted, reviewer string) (out []review.Question) {
	for _, w := range all {
		if !slices.Contains(w.spoke, reviewer) {
			out = append(out, w.Question)
		}
	}
	return out
}

// Seconds gives the pairs of which a second opinion of the reviewer is wanted.
func (l *Linked) Seconds(ctx context.Context, s State, reviewer string) ([]review.Question, error) {
	all, err := l.Wanted(ctx, s)
	return WantedOf(all, reviewer), err
}
