package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/seal"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// each walks all that keep agrees to, at most limit of them (0: all).
func each[T any](all []T, limit int, keep func(T) bool, yield func(T) error) error {
	n := 0
	for _, v := range all {
		if !keep(v) {
			continue
		}
		if err := yield(v); err != nil {
			return err
		}
		if n++; n == limit {
			return nil
		}
	}
	return nil
}

func one[T any](all []T, what, id string, is func(T) bool) (T, error) {
	for _, v := range all {
		if is(v) {
			return v, nil
		}
	}
	var none T
	return none, absent(what, id)
}

func some[T any](all []T, keep func(T) bool) (out []T, err error) {
	err = each(all, 0, keep, func(v T) error { out = append(out, v); return nil })
	return out, err
}

func in(caseName, asked string) bool { return asked == "" || caseName == asked }

func (s *memoryState) Checkpoint(context.Context) ([]byte, error)  { return s.signed, nil }
func (s *memoryState) Tree(context.Context) (*ledger.Tree, error)  { return s.tree, nil }
func (s *memoryState) Users(context.Context) ([]guard.User, error) { return s.users, nil }
func (s *memoryState) Cases(context.Context) ([]string, error)     { return s.cases, nil }
func (s *memoryState) Holders(context.Context) ([]guard.Holder, error) {
	return s.holders, nil
}
func (s *memoryState) FormerHolders(context.Context) ([]guard.Holder, error)    { return s.former, nil }
func (s *memoryState) Thresholds(context.Context) ([]guard.ThresholdSet, error) { return s.set, nil }

func (s *memoryState) Sealed(_ context.Context, id string) (seal.Record, error) {
	return one(s.sealed, "sealed record", id, func(r seal.Record) bool { return r.ID == id })
}

func (s *memoryState) EachSealed(_ context.Context, f flow.SealedFilter, yield func(seal.Record) error) error {
	return each(s.sealed, f.Limit, func(r seal.Record) bool {
		return in(r.Case, f.Case) && (f.Of == "" || r.Of == f.Of) && r.Seq > f.After
	}, yield)
}

func (s *memoryState) Unsealing(_ context.Context, id string) (seal.Request, error) {
	return one(s.unsealings, "request to unseal", id, func(r seal.Request) bool { return r.Request == id })
}

func (s *memoryState) Unsealings(_ context.Context, f flow.UnsealFilter, yield func(seal.Request) error) error {
	return each(s.unsealings, f.Limit, func(r seal.Request) bool { return in(r.Case, f.Case) && r.Index > f.After }, yield)
}

func (s *memoryState) Spread(context.Context) ([]seal.Spread, error)    { return s.spreadOf(), nil }
func (s *memoryState) Holdings(context.Context) ([]seal.Holding, error) { return s.holdingsOf(), nil }

func (s *memoryState) Event(_ context.Context, index int64) (flow.Recorded, error) {
	return one(s.events, "entry", strconv.FormatInt(index, 10), func(e flow.Recorded) bool { return e.Index == index })
}

func (s *memoryState) Events(_ context.Context, from, to int64, yield func(flow.Recorded) error) error {
	return each(s.events, 0, func(e flow.Recorded) bool { return e.Index >= from && e.Index < to }, yield)
}

func (s *memoryState) User(_ context.Context, handle string) (guard.User, error) {
	return one(s.users, "account", handle, func(u guard.User) bool { return u.Handle == handle })
}

func (s *memoryState) HasCase(_ context.Context, name string) (bool, error) {
	_, err := one(s.cases, "case", name, func(c string) bool { return c == name })
	return err == nil, nil
}

func (s *memoryState) Accession(_ context.Context, id string) (custody.Accession, error) {
	return one(s.accessions, "accession", id, func(a custody.Accession) bool { return a.ID == id })
}

func (s *memoryState) Accessions(_ context.Context, caseName string, yield func(custody.Accession) error) error {
	return each(s.accessions, 0, func(a custody.Accession) bool { return in(a.Case, caseName) }, yield)
}

func (s *memoryState) Item(_ context.Context, sum custody.Sum) (custody.Item, error) {
	return one(s.items, "item", sum.String(), func(i custody.Item) bool { return i.Sum == sum })
}

func (s *memoryState) HasItem(ctx context.Context, sum custody.Sum) (bool, error) {
	_, err := s.Item(ctx, sum)
	return err == nil, nil
}

func (s *memoryState) ItemsNamed(_ context.Context, prefix string, limit int) (out []custody.Sum, err error) {
	err = each(s.items, limit, func(i custody.Item) bool { return strings.HasPrefix(i.Sum.String(), prefix) }, func(i custody.Item) error {
		out = append(out, i.Sum)
		return nil
	})
	return out, err
}

func (s *memoryState) matches(f flow.ItemFilter) func(custody.Item) bool {
	return func(i custody.Item) bool {
		failed := len(s.troubles[i.Sum]) > 0
		partial := slices.ContainsFunc(s.renditions, func(r text.Rendition) bool { return r.Item == i.Sum && len(r.Gaps) > 0 })
		taken := f.Accession == ""
		for _, a := range s.acquired {
			taken = taken || a.value.Accession == f.Accession && a.value.Item == i.Sum
		}
		return in(i.Case, f.Case) && taken && (failed || !f.Failed) && (partial || !f.Partial) && i.Index > f.After
	}
}

func (s *memoryState) Items(_ context.Context, f flow.ItemFilter, yield func(custody.Item) error) error {
	return each(s.items, f.Limit, s.matches(f), yield)
}

func (s *memoryState) CountItems(_ context.Context, f flow.ItemFilter) (items, size int64, err error) {
	err = each(s.items, 0, s.matches(f), func(i custody.Item) error { items, size = items+1, size+i.Bytes; return nil })
	return items, size, err
}

func (s *memoryState) Steps(_ context.Context, sum custody.Sum) ([]custody.Step, error) {
	return s.steps[sum], nil
}

func (s *memoryState) HashClaims(_ context.Context, sum custody.Sum) ([]custody.HashClaim, error) {
	return some(s.hashes, func(c custody.HashClaim) bool { return c.Item == sum })
}

func (s *memoryState) Acquisitions(_ context.Context, accession string, yield func(custody.Acquired, int64) error) error {
	return each(s.acquired, 0, func(p placed[custody.Acquired]) bool { return p.value.Accession == accession },
		func(p placed[custody.Acquired]) error { return yield(p.value, p.index) })
}

func (s *memoryState) Losses(_ context.Context, accession string, yield func(custody.Loss) error) error {
	return each(s.losses, 0, func(l custody.Loss) bool { return in(l.Accession, accession) }, yield)
}

func (s *memoryState) Members(_ context.Context, parent custody.Sum, yield func(custody.Acquired, int64) error) error {
	return each(s.acquired, 0, func(p placed[custody.Acquired]) bool { return p.value.Parent != nil && *p.value.Parent == parent },
		func(p placed[custody.Acquired]) error { return yield(p.value, p.index) })
}

func (s *memoryState) Family(context.Context, custody.Sum) (flow.Family, error) {
	return flow.Family{}, nil
}

func (s *memoryState) Renditions(_ context.Context, item custody.Sum) ([]text.Rendition, error) {
	return some(s.renditions, func(r text.Rendition) bool { return r.Item == item })
}

func (s *memoryState) EachRendition(_ context.Context, yield func(text.Rendition) error) error {
	return each(s.renditions, 0, func(text.Rendition) bool { return true }, yield)
}

func (s *memoryState) unread(i custody.Item) bool {
	tried := len(s.troubles[i.Sum]) > 0
	for _, r := range s.renditions {
		tried = tried || r.Item == i.Sum
	}
	return !tried
}

func (s *memoryState) Unread(_ context.Context, q flow.UnreadQuery) (out []custody.Item, err error) {
	if q.Again {
		return nil, nil // the desk reads nothing
	}
	err = each(s.items, q.Limit, func(i custody.Item) bool {
		at := slices.ContainsFunc(s.troubles[i.Sum], func(t text.Trouble) bool { return text.StepOf(t.Step) == q.Step })
		return i.Index > q.After && (q.Step == "" && s.unread(i) || at)
	}, func(i custody.Item) error { out = append(out, i); return nil })
	return out, err
}

func (s *memoryState) CountUnread(context.Context) (int64, error) {
	all, err := some(s.items, s.unread)
	return int64(len(all)), err
}

// What is told of cases is asked for members of some alone, who are tested with
// the real state.
func (s *memoryState) CountUnreadFor(context.Context, []string) (int64, error) {
	return 0, errors.ErrUnsupported
}

func (s *memoryState) TakenFor(context.Context, int64, func(custody.Sum, string, int64) error) error {
	return errors.ErrUnsupported
}

func (s *memoryState) Crossing(context.Context, int64, func(string, string, int64) error) error {
	return errors.ErrUnsupported
}

func (s *memoryState) Seen(_ context.Context, f flow.SeenFilter) (out []custody.Sighting, err error) {
	for _, g := range slices.Backward(s.seen) {
		if (f.Item.IsZero() || g.Item == f.Item) && (f.Actor == "" || g.Actor == f.Actor) && (f.Day == "" || g.Day == f.Day) &&
			(f.Cases == nil || slices.Contains(f.Cases, g.Case)) && len(out) < f.Limit {
			out = append(out, g)
		}
	}
	return out, nil
}

func (s *memoryState) Troubles(_ context.Context, item custody.Sum) ([]text.Trouble, error) {
	return s.troubles[item], nil
}

func (s *memoryState) Passage(_ context.Context, id string) (text.Passage, error) {
	at, ok := s.cited[id]
	if !ok {
		return text.Passage{}, absent("passage", id)
	}
	return s.passages[at], nil
}

func (s *memoryState) PassagesOf(_ context.Context, item custody.Sum) ([]text.Passage, error) {
	return some(s.passages, func(p text.Passage) bool { return p.Item == item })
}

func (s *memoryState) Lists(_ context.Context, caseName string) ([]person.List, error) {
	return some(s.lists, func(l person.List) bool { return in(l.Case, caseName) })
}

func (s *memoryState) HasList(_ context.Context, fingerprint string) (bool, error) {
	_, err := one(s.lists, "list", "", func(l person.List) bool { return l.Fingerprint == fingerprint })
	return err == nil, nil
}

func (s *memoryState) Mention(_ context.Context, id string) (person.Mention, error) {
	return one(s.mentions, "mention", id, func(m person.Mention) bool { return m.Mentioned.Mention == id })
}

func (s *memoryState) HasMention(ctx context.Context, id string) (bool, error) {
	_, err := s.Mention(ctx, id)
	return err == nil, nil
}

func (s *memoryState) Mentions(_ context.Context, caseName, list string, yield func(person.Mention) error) error {
	return each(s.mentions, 0, func(m person.Mention) bool { return in(m.Case, caseName) && in(m.List, list) }, yield)
}

func (s *memoryState) RecordedAs(_ context.Context, log string, there int64) (int64, error) {
	for _, e := range s.events {
		var f struct{ Recorded *ledger.Recorded }
		if err := json.Unmarshal(e.Body, &f); err != nil {
			return 0, err
		}
		if f.Recorded != nil && f.Recorded.Log == log && f.Recorded.Index == there {
			return e.Index, nil
		}
	}
	return 0, fail.New(fail.NotFound, "there is no entry %d of %s", there, log)
}
