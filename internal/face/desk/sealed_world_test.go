package desk

import (
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// secretCalled is by what a witness is called: for who may see sealed things.
const secretCalled = "the Quiet Heron"

// sealings are key holders and a witness's name, which the two of three open; one
// request that was opened, and one that waits.
func (w *world) sealings() {
	e := seal.Envelope{Need: 2, Payload: []byte("sealed")}
	for _, h := range []string{"holder-one", "holder-two", "holder-three"} {
		w.append("amin", guard.HolderAdded{Holder: h, Recipient: "age1pq1" + h + "xxxxxxxxxxxxxxxxxxxx"})
		e.Shares = append(e.Shares, seal.Held{Holder: h, Sealed: []byte("share of " + h)})
	}
	w.sealedRecord = e.ID()
	ask := func(id string) seal.Requested {
		return seal.Requested{Request: id, Record: w.sealedRecord, Reason: "the court asks" + w.spice, Recipient: "age1pq1asker", Minutes: 60, For: seal.ToOpen}
	}
	w.append("kian", seal.IdentitySealed{Identity: "d-1", Case: "main", Role: seal.Witness, Called: secretCalled + w.spice, Sealed: e})
	w.append("kian", ask("u-OPENED"))
	for _, h := range []string{"holder-one", "holder-two"} {
		w.append("kian", seal.Approved{Request: "u-OPENED", Holder: h, Sealed: []byte("x")})
	}
	w.append("kian", seal.Opened{Request: "u-OPENED"}, ask("u-WAITING"))
	w.append("amin", guard.HolderRemoved{Holder: "holder-three", Reason: "left"})
}

// applySealing keeps what is said of key holders and sealed records.
func (s *memoryState) applySealing(e ledger.Event) error {
	request := func(id string, change func(*seal.Request)) error {
		for i := range s.unsealings {
			if s.unsealings[i].Request == id {
				change(&s.unsealings[i])
			}
		}
		return nil
	}
	turn := func(reason string) seal.Turn {
		return seal.Turn{By: e.Actor, Reason: reason, At: e.Time, Index: e.Index}
	}
	switch e.Kind {
	case guard.HolderAdded{}.Kind():
		return ledger.Take(e, func(f *guard.HolderAdded) error {
			s.holders = append(s.holders, guard.Holder{Name: f.Holder, Recipient: f.Recipient, Case: f.Case})
			return nil
		})
	case guard.HolderRemoved{}.Kind():
		return ledger.Take(e, func(f *guard.HolderRemoved) error {
			at := slices.IndexFunc(s.holders, func(h guard.Holder) bool { return h.Name == f.Holder })
			s.former, s.holders = append(s.former, s.holders[at]), slices.Delete(slices.Clone(s.holders), at, at+1)
			return nil
		})
	case seal.IdentitySealed{}.Kind():
		return ledger.Take(e, func(f *seal.IdentitySealed) error {
			s.sealed = append(s.sealed, seal.Record{ID: f.Sealed.ID(), Of: f.Identity, What: f.Role, Case: f.Case, Called: f.Called, Envelope: f.Sealed, Index: e.Index, Seq: 8 * e.Index})
			return nil
		})
	case seal.Requested{}.Kind():
		return ledger.Take(e, func(f *seal.Requested) error {
			for _, r := range s.sealed {
				if r.ID == f.Record {
					s.unsealings = append(s.unsealings, seal.Request{Requested: *f, Case: r.Case, What: r.What, Of: r.Of, Called: r.Called, Need: r.Envelope.Need, By: e.Actor, At: e.Time, Index: e.Index})
				}
			}
			return nil
		})
	case seal.Approved{}.Kind():
		return ledger.Take(e, func(f *seal.Approved) error {
			return request(f.Request, func(r *seal.Request) {
				r.Approvals = append(r.Approvals, seal.Approval{Holder: f.Holder, By: e.Actor, At: e.Time, Sealed: f.Sealed})
			})
		})
	case seal.Refused{}.Kind():
		return ledger.Take(e, func(f *seal.Refused) error {
			return request(f.Request, func(r *seal.Request) { no := turn(f.Reason); r.Refusal = &no })
		})
	case seal.Opened{}.Kind():
		return ledger.Take(e, func(f *seal.Opened) error {
			return request(f.Request, func(r *seal.Request) { r.Openings = append(r.Openings, turn("")) })
		})
	}
	return nil
}

// spreadOf and holdingsOf count as the store does.
func (s *memoryState) spreadOf() (all []seal.Spread) {
	for _, r := range s.sealed {
		p := seal.Spread{Case: r.Case, Need: r.Envelope.Need, Records: 1}
		for _, h := range r.Envelope.Shares {
			if slices.ContainsFunc(s.former, func(f guard.Holder) bool { return f.Name == h.Holder }) {
				p.Gone++
			} else {
				p.Have++
			}
		}
		all = append(all, p)
	}
	return all
}

func (s *memoryState) holdingsOf() (all []seal.Holding) {
	for _, r := range s.sealed {
		for _, h := range r.Envelope.Shares {
			all = append(all, seal.Holding{Holder: h.Holder, Case: r.Case, Records: 1})
		}
	}
	return all
}

// fakeSealer writes what it seals as digits; it is no seal.
type fakeSealer struct{ flow.Sealer }

func (fakeSealer) SealShared(value []byte, need int, holders []guard.Holder) (seal.Envelope, error) {
	e := seal.Envelope{Need: need, Payload: []byte(hex.EncodeToString(value))}
	for _, h := range holders {
		e.Shares = append(e.Shares, seal.Held{Holder: h.Name, Sealed: []byte("share")})
	}
	return e, nil
}

func (fakeSealer) SealStream(w io.Writer, recipients []string) (io.WriteCloser, error) {
	if !strings.HasPrefix(recipients[0], "age1pq1") {
		return nil, fail.New(fail.Usage, "no recipient")
	}
	return discarded{}, nil
}

type discarded struct{}

func (discarded) Write(p []byte) (int, error) { return len(p), nil }
func (discarded) Close() error                { return nil }
