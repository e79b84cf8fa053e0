package flow

import (
	"context"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// AddHolder names someone to whom is sealed from now on: of one case, or of all
// that have no holders of their own. A name is never given twice, for shares are
// known by it.
func AddHolder(ctx context.Context, a *Archive, actor guard.Actor, h guard.Holder) error {
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if err := FreeHolder(ctx, s, h.Name); err != nil {
			return nil, err
		}
		facts := []ledger.Fact{guard.HolderAdded{Holder: h.Name, Recipient: h.Recipient, Case: h.Case}}
		if h.Case == "" {
			return facts, nil
		}
		opens, err := caseFacts(ctx, s, h.Case)
		return append(opens, facts...), err
	})
	return err
}

// FreeHolder refuses the name of who is a key holder, or was.
func FreeHolder(ctx context.Context, s State, name string) error {
	now, former, err := allHolders(ctx, s)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(now, ofName(name)) {
		return fail.New(fail.Conflict, "there is a key holder %s already", name).Do("for a new key of the same: sanad key rotate %s --key OLD --out NEW", name)
	}
	if slices.ContainsFunc(former, ofName(name)) {
		return fail.New(fail.Conflict, "%s was a key holder and was removed; records are still known by that name", name).Do("choose another name")
	}
	return nil
}

func ofName(name string) func(guard.Holder) bool {
	return func(h guard.Holder) bool { return h.Name == name }
}

func allHolders(ctx context.Context, s State) (now, former []guard.Holder, err error) {
	if now, err = s.Holders(ctx); err != nil {
		return nil, nil, err
	}
	former, err = s.FormerHolders(ctx)
	return now, former, err
}

func holder(ctx context.Context, s State, name string) (guard.Holder, error) {
	now, err := s.Holders(ctx)
	if err != nil {
		return guard.Holder{}, err
	}
	at := slices.IndexFunc(now, ofName(name))
	if at < 0 {
		return guard.Holder{}, fail.New(fail.NotFound, "there is no key holder %s", name).Do("see sanad key list")
	}
	return now[at], nil
}

// RemoveHolder seals nothing to a holder from now on. What was sealed before keeps
// their share until it is split anew.
func RemoveHolder(ctx context.Context, a *Archive, actor guard.Actor, name, reason string) error {
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return err
	}
	fact := guard.HolderRemoved{Holder: name, Reason: reason}
	if err := fact.Check(); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		_, err := holder(ctx, s, name)
		return []ledger.Fact{fact}, err
	})
	return err
}

// SetThreshold decides how many holders of a case, or of the archive for "", open
// what is sealed from now on.
func SetThreshold(ctx context.Context, a *Archive, actor guard.Actor, caseName string, need int) error {
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return err
	}
	fact := guard.ThresholdSet{Case: caseName, Need: need}
	if err := fact.Check(); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		all, err := s.Holders(ctx)
		if err != nil {
			return nil, err
		}
		if have := len(holdersOf(all, caseName)); need > have {
			return nil, fail.New(fail.Usage, "%d key holders can't be needed: there are %d%s", need, have, ofCase(caseName)).Do("add holders first: sanad key new HOLDER --out FILE")
		}
		return []ledger.Fact{fact}, nil
	})
	return err
}

func ofCase(name string) string {
	if name == "" {
		return ""
	}
	return " of the case " + name
}

// Rotation gives a holder a new key, or the place to somebody else.
type Rotation struct {
	Holder   string
	Identity string // the holder's key until now, which proves that it is they
	To       string // whose the place is from now on; "": the holder's
	// Recipient is the new public key.
	Recipient string
	Reason    string
}

// RotateHolder records a holder's new key. Shares are moved to it by MoveShares.
func RotateHolder(ctx context.Context, a *Archive, actor guard.Actor, r Rotation) error {
	if r.To == r.Holder {
		r.To = ""
	}
	fact := guard.HolderRotated{Holder: r.Holder, Recipient: r.Recipient, To: r.To, Reason: r.Reason}
	if err := fact.Check(); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if err := MayRotate(ctx, s, a.Sealer, actor, r.Holder, r.Identity); err != nil {
			return nil, err
		}
		if r.To != "" {
			if err := FreeHolder(ctx, s, r.To); err != nil {
				return nil, err
			}
		}
		return []ledger.Fact{fact}, nil
	})
	return err
}

// MayRotate refuses who may not act for a holder, or does not have the holder's key.
func MayRotate(ctx context.Context, s State, sealer Sealer, actor guard.Actor, name, identity string) error {
	h, err := holder(ctx, s, name)
	if err == nil {
		err = mayHold(actor, h)
	}
	if err != nil {
		return err
	}
	return ownKey(sealer, h, identity)
}

// mayHold refuses who may neither see what the holder helps to open nor change
// holders.
func mayHold(actor guard.Actor, h guard.Holder) error {
	if actor.MayEverywhere(guard.ToAdmin) == nil {
		return nil
	}
	if h.Case == "" {
		return actor.MayEverywhere(guard.ToSeal)
	}
	return actor.MayIn(h.Case, guard.ToSeal)
}

func ownKey(sealer Sealer, h guard.Holder, identity string) error {
	recipient, err := sealer.RecipientOf(identity)
	if err == nil && recipient != h.Recipient {
		err = fail.New(fail.Refused, "this is not the key of %s", h.Name).Do("who lost it is removed, and added by another name: sanad key remove %s --reason REASON", h.Name)
	}
	return err
}

// MovedShares tells what became of a holder's shares.
type MovedShares struct {
	Moved int64
	Kept  int64 // did not open with the key that was given: they were moved before, or by another
	Old   int64 // records that any one holder opens, and that are split anew instead
}

// MoveShares seals a holder's shares to the holder's present key, by a key that
// opens them. It can be broken off and done again. Nobody else takes part, and no
// record is opened.
func MoveShares(ctx context.Context, a *Archive, actor guard.Actor, name, identity string, progress Progress) (out MovedShares, err error) {
	var h guard.Holder
	var records []seal.Record
	after := int64(-1)
	for {
		records = records[:0]
		err = a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
			if h, err = holder(ctx, s, name); err != nil {
				return err
			}
			if err := mayHold(actor, h); err != nil {
				return err
			}
			return s.EachSealed(ctx, SealedFilter{Holder: name, After: after, Limit: seal.MaxMoved}, func(r seal.Record) error {
				records, after = append(records, r), r.Seq
				return nil
			})
		})
		if err != nil || len(records) == 0 {
			return out, err
		}
		if err = out.move(ctx, a, actor, h, identity, records); err != nil {
			return out, err
		}
		progress("moving shares", out.Moved, 0)
	}
}

func (out *MovedShares) move(ctx context.Context, a *Archive, actor guard.Actor, h guard.Holder, identity string, records []seal.Record) error {
	fact := seal.SharesMoved{Holder: h.Name}
	for _, r := range records {
		held, _ := r.ShareOf(h.Name)
		if r.Old {
			out.Old++
			continue
		}
		share, err := a.Sealer.OpenShare(held, identity)
		if fail.Of(err) == fail.Refused {
			out.Kept++
			continue
		}
		if err != nil {
			return err
		}
		sealed, err := a.Sealer.SealShare(share, h.Recipient)
		if err != nil {
			return err
		}
		fact.Shares = append(fact.Shares, seal.Moved{Record: r.ID, Sealed: sealed})
	}
	if len(fact.Shares) == 0 {
		return nil
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		now, err := holder(ctx, s, h.Name)
		if err == nil && now.Recipient != h.Recipient {
			err = fail.New(fail.Conflict, "%s got another key meanwhile", h.Name).Do("do it again")
		}
		return []ledger.Fact{fact}, err
	})
	if err == nil {
		out.Moved += int64(len(fact.Shares))
	}
	return err
}
