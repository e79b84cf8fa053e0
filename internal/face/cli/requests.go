package cli

import (
	"fmt"
	"strings"

	"sanad/internal/core/request"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

type requestsCmd struct {
	Open bool   `help:"Only those that were not answered in full."`
	Case string `help:"Only of this case."`
}

type requestView struct {
	Request   string          `json:"request"`
	Case      string          `json:"case"`
	Name      string          `json:"name,omitempty"`
	Kinds     []string        `json:"kinds"`
	By        []request.Party `json:"by"`
	To        []request.Party `json:"to"`
	Asked     []string        `json:"asked"`
	Date      []string        `json:"date"` // rivals side by side
	Earliest  *string         `json:"earliest"`
	Latest    *string         `json:"latest"`
	Due       []string        `json:"due"`
	State     request.State   `json:"state"`
	Days      *request.Spell  `json:"days"` // open, or until it was answered in full; null: not known
	Silent    bool            `json:"silent"`
	Overdue   bool            `json:"overdue"`
	Early     bool            `json:"answered_before_asked"`
	Described bool            `json:"known_only_by_description"`
	Answers   []answerView    `json:"answers"`
}

type answerView struct {
	Answer    string          `json:"answer"`
	Name      string          `json:"name,omitempty"`
	Letter    bool            `json:"letter"`
	Kinds     []string        `json:"kinds"`
	Counts    string          `json:"counts"` // as a full answer, in part, not at all
	By        []request.Party `json:"by"`
	Date      []string        `json:"date"`
	Content   []string        `json:"content"`
	Described bool            `json:"known_only_by_description"`
}

func (c *requestsCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			n := 0
			err := flow.Requests(s.ctx, st, flow.RequestFilter{Case: c.Case, Open: c.Open}, calendar.DayOf(s.Clock()), func(r flow.Request) error {
				n++
				v := viewRequest(r)
				return s.answer(v, func() { tellRequest(s, v) })
			})
			if err == nil && n == 0 && !s.JSON {
				s.sayf("no request is recorded%s: they are things of the kind Intervention", map[bool]string{true: " that is open"}[c.Open])
			}
			return err
		})
	})
}

func viewRequest(r flow.Request) requestView {
	v := requestView{Request: r.ID, Case: r.Case, Name: r.Name, Kinds: listed(r.Kinds), By: listed(r.By), To: listed(r.To), Asked: listed(r.What),
		Date: listed(r.Date.Texts), Due: listed(r.Due.Texts), State: r.Standing.State, Days: r.Standing.Waited, Silent: r.Standing.Silent,
		Overdue: r.Standing.Overdue, Early: r.Standing.Early, Described: r.Held.OnlyDescribed(), Answers: []answerView{}}
	if r.Date.Known {
		day := func(b calendar.Bound) *string {
			if d, ok := b.Known(); ok {
				text := d.String()
				return &text
			}
			return nil
		}
		v.Earliest, v.Latest = day(r.Date.Days.Earliest), day(r.Date.Days.Latest)
	}
	for _, a := range r.Answers {
		v.Answers = append(v.Answers, answerView{a.ID, a.Name, a.Letter, listed(a.Kinds), a.Weight().String(), listed(a.By), listed(a.Date.Texts), listed(a.Content), a.Held.OnlyDescribed()})
	}
	return v
}

func tellRequest(s *session, v requestView) {
	s.sayf("%s  [%s%s]  %s", v.Request, v.State, before(", ", spell(v.Days)), oneLine(v.Name))
	s.sayf("  %s%s%s", before("asked by ", names(v.By)), before(" of ", names(v.To)), before(" on ", strings.Join(v.Date, " or ")))
	for _, what := range v.Asked {
		s.sayf("  asked: %s", oneLine(what))
	}
	if v.Described {
		s.sayf("  known only by description: the paper itself is not held")
	}
	for _, a := range v.Answers {
		sort := "answer"
		if a.Letter {
			sort = "letter"
		}
		s.sayf("  %s %s%s%s%s  [%s]%s", sort, a.Answer, before(" by ", names(a.By)), before(" on ", strings.Join(a.Date, " or ")), before(": ", strings.Join(a.Kinds, ", ")), a.Counts,
			map[bool]string{true: "  known only by description"}[a.Described])
		for _, content := range a.Content {
			s.sayf("    %s", oneLine(content))
		}
	}
	if v.Silent {
		s.sayf("  it is recorded that nothing was answered")
	}
	if v.Overdue {
		s.sayf("  ! an answer was due by %s", strings.Join(v.Due, " or "))
	}
	if v.Early {
		s.sayf("  ! an answer is dated before what it answers: one of the sources is wrong")
	}
}

// spell writes for how long something has been open or was.
func spell(d *request.Spell) string {
	switch {
	case d == nil:
		return ""
	case d.Least == d.Most:
		return many(int64(d.Least), "day", "days")
	}
	return fmt.Sprintf("%d to %d days", d.Least, d.Most)
}
