package flow

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// Took tells what of a submission came into custody.
type Took struct {
	Collected
	Consent intake.Consent
}

// TakeSubmission takes what strangers told and their files into custody as one
// accession that is sealed, for the uses they agreed to: without their yes to keep
// it, it is refused. Whose they are stays in the envelope that the giver's part
// was sealed in, which is the source of the accession; nobody opens it for this.
// Of a submission that is in custody already, what was added since is taken.
//
// The bytes come first and the word that they are taken last. A crash between
// leaves an accession whose note names the submission: taking it again goes on
// with that one, and opens another only for what it can't hold any more.
func TakeSubmission(ctx context.Context, a *Archive, actor guard.Actor, id string, r LetterReader, report func(Taken) error) (Took, error) {
	t := &taking{reader: r}
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		if t.sub, err = submission(ctx, s, actor, id); err != nil {
			return err
		}
		t.steps, err = s.ThreadSteps(ctx, t.sub.Thread)
		return err
	})
	if err != nil {
		return Took{}, err
	}
	if err := t.open(ctx); err != nil {
		return Took{}, err
	}
	source, err := t.source()
	if err != nil {
		return Took{}, err
	}
	out := Took{Consent: t.consent}
	req := CollectRequest{Case: t.sub.Case, Source: source, Note: noteOf(id), Label: guard.Sealed}
	if out.Collected, req.Resume, err = t.before(ctx, a, req); err != nil {
		return out, err
	}
	if len(t.letters) > 0 {
		if out.Collected, err = Collect(ctx, a, actor, req, t.found(ctx), report); err != nil {
			return out, err
		}
		t.into = append(t.into, out.Accession)
	}
	if out.Failed > 0 {
		return out, fail.New(fail.Partial, "%d of the parts of %s could not be read, so it is not marked as taken", out.Failed, id).Do("run sanad verify --fixity; then take it again")
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		now, err := submission(ctx, s, actor, id)
		if err == nil && now.Accession != t.sub.Accession {
			err = fail.New(fail.Conflict, "the submission %s was taken meanwhile, as accession %s", id, now.Accession)
		}
		for _, accession := range t.into {
			facts = append(facts, intake.Taken{Submission: id, Accession: accession, Consent: t.consent})
		}
		return facts, err
	})
	return out, err
}

// taking is a submission on its way into custody.
type taking struct {
	reader  LetterReader
	sub     intake.Submission
	steps   []intake.Step
	since   int64 // entry by which it was taken before; -1 if it was not
	consent intake.Consent
	letters []toTake
	into    []string // accessions that hold them
}

// toTake is one letter of it.
type toTake struct {
	n     int // in the thread, from 1
	told  []byte
	files []intake.Part
}

// open reads what was told in every letter: the newest consent is the one that
// holds. Letters that are in custody already are left out.
func (t *taking) open(ctx context.Context) error {
	t.since = -1
	if t.sub.As == intake.InKeep {
		t.since = t.sub.Sorted
	}
	n := 0
	for _, st := range t.steps {
		if st.Ours {
			continue
		}
		n++
		s, told, err := t.reader.Story(ctx, st.Sealed.Story)
		if err != nil {
			return err
		}
		if s.Consent.Words != "" || len(s.Consent.Uses) > 0 {
			t.consent = s.Consent
		}
		if st.Index > t.since {
			t.letters = append(t.letters, toTake{n, told, st.Sealed.Files})
		}
	}
	if len(t.letters) == 0 {
		return fail.New(fail.Conflict, "the submission %s is in custody already, as accession %s", t.sub.Submission, t.sub.Accession)
	}
	return intake.Taken{Submission: t.sub.Submission, Accession: "a-", Consent: t.consent}.Check()
}

// source is the giver's envelope as it came; a giver who said nothing of
// themselves is named by the submission.
func (t *taking) source() (custody.Source, error) {
	for _, st := range t.steps {
		if len(st.Sealed.Giver) == 0 {
			continue
		}
		var e seal.Envelope
		if err := json.Unmarshal(st.Sealed.Giver, &e); err != nil {
			return custody.Source{}, fail.New(fail.Integrity, "the giver's envelope of %s can't be read: %w", t.sub.Submission, err)
		}
		return custody.Source{Together: &e}, nil
	}
	return custody.Source{Name: "giver of " + t.sub.Submission}, nil
}

// found gives what is to be taken: of each letter what was told, in just the bytes
// that its receipt was made for, and the files.
func (t *taking) found(ctx context.Context) iter.Seq[Found] {
	return func(yield func(Found) bool) {
		for _, l := range t.letters {
			story := Found{Name: custody.NameOf(fmt.Sprintf("letter-%d/story.json", l.n)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(l.told)), nil }}
			if !yield(story) {
				return
			}
			for i, p := range l.files {
				if !yield(t.file(ctx, l.n, i+1, p)) {
					return
				}
			}
		}
	}
}

func (t *taking) file(ctx context.Context, letter, n int, p intake.Part) Found {
	name, err := t.reader.Name(ctx, p)
	f := Found{Name: custody.NameOf(fmt.Sprintf("letter-%d/%s", letter, SafeName(n, name))), Err: err}
	f.Open = func() (io.ReadCloser, error) {
		out, in := io.Pipe()
		go func() {
			in.CloseWithError(t.reader.File(ctx, p, func(_ string, data io.Reader) error {
				_, err := io.Copy(in, data)
				return err
			}))
		}()
		return out, nil
	}
	return f
}
