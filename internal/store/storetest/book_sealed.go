package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func sampleEnvelope(b byte, holders ...string) seal.Envelope {
	e := seal.Envelope{Need: 2, Payload: []byte{b, 0xff, 0}}
	for i, h := range holders {
		e.Shares = append(e.Shares, seal.Held{Holder: h, Sealed: []byte{b, byte(i)}})
	}
	return e
}

// sampleHolders are of key holders; they come before what is sealed to them.
func sampleHolders() []ledger.Fact {
	return []ledger.Fact{
		guard.HolderAdded{Holder: "holder", Recipient: "age1pq1example"},
		guard.HolderAdded{Holder: "second-key", Recipient: "age1pq1second", Case: "other"},
		guard.HolderAdded{Holder: "lost-key", Recipient: "age1pq1lost"},
		guard.HolderAdded{Holder: "old-key", Recipient: "age1pq1old"},
		guard.HolderRotated{Holder: "holder", Recipient: "age1pq1rotated", Reason: "yearly"},
		guard.ThresholdSet{Need: 3},
		guard.ThresholdSet{Need: 2},
		guard.ThresholdSet{Case: "other", Need: 1},
	}
}

// sampleSealings follow an accession a-2 of the case other, sealed the old way.
func sampleSealings() []ledger.Fact {
	witness := sampleEnvelope(1, "holder", "lost-key", "old-key")
	source := sampleEnvelope(2, "second-key", "old-key")
	again := sampleEnvelope(3, "holder", "new-key")
	w, s := witness.ID(), source.ID()
	return []ledger.Fact{
		seal.IdentitySealed{Identity: "d-1", Case: "main", Role: seal.Witness, Called: "W-7", Sealed: witness},
		custody.Opened{Accession: "a-3", Case: "other", Source: custody.Source{Together: &source}, Label: guard.Sealed},
		guard.HolderRotated{Holder: "old-key", Recipient: "age1pq1new", To: "new-key"},
		seal.SharesMoved{Holder: "new-key", Shares: []seal.Moved{{Record: w, Sealed: []byte{9, 9}}}},
		guard.HolderRemoved{Holder: "lost-key", Reason: "the paper burned"},
		seal.Requested{Request: "u-1", Record: w, Reason: "the court asks", Recipient: "age1pq1asker", Minutes: 60, For: seal.ToOpen},
		seal.Approved{Request: "u-1", Holder: "holder", Sealed: []byte{1}},
		seal.Approved{Request: "u-1", Holder: "new-key", Sealed: []byte{2}},
		seal.Approved{Request: "u-1", Holder: "holder", Sealed: []byte{3}},
		seal.Opened{Request: "u-1"},
		seal.Requested{Request: "u-2", Record: s, Reason: "curious", Recipient: "age1pq1asker", Minutes: 5, For: seal.ToOpen},
		seal.Refused{Request: "u-2", Reason: "no reason at all"},
		seal.Requested{Request: "u-3", Record: w, Reason: "a holder is gone", Recipient: "age1pq1asker", Minutes: 60, For: seal.ToSplit},
		seal.Resplit{Request: "u-3", Record: w, Sealed: again},
	}
}

func askSealed(ctx context.Context, t *testing.T, s flow.State) {
	holders, err := s.Holders(ctx)
	want(t, "the holders", holders, []guard.Holder{{Name: "holder", Recipient: "age1pq1rotated"}, {Name: "new-key", Recipient: "age1pq1new"}, {Name: "second-key", Recipient: "age1pq1second", Case: "other"}}, err)
	former, err := s.FormerHolders(ctx)
	want(t, "who holds no key any more", former, []guard.Holder{{Name: "lost-key", Recipient: "age1pq1lost"}}, err)
	set, err := s.Thresholds(ctx)
	want(t, "how many are needed", set, []guard.ThresholdSet{{Need: 2}, {Case: "other", Need: 1}}, err)
	id := sampleEnvelope(1, "holder", "lost-key", "old-key").ID()
	r, err := s.Sealed(ctx, id)
	want(t, "a record that was split anew", []any{r.Of, r.What, r.Case, r.Called, r.Old, r.Envelope}, []any{"d-1", "witness", "main", "W-7", false, sampleEnvelope(3, "holder", "new-key")}, err)
	if _, err := s.Sealed(ctx, "k-none"); fail.Of(err) != fail.NotFound {
		t.Errorf("a record that is not there: %v, want not found", err)
	}
	askRecords(ctx, t, s)
	askUnsealings(ctx, t, s, id)
}

func askRecords(ctx context.Context, t *testing.T, s flow.State) {
	for what, f := range map[string]flow.SealedFilter{
		"a-2 d-1 a-3 s-4 mill mill dam dam ": {After: -1}, "a-2 a-3 s-4 dam dam ": {Case: "other", After: -1}, "d-1 ": {Of: "d-1", After: -1}, "a-2 a-3": {Holder: "new-key", After: -1, Case: "other"}, "a-2": {Limit: 1, After: -1}, "": {Of: "a-1", After: -1},
	} {
		of, last := "", int64(-1)
		err := s.EachSealed(ctx, f, func(r seal.Record) error {
			if r.Seq <= last {
				t.Errorf("the record of %s comes out of order", r.Of)
			}
			of, last = of+r.Of+" ", r.Seq
			return nil
		})
		if f.Holder != "" || f.Limit != 0 {
			of = of[:max(0, len(of)-1)]
		}
		want(t, "the sealed records asked for", of, what, err)
	}
	old, err := flow.FindSealed(ctx, s, "a-2")
	share, has := old.ShareOf("holder")
	want(t, "an old source", []any{old.Old, old.What, old.Envelope.Need, share.Sealed, has}, []any{true, "source", 1, []byte{1, 2, 3}, true}, err)
	a, err := s.Accession(ctx, "a-3")
	source := sampleEnvelope(2, "second-key", "old-key")
	want(t, "the source of a-3", a.Source, custody.Source{Together: &source}, err)
	spread, err := s.Spread(ctx)
	want(t, "how records are held", spread, []seal.Spread{{Case: "main", Need: 2, Gone: 2, Records: 2}, {Case: "main", Need: 2, Have: 2, Records: 1}, {Case: "other", Need: 1, Have: 2, Gone: 1, Records: 1},
		{Case: "other", Need: 2, Gone: 2, Records: 3}, {Case: "other", Need: 2, Have: 2, Records: 1}}, err)
	held, err := s.Holdings(ctx)
	want(t, "who holds how many", held, []seal.Holding{{Holder: "giver-key", Case: "other", Records: 1}, {Holder: "holder", Case: "main", Records: 1}, {Holder: "holder", Case: "other", Records: 1, Old: 1}, {Holder: "lost-key", Case: "other", Records: 1, Old: 1},
		{Holder: "new-key", Case: "main", Records: 1}, {Holder: "new-key", Case: "other", Records: 2, Old: 1}, {Holder: "one", Case: "main", Records: 2}, {Holder: "one", Case: "other", Records: 2},
		{Holder: "other-key", Case: "other", Records: 1}, {Holder: "second-key", Case: "other", Records: 1}, {Holder: "two", Case: "main", Records: 2}, {Holder: "two", Case: "other", Records: 2}}, err)
}

func askUnsealings(ctx context.Context, t *testing.T, s flow.State, record string) {
	r, err := s.Unsealing(ctx, "u-1")
	want(t, "a request", []any{r.Record, r.Case, r.What, r.Of, r.Need, r.By, r.Reason, r.Recipient, r.Minutes, r.For}, []any{record, "main", "witness", "d-1", 2, "first", "the court asks", "age1pq1asker", 60, seal.ToOpen}, err)
	var yes []string
	for _, a := range r.Approvals {
		yes = append(yes, a.Holder+string(rune('0'+a.Sealed[0])))
	}
	want(t, "the newest share of each holder, in the order of their first yes", yes, []string{"holder3", "new-key2"}, nil)
	want(t, "its openings", []any{len(r.Openings), r.Refusal == nil, r.Split}, []any{1, true, false}, nil)
	r, err = s.Unsealing(ctx, "u-2")
	want(t, "why it was refused", r.Refusal.Reason, "no reason at all", err)
	r, err = s.Unsealing(ctx, "u-3")
	want(t, "that it was split", r.Split, true, err)
	if _, err := s.Unsealing(ctx, "u-9"); fail.Of(err) != fail.NotFound {
		t.Errorf("a request that is not there: %v, want not found", err)
	}
	for should, f := range map[string]flow.UnsealFilter{"u-1u-2u-3": {After: -1}, "u-2": {Case: "other", After: -1}, "u-1u-3": {Record: record, After: -1}, "u-1": {Limit: 1, After: -1}} {
		ids := ""
		err := s.Unsealings(ctx, f, func(r seal.Request) error { ids += r.Request; return nil })
		want(t, "the requests asked for", ids, should, err)
	}
}
