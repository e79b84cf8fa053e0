package cli

import (
	"strings"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// correctionView is what a reader says should stand otherwise, and what became of
// it.
type correctionView struct {
	Correction string            `json:"correction"`
	Submission string            `json:"submission,omitempty"` // none where the decision keeps it apart
	Case       string            `json:"case"`
	About      intake.Reference  `json:"about"`
	Open       bool              `json:"open"`
	Outcome    intake.Outcome    `json:"outcome,omitempty"`
	Made       []string          `json:"made,omitempty"`
	Withdrawn  []string          `json:"withdrawn,omitempty"`
	Reason     string            `json:"reason,omitempty"`
	Note       map[string]string `json:"note,omitempty"`
	By         string            `json:"by,omitempty"`
	At         string            `json:"at,omitempty"`    // of the decision
	Entry      int64             `json:"entry,omitempty"` // likewise
	Index      int64             `json:"index"`
}

func viewCorrection(c intake.Correction) correctionView {
	v := correctionView{Correction: c.Correction, Submission: c.Submission, Case: c.Case, About: c.About, Open: c.Open(), Index: c.Index}
	if d := c.Decided; d != nil {
		v.Outcome, v.Made, v.Withdrawn, v.Reason, v.Note = d.Outcome, d.Made, d.Withdrawn, d.Reason, d.Note
		v.By, v.At, v.Entry = c.Actor, c.Time.Format(time.RFC3339), c.Entry
	}
	return v
}

func tellCorrection(s *session, v correctionView) {
	stands := "open"
	if !v.Open {
		stands = string(v.Outcome)
	}
	s.sayf("%s  [%s]  %s %s%s, case %s", v.Correction, stands, v.About.On, v.About.ID, before(", handed in as ", v.Submission), v.Case)
	if len(v.Made)+len(v.Withdrawn) > 0 {
		s.sayf("  made %s; withdrew %s", strings.Join(orNone(v.Made), ", "), strings.Join(orNone(v.Withdrawn), ", "))
	}
	if v.Reason != "" {
		s.sayf("  %s: %s", v.By, oneLine(v.Reason))
	}
	if note := firstOf(v.Note); note != "" {
		s.sayf("  in public: %s", oneLine(note))
	}
}

func orNone(ids []string) []string {
	if len(ids) == 0 {
		return []string{"none"}
	}
	return ids
}

// corrections lists them instead of doors.
func (c *doorListCmd) corrections(s *session, st flow.State) error {
	all, err := st.Corrections(s.ctx, c.Case)
	n := 0
	for _, one := range all {
		if err != nil {
			break
		}
		if c.Open && !one.Open() {
			continue
		}
		n++
		v := viewCorrection(one)
		err = s.answer(v, func() { tellCorrection(s, v) })
	}
	if err == nil && n == 0 && !s.JSON {
		s.sayf("no correction is noted; who read one notes it: sanad door note SUBMISSION REF")
	}
	return err
}

type doorNoteCmd struct {
	Submission string `arg:"" help:"The submission."`
	About      string `arg:"" help:"Reference of the entry it corrects: e-..., m-..., c-..., n-..., the SHA-256 of an item, or r-....P-... ."`
}

func (c *doorNoteCmd) Run(s *session) error {
	about, err := aboutOf(c.About)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		id, err := flow.NoteCorrection(s.ctx, a.Archive, a.Actor, c.Submission, about)
		if err != nil {
			return err
		}
		return s.answer(notedView{id, c.Submission, about}, func() {
			s.sayf("%s is the correction %s of %s; the ledger ties them from now on", c.Submission, id, about.ID)
		})
	})
}

// aboutOf reads a reference as somebody types it.
func aboutOf(ref string) (intake.Reference, error) {
	about, ok := intake.ParseReference(strings.TrimSpace(ref))
	if !ok {
		return about, intake.Reference{ID: ref}.Check()
	}
	return about, nil
}

// notedView is a submission with the entry it corrects.
type notedView struct {
	Correction string           `json:"correction"`
	Submission string           `json:"submission"`
	About      intake.Reference `json:"about"`
}

type doorDecideCmd struct {
	Of        string   `arg:"" help:"The submission; or a correction, y-..., to decide on it anew."`
	Outcome   string   `arg:"" help:"accepted, in_part or declined."`
	About     string   `help:"Reference of the entry; the one that was noted unless given." placeholder:"REF"`
	Made      []string `help:"A claim that was made by it; once for each." placeholder:"CLAIM"`
	Withdrawn []string `help:"A claim that was withdrawn by it; once for each." placeholder:"CLAIM"`
	Reason    string   `help:"Why; it stays inside."`
	Note      []string `help:"What may be told in public, as en=TEXT; it says nothing of who wrote." placeholder:"LANG=TEXT" sep:"none"`
	Apart     bool     `help:"Don't record which submission it was."`
	Key       string   `help:"File with a key holder's private key: a note that repeats what the giver wrote is refused." placeholder:"FILE"`
}

func (c *doorDecideCmd) Run(s *session) error {
	req := flow.CorrectionRequest{Apart: c.Apart, Outcome: intake.Outcome(c.Outcome), Made: c.Made, Withdrawn: c.Withdrawn, Reason: c.Reason}
	var err error
	if c.About != "" {
		if req.About, err = aboutOf(c.About); err != nil {
			return err
		}
	}
	if req.Note, err = byLanguage("--note", c.Note); err != nil {
		return err
	}
	if req.Submission = c.Of; strings.HasPrefix(c.Of, "y-") {
		req.Submission, req.Correction = "", c.Of
	}
	identity := ""
	if c.Key != "" {
		if req.Submission == "" {
			return fail.New(fail.Usage, "a key opens a submission, and %s is a correction", c.Of).Do("name the submission")
		}
		if identity, err = readKey(s, c.Key); err != nil {
			return err
		}
	}
	return s.with(func(a *Opened) error {
		if identity != "" {
			req.Reader = &flow.LetterReader{Sealer: a.Sealer, Identity: identity, Open: a.OpenPart}
		}
		f, err := flow.DecideCorrection(s.ctx, a.Archive, a.Actor, req)
		if err != nil {
			return err
		}
		return s.answer(f, func() {
			submission := req.Submission
			if submission == "" {
				submission = "SUBMISSION" // a decision made apart names none
			}
			s.sayf("the correction %s of %s is %s; its giver reads it when you write: sanad door answer %s", f.Correction, f.About.ID, f.Outcome, submission)
		})
	})
}
