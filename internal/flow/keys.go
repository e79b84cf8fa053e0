package flow

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
)

// KeyHealth tells who holds keys, what each helps to open, and what is in danger.
type KeyHealth struct {
	Holders []HeldKey
	Sets    []KeySet
	Spread  []seal.Spread
}

// HeldKey is a key holder with what they hold of what the asker may know.
type HeldKey struct {
	guard.Holder
	Removed bool
	Records int64
	Old     int64 // of them, those the holder opens alone
}

// KeySet is the holders of a case, or of the archive for "": so many are needed
// of so many for what is sealed from now on.
type KeySet struct {
	Case       string
	Need, Have int
}

// Keys tells how the keys stand. Who was removed is told only as long as records
// count their share.
func Keys(ctx context.Context, s State) (k KeyHealth, err error) {
	now, former, err := allHolders(ctx, s)
	if err != nil {
		return k, err
	}
	holdings, err := s.Holdings(ctx)
	if err != nil {
		return k, err
	}
	held := func(h guard.Holder, removed bool) HeldKey {
		out := HeldKey{Holder: h, Removed: removed}
		for _, of := range holdings {
			if of.Holder == h.Name {
				out.Records, out.Old = out.Records+of.Records, out.Old+of.Old
			}
		}
		return out
	}
	for _, h := range now {
		k.Holders = append(k.Holders, held(h, false))
		if !slices.ContainsFunc(k.Sets, func(set KeySet) bool { return set.Case == h.Case }) {
			k.Sets = append(k.Sets, KeySet{Case: h.Case, Have: len(holdersOf(now, h.Case))})
		}
	}
	for _, h := range former {
		if f := held(h, true); f.Records > 0 {
			k.Holders = append(k.Holders, f)
		}
	}
	slices.SortFunc(k.Sets, func(a, b KeySet) int { return cmp.Compare(a.Case, b.Case) })
	for i, set := range k.Sets {
		if k.Sets[i].Need, err = needOf(ctx, s, set.Case, set.Have); err != nil {
			return k, err
		}
	}
	k.Spread, err = s.Spread(ctx)
	return k, err
}

// Begin is the beginning of the public key, by which people compare it.
func (h HeldKey) Begin() string { return h.Recipient[:min(24, len(h.Recipient))] }
