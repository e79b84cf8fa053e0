package flow

import (
	"context"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// KnowsAbout reports whether a state holds the entry that a reference names, and
// of which case it is; "" of an item, which can be of several. Of whom a release
// names by a sign, the release is looked for.
func KnowsAbout(ctx context.Context, s State, about intake.Reference) (caseName string, ok bool, err error) {
	switch about.On {
	case intake.AboutEntity:
		e, err := s.Entity(ctx, about.ID)
		return e.Case, err == nil, unlessAbsent(err)
	case intake.AboutRow:
		m, err := s.Mention(ctx, about.ID)
		return m.Case, err == nil, unlessAbsent(err)
	case intake.AboutClaim:
		c, err := s.Claim(ctx, about.ID)
		return c.Case, err == nil, unlessAbsent(err)
	case intake.AboutFinding:
		f, err := s.Finding(ctx, about.ID)
		return f.Case, err == nil, unlessAbsent(err)
	case intake.AboutItem:
		sum, err := custody.ParseSum(about.ID)
		if err == nil {
			_, err = s.Item(ctx, sum)
		}
		return "", err == nil, unlessAbsent(err)
	case intake.AboutPseudonym:
		r, err := s.Release(ctx, about.Release())
		return r.Case, err == nil, unlessAbsent(err)
	}
	return "", false, about.Check()
}

// unlessAbsent makes nothing of what is not there.
func unlessAbsent(err error) error {
	if fail.Of(err) == fail.NotFound {
		return nil
	}
	return err
}

// aboutIn refuses an entry that the actor does not know, and one of another case
// than the door's.
func aboutIn(ctx context.Context, s State, about intake.Reference, caseName string) error {
	of, ok, err := KnowsAbout(ctx, s, about)
	switch {
	case err != nil:
		return err
	case !ok:
		return fail.New(fail.NotFound, "there is no %s %s", about.On, about.ID).Do("look in what was handed in for what is meant, and give that reference")
	case of != "" && of != caseName:
		return fail.New(fail.Conflict, "%s is of the case %s, and what was handed in is of %s", about.ID, of, caseName).Do("open a door for the case %s, and link the published pages to it", of)
	}
	return nil
}

// NoteCorrection says what a submission corrects, so that it stands with the
// entry until it is decided on. Noted again, it is of another entry.
func NoteCorrection(ctx context.Context, a *Archive, actor guard.Actor, submissionID string, about intake.Reference) (id string, err error) {
	if err := about.Check(); err != nil {
		return "", err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		sub, err := submission(ctx, s, actor, submissionID)
		if err != nil {
			return nil, err
		}
		if err := aboutIn(ctx, s, about, sub.Case); err != nil {
			return nil, err
		}
		if id, err = a.correctionOf(ctx, s, sub, about); err != nil {
			return nil, err
		}
		return []ledger.Fact{intake.CorrectionNoted{Correction: id, Submission: submissionID, About: about}}, nil
	})
	return id, err
}

// correctionOf gives the name of a submission's correction, a new one if it has
// none; it refuses to note the same once more.
func (a *Archive) correctionOf(ctx context.Context, s State, sub intake.Submission, about intake.Reference) (string, error) {
	if sub.Correction == "" {
		return a.newID("y")
	}
	c, err := s.Correction(ctx, sub.Correction)
	if err == nil && c.About == about && c.Noted >= 0 {
		err = fail.New(fail.Conflict, "it is noted already that %s corrects %s", sub.Received.Submission, about.ID)
	}
	return sub.Correction, err
}

// CorrectionRequest says what becomes of a correction. It is named by its
// submission, or by itself where it was decided before.
type CorrectionRequest struct {
	Submission string
	Correction string
	// About is the entry; zero: the one that was noted.
	About intake.Reference
	// Apart leaves the submission out of the decision.
	Apart     bool
	Outcome   intake.Outcome
	Made      []string // claims, of the same case
	Withdrawn []string
	Reason    string
	Note      map[string]string // by language
	// Reader opens the submission, to refuse a note that repeats what its giver
	// wrote; nil: nobody looks.
	Reader *LetterReader
}

// DecideCorrection records what became of a correction. Claims are made and
// withdrawn before, by the verbs for that; here it is said which were, and the
// book is asked whether that is so.
func DecideCorrection(ctx context.Context, a *Archive, actor guard.Actor, req CorrectionRequest) (f intake.CorrectionDecided, err error) {
	if req.Reader != nil {
		if err := req.repeats(ctx, a, actor); err != nil {
			return f, err
		}
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if f, err = a.decided(ctx, s, actor, req); err != nil {
			return nil, err
		}
		return []ledger.Fact{f}, f.Check()
	})
	return f, err
}

// decided makes of a request what is recorded.
func (a *Archive) decided(ctx context.Context, s State, actor guard.Actor, req CorrectionRequest) (intake.CorrectionDecided, error) {
	f := intake.CorrectionDecided{Correction: req.Correction, About: req.About, Outcome: req.Outcome, Made: req.Made, Withdrawn: req.Withdrawn, Reason: strings.TrimSpace(req.Reason), Note: notes(req.Note)}
	if req.Correction != "" {
		before, err := s.Correction(ctx, req.Correction)
		if err == nil && actor.MayIn(before.Case, guard.ToSeal) != nil {
			err = fail.New(fail.NotFound, "there is no correction %s", req.Correction)
		}
		if err == nil {
			err = MayReceive(actor, before.Case)
		}
		if err != nil {
			return f, err
		}
		f.Submission, f.Case = before.Submission, before.Case
		if f.About.ID == "" {
			f.About = before.About
		}
	} else if err := a.decidedOf(ctx, s, actor, req, &f); err != nil {
		return f, err
	}
	if f.About.ID == "" {
		return f, fail.New(fail.Usage, "nobody said what entry is corrected").Do("give --about REF")
	}
	if err := aboutIn(ctx, s, f.About, f.Case); err != nil {
		return f, err
	}
	for lang, text := range f.Note {
		for _, id := range []string{req.Submission, f.Submission} {
			if id != "" && strings.Contains(text, id) {
				return f, fail.New(fail.Refused, "the note in the language %s names what was handed in, and it may leave", lang).Do("say what was changed, and nothing of who asked for it")
			}
		}
	}
	return f, turned(ctx, s, f)
}

// decidedOf fills in what follows from a submission.
func (a *Archive) decidedOf(ctx context.Context, s State, actor guard.Actor, req CorrectionRequest, f *intake.CorrectionDecided) error {
	sub, err := submission(ctx, s, actor, req.Submission)
	if err != nil {
		return err
	}
	f.Case, f.Submission, f.Correction = sub.Case, req.Submission, sub.Correction
	switch {
	case req.Apart && sub.Correction != "":
		return fail.New(fail.Conflict, "that %s corrects something stands in the ledger already", req.Submission).Do("decide without --apart")
	case req.Apart:
		f.Submission = ""
	case sub.Correction != "":
		before, err := s.Correction(ctx, sub.Correction)
		if err != nil {
			return err
		}
		if f.About.ID == "" {
			f.About = before.About
		}
	}
	if f.Correction == "" {
		f.Correction, err = a.newID("y")
	}
	return err
}

// turned refuses claims that were not made, or not withdrawn, and those of
// another case.
func turned(ctx context.Context, s State, f intake.CorrectionDecided) error {
	for _, id := range slices.Concat(f.Made, f.Withdrawn) {
		c, err := s.Claim(ctx, id)
		if err != nil {
			return err
		}
		stands := c.Standing.Stands()
		switch {
		case c.Case != f.Case:
			return fail.New(fail.Conflict, "the claim %s is of the case %s", id, c.Case)
		case slices.Contains(f.Made, id) && !stands:
			return fail.New(fail.Conflict, "the claim %s was withdrawn", id).Do("name it as one that was withdrawn")
		case slices.Contains(f.Withdrawn, id) && stands:
			return fail.New(fail.Conflict, "the claim %s stands", id).Do("withdraw it first: sanad claim withdraw %s --reason TEXT", id)
		}
	}
	return nil
}

// notes leaves out texts that say nothing.
func notes(given map[string]string) map[string]string {
	var out map[string]string
	for lang, text := range given {
		if text = strings.TrimSpace(text); text != "" {
			if out == nil {
				out = map[string]string{}
			}
			out[lang] = text
		}
	}
	return out
}

// repeated is how many words in a row a note may share with what was told: fewer
// are shared by chance, by names and dates above all.
const repeated = 6

// repeats refuses a note that repeats what was told: by their words people are
// known.
func (req CorrectionRequest) repeats(ctx context.Context, a *Archive, actor guard.Actor) error {
	letters, err := Letters(ctx, a, actor, req.Submission)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, l := range letters.Letters {
		if l.Story == nil {
			continue
		}
		story, _, err := req.Reader.Story(ctx, *l.Story)
		if err != nil {
			return err
		}
		for _, field := range story.Fields {
			for _, run := range runs(field.Value) {
				told[run] = true
			}
		}
	}
	for lang, text := range req.Note {
		for _, run := range runs(text) {
			if told[run] {
				return fail.New(fail.Refused, "the note in the language %s repeats what the giver wrote", lang).Do("use your own words")
			}
		}
	}
	return nil
}

// runs gives each run of words of a text, folded.
func runs(text string) (out []string) {
	words := strings.FieldsFunc(script.Fold(text), func(r rune) bool { return strings.ContainsRune(" \n\t.,;:!?()\"'«»،؛؟-", r) })
	for i := 0; i+repeated <= len(words); i++ {
		out = append(out, strings.Join(words[i:i+repeated], " "))
	}
	return out
}
