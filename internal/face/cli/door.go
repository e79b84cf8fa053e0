package cli

import (
	"strings"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type doorCmd struct {
	Open   doorOpenCmd   `cmd:"" help:"Let strangers hand something in for a case, or change what an open door says."`
	Close  doorCloseCmd  `cmd:"" help:"Take nothing new at a door; threads go on."`
	List   doorListCmd   `cmd:"" help:"List doors, or corrections of what was published."`
	Serve  doorServeCmd  `cmd:"" help:"Serve the pages for strangers alone."`
	Inbox  doorInboxCmd  `cmd:"" help:"List what was handed in, the oldest first; what is equal once."`
	Show   doorShowCmd   `cmd:"" help:"Show a submission as far as it can be seen without a key."`
	Sealed doorSealedCmd `cmd:"" help:"Write a submission to a folder as it is sealed, to be read on another machine."`
	Read   doorReadCmd   `cmd:"" help:"Open a submission with a key holder's key, on this machine."`
	Answer doorAnswerCmd `cmd:"" help:"Write to the giver of a submission; the text is read from standard input."`
	Sort   doorSortCmd   `cmd:"" help:"Say what becomes of a submission; nothing is dropped."`
	Near   doorNearCmd   `cmd:"" help:"Let what tells almost the same stand together, with a key holder's key."`
	Link   doorLinkCmd   `cmd:"" help:"Say that a submission has to do with a thing of the archive."`
	Note   doorNoteCmd   `cmd:"" help:"Say which entry a submission corrects, once somebody read it."`
	Decide doorDecideCmd `cmd:"" help:"Record what became of a correction."`
	Take   doorTakeCmd   `cmd:"" help:"Take a submission into custody, for the uses its giver agreed to."`
	End    doorEndCmd    `cmd:"" help:"End the thread of a submission: its code opens nothing any more."`
	Expire doorExpireCmd `cmd:"" help:"End the threads in which nothing was written for long, and remove what a crash left of letters that were never sent."`
}

type doorOpenCmd struct {
	Door  string   `arg:"" help:"Its name, which stands in addresses: small letters, digits and - of a to z."`
	Case  string   `help:"The investigation it is for; main unless the door is there." placeholder:"CASE"`
	Title []string `help:"What it is called, as en=TEXT; once for each language." placeholder:"LANG=TEXT" sep:"none"`
	About []string `help:"Who reads it, what will happen and what not, as en=TEXT." placeholder:"LANG=TEXT" sep:"none"`
}

func (c *doorOpenCmd) Run(s *session) error {
	title, err := byLanguage("--title", c.Title)
	if err != nil {
		return err
	}
	about, err := byLanguage("--about", c.About)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		f, err := flow.OpenDoor(s.ctx, a.Whole, a.Actor, intake.DoorOpened{Door: c.Door, Case: c.Case, Title: title, About: about})
		if err != nil {
			return err
		}
		return s.answer(doorView{Door: f.Door, Case: f.Case, Title: f.Title, About: f.About, Open: true}, func() {
			s.sayf("the door %s of the case %s is open: serve it with sanad door serve, or sanad serve --door", f.Door, f.Case)
		})
	})
}

// byLanguage reads texts that begin with their language.
func byLanguage(flag string, given []string) (map[string]string, error) {
	texts := map[string]string{}
	for _, g := range given {
		lang, text, ok := strings.Cut(g, "=")
		if !ok {
			return nil, fail.New(fail.Usage, "%s %q has no language", flag, g).Do("give it as %s en=TEXT", flag)
		}
		texts[lang] = text
	}
	return texts, nil
}

type doorView struct {
	Door        string            `json:"door"`
	Case        string            `json:"case"`
	Title       map[string]string `json:"title"`
	About       map[string]string `json:"about,omitempty"`
	Open        bool              `json:"open"`
	Submissions int64             `json:"submissions,omitempty"` // told to who may see what is sealed
	Waiting     int64             `json:"waiting,omitempty"`
}

type doorCloseCmd struct {
	Door string `arg:"" help:"The door."`
}

func (c *doorCloseCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.CloseDoor(s.ctx, a.Whole, a.Actor, c.Door); err != nil {
			return err
		}
		return s.answer(doorView{Door: c.Door}, func() { s.sayf("the door %s is closed; threads go on", c.Door) })
	})
}

type doorListCmd struct {
	Corrections bool   `help:"List what readers say should stand otherwise, as it was noted, and what was decided."`
	Open        bool   `help:"Of corrections only those that nobody decided on."`
	Case        string `help:"Of corrections only those of this case."`
}

func (c *doorListCmd) Run(s *session) error {
	if (c.Open || c.Case != "") && !c.Corrections {
		return fail.New(fail.Usage, "--open and --case narrow corrections").Do("give --corrections too")
	}
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			if c.Corrections {
				return c.corrections(s, st)
			}
			doors, err := st.Doors(s.ctx)
			if err != nil {
				return err
			}
			for _, d := range doors {
				v := doorView{d.Door, d.Case, d.Title, d.About, !d.Closed, d.Submissions, d.Waiting}
				if err := s.answer(v, func() { tellDoor(s, v) }); err != nil {
					return err
				}
			}
			if len(doors) == 0 && !s.JSON {
				s.sayf("there is no door; open one: sanad door open NAME --title en=TEXT")
			}
			return nil
		})
	})
}

func tellDoor(s *session, v doorView) {
	s.sayf("%s  [%s]  case %s  %s", v.Door, map[bool]string{true: "open", false: "closed"}[v.Open], v.Case, oneLine(firstOf(v.Title)))
	if v.Submissions > 0 {
		s.sayf("  %s, %d not sorted", many(v.Submissions, "submission", "submissions"), v.Waiting)
	}
}

// firstOf gives a text in the first language of the door's that has one.
func firstOf(texts map[string]string) string {
	for _, lang := range intake.Languages() {
		if texts[lang] != "" {
			return texts[lang]
		}
	}
	return ""
}

type doorAnswerCmd struct {
	Submission string `arg:"" help:"The submission."`
}

func (c *doorAnswerCmd) Run(s *session) error {
	text, err := s.readText()
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		if err := flow.Answer(s.ctx, a.Archive, a.Actor, c.Submission, text); err != nil {
			return err
		}
		return s.answer(map[string]any{"submission": c.Submission, "answered": true}, func() {
			s.sayf("the answer is sealed to the giver of %s; who has the code reads it", c.Submission)
		})
	})
}

type doorSortCmd struct {
	Submission string `arg:"" help:"The submission."`
	Sorted     string `arg:"" help:"new, open, answered, declined or spam."`
	Group      string `help:"Let it stand with these from now on." placeholder:"NAME"`
	Note       string `help:"Why."`
	Alike      bool   `help:"All that stand in its group, and are sorted as it is, too."`
}

func (c *doorSortCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		ids, err := flow.Sort(s.ctx, a.Archive, a.Actor, flow.SortRequest{Submission: c.Submission, As: intake.As(c.Sorted), Group: c.Group, Note: c.Note, Alike: c.Alike})
		if err != nil {
			return err
		}
		return s.answer(sortedView{ids, c.Sorted}, func() { s.sayf("%s sorted as %s", many(int64(len(ids)), "submission", "submissions"), c.Sorted) })
	})
}

type doorLinkCmd struct {
	Submission string `arg:"" help:"The submission."`
	To         string `arg:"" help:"An item, entity, claim, finding, row, accession or another submission."`
}

func (c *doorLinkCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.LinkSubmission(s.ctx, a.Archive, a.Actor, c.Submission, c.To); err != nil {
			return err
		}
		return s.answer(linkedView{c.Submission, c.To}, func() { s.sayf("%s is linked to %s", c.Submission, c.To) })
	})
}

type doorEndCmd struct {
	Submission string `arg:"" help:"The submission."`
}

func (c *doorEndCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.EndThread(s.ctx, a.Archive, a.Actor, c.Submission); err != nil {
			return err
		}
		return s.answer(endedView{c.Submission, true}, func() { s.sayf("the thread of %s has ended", c.Submission) })
	})
}

type doorExpireCmd struct {
	Days int `help:"How many days without a message; else what the archive's settings say." placeholder:"N"`
}

func (c *doorExpireCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		days := c.Days
		if days == 0 {
			days = a.ThreadDays
		}
		if days < 1 {
			return fail.New(fail.Usage, "a thread can't end after %d days", days).Do("give --days, 1 at least")
		}
		ended, err := flow.ExpireThreads(s.ctx, a.Archive, a.Actor, s.Clock().Add(-time.Duration(days)*24*time.Hour))
		if err != nil {
			return err
		}
		var unsent flow.Unsent
		if flow.MayTidy(a.Actor) == nil {
			if unsent, err = flow.DropUnsent(s.ctx, a.Whole, a.Actor, s.Clock()); err != nil {
				return err
			}
		}
		return s.answer(expiredView{ended, days, unsent.Parts}, func() {
			s.sayf("%s ended, in which nothing was written for %d days", many(ended, "thread", "threads"), days)
			if unsent.Parts > 0 {
				s.sayf("%s removed, %d bytes, of letters that were never sent", many(unsent.Parts, "sealed part", "sealed parts"), unsent.Bytes)
			}
		})
	})
}

// sortedView is the submissions that were sorted, and as what.
type sortedView struct {
	Sorted []string `json:"sorted"`
	As     string   `json:"as"`
}

// linkedView is a submission and what it is linked to.
type linkedView struct {
	Submission string `json:"submission"`
	To         string `json:"to"`
}

// endedView is a submission whose thread has ended.
type endedView struct {
	Submission string `json:"submission"`
	Ended      bool   `json:"ended"`
}

// expiredView is how many threads ended for so many days of silence, and how many
// sealed parts that were never sent were removed.
type expiredView struct {
	Ended   int64 `json:"ended"`
	Days    int   `json:"days"`
	Removed int64 `json:"removed"`
}
