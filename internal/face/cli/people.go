package cli

import (
	"fmt"
	"strings"

	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type peopleCmd struct {
	Case      string `help:"The investigation." default:"main"`
	Level     string `help:"How sure it must be that rows are one person: judged (by people), certain, probable, possible." default:"judged" enum:"judged,certain,probable,possible"`
	Of        string `help:"Only the person whose row this is; an id that once named a person leads to whose it is now." placeholder:"ROW"`
	Relatives bool   `help:"Instead, pairs that look like close relatives."`
}

// personView is one person: its id is that of the row recorded first.
type personView struct {
	Person   string       `json:"person"`
	Level    string       `json:"level"`
	Mentions []recordView `json:"mentions"`
}

type kinView struct {
	Left  recordView `json:"left"`
	Right recordView `json:"right"`
	Bits  *float64   `json:"bits"` // that they are relatives rather than strangers; null where linking does not say so
	Known string     `json:"judged,omitempty"`
}

func (c *peopleCmd) Run(s *session) error {
	level, err := flow.ParseLevel(c.Level)
	if err != nil {
		return err
	}
	return s.withLinked(c.Case, func(a *Opened, l *flow.Linked) error {
		if l.Unlinked && (level != flow.Judged || c.Relatives) {
			return fail.New(fail.Conflict, "the rows of the case %s were not linked yet", c.Case).Do("link them: sanad link --case %s", c.Case)
		}
		if c.Relatives {
			return c.relatives(s, l)
		}
		people := l.At(level)
		if c.Of != "" {
			one, err := l.PersonOf(level, c.Of)
			if err != nil {
				return err
			}
			people = []person.Cluster{one}
		}
		for _, cluster := range people {
			out := personView{Person: cluster.ID(), Level: c.Level}
			names := make([]string, len(cluster))
			for i, m := range cluster {
				r := l.Record(m)
				names[i] = oneLine(r.Name)
				out.Mentions = append(out.Mentions, viewRecord(r, l.ListName(r.List)))
			}
			if err := s.answer(out, func() { s.sayf("%s  %s", out.Person, strings.Join(names, " = ")) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *peopleCmd) relatives(s *session, l *flow.Linked) error {
	for _, p := range l.Relatives() {
		left, right := l.Record(p.Left), l.Record(p.Right)
		out := kinView{Left: viewRecord(left, l.ListName(left.List)), Right: viewRecord(right, l.ListName(right.List))}
		bits := ""
		if p.Known() {
			out.Bits, bits = &p.Bits, fmt.Sprintf("   %+.1f bits", p.Bits)
		}
		if j, ok := l.JudgementOf(p.Pair); ok {
			out.Known = strings.TrimSpace(string(j.Verdict) + " " + j.Relation)
		}
		if err := s.answer(out, func() {
			s.sayf("%s %s  ~  %s %s%s%s", left.Mention, oneLine(left.Name), right.Mention, oneLine(right.Name), bits, before("; judged ", out.Known))
		}); err != nil {
			return err
		}
	}
	return nil
}
