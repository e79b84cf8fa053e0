package desk

import (
	"context"
	"net/http"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// submissionPage is one submission with its thread, sealed; or opened, on the one
// answer to a form with a key holder's key.
type submissionPage struct {
	frame
	submissionRow
	Letters []letterView
	Entries []int64
	Choices []intake.As
	MayWork bool // sort, link, answer, take
	Opened  bool
	// Corrects is what it was noted or decided as; Told, that what was opened is
	// a correction; Ref, the reference to begin a form with.
	Corrects correctionView
	Told     bool
	Ref      string
}

// letterView is a message: sealed, or as it reads.
type letterView struct {
	Entry int64
	At    time.Time
	By    string // of the archive's own
	Files []fileView
	Bytes int64
	Lang  string
	// Corrects: it was told as a correction, of About if that was named as
	// entries are.
	Corrects bool
	About    *aboutView
	Fields   []intake.Field
	Consent  *intake.Consent
	Answer   string
}

// fileView is a file by its sealed size; its name once it was opened.
type fileView struct {
	Name  string
	Bytes int64
}

func showSubmission(ctx context.Context, v *visit) (view, error) {
	return v.submissionPage(ctx, nil)
}

// submissionPage builds the page; with a reader, what it opens is on it.
func (v *visit) submissionPage(ctx context.Context, r *flow.LetterReader) (*submissionPage, error) {
	id := v.r.PathValue("submission")
	letters, err := flow.Letters(ctx, v.archive(), v.actor, id)
	if err != nil {
		return nil, err
	}
	p := &submissionPage{Choices: choices(), Opened: r != nil}
	err = v.look(ctx, func(ctx context.Context, s *sight) error {
		sub, err := s.Submission(ctx, id)
		if err != nil {
			return err
		}
		p.submissionRow = v.submissionRow(sub)
		p.MayWork = v.mayIn(sub.Case, guard.ToSeal) && v.mayIn(sub.Case, guard.ToCollect)
		if p.Corrects, err = s.correctionView(ctx, sub.Correction); err != nil {
			return err
		}
		p.Ref = p.Corrects.About()
		p.Entries, err = s.SubmissionHistory(ctx, id)
		return err
	})
	for _, l := range letters.Letters {
		if err != nil {
			break
		}
		var lv letterView
		lv, err = viewLetter(ctx, l, r)
		p.Letters = append(p.Letters, lv)
	}
	if err == nil && p.Opened {
		err = p.told(ctx, v)
	}
	return p, err
}

// told looks up, of letters that were opened, what they say they correct. That is
// done after all are read: nothing asks the archive while it holds a look of it.
func (p *submissionPage) told(ctx context.Context, v *visit) error {
	return v.look(ctx, func(ctx context.Context, s *sight) error {
		for _, l := range p.Letters {
			p.Told = p.Told || l.Corrects
			if l.About == nil {
				continue
			}
			at, err := s.aboutView(ctx, l.About.Reference)
			if err != nil {
				return err
			}
			if *l.About = at; p.Ref == "" {
				p.Ref = at.ID
			}
		}
		return nil
	})
}

func viewLetter(ctx context.Context, l flow.SealedLetter, r *flow.LetterReader) (v letterView, err error) {
	v = letterView{Entry: l.Entry, At: l.At, By: l.By}
	if l.Answer != nil {
		v.Bytes = l.Answer.Bytes
		if r != nil {
			v.Answer, err = r.Answer(ctx, *l.Answer)
		}
		return v, err
	}
	v.Bytes = l.Story.Bytes
	for _, p := range l.Files {
		f := fileView{Bytes: p.Bytes}
		if r != nil {
			if f.Name, err = r.Name(ctx, p); err != nil {
				return v, err
			}
		}
		v.Files = append(v.Files, f)
	}
	if r == nil {
		return v, nil
	}
	story, _, err := r.Story(ctx, *l.Story)
	v.Lang, v.Fields, v.Consent, v.Corrects = story.Language, story.Fields, &story.Consent, story.Form == intake.FormCorrection
	if err == nil && story.About != nil {
		if err = story.About.Check(); err == nil { // what is sealed was written by anybody who has the recipients
			v.About = &aboutView{Reference: *story.About}
		}
	}
	return v, err
}

// reader opens with the key that was pasted: it is in the memory of this one
// request, and nowhere else.
func (v *visit) reader() (flow.LetterReader, error) {
	for line := range strings.Lines(v.field("key")) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "AGE-SECRET-KEY-") {
			a := v.archive()
			return flow.LetterReader{Sealer: a.Sealer, Identity: line, Open: a.OpenPart}, nil
		}
	}
	return flow.LetterReader{}, fail.New(fail.Usage, "no private key was pasted: it begins with AGE-SECRET-KEY-PQ-1")
}

// openSubmission answers with the page as it reads: nothing changes, and nothing
// of it is kept, so there is no page to go to.
func openSubmission(w http.ResponseWriter, v *visit) error {
	r, err := v.reader()
	if err != nil {
		return err
	}
	p, err := v.submissionPage(v.r.Context(), &r)
	if err != nil {
		return err
	}
	return v.render(w, http.StatusOK, "submission", p)
}

// worked goes back to the submission and says what was done.
func (v *visit) worked(done string, err error) (string, error) {
	return "/intake/" + v.r.PathValue("submission") + "?done=" + done, err
}

func sortSubmission(ctx context.Context, v *visit) (string, error) {
	_, err := flow.Sort(ctx, v.archive(), v.actor, flow.SortRequest{Submission: v.r.PathValue("submission"), As: intake.As(v.field("sorted")),
		Group: strings.TrimSpace(v.field("group")), Note: v.field("note"), Alike: v.field("alike") != ""})
	return v.worked("submission-sorted", err)
}

func linkSubmission(ctx context.Context, v *visit) (string, error) {
	return v.worked("submission-linked", flow.LinkSubmission(ctx, v.archive(), v.actor, v.r.PathValue("submission"), strings.TrimSpace(v.field("to"))))
}

func answerSubmission(ctx context.Context, v *visit) (string, error) {
	return v.worked("submission-answered", flow.Answer(ctx, v.archive(), v.actor, v.r.PathValue("submission"), v.field("text")))
}

func endSubmission(ctx context.Context, v *visit) (string, error) {
	if v.field("sure") == "" {
		return "", fail.New(fail.Usage, "a thread that is ended can't be begun again: tick that you are sure")
	}
	return v.worked("thread-ended", flow.EndThread(ctx, v.archive(), v.actor, v.r.PathValue("submission")))
}

func takeSubmission(ctx context.Context, v *visit) (string, error) {
	r, err := v.reader()
	if err != nil {
		return "", err
	}
	_, err = flow.TakeSubmission(ctx, v.within(), v.actor, v.r.PathValue("submission"), r, func(flow.Taken) error { return nil })
	return v.worked("submission-taken", err)
}
