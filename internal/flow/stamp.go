package flow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/format/timestamp"
	"sanad/internal/ground/fail"
)

// StampAsked is a request for a time stamp, with the checkpoint it is of: both are
// needed again when the reply comes.
type StampAsked struct {
	Checkpoint []byte // as the log signed it: the very bytes that are stamped
	Request    []byte // DER of TimeStampReq
	Size       int64
}

// AskStamp writes a request for a stamp of the newest checkpoint, under an
// authority's policy (an OID, "" for its own choice), with a nonce.
func AskStamp(ctx context.Context, a *Archive, actor guard.Actor, policy string) (asked StampAsked, err error) {
	if err := mayVouch(actor); err != nil {
		return asked, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		p, err := pin(ctx, s)
		asked.Checkpoint, asked.Size = p.signed, p.Size
		return err
	})
	if err != nil {
		return asked, err
	}
	var nonce [timestamp.NonceBytes]byte
	if _, err := io.ReadFull(a.Random, nonce[:]); err != nil {
		return asked, fmt.Errorf("drawing a nonce: %w", err)
	}
	nonce[0] &= 0x7f // below zero it would be another number
	r := timestamp.Request{Sum: sha256.Sum256(asked.Checkpoint), Nonce: new(big.Int).SetBytes(nonce[:]), Policy: policy}
	asked.Request, err = r.Marshal()
	return asked, usage(err)
}

// clocksApart is how far an authority's clock may be from this machine's.
const clocksApart = 10 * time.Minute

// TakeStamp checks an authority's reply and records it. roots are certificates in
// PEM that the authority's must lead to; with none, it is recorded that nobody
// looked. now is what this machine's clock says.
func TakeStamp(ctx context.Context, a *Archive, actor guard.Actor, asked StampAsked, reply, roots []byte, now time.Time) (witness.Stamped, error) {
	if err := mayVouch(actor); err != nil {
		return witness.Stamped{}, err
	}
	p, err := a.ownCheckpoint(ctx, asked.Checkpoint)
	if err != nil {
		return witness.Stamped{}, err
	}
	if string(p.signed) != string(asked.Checkpoint) {
		return witness.Stamped{}, fail.New(fail.Usage, "the checkpoint that was stamped carries other lines than the log's")
	}
	token, authority, err := witness.ReadStamp(p.signed, asked.Request, reply)
	if err != nil {
		return witness.Stamped{}, fail.New(fail.Integrity, "the time stamp is not taken: %w", err)
	}
	f := witness.Stamped{Size: p.Size, Root: ledger.PathHash(p.Root), Checkpoint: string(p.signed), At: token.Time, Authority: authority, Policy: token.Policy, Request: asked.Request, Reply: reply}
	if len(roots) > 0 {
		trusted, err := timestamp.ParseRoots(roots)
		if err != nil {
			return f, fail.New(fail.Usage, "%w", err).Do("give certificates in PEM")
		}
		if _, err := token.CheckChain(trusted); err != nil {
			return f, fail.New(fail.Integrity, "the time stamp is not taken: %w", err)
		}
		sum := sha256.Sum256(roots)
		f.Roots = hex.EncodeToString(sum[:])
	}
	if err := a.inTime(ctx, f, now); err != nil {
		return f, err
	}
	return f, recordVouched(ctx, a, actor, []ledger.Fact{f})
}

// inTime refuses a stamp from before its newest entry was made, or from days to
// come: one of two clocks is wrong, and a wrong time in a record is for ever.
func (a *Archive) inTime(ctx context.Context, f witness.Stamped, now time.Time) error {
	return a.Book.Look(ctx, func(ctx context.Context, s State) error {
		last, err := s.Event(ctx, f.Size-1)
		if err != nil {
			return err
		}
		if f.At.Before(last.Time.Add(-clocksApart)) || f.At.After(now.Add(clocksApart)) {
			return fail.New(fail.Refused, "the time stamp says %s; the newest entry it is of was made at %s, and it is %s here", f.At.Format(time.RFC3339), last.Time.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339)).
				Do("set this machine's clock, or find out about the authority's, and ask anew")
		}
		return nil
	})
}

// Stamp asks an authority for a stamp of the newest checkpoint and records it.
func Stamp(ctx context.Context, a *Archive, actor guard.Actor, ask Asker, url, policy string, roots []byte, clock func() time.Time) (witness.Stamped, error) {
	asked, err := AskStamp(ctx, a, actor, policy)
	if err != nil {
		return witness.Stamped{}, err
	}
	reply, err := ask.Stamp(ctx, url, asked.Request)
	if err != nil {
		return witness.Stamped{}, fail.New(fail.Of(err), "asking the authority %s for a time stamp: %w", url, err)
	}
	return TakeStamp(ctx, a, actor, asked, reply, roots, clock())
}
