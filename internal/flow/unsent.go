package flow

import (
	"context"
	"encoding/binary"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// UnsentAge is how old sealed bytes that no entry names must be to be removed: no
// letter that lasts as long as one may could still want them.
const UnsentAge = intake.LetterLasts + 4*time.Hour

// Unsent counts sealed bytes that no entry names: of a letter under way, or of one
// that a crash cut short between its bytes and its entry.
type Unsent struct {
	Parts int64 `json:"parts"`
	Bytes int64 `json:"bytes"`
}

func (u *Unsent) add(bytes int64) {
	u.Parts++
	u.Bytes += bytes
}

// MayTidy refuses who may not remove what no entry names: it takes who works with
// what strangers hand in in every case, or the door itself.
func MayTidy(actor guard.Actor) error {
	if actor.MayEverywhere(guard.ToReceive) == nil {
		return nil
	}
	if err := actor.MayEverywhere(guard.ToSeal); err != nil {
		return err
	}
	return actor.MayEverywhere(guard.ToCollect)
}

// CountUnsent counts all sealed bytes that no entry names, and those of them that
// DropUnsent would remove. The archive MUST be the whole one, not as somebody sees
// it: what they don't see would count.
func CountUnsent(ctx context.Context, a *Archive, now time.Time) (all, old Unsent, err error) {
	if a.Sealed == nil {
		return all, old, nil
	}
	for _, count := range []struct {
		of   *Unsent
		list func(context.Context, func(custody.Sum, int64) error) error
	}{{&all, a.Sealed.List}, {&old, olderThan(a, now)}} {
		left, err := unnamed(ctx, a, count.list)
		if err == nil && len(left) > 0 {
			// Letters went on while the store was listed.
			err = a.Book.Look(ctx, func(ctx context.Context, s State) error { return leaveOut(ctx, s, left) })
		}
		if err != nil {
			return all, old, err
		}
		for _, bytes := range left {
			count.of.add(bytes)
		}
	}
	return all, old, nil
}

// DropUnsent removes the sealed bytes that no entry names and that are older than
// UnsentAge. It asks the ledger again while nothing can be written to it, and a
// ledger that was put back to an earlier state is refused there: bytes that an
// entry names, or ever named, stay. The archive MUST be the whole one.
func DropUnsent(ctx context.Context, a *Archive, actor guard.Actor, now time.Time) (dropped Unsent, err error) {
	if err := MayTidy(actor); err != nil || a.Sealed == nil {
		return dropped, err
	}
	left, err := unnamed(ctx, a, olderThan(a, now))
	if err != nil || len(left) == 0 {
		return dropped, err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		dropped = Unsent{}
		if err := leaveOut(ctx, s, left); err != nil {
			return nil, err
		}
		for sum, bytes := range left {
			if err := a.Sealed.Drop(ctx, sum); err != nil {
				return nil, err
			}
			dropped.add(bytes)
		}
		return nil, nil
	})
	return dropped, err
}

func olderThan(a *Archive, now time.Time) func(context.Context, func(custody.Sum, int64) error) error {
	return func(ctx context.Context, yield func(custody.Sum, int64) error) error {
		return a.Sealed.Old(ctx, now.Add(-UnsentAge), yield)
	}
}

// unnamed gives what is listed and named by no entry. Of what is named it remembers
// eight bytes each; two alike keep what could go, never the other way.
func unnamed(ctx context.Context, a *Archive, list func(context.Context, func(custody.Sum, int64) error) error) (map[custody.Sum]int64, error) {
	named := map[uint64]struct{}{}
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.SealedParts(ctx, func(sum custody.Sum, _ int64) error {
			named[binary.BigEndian.Uint64(sum[:8])] = struct{}{}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	left := map[custody.Sum]int64{}
	err = list(ctx, func(sum custody.Sum, bytes int64) error {
		if _, ok := named[binary.BigEndian.Uint64(sum[:8])]; !ok {
			left[sum] = bytes
		}
		return nil
	})
	return left, err
}

// leaveOut takes out of left what entries name now.
func leaveOut(ctx context.Context, s State, left map[custody.Sum]int64) error {
	return s.SealedParts(ctx, func(sum custody.Sum, _ int64) error {
		delete(left, sum)
		return nil
	})
}
