package flow

import (
	"context"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/verify/verifytest"
)

// growing is a book whose log grows by one entry before each look, as if others wrote
// all the while; of what is appended it keeps the facts.
type growing struct {
	log   *verifytest.Log
	facts []ledger.Fact
}

type grown struct {
	State
	*growing
}

func (s grown) Checkpoint(context.Context) ([]byte, error) {
	return s.log.Checkpoint(s.log.Size()), nil
}

func (s grown) Tree(context.Context) (*ledger.Tree, error) { return s.log.Tree(), nil }

func (s grown) Cosigned(context.Context, VouchQuery) ([]witness.CosignedNow, error) { return nil, nil }

func (b *growing) Look(ctx context.Context, read func(context.Context, State) error) error {
	b.log.Fill(b.log.Size() + 1)
	return read(ctx, grown{growing: b})
}

func (b *growing) Append(ctx context.Context, _ guard.Actor, decide func(context.Context, State) ([]ledger.Fact, error)) (Written, error) {
	facts, err := decide(ctx, grown{growing: b})
	b.facts = append(b.facts, facts...)
	return Written{}, err
}

// overtaken is a witness that meanwhile signed what is newest each time it is asked,
// until it was asked twice.
type overtaken struct {
	Asker
	book  *growing
	own   *witness.Signer
	last  int64
	asked int
}

func (w *overtaken) AddCheckpoint(_ context.Context, _ string, body []byte) (int, []byte, error) {
	if w.asked++; w.asked == 1 {
		w.book.log.Fill(w.book.log.Size() + 3)
		w.last = w.book.log.Size()
		return witness.StatusStale, witness.FormatSize(w.last), nil
	}
	verifier, err := note.NewVerifier(w.book.log.Key)
	if err != nil {
		return 0, nil, err
	}
	asked, err := witness.Read(body, func(string) ([]note.Verifier, error) { return []note.Verifier{verifier}, nil })
	if err != nil {
		return 0, nil, err
	}
	if asked.Old != w.last {
		return witness.StatusStale, witness.FormatSize(w.last), nil
	}
	return 200, []byte(w.own.Cosign(asked.Text, time.Unix(1764558000, 0))), nil
}

// Who has a newer checkpoint signed meanwhile, from another program on the same
// archive, is not taken for a second history.
func TestAWitnessThatWasAskedMeanwhileIsAskedAgainForTheNewest(t *testing.T) {
	book := &growing{log: verifytest.NewLog("varanda.example/log", "flow")}
	a := &Archive{Key: book.log.Key, Book: book}
	own := verifytest.NewWitness("w")
	ask := &overtaken{book: book, own: own}
	got, err := Cosign(t.Context(), a, guard.Actor{Handle: "x", Roles: guard.Roles()}, ask, []WitnessAt{{Key: own.Key, URL: "https://w.example"}})
	if err != nil || len(got) != 1 || got[0].Err != nil || len(book.facts) != 1 || got[0].Size < ask.last {
		t.Fatalf("%+v %v: %d recorded", got, err, len(book.facts))
	}
}
