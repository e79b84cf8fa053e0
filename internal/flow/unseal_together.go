package flow

import (
	"context"
	"fmt"
	"io"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// Party is somebody who takes part in an opening: an account, and the archive as
// it may know it.
type Party struct {
	Archive *Archive
	Actor   guard.Actor
}

// OpenTogether opens a record for key holders who came together at one machine,
// each with their private key. It is recorded as any other opening: a request, to a
// key that is drawn for it and forgotten, an approval for each key, and the
// opening. The last holder approves by the second account.
func OpenTogether(ctx context.Context, first, second Party, clock func() time.Time, record, reason string, identities []string) (value string, r seal.Request, err error) {
	if first.Actor.Handle == second.Actor.Handle || second.Actor.Handle == "" {
		return "", r, fail.New(fail.Refused, "nothing sealed is opened by one account alone").Do("name the account of another who is here: --second USER")
	}
	var seed [32]byte
	if _, err := io.ReadFull(first.Archive.Random, seed[:]); err != nil {
		return "", r, fmt.Errorf("drawing the key of an opening: %w", err)
	}
	identity, recipient, err := first.Archive.Sealer.FromSeed(seed)
	if err != nil {
		return "", r, err
	}
	slips, err := slipsOf(ctx, first, record, identities)
	if err != nil {
		return "", r, err
	}
	asked, err := RequestUnseal(ctx, first.Archive, first.Actor, UnsealRequest{Record: record, Reason: reason, Recipient: recipient})
	if err != nil {
		return "", r, err
	}
	for i, own := range slips {
		by := first
		if i == len(slips)-1 {
			by = second
		}
		slip, err := ApprovingSlip(first.Archive.Sealer, seal.Slip{Request: asked.Request, Recipient: recipient, Shares: own.shares}, own.identity)
		if err == nil {
			_, err = ApproveUnseal(ctx, by.Archive, by.Actor, clock(), slip)
		}
		if err != nil {
			return "", r, err
		}
	}
	return OpenUnsealed(ctx, first.Archive, first.Actor, clock(), asked.Request, identity)
}

// ownShare is a holder's key and the share of the record that it opens.
type ownShare struct {
	identity string
	shares   []seal.Held
}

// slipsOf finds the share that each key opens, before anything is recorded: who
// typed the wrong file must leave no request that nobody meant.
func slipsOf(ctx context.Context, p Party, record string, identities []string) (own []ownShare, err error) {
	var rec seal.Record
	err = p.Archive.Book.Look(ctx, func(ctx context.Context, s State) error {
		rec, err = FindSealed(ctx, s, record)
		return err
	})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i, identity := range identities {
		found := false
		for _, h := range rec.Envelope.Shares {
			held, _ := rec.ShareOf(h.Holder)
			_, err := openSmall(p.Archive.Sealer, held.Sealed, identity)
			if fail.Of(err) == fail.Refused {
				continue
			}
			if err != nil {
				return nil, err
			}
			if found = true; !seen[h.Holder] {
				own = append(own, ownShare{identity, []seal.Held{held}})
			}
			seen[h.Holder] = true
		}
		if !found {
			return nil, fail.New(fail.Refused, "key %d of those given opens no share of the record %s", i+1, rec.ID)
		}
	}
	if len(own) < rec.Envelope.Need {
		return nil, fail.New(fail.Refused, "%d of %d key holders needed are here", len(own), rec.Envelope.Need).Do("give the keys of %d of them: --key FILE, once each", rec.Envelope.Need)
	}
	return own, nil
}

// RecordOf gives the sealed record of a thing that is sealed as what.
func RecordOf(ctx context.Context, s State, of, what string) (found seal.Record, err error) {
	err = s.EachSealed(ctx, SealedFilter{Of: of, After: -1}, func(r seal.Record) error {
		if r.What == what {
			found = r
		}
		return nil
	})
	if err == nil && found.ID == "" {
		err = fail.New(fail.NotFound, "there is no sealed record of the %s of %s", what, of)
	}
	return found, err
}
