package flow

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// letter is something being handed in. Its parts are sealed while they come, and
// lie in the store named by nothing until it is sent.
type letter struct {
	box     *LetterBox
	ctx     context.Context // that of the form it comes with
	door    string
	thread  *thread // it adds to this one; nil: it begins one
	holders []guard.Holder
	need    int

	sealed intake.Sealed
	sums   []intake.Sum // of what was sealed as files
	told   []byte
	kept   []custody.Sum // what Abandon removes
}

// File implements intake.Letter.
func (l *letter) File(name string, r io.Reader) error {
	if len(l.sealed.Files) == intake.MaxFiles {
		return fail.New(fail.Usage, "a letter has at most %d files", intake.MaxFiles)
	}
	first := make([]byte, 1)
	if _, err := io.ReadFull(r, first); err == io.EOF {
		return fail.New(fail.Usage, "the file is empty")
	} else if err != nil {
		return fmt.Errorf("reading a file that is handed in: %w", err)
	}
	part, sum, err := l.seal(intake.Head{What: intake.PartFile, Name: fileName(name)}, io.MultiReader(bytes.NewReader(first), r))
	if err != nil {
		return err
	}
	l.sealed.Files, l.sums = append(l.sealed.Files, part), append(l.sums, sum)
	return nil
}

// maxFileName is how much of a file's name is kept, in bytes.
const maxFileName = 1000

// fileName keeps a name as it came, but for what is no text and for its length.
func fileName(name string) string {
	name = strings.ToValidUTF8(name, "�")
	if len(name) > maxFileName {
		name = strings.ToValidUTF8(name[:maxFileName], "")
	}
	return name
}

// seal encrypts one part to all holders, on its way into the store.
func (l *letter) seal(head intake.Head, r io.Reader) (intake.Part, intake.Sum, error) {
	recipients := make([]string, len(l.holders))
	for i, h := range l.holders {
		recipients[i] = h.Recipient
	}
	part, sum, err := sealPart(l.ctx, l.box.a, recipients, head, r)
	if err == nil {
		kept, perr := custody.ParseSum(part.Sum)
		l.kept, err = append(l.kept, kept), perr
	}
	return part, sum, err
}

// sealPart encrypts what r gives to recipients and keeps it, without holding more
// than a small piece of it in clear.
func sealPart(ctx context.Context, a *Archive, recipients []string, head intake.Head, r io.Reader) (intake.Part, intake.Sum, error) {
	out, in := io.Pipe()
	var sum intake.Sum
	done := make(chan error, 1)
	go func() {
		var err error
		sum, err = pourPart(in, a.Sealer, recipients, head, r)
		in.CloseWithError(err) // nil: the end
		done <- err
	}()
	kept, err := a.Sealed.Put(ctx, out)
	out.CloseWithError(errors.New("the store took no more")) // lets the writer go
	if poured := <-done; err == nil {
		err = poured
	}
	if err != nil {
		return intake.Part{}, sum, fmt.Errorf("sealing what was handed in: %w", err)
	}
	return intake.Part{Sum: kept.Sum.String(), Bytes: kept.Size}, sum, nil
}

func pourPart(w io.Writer, sealer Sealer, recipients []string, head intake.Head, r io.Reader) (sum intake.Sum, err error) {
	sealed, err := sealer.SealStream(w, recipients)
	if err != nil {
		return sum, err
	}
	part, err := intake.WritePart(sealed, head)
	if err == nil {
		_, err = io.Copy(part, r)
	}
	if err == nil {
		err = part.Close()
	}
	if err == nil {
		err = sealed.Close()
	}
	if err != nil {
		return sum, err
	}
	sum, _ = part.Sum()
	return sum, nil
}

// maxStory bounds what is told, in bytes of its JSON.
const maxStory = 2 << 20

// Tell implements intake.Letter.
func (l *letter) Tell(s intake.Story) error {
	if l.told != nil {
		return fail.New(fail.Usage, "a letter tells one story")
	}
	if err := s.Check(); err != nil {
		return err
	}
	giver := s.Giver
	s.Giver = nil
	told, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("writing what was told: %w", err)
	}
	if len(told) > maxStory {
		return fail.New(fail.Usage, "what was told is longer than %d bytes", maxStory)
	}
	if l.sealed.Story, _, err = l.seal(intake.Head{What: intake.PartStory}, bytes.NewReader(told)); err != nil {
		return err
	}
	l.told, l.sealed.Group = told, l.group(s)
	return l.sealGiver(giver)
}

// sealGiver seals who the giver is so that several holders must agree to open it.
func (l *letter) sealGiver(giver []intake.Field) error {
	if len(giver) == 0 {
		return nil
	}
	value, err := json.Marshal(giver)
	if err != nil {
		return fmt.Errorf("writing who the giver is: %w", err)
	}
	envelope, err := l.box.a.Sealer.SealShared(value, l.need, l.holders)
	if err != nil {
		return err
	}
	l.sealed.Giver, err = json.Marshal(envelope)
	return err
}

// group names those that tell the same: nothing if nothing is told in words.
func (l *letter) group(s intake.Story) string {
	var text strings.Builder
	for _, f := range s.Fields {
		text.WriteString(script.Fold(f.Value))
		text.WriteByte('\n')
	}
	if strings.TrimSpace(text.String()) == "" || l.thread != nil {
		return ""
	}
	parts := [][]byte{l.box.grouping[:], []byte(l.door), []byte(text.String())}
	if s.About != nil { // the same words on two entries are two things
		parts = append(parts, []byte(s.About.ID))
	}
	return canon.ID("g", "sanad/letter/group/v1", parts...)
}

// Send implements intake.Letter.
func (l *letter) Send(ctx context.Context) (intake.Receipt, error) {
	if l.told == nil {
		return intake.Receipt{}, fail.New(fail.Usage, "nothing was told: a letter has a story, be it an empty one")
	}
	if l.thread != nil {
		return l.add(ctx)
	}
	drawn, err := code.Draw(l.box.a.Random)
	if err != nil {
		return intake.Receipt{}, err
	}
	keys, err := l.box.codes.New(ctx, drawn)
	if err != nil {
		return intake.Receipt{}, err
	}
	f := intake.Received{Door: l.door, Thread: keys.Lookup, Sealed: l.sealed}
	if f.Submission, err = l.box.a.newID("s"); err != nil {
		return intake.Receipt{}, err
	}
	if _, f.Sealed.Recipient, err = l.box.a.Sealer.FromSeed(keys.Identity); err != nil {
		return intake.Receipt{}, err
	}
	opening := l.opening(keys, 0)
	f.Content = opening.Content()
	proof, err := l.record(ctx, keys.Lookup, func(ctx context.Context, s State) (ledger.Fact, error) {
		_, err := openDoor(ctx, s, l.door)
		return f, err
	})
	return intake.Receipt{Code: drawn, Proof: proof, Opening: opening.Text()}, err
}

// add sends an addition. Which letter of the thread it is, and so its salt, is
// known for sure only at the moment it is recorded.
func (l *letter) add(ctx context.Context) (intake.Receipt, error) {
	var opening intake.Opening
	proof, err := l.record(ctx, l.thread.now.Thread, func(ctx context.Context, s State) (ledger.Fact, error) {
		t, err := goesOn(ctx, s, l.thread.now.Thread)
		if err != nil {
			return nil, err
		}
		steps, err := s.ThreadSteps(ctx, t.Thread)
		if err != nil {
			return nil, err
		}
		before := 0
		for _, st := range steps {
			if !st.Ours {
				before++
			}
		}
		opening = l.opening(l.thread.keys, before)
		return intake.Added{Thread: t.Thread, Content: opening.Content(), Sealed: l.sealed}, nil
	})
	return intake.Receipt{Proof: proof, Opening: opening.Text()}, err
}

func (l *letter) opening(keys code.Thread, n int) intake.Opening {
	return intake.Opening{Salt: keys.Salt(n), Story: sha256.Sum256(l.told), Files: l.sums, Told: l.told}
}

// record records the letter. From the moment it could be, its parts stay: a
// commit whose answer was lost may stand, and would name what was removed.
func (l *letter) record(ctx context.Context, thread string, decide func(context.Context, State) (ledger.Fact, error)) (string, error) {
	parts := l.kept
	l.kept = nil
	out, err := l.box.gather.Add(ctx, thread, decide)
	if out.Refused {
		l.kept = parts
	}
	return out.Proof, err
}

// Abandon implements intake.Letter.
func (l *letter) Abandon() error {
	var failed error
	for _, sum := range l.kept {
		failed = errors.Join(failed, l.box.a.Sealed.Drop(context.WithoutCancel(l.ctx), sum))
	}
	l.kept = nil
	return failed
}
