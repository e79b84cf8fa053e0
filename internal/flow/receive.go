package flow

import (
	"context"
	"fmt"
	"io"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Codes derives what the code of a thread opens, at a cost that makes guessing
// hopeless and that no honest visitor feels.
type Codes interface {
	// New derives the thread of a code that was drawn for it.
	New(ctx context.Context, drawn []int) (code.Thread, error)
	// Enter derives the thread of a code that was typed; nil, what was not
	// understood, MUST take the same time and give a thread of no letter.
	Enter(ctx context.Context, typed []int) (code.Thread, error)
}

// Signing is what of the letter box is of petitions.
type Signing interface {
	// Signable gives the petitions of a case that can be signed now.
	Signable(ctx context.Context, s State, caseName string) ([]string, error)
	Petition(ctx context.Context, id string) (intake.PetitionShown, error)
	Sign(ctx context.Context, s intake.Signature) (intake.Receipt, error)
	Withdraw(ctx context.Context, code string) (intake.Receipt, error)
}

// LetterBox is the archive's intake.Box: what strangers do is sealed here, before
// it reaches a store, and recorded in the name of the door's account.
type LetterBox struct {
	Signing
	a      *Archive
	codes  Codes
	gather *Gather
	// grouping is the key by which equal texts are known. It is in memory alone.
	grouping [32]byte
}

var _ intake.Box = (*LetterBox)(nil)

// DoorActor is the account of the door, in whose name is recorded what strangers
// do.
func DoorActor() guard.Actor {
	return guard.Actor{Handle: guard.DoorAccount, Roles: []guard.Role{guard.Door}}
}

// nothingSigned is the Signing of an archive that collects no signatures.
type nothingSigned struct{}

func (nothingSigned) Signable(context.Context, State, string) ([]string, error) { return nil, nil }

func (nothingSigned) Petition(_ context.Context, id string) (intake.PetitionShown, error) {
	return intake.PetitionShown{}, fail.New(fail.NotFound, "there is no petition %s", id)
}

func (nothingSigned) Sign(_ context.Context, s intake.Signature) (intake.Receipt, error) {
	return intake.Receipt{}, fail.New(fail.NotFound, "there is no petition %s", s.Petition)
}

func (nothingSigned) Withdraw(context.Context, string) (intake.Receipt, error) {
	return intake.Receipt{}, fail.New(fail.NotFound, "no signature is taken back with these words")
}

// NewLetterBox opens the letter box of an archive. gather is shared with whatever
// else strangers do here; signing is nil where nothing is signed.
func NewLetterBox(a *Archive, codes Codes, gather *Gather, signing Signing) (*LetterBox, error) {
	if signing == nil {
		signing = nothingSigned{}
	}
	b := &LetterBox{Signing: signing, a: a, codes: codes, gather: gather}
	if _, err := io.ReadFull(a.Random, b.grouping[:]); err != nil {
		return nil, fmt.Errorf("drawing the key that groups equal letters: %w", err)
	}
	return b, nil
}

// Open implements intake.Box.
func (b *LetterBox) Open(ctx context.Context) (open []intake.Door, err error) {
	err = b.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		doors, err := s.Doors(ctx)
		if err != nil {
			return err
		}
		for _, d := range doors {
			if d.Closed {
				continue
			}
			petitions, err := b.Signable(ctx, s, d.Case)
			if err != nil {
				return err
			}
			open = append(open, intake.Door{Name: d.Door, Title: d.Title, About: d.About, Petitions: petitions})
		}
		return nil
	})
	return open, err
}

// openDoor gives a door at which something can be handed in now.
func openDoor(ctx context.Context, s State, name string) (intake.DoorNow, error) {
	d, err := s.Door(ctx, name)
	if err == nil && d.Closed {
		err = fail.New(fail.NotFound, "there is no door %s", name)
	}
	return d, err
}

// Letter implements intake.Box.
func (b *LetterBox) Letter(ctx context.Context, door string) (intake.Letter, error) {
	l := &letter{box: b, ctx: ctx, door: door}
	return l, b.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		d, err := openDoor(ctx, s, door)
		if err != nil {
			return err
		}
		l.holders, l.need, err = HoldersOf(ctx, s, d.Case)
		return err
	})
}

// unknown is what is told of a code that opens nothing, whyever.
func unknown() error { return fail.New(fail.NotFound, "no thread opens with these words") }

// Enter implements intake.Box. What was typed wrongly goes the whole way.
func (b *LetterBox) Enter(ctx context.Context, typed string) (intake.Thread, error) {
	numbers, ok := code.Read(typed)
	if !ok {
		numbers = nil
	}
	keys, err := b.codes.Enter(ctx, numbers)
	if err != nil {
		return nil, err
	}
	t := &thread{box: b, keys: keys}
	err = b.a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		t.now, err = s.Thread(ctx, keys.Lookup)
		if fail.Of(err) == fail.NotFound || err == nil && t.now.Ended != "" {
			return unknown()
		}
		if err != nil {
			return err
		}
		return t.read(ctx, s)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// thread is a thread as its giver sees it.
type thread struct {
	box      *LetterBox
	keys     code.Thread
	now      intake.ThreadNow
	messages []intake.Message
}

// Messages implements intake.Thread.
func (t *thread) Messages() []intake.Message { return t.messages }

// read makes the messages of the steps: answers are opened with the key that the
// code gives.
func (t *thread) read(ctx context.Context, s State) error {
	steps, err := s.ThreadSteps(ctx, t.now.Thread)
	if err != nil {
		return err
	}
	identity, _, err := t.box.a.Sealer.FromSeed(t.keys.Identity)
	if err != nil {
		return err
	}
	signed, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	for _, st := range steps {
		m := intake.Message{Day: st.Time.UTC().Truncate(24 * time.Hour), Ours: st.Ours, Files: len(st.Sealed.Files)}
		if st.Ours {
			m.Text, err = readAnswer(ctx, t.box.a, st.Answer, identity)
		} else {
			m.Receipt, err = receiptNow(ctx, s, t.box.a.Key, tree, signed, st.Index)
		}
		if err != nil {
			return fmt.Errorf("reading a message of a thread: %w", err)
		}
		t.messages = append(t.messages, m)
	}
	return nil
}

func receiptNow(ctx context.Context, s State, key string, tree *ledger.Tree, signed []byte, index int64) (string, error) {
	e, err := s.Event(ctx, index)
	if err != nil {
		return "", err
	}
	return receiptOf(key, tree, Written{Next: tree.Size(), Checkpoint: signed}, e)
}

// Letter implements intake.Thread.
func (t *thread) Letter(ctx context.Context) (intake.Letter, error) {
	l := &letter{box: t.box, ctx: ctx, thread: t}
	return l, t.box.a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		l.holders, l.need, err = HoldersOf(ctx, s, t.now.Case)
		return err
	})
}

// End implements intake.Thread.
func (t *thread) End(ctx context.Context) error {
	_, err := t.box.gather.Add(ctx, t.now.Thread, func(ctx context.Context, s State) (ledger.Fact, error) {
		if _, err := goesOn(ctx, s, t.now.Thread); err != nil {
			return nil, err
		}
		return intake.Ended{Thread: t.now.Thread, Why: intake.ByGiver}, nil
	})
	return err
}

// goesOn gives a thread that has not ended.
func goesOn(ctx context.Context, s State, id string) (intake.ThreadNow, error) {
	t, err := s.Thread(ctx, id)
	if err == nil && t.Ended != "" {
		err = unknown()
	}
	return t, err
}
