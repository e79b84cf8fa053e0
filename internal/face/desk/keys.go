package desk

import (
	"context"

	"sanad/internal/core/seal"
	"sanad/internal/flow"
)

// keysPage shows who holds keys, and what is in danger. Keys are made, moved and
// removed on the command line: a private key never comes near a browser.
type keysPage struct {
	frame
	Keys    flow.KeyHealth
	Dangers []keyDanger
}

// keyDanger is something about how records are held that somebody should mend.
type keyDanger struct {
	seal.Spread
	What string // a word of the group keys.danger
}

func showKeys(ctx context.Context, v *visit) (view, error) {
	p := &keysPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Keys, err = flow.Keys(ctx, s); err != nil {
			return err
		}
		for _, held := range p.Keys.Spread {
			if what := dangerOf(held); what != "" {
				p.Dangers = append(p.Dangers, keyDanger{held, what})
			}
		}
		return nil
	})
}

func dangerOf(s seal.Spread) string {
	switch {
	case s.Spare() < 0:
		return "lost"
	case s.Gone > 0:
		return "gone"
	case s.Need == 1 && s.Have == 1:
		return "single"
	case s.Spare() == 0:
		return "last"
	case s.Need == 1:
		return "alone"
	}
	return ""
}
