package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/ground/fail"
)

// SealedLetters is a submission and its thread as the archive has it: which sealed
// parts it is of. With the parts beside it, a key holder reads it on a machine of
// their own.
type SealedLetters struct {
	Format     string         `json:"format"`
	Submission string         `json:"submission"`
	Door       string         `json:"door"`
	Case       string         `json:"case"`
	Letters    []SealedLetter `json:"letters"` // oldest first
}

// SealedLetter is one message of it.
type SealedLetter struct {
	Entry  int64         `json:"entry"`
	At     time.Time     `json:"at"` // of the giver's, to the hour
	By     string        `json:"by,omitempty"`
	Story  *intake.Part  `json:"story,omitempty"`  // of the giver's
	Files  []intake.Part `json:"files,omitempty"`  // likewise
	Answer *intake.Part  `json:"answer,omitempty"` // of the archive's
}

// LettersFile and LettersParts name what SealedLetters and its parts are in a folder.
const (
	lettersFormat = "sanad-sealed/1"
	LettersFile   = "submission.json"
	LettersParts  = "parts/"
)

// Letters gives a submission with its thread, still sealed.
func Letters(ctx context.Context, a *Archive, actor guard.Actor, id string) (out SealedLetters, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		sub, err := s.Submission(ctx, id)
		if err != nil {
			return err
		}
		if actor.MayIn(sub.Case, guard.ToSeal) != nil {
			return fail.New(fail.NotFound, "there is no submission %s", id)
		}
		out = SealedLetters{Format: lettersFormat, Submission: id, Door: sub.Door, Case: sub.Case}
		steps, err := s.ThreadSteps(ctx, sub.Thread)
		for _, st := range steps {
			l := SealedLetter{Entry: st.Index, At: st.Time}
			if st.Ours {
				l.By, l.Answer = st.Actor, &st.Answer
			} else {
				l.Story, l.Files = &st.Sealed.Story, st.Sealed.Files
			}
			out.Letters = append(out.Letters, l)
		}
		return err
	})
	return out, err
}

// Parts lists the sealed parts of all letters.
func (l SealedLetters) Parts() (parts []intake.Part) {
	for _, letter := range l.Letters {
		if letter.Story != nil {
			parts = append(append(parts, *letter.Story), letter.Files...)
		}
		if letter.Answer != nil {
			parts = append(parts, *letter.Answer)
		}
	}
	return parts
}

// ExportSealed writes a submission to a folder as it is sealed.
func ExportSealed(ctx context.Context, a *Archive, actor guard.Actor, id string, to Sink) (SealedLetters, error) {
	letters, err := Letters(ctx, a, actor, id)
	if err != nil {
		return letters, err
	}
	if err := writeJSON(to, LettersFile, letters); err != nil {
		return letters, err
	}
	for _, p := range letters.Parts() {
		if err := copyPart(ctx, a, p, to); err != nil {
			return letters, fmt.Errorf("copying the sealed part %s: %w", p.Sum, err)
		}
	}
	return letters, nil
}

func writeJSON(to Sink, name string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	w, err := to.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return errors.Join(err, w.Close())
}

func copyPart(ctx context.Context, a *Archive, p intake.Part, to Sink) error {
	r, err := a.OpenPart(ctx, p)
	if err != nil {
		return err
	}
	w, err := to.Create(LettersParts + p.Sum)
	if err != nil {
		return errors.Join(err, r.Close())
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close(), r.Close())
}

// OpenPart gives the sealed bytes of a part, checked against its sum as they are
// read.
func (a *Archive) OpenPart(ctx context.Context, p intake.Part) (io.ReadCloser, error) {
	sum, err := custody.ParseSum(p.Sum)
	if err != nil {
		return nil, err
	}
	return a.Sealed.Open(ctx, sum)
}

// LetterReader opens letters with one key holder's key, which it is handed and
// keeps nowhere.
type LetterReader struct {
	Sealer   Sealer
	Identity string
	Open     func(ctx context.Context, p intake.Part) (io.ReadCloser, error)
}

// part opens one part and hands over what it holds.
func (r LetterReader) part(ctx context.Context, p intake.Part, what string, use func(*intake.PartReader) error) error {
	sealed, err := r.Open(ctx, p)
	if err != nil {
		return err
	}
	clear, err := r.Sealer.OpenStream(sealed, r.Identity)
	if err == nil {
		var part *intake.PartReader
		if part, err = intake.ReadPart(clear); err == nil && part.Head.What != what {
			err = fail.New(fail.Integrity, "the sealed part %s is a %s where a %s should be", p.Sum, part.Head.What, what)
		}
		if err == nil {
			err = use(part)
		}
	}
	if errors.Is(err, intake.ErrPart) {
		err = fail.New(fail.Integrity, "the sealed part %s: %w", p.Sum, err)
	}
	return errors.Join(err, sealed.Close())
}

// text opens a part that is a text of a bounded length.
func (r LetterReader) text(ctx context.Context, p intake.Part, what string, most int64) (data []byte, err error) {
	err = r.part(ctx, p, what, func(part *intake.PartReader) error {
		data, err = io.ReadAll(io.LimitReader(part, most+1))
		if err == nil && int64(len(data)) > most {
			err = fail.New(fail.Integrity, "the sealed part %s is longer than %d bytes", p.Sum, most)
		}
		return err
	})
	return data, err
}

// Story opens what a letter tells. Who tells it is sealed apart.
func (r LetterReader) Story(ctx context.Context, p intake.Part) (s intake.Story, told []byte, err error) {
	told, err = r.text(ctx, p, intake.PartStory, maxStory)
	if err != nil {
		return s, nil, err
	}
	if err := json.Unmarshal(told, &s); err != nil {
		return s, nil, fail.New(fail.Integrity, "what was told in %s can't be read: %w", p.Sum, err)
	}
	return s, told, nil
}

// Answer opens an answer of the archive.
func (r LetterReader) Answer(ctx context.Context, p intake.Part) (string, error) {
	data, err := r.text(ctx, p, intake.PartAnswer, maxAnswer)
	return string(data), err
}

// Name opens no more of a file than its name.
func (r LetterReader) Name(ctx context.Context, p intake.Part) (name string, err error) {
	err = r.part(ctx, p, intake.PartFile, func(part *intake.PartReader) error {
		name = part.Head.Name
		return nil
	})
	return name, err
}

// File opens a file; what use reads to its end is just what was handed in.
func (r LetterReader) File(ctx context.Context, p intake.Part, use func(name string, data io.Reader) error) error {
	return r.part(ctx, p, intake.PartFile, func(part *intake.PartReader) error { return use(part.Head.Name, part) })
}

// readAnswer opens an answer with the key of a thread, or of a holder.
func readAnswer(ctx context.Context, a *Archive, p intake.Part, identity string) (string, error) {
	return LetterReader{Sealer: a.Sealer, Identity: identity, Open: a.OpenPart}.Answer(ctx, p)
}

// maxSafeName is how long a file's name is made at most, in bytes.
const maxSafeName = 100

// SafeName makes of a stranger's name for a file one that can lie in any folder
// and shows itself as it is: n tells files of one name apart, and keeps names
// that systems give a meaning from having it.
func SafeName(n int, name string) string {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r) && r != '\u200c', unicode.IsControl(r), r == unicode.ReplacementChar:
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if len(name) > maxSafeName {
		ending := ""
		if at := strings.LastIndexByte(name, '.'); at > 0 && len(name)-at <= 10 {
			ending = name[at:]
		}
		name = strings.ToValidUTF8(name[:maxSafeName-len(ending)], "") + ending
	}
	if name == "" {
		name = "file"
	}
	return fmt.Sprintf("%02d-%s", n, name)
}
