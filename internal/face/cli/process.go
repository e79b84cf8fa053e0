package cli

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type processCmd struct {
	Retry    bool   `help:"Also try again what failed before."`
	Step     string `help:"Only this step (read, ocr, convert, probe): of what failed at it, or of --item." placeholder:"STEP"`
	Item     string `help:"Only this item." placeholder:"ID"`
	Password bool   `help:"Ask on standard input for the password that the --item wants. It is written nowhere."`
}

type processFailure struct {
	Item  string `json:"item"`
	Step  string `json:"step"`
	Error string `json:"error"`
	Limit string `json:"limit,omitempty"`
}

// processGap is a part that was not read of an item that was.
type processGap struct {
	Item string `json:"item"`
	text.Gap
}

type movedPassage struct {
	Passage string `json:"passage"`
	Item    string `json:"item"`
	State   string `json:"state"`
}

type processed struct {
	Done    int64            `json:"done"`
	Members int64            `json:"members"` // items found inside others
	Failed  []processFailure `json:"failed"`
	Partial []processGap     `json:"partial"`
	Moved   []movedPassage   `json:"moved"`
	Pending int64            `json:"pending"`
}

func (c *processCmd) Run(s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	password, err := c.password(s)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		req := flow.ProcessRequest{Retry: c.Retry, Step: c.Step, Password: password}
		if c.Item != "" {
			item, err := findItem(s, a, c.Item)
			if err != nil {
				return err
			}
			req.Item = &item.Sum
		}
		out, err := process(s, a, req)
		if err != nil {
			return err
		}
		if err := s.answer(out, func() { tellProcessed(s, out) }); err != nil {
			return err
		}
		if len(out.Failed) > 0 {
			return fail.New(fail.Partial, "%s failed", many(int64(len(out.Failed)), "reading", "readings")).Do("each is named with its reason; sanad process --retry tries again")
		}
		return nil
	})
}

func (c *processCmd) check() error {
	if c.Step != "" && !slices.Contains(text.Steps(), c.Step) {
		return fail.New(fail.Usage, "there is no step %q", c.Step).Do("the steps are read, ocr, convert and probe")
	}
	if c.Password && c.Item == "" {
		return fail.New(fail.Usage, "a password is for one item").Do("give --item ID with --password")
	}
	return nil
}

// password reads one line of standard input: on the command line it would be
// seen by every user of the machine.
func (c *processCmd) password(s *session) (string, error) {
	if !c.Password {
		return "", nil
	}
	if s.Terminal {
		fmt.Fprint(s.Err, "password: ")
	}
	line, err := bufio.NewReader(s.In).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", fail.New(fail.Usage, "no password was given on standard input: %w", err)
	}
	return line, nil
}

func process(s *session, a *Opened, req flow.ProcessRequest) (processed, error) {
	out := processed{Failed: []processFailure{}, Partial: []processGap{}, Moved: []movedPassage{}}
	t := newTimer(s, a)
	err := flow.Process(s.ctx, a.Within, a.Actor, req, func(p flow.Processed) error {
		out.add(p)
		return t.tell(p)
	})
	if err == nil {
		_, err = flow.Index(s.ctx, a.Whole, s.progress())
	}
	if err != nil {
		return out, err
	}
	err = s.look(a, func(st flow.State) (err error) {
		out.Pending, err = st.CountUnread(s.ctx)
		return err
	})
	return out, err
}

func (out *processed) add(p flow.Processed) {
	id := p.Item.Sum.String()
	if len(p.Read) > 0 {
		out.Done++
	}
	out.Members += p.Members
	for _, u := range p.Failed {
		out.Failed = append(out.Failed, processFailure{id, u.Step, u.Reason, u.Limit})
	}
	for _, r := range p.Read {
		for _, g := range r.Gaps {
			out.Partial = append(out.Partial, processGap{id, g})
		}
	}
	for _, m := range p.Moved {
		out.Moved = append(out.Moved, movedPassage{m.ID, id, m.State})
	}
}

// timer shows how much is read and how long the rest may take. What is left
// grows while items are found inside others, so that it is an estimate.
type timer struct {
	s        *session
	begun    time.Time
	done     int64
	left     int64
	progress func(doing string, done, total int64)
}

func newTimer(s *session, a *Opened) *timer {
	t := &timer{s: s, begun: s.Clock(), progress: s.progress()}
	if err := s.look(a, func(st flow.State) (err error) {
		t.left, err = st.CountUnread(s.ctx)
		return err
	}); err != nil {
		t.left = 0 // an estimate that can't be made is not shown
	}
	return t
}

func (t *timer) tell(p flow.Processed) error {
	t.done++
	t.left += p.Members
	total := max(t.left, t.done)
	doing := "reading"
	if passed := t.s.Clock().Sub(t.begun); t.done >= 5 && passed > 2*time.Second {
		rest := time.Duration(float64(passed) / float64(t.done) * float64(total-t.done))
		doing = "reading, about " + rest.Round(time.Second).String() + " left"
	}
	t.progress(doing, t.done, total)
	return nil
}

func tellProcessed(s *session, out processed) {
	s.sayf("read %s", many(out.Done, "item", "items"))
	if out.Members > 0 {
		s.sayf("found %s inside others", many(out.Members, "item", "items"))
	}
	for _, g := range out.Partial {
		s.sayf("read in part: %s: %s%s", g.Item[:12], beforeColon(flat(g.Part)), flat(g.Reason))
	}
	for _, m := range out.Moved {
		s.sayf("%s: passage %s of %s in the new reading", m.State, m.Passage, m.Item[:12])
	}
	for _, f := range out.Failed {
		s.sayf("failed: %s: %s: %s", f.Item[:12], f.Step, flat(f.Error))
	}
	if out.Pending > 0 {
		s.sayf("%s still to be read", many(out.Pending, "item is", "items are"))
	}
}

func beforeColon(part string) string {
	if part == "" {
		return ""
	}
	return part + ": "
}

// look reads the state of one moment.
func (s *session) look(a *Opened, read func(flow.State) error) error {
	return a.Book.Look(s.ctx, func(_ context.Context, st flow.State) error { return read(st) })
}

// findItem finds the item a person means.
func findItem(s *session, a *Opened, id string) (item custody.Item, err error) {
	err = s.look(a, func(st flow.State) error {
		item, err = flow.FindItem(s.ctx, st, a.Actor, id)
		return err
	})
	return item, err
}
