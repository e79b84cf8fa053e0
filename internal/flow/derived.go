package flow

import (
	"context"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
)

// eachDerived walks everything among the renditions that the ledger names and
// that must therefore be there as long as the ledger: readings, the models and
// outcomes of linkings, the tables and reports of estimates, and the tags of
// tallies, the lists of what bundles hold; old ones too, for people judged and reviewed by what they said. What two of them share is
// told once.
func eachDerived(ctx context.Context, s State, yield func(custody.Sum) error) error {
	if err := s.EachRendition(ctx, func(r text.Rendition) error { return yield(r.Sum) }); err != nil {
		return err
	}
	told := map[custody.Sum]bool{}
	once := func(sums []custody.Sum) error {
		for _, sum := range sums {
			if told[sum] {
				continue
			}
			told[sum] = true
			if err := yield(sum); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.Linkings(ctx, "", func(l person.Linking) error { return once(l.Blobs()) }); err != nil {
		return err
	}
	if err := s.Estimates(ctx, EstimateFilter{After: -1}, func(e count.Estimation) error { return once(e.Blobs()) }); err != nil {
		return err
	}
	if err := eachContents(ctx, s, once); err != nil {
		return err
	}
	petitions, err := s.Petitions(ctx, "")
	if err != nil {
		return err
	}
	for _, p := range petitions {
		tallies, err := s.Tallies(ctx, p.Petition)
		if err != nil {
			return err
		}
		for _, t := range tallies {
			if sum, counted := tagsOf(t.Tallied); counted {
				if err := once([]custody.Sum{sum}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// eachContents walks the lists of what bundles hold.
func eachContents(ctx context.Context, s State, once func([]custody.Sum) error) error {
	releases, err := s.Releases(ctx, "")
	if err != nil {
		return err
	}
	for _, r := range releases {
		if r.Builds == 0 {
			continue
		}
		builds, err := s.Builds(ctx, r.Requested.Release)
		if err != nil {
			return err
		}
		for _, b := range builds {
			if b.Contents == nil {
				continue
			}
			if err := once([]custody.Sum{*b.Contents}); err != nil {
				return err
			}
		}
	}
	return nil
}
