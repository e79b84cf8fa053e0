package flow

import (
	"context"
	"fmt"
	"slices"

	"sanad/internal/core/search"
	"sanad/internal/ground/naming"
)

// bands are the persons of an answer. A question that reads as a name is
// answered in three bands: who is called so in every part, what is found by its
// words, and, where only persons are asked for or nothing else is found, who is
// called nearly so. No band has what another has, so that an answer can be
// leafed through.
type bands struct {
	first, last []search.Bearing
}

// bearers gives who has the name that a question reads as, the likest first.
func bearers(ctx context.Context, a *Archive, q search.Question) (b bands, err error) {
	if !readsAsName(q) {
		return b, nil
	}
	var groups *naming.Groups
	err = a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		groups, err = Dictionary(ctx, s, naming.Standard())
		return err
	})
	if err != nil {
		return b, err
	}
	name, ok := search.ReadName(q.Bare, groups)
	if !ok {
		return b, nil
	}
	spelled, err := a.Index.Spelled(ctx, name.Keys(), q.Whole, search.MostSpelled)
	if err != nil {
		return b, err
	}
	name.Hear(spelled)
	if err := gatherBearers(ctx, a, q, name); err != nil {
		return b, err
	}
	docs, err := a.Index.Documents(ctx, name.Best(search.MostCompared), q.Whole)
	if err != nil {
		return b, fmt.Errorf("reading who bears the name: %w", err)
	}
	all := name.Rank(docs)
	near := slices.IndexFunc(all, func(b search.Bearing) bool { return !b.Whole })
	if near < 0 {
		near = len(all)
	}
	return bands{all[:near], all[near:]}, nil
}

// readsAsName tells a question of bare words that may be answered by persons.
// What only persons lack, such as a kind of file or a language, asks for none.
func readsAsName(q search.Question) bool {
	f := q.Filters
	persons := len(f.Kinds) == 0 || slices.Contains(f.Kinds, search.Person)
	return q.Bare != "" && !q.Exact && persons && len(f.Families)+len(f.Langs)+len(f.Sources) == 0 && f.From == 0 && f.To == 0
}

// gatherBearers asks for the bearers of each part of the name, in one word or in
// two. A part that too many have to be read (Mohammad) is asked for among those who have another.
func gatherBearers(ctx context.Context, a *Archive, q search.Question, name *search.NameQuestion) error {
	by := search.Filters{Cases: q.Filters.Cases}
	var common []int
	found := false
	for part := range name.Parts() {
		some, err := a.Index.Bearers(ctx, search.BearersOf{Tokens: name.Tokens(part), Filters: by}, q.Whole, search.MostBearers)
		if err != nil {
			return err
		}
		if len(some) == search.MostBearers {
			common = append(common, part)
			continue
		}
		found = found || len(some) > 0
		name.Take(part, some, true)
	}
	for part := range name.Parts() {
		for _, ask := range name.Parted(part) {
			ask.Filters = by
			some, err := a.Index.Bearers(ctx, ask, q.Whole, search.MostBearers)
			if err != nil {
				return err
			}
			found = found || len(some) > 0
			name.TakeParted(part, ask, some)
		}
	}
	for i, part := range common {
		ask := search.BearersOf{Tokens: name.Tokens(part), Filters: by}
		if found || i > 0 {
			ask.Among = name.Best(search.MostWeighed)
		}
		some, err := a.Index.Bearers(ctx, ask, q.Whole, search.MostBearers)
		if err != nil {
			return err
		}
		name.Take(part, some, false)
	}
	return nil
}

// find answers a question with the persons of the bands around what is found by
// its words.
func (b bands) find(ctx context.Context, a *Archive, q search.Question) (search.Answer, error) {
	nearly := b.last
	only := slices.Equal(q.Filters.Kinds, []search.Kind{search.Person})
	if !only {
		b.last = nil
	}
	found, err := a.Index.Find(ctx, b.between(q))
	if err == nil && !only && found.Total == 0 && len(b.first) == 0 {
		b.last = nearly
	}
	return b.around(found, q), err
}

// between is what is asked of the words: without who stands in the bands, and
// as much as the first band leaves room for.
func (b bands) between(q search.Question) search.Question {
	for _, p := range slices.Concat(b.first, b.last) {
		q.Without = append(q.Without, p.Docs...)
	}
	q.Limit = max(0, q.Limit-max(0, len(b.first)-q.Offset))
	q.Offset = max(0, q.Offset-len(b.first))
	return q
}

// around puts the bands before and behind what was found by words. Scores are
// lifted such that they keep the order.
func (b bands) around(a search.Answer, q search.Question) search.Answer {
	behind := int64(len(b.first)) + a.Total // so many stand before the last band
	lift := 0.0
	if len(b.last) > 0 {
		lift = 1
	}
	var hits []search.Hit
	for _, p := range b.first[min(q.Offset, len(b.first)):] {
		p.Score += 2 + lift
		hits = append(hits, p.Hit)
	}
	for _, h := range a.Hits {
		h.Score += lift
		hits = append(hits, h)
	}
	if skip := int64(q.Offset) - behind; skip < int64(len(b.last)) {
		for _, p := range b.last[max(skip, 0):] {
			hits = append(hits, p.Hit)
		}
	}
	a.Hits = hits[:min(q.Limit, len(hits))]
	for _, p := range slices.Concat(b.first, b.last) {
		a.Total, a.Ranked = a.Total+1, a.Ranked+1
		if p.Via == search.AsWritten {
			a.Exact++
		}
		if q.Facets {
			a.FacetsOf++
			a.Count("kind", string(p.Kind), 1)
			a.Count("case", p.Case, 1)
		}
	}
	return a
}
