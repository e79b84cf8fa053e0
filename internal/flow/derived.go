package flow

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
)

// eachDerived walks everything among the renditions that the ledger names and
// that must therefore be there as long as the ledger: readings, and the models
// and outcomes of linkings, old ones too, for judgements were made by what
// they said. What two linkings share is told once.
func eachDerived(ctx context.Context, s State, yield func(custody.Sum) error) error {
	if err := s.EachRendition(ctx, func(r text.Rendition) error { return yield(r.Sum) }); err != nil {
		return err
	}
	told := map[custody.Sum]bool{}
	return s.Linkings(ctx, "", func(l person.Linking) error {
		for _, sum := range l.Blobs() {
			if told[sum] {
				continue
			}
			told[sum] = true
			if err := yield(sum); err != nil {
				return err
			}
		}
		return nil
	})
}
