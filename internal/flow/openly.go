package flow

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// What rests on open papers alone is known to everyone, with all it names: it
// must not name what is known from sealed ones only. Seals are lifted and never
// laid on again, so it is enough to look when something is recorded.

// restsOpenly reports whether nothing that the passages stand in is sealed.
func restsOpenly(ctx context.Context, s State, passages []text.Passage) (bool, error) {
	for _, p := range passages {
		item, err := s.Item(ctx, p.Item)
		if err != nil || item.Label == guard.Sealed {
			return false, err
		}
	}
	return true, nil
}

// knownOpenly reports whether some claim on a thing rests on nothing sealed.
func knownOpenly(ctx context.Context, s State, entity string) (known bool, err error) {
	err = s.Claims(ctx, ClaimFilter{Entity: entity, After: -1}, func(c claim.Claim) error {
		if known, err = restsOpenly(ctx, s, c.Passages); err == nil && known {
			err = ErrEnough
		}
		return err
	})
	return known, Walked(err)
}

// namesOpenly refuses a claim on open papers that names a thing or a claim
// which only sealed papers tell of.
func namesOpenly(ctx context.Context, s State, made claim.Made, replaced []text.Passage) error {
	named := tellers(made.Says)
	if made.ValueEntity != "" {
		named = append(named, made.ValueEntity)
	}
	if len(named)+len(replaced) == 0 {
		return nil
	}
	if open, err := restsOpenly(ctx, s, made.Passages); err != nil || !open {
		return err
	}
	for _, id := range named {
		if known, err := knownOpenly(ctx, s, id); err != nil {
			return err
		} else if !known {
			return fail.New(fail.Refused, "everyone may know of this claim, and of %s only those who may see what is sealed", id).Do("give it in words, without the record: --value TEXT, --says WHO:VERB")
		}
	}
	if open, err := restsOpenly(ctx, s, replaced); err != nil {
		return err
	} else if !open {
		return fail.New(fail.Refused, "the claim that is corrected rests on something sealed, and the correction, which would name it, does not").
			Do("withdraw that claim and record the other by itself: sanad claim withdraw, sanad claim add")
	}
	return nil
}

// findsOpenly reports whether a finding tells of nothing sealed.
func findsOpenly(ctx context.Context, s State, f finding.Made) (bool, error) {
	for _, ids := range [][]string{f.Claims, f.Against} {
		for _, id := range ids {
			c, err := s.Claim(ctx, id)
			if err != nil {
				return false, err
			}
			if open, err := restsOpenly(ctx, s, c.Passages); err != nil || !open {
				return false, err
			}
		}
	}
	for _, id := range f.About {
		if known, err := knownOpenly(ctx, s, id); err != nil || !known {
			return false, err
		}
	}
	return true, nil
}

// replacesOpenly refuses a finding that everyone may know of and that names one
// which they may not.
func replacesOpenly(ctx context.Context, s State, f finding.Made, before finding.Finding) error {
	was, err := findsOpenly(ctx, s, before.Made)
	if err != nil || was {
		return err
	}
	open, err := findsOpenly(ctx, s, f)
	if err == nil && open {
		err = fail.New(fail.Refused, "the finding %s rests on something sealed, and the one that would name it does not", f.Replaces).
			Do("make the finding without --replaces, and withdraw the other: sanad finding withdraw %s --reason TEXT", f.Replaces)
	}
	return err
}
