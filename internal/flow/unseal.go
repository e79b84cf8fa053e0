package flow

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// FindSealed gives the sealed record that is meant by its own name, or by that of
// what it belongs to if that has one alone.
func FindSealed(ctx context.Context, s State, id string) (seal.Record, error) {
	r, err := s.Sealed(ctx, id)
	if fail.Of(err) != fail.NotFound {
		return r, err
	}
	var of []seal.Record
	if err := s.EachSealed(ctx, SealedFilter{Of: id, After: -1, Limit: 9}, func(r seal.Record) error {
		of = append(of, r)
		return nil
	}); err != nil {
		return seal.Record{}, err
	}
	switch len(of) {
	case 0:
		if a, err := s.Accession(ctx, id); err == nil && a.Source.Together != nil { // the giver of a submission
			return s.Sealed(ctx, a.Source.Together.ID())
		}
		return seal.Record{}, fail.New(fail.NotFound, "there is no sealed record %s", id).Do("see sanad identity list, or sanad accessions")
	case 1:
		return of[0], nil
	}
	var names []string
	for _, r := range of {
		names = append(names, r.ID+" ("+r.What+")")
	}
	return seal.Record{}, fail.New(fail.Usage, "%s has several sealed records", id).Do("name one: %s", strings.Join(names, ", "))
}

// UnsealRequest asks to have a record opened.
type UnsealRequest struct {
	Record    string // its own name, or that of what it belongs to
	Reason    string
	Recipient string // public key of who will open it
	Minutes   int    // 0: an hour
	Split     bool   // to split its key anew, and show it to nobody
}

// unsealMinutes is how long a record can be opened if nobody says otherwise.
const unsealMinutes = 60

// RequestUnseal records that somebody asks the key holders to open a record.
func RequestUnseal(ctx context.Context, a *Archive, actor guard.Actor, req UnsealRequest) (seal.Requested, error) {
	f := seal.Requested{Reason: strings.TrimSpace(req.Reason), Recipient: req.Recipient, Minutes: req.Minutes, For: seal.ToOpen}
	if f.Minutes == 0 {
		f.Minutes = unsealMinutes
	}
	if req.Split {
		f.For = seal.ToSplit
	}
	err := actor.May(guard.ToSeal)
	if err == nil && f.Recipient != "" {
		if _, wrong := a.Sealer.SealStream(io.Discard, []string{f.Recipient}); wrong != nil {
			err = fail.New(fail.Usage, "the public key is not a post-quantum age recipient").Do("make one: age-keygen -pq; it begins with age1pq1")
		}
	}
	if err == nil {
		f.Request, err = a.newID("u")
	}
	if err != nil {
		return f, err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		r, err := FindSealed(ctx, s, req.Record)
		if err != nil {
			return nil, err
		}
		f.Record = r.ID
		if err := actor.MayIn(r.Case, guard.ToSeal); err != nil {
			return nil, err
		}
		if err := f.Check(); err != nil {
			return nil, err
		}
		return []ledger.Fact{f}, freshKey(ctx, s, f)
	})
	return f, err
}

// freshKey refuses a key that a request for the same record had: what holders
// sealed to it then could be given again as their yes to this one.
func freshKey(ctx context.Context, s State, f seal.Requested) error {
	return s.Unsealings(ctx, UnsealFilter{Record: f.Record, After: -1}, func(r seal.Request) error {
		if r.Recipient == f.Recipient {
			return fail.New(fail.Refused, "the key was that of the request %s for the same record, whose approvals would pass for new ones", r.Request).
				Do("have one drawn for it: --out FILE instead of --recipient; or make another: age-keygen -pq")
		}
		return nil
	})
}

// UnsealSlip gives what a holder needs on a machine of their own to approve a
// request: nothing in it is secret.
func UnsealSlip(ctx context.Context, s State, actor guard.Actor, request string) (slip seal.Slip, err error) {
	r, rec, err := requested(ctx, s, actor, request)
	if err != nil {
		return slip, err
	}
	slip = seal.Slip{Request: r.Request, Record: r.Record, Reason: r.Reason, By: r.By, Recipient: r.Recipient}
	for _, h := range rec.Envelope.Shares {
		held, _ := rec.ShareOf(h.Holder)
		slip.Shares = append(slip.Shares, held)
	}
	return slip, nil
}

// requested gives a request and its record, to who may know of them.
func requested(ctx context.Context, s State, actor guard.Actor, request string) (r seal.Request, rec seal.Record, err error) {
	if r, err = s.Unsealing(ctx, request); err != nil {
		return r, rec, err
	}
	if err = actor.MayIn(r.Case, guard.ToSeal); err != nil {
		return r, rec, err
	}
	rec, err = s.Sealed(ctx, r.Record)
	return r, rec, err
}

// ApprovingSlip is the answer of a holder to a slip: their own share, opened with
// their key and sealed to the key of the request. It needs no archive.
func ApprovingSlip(sealer Sealer, slip seal.Slip, identity string) (seal.Slip, error) {
	if _, err := sealer.RecipientOf(identity); err != nil {
		return seal.Slip{}, err
	}
	for _, h := range slip.Shares {
		share, err := openSmall(sealer, h.Sealed, identity)
		if fail.Of(err) == fail.Refused {
			continue
		}
		if err != nil {
			return seal.Slip{}, err
		}
		h.Sealed, err = sealSmall(sealer, share, slip.Recipient)
		return seal.Slip{Request: slip.Request, Shares: []seal.Held{h}}, err
	}
	return seal.Slip{}, fail.New(fail.Refused, "this key opens no share of the record").Do("see who holds one: sanad unseal show %s", slip.Request)
}

func openSmall(sealer Sealer, sealed []byte, identity string) ([]byte, error) {
	r, err := sealer.OpenStream(bytes.NewReader(sealed), identity)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fail.New(fail.Integrity, "a share is damaged: %w", err)
	}
	return data, nil
}

func sealSmall(sealer Sealer, data []byte, recipient string) ([]byte, error) {
	var out bytes.Buffer
	w, err := sealer.SealStream(&out, []string{recipient})
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	return out.Bytes(), err
}

// ApproveUnseal records a holder's yes: a slip that ApprovingSlip made. A second
// one of the same holder takes the place of the first.
func ApproveUnseal(ctx context.Context, a *Archive, actor guard.Actor, now time.Time, slip seal.Slip) (r seal.Request, err error) {
	if len(slip.Shares) != 1 || slip.Recipient != "" {
		return r, fail.New(fail.Usage, "this is no slip of a holder, but the request itself").Do("make the holder's of it: sanad unseal share --key FILE < SLIP")
	}
	own := slip.Shares[0]
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		var rec seal.Record
		if r, rec, err = requested(ctx, s, actor, slip.Request); err != nil {
			return nil, err
		}
		_, err := holder(ctx, s, own.Holder)
		if err != nil && fail.Of(err) != fail.NotFound {
			return nil, err
		}
		return []ledger.Fact{seal.Approved{Request: r.Request, Holder: own.Holder, Sealed: own.Sealed}}, r.MayApprove(now, rec, own.Holder, actor.Handle, err != nil)
	})
	if err != nil {
		return r, err
	}
	return lookUnseal(ctx, a, slip.Request)
}

func lookUnseal(ctx context.Context, a *Archive, request string) (r seal.Request, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		r, err = s.Unsealing(ctx, request)
		return err
	})
	return r, err
}

// RefuseUnseal ends a request.
func RefuseUnseal(ctx context.Context, a *Archive, actor guard.Actor, now time.Time, request, reason string) error {
	fact := seal.Refused{Request: request, Reason: strings.TrimSpace(reason)}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		r, _, err := requested(ctx, s, actor, request)
		if err == nil {
			err = fact.Check()
		}
		if err == nil {
			err = r.MayRefuse(now)
		}
		return []ledger.Fact{fact}, err
	})
	return err
}

// OpenUnsealed opens a record for whoever holds the key of the request. That it is
// opened is in the ledger before anything is decrypted.
func OpenUnsealed(ctx context.Context, a *Archive, actor guard.Actor, now time.Time, request, identity string) (value string, r seal.Request, err error) {
	r, rec, err := beginOpening(ctx, a, actor, now, request, identity, seal.ToOpen)
	if err != nil {
		return "", r, err
	}
	data, err := together(a.Sealer, r, rec, identity)
	return string(data), r, err
}

func beginOpening(ctx context.Context, a *Archive, actor guard.Actor, now time.Time, request, identity string, purpose seal.For) (r seal.Request, rec seal.Record, err error) {
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if r, rec, err = requested(ctx, s, actor, request); err != nil {
			return nil, err
		}
		if err := r.MayOpen(now, actor.Handle); err != nil {
			return nil, err
		}
		if r.For != purpose {
			return nil, fail.New(fail.Refused, "the request %s is to %s the record", request, r.For).Do("%s", map[seal.For]string{
				seal.ToOpen: "open it: sanad unseal open " + request + " --key FILE", seal.ToSplit: "split it: sanad key resplit " + request + " --key FILE"}[r.For])
		}
		if r.Approvals, err = counting(ctx, s, r, rec); err != nil {
			return nil, err
		}
		recipient, err := a.Sealer.RecipientOf(identity)
		if err == nil && recipient != r.Recipient {
			err = fail.New(fail.Refused, "this is not the key that the request %s was made for", request).Do("give the file that sanad unseal request wrote")
		}
		return []ledger.Fact{seal.Opened{Request: request}}, err
	})
	return r, rec, err
}

// counting gives the approvals of those who are key holders now.
func counting(ctx context.Context, s State, r seal.Request, rec seal.Record) ([]seal.Approval, error) {
	now, err := s.Holders(ctx)
	if err != nil {
		return nil, err
	}
	return r.Counting(rec, func(name string) bool { return !slices.ContainsFunc(now, ofName(name)) })
}

// together puts the shares of the approvals together and opens the record.
func together(sealer Sealer, r seal.Request, rec seal.Record, identity string) ([]byte, error) {
	var shares [][]byte
	for _, yes := range r.Approvals {
		if rec.Old {
			data, err := openSmall(sealer, yes.Sealed, identity)
			value, _, _ := bytes.Cut(data, []byte{0})
			return value, err
		}
		share, err := sealer.OpenShare(seal.Held{Holder: yes.Holder, Sealed: yes.Sealed}, identity)
		if err != nil {
			return nil, err
		}
		shares = append(shares, share)
	}
	return sealer.OpenShared(rec.Envelope, shares)
}

// Resplit seals a record anew, with a new key that is shared among those who are
// holders of its case now. The value is shown to nobody.
func Resplit(ctx context.Context, a *Archive, actor guard.Actor, now time.Time, request, identity string) (seal.Record, error) {
	r, rec, err := beginOpening(ctx, a, actor, now, request, identity, seal.ToSplit)
	if err != nil {
		return rec, err
	}
	value, err := together(a.Sealer, r, rec, identity)
	if err != nil {
		return rec, err
	}
	fact := seal.Resplit{Request: request, Record: rec.ID}
	if fact.Sealed, err = SealFor(ctx, a, rec.Case, string(value)); err != nil {
		return rec, err
	}
	rec.Envelope, rec.Old = fact.Sealed, false
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		r, _, err := requested(ctx, s, actor, request)
		if err == nil {
			err = r.MayOpen(now, actor.Handle)
		}
		return []ledger.Fact{fact}, err
	})
	return rec, err
}

// SealIdentity keeps somebody's name sealed for a case, and gives the name by
// which it is found.
func SealIdentity(ctx context.Context, a *Archive, actor guard.Actor, f seal.IdentitySealed, name string) (string, error) {
	if f.Case == "" {
		f.Case = DefaultCase
	}
	err := actor.MayIn(f.Case, guard.ToSeal)
	if err != nil && actor.MayIn(f.Case, guard.ToCollect) != nil && actor.MayIn(f.Case, guard.ToClaim) != nil {
		return "", err
	}
	if strings.TrimSpace(name) == "" {
		return "", fail.New(fail.Usage, "the name is missing").Do("give it on standard input, so that it stands in no history of the shell")
	}
	if f.Identity, err = a.newID("d"); err != nil {
		return "", err
	}
	if f.Sealed, err = SealFor(ctx, a, f.Case, name); err != nil {
		return "", err
	}
	if err := f.Check(); err != nil {
		return "", err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		facts, err := caseFacts(ctx, s, f.Case)
		return append(facts, f), err
	})
	return f.Identity, err
}
