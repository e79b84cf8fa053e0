package cli

import (
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
)

type doorInboxCmd struct {
	Sorted string `help:"Only what is sorted so: new, open, answered, taken, declined or spam; all but spam unless given." placeholder:"SORT"`
	Case   string `help:"Only of this case."`
	Door   string `help:"Only of this door."`
	All    bool   `help:"Everything, and each of those that are equal."`
}

// submissionView is a submission as it is listed.
type submissionView struct {
	Submission string    `json:"submission"`
	Door       string    `json:"door"`
	Case       string    `json:"case"`
	At         string    `json:"at"` // to the hour
	As         intake.As `json:"as"`
	Files      int       `json:"files"`
	Bytes      int64     `json:"bytes"` // sealed
	Giver      bool      `json:"giver"` // who it is from is sealed in it
	Group      string    `json:"group,omitempty"`
	Alike      int64     `json:"alike"`
	Unread     int64     `json:"unread"`
	Note       string    `json:"note,omitempty"`
	By         string    `json:"by,omitempty"`
	Accession  string    `json:"accession,omitempty"`
	Links      []string  `json:"links,omitempty"`
	Correction string    `json:"correction,omitempty"` // what it was noted as
	Ended      string    `json:"ended,omitempty"`
	Index      int64     `json:"index"`
}

func viewSubmission(s intake.Submission) submissionView {
	v := submissionView{Submission: s.Submission, Door: s.Door, Case: s.Case, At: s.Time.Format(time.RFC3339), As: s.As, Files: len(s.Sealed.Files), Giver: len(s.Sealed.Giver) > 0,
		Group: s.Group, Alike: s.Alike, Unread: s.Unread, Note: s.Note, By: s.By, Accession: s.Accession, Links: s.Links, Correction: s.Correction, Ended: string(s.Ended), Index: s.Index}
	for _, p := range s.Sealed.Parts() {
		v.Bytes += p.Bytes
	}
	return v
}

func tellSubmission(s *session, v submissionView) {
	s.sayf("%s  [%s]  %s %s:00  door %s, case %s%s%s", v.Submission, v.As, v.At[:10], v.At[11:13], v.Door, v.Case, before(", ", some(int64(v.Files), "file", "files")), before(", ", some(v.Unread, "addition not read", "additions not read")))
	if v.Correction != "" {
		s.sayf("  the correction %s", v.Correction)
	}
	if v.Alike > 1 {
		s.sayf("  %d are alike: group %s", v.Alike, v.Group)
	}
	if v.Note != "" {
		s.sayf("  %s: %s", v.By, oneLine(v.Note))
	}
}

// some is many, and nothing of none.
func some(n int64, one, more string) string {
	if n == 0 {
		return ""
	}
	return many(n, one, more)
}

func (c *doorInboxCmd) Run(s *session) error {
	f := flow.SubmissionFilter{Case: c.Case, Door: c.Door, As: intake.As(c.Sorted), First: !c.All}
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			n := 0
			err := st.Submissions(s.ctx, f, func(sub intake.Submission) error {
				if sub.As == intake.Spam && c.Sorted == "" && !c.All {
					return nil
				}
				n++
				v := viewSubmission(sub)
				return s.answer(v, func() { tellSubmission(s, v) })
			})
			if err == nil && n == 0 && !s.JSON {
				s.sayf("nothing is there")
			}
			return err
		})
	})
}

type doorShowCmd struct {
	Submission string `arg:"" help:"The submission."`
}

// shownSubmission is a submission with its thread.
type shownSubmission struct {
	submissionView
	Letters []flow.SealedLetter `json:"letters"`
	Entries []int64             `json:"entries"`
}

func (c *doorShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		letters, err := flow.Letters(s.ctx, a.Archive, a.Actor, c.Submission)
		if err != nil {
			return err
		}
		v := shownSubmission{Letters: letters.Letters}
		err = s.look(a, func(st flow.State) error {
			sub, err := st.Submission(s.ctx, c.Submission)
			if err != nil {
				return err
			}
			v.submissionView = viewSubmission(sub)
			v.Entries, err = st.SubmissionHistory(s.ctx, c.Submission)
			return err
		})
		if err != nil {
			return err
		}
		return s.answer(v, func() { tellShown(s, v) })
	})
}

func tellShown(s *session, v shownSubmission) {
	tellSubmission(s, v.submissionView)
	for _, l := range v.Letters {
		who := "the giver"
		if l.Answer != nil {
			who = l.By
		}
		s.sayf("  entry %d, %s, by %s%s", l.Entry, l.At.Format("2006-01-02 15:04"), who, before(": ", some(int64(len(l.Files)), "file", "files")))
	}
	if v.Giver {
		s.sayf("  who it is from is sealed: sanad unseal request %s --reason TEXT", v.Submission)
	}
	for _, to := range v.Links {
		s.sayf("  linked to %s", to)
	}
	if v.Ended != "" {
		s.sayf("  its thread has ended (%s)", v.Ended)
	}
	s.sayf("  to read it: sanad door read %s --key FILE", v.Submission)
}
