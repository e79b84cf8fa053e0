package desk

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// see records what of a sealed item is about to be shown. Every page that shows
// something of one calls it before it is written, and is not written if that fails.
func (v *visit) see(ctx context.Context, item custody.Item, what ...custody.Look) error {
	return flow.See(ctx, v.archive(), v.actor, item, v.Clock(), what...)
}

// seenShown is how many looks at an item its page lists, and the audit of all.
const seenShown = 20

// seenBy gives who was shown an item while it was sealed, to who may know: also
// of one that came openly since. They are read before this very look is recorded.
func (p *itemPage) seenBy(ctx context.Context, s *sight) (err error) {
	p.Seen, err = s.Seen(ctx, flow.SeenFilter{Item: p.Item.Sum, Limit: seenShown})
	return err
}

// looks is what of the item its page shows.
func (p *itemPage) looks() []custody.Look {
	if p.Read != nil || p.Names.Total > 0 || len(p.Passages) > 0 {
		return []custody.Look{custody.LookPage, custody.LookText}
	}
	return []custody.Look{custody.LookPage}
}
