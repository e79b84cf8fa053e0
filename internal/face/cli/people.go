package cli

import (
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type factorView struct {
	Field string `json:"field"`
	Level string `json:"level"`
}

type recordView struct {
	ID     string `json:"id"`
	List   string `json:"list"`
	Name   string `json:"name"`
	Father string `json:"father_name,omitempty"`
	Born   string `json:"birth_date,omitempty"`
}

type pairView struct {
	Left    recordView   `json:"left"`
	Right   recordView   `json:"right"`
	Factors []factorView `json:"factors"`
}

func viewRecord(r person.Record) recordView {
	return recordView{r.Mention, r.List, r.Name, r.Father, r.Born}
}

func viewPair(p person.Pair) pairView {
	v := pairView{Left: viewRecord(p.Left), Right: viewRecord(p.Right)}
	for _, f := range p.Factors {
		v.Factors = append(v.Factors, factorView{f.Field, f.Level})
	}
	return v
}

type linkCmd struct {
	Rows  linkRowsCmd  `cmd:"" default:"withargs" help:"Find rows of a case's lists that may be one person."`
	Bench linkBenchCmd `cmd:"" help:"Measure linkage on a table whose true answer is known; needs no archive."`
}

type linkRowsCmd struct {
	Case      string `help:"The investigation." default:"main"`
	JudgeSame bool   `name:"judge-same" help:"Judge every undecided pair to be the same person, with --reason."`
	Reason    string `help:"Why the pairs are judged the same."`
}

type linked struct {
	Records   int        `json:"records"`
	Pairs     int        `json:"pairs"`
	Undecided []pairView `json:"undecided"`
	LeftOut   int        `json:"left_out"`
	Judged    int        `json:"judged"`
	Clusters  int        `json:"clusters"`
	Conflicts [][]string `json:"conflicts"`
	Model     string     `json:"model"`
}

func (c *linkRowsCmd) Run(s *session) error {
	if c.JudgeSame && strings.TrimSpace(c.Reason) == "" {
		return fail.New(fail.Usage, "a judgement needs a reason").Do("give --reason TEXT")
	}
	return s.with(func(a *Opened) error {
		if c.JudgeSame {
			n, err := flow.JudgeAll(s.ctx, a.Archive, a.Actor, c.Case, person.Same, c.Reason)
			if err != nil {
				return err
			}
			s.notef("judged %s to be the same person", many(int64(n), "pair", "pairs"))
		}
		l, err := linkOf(s, a, c.Case)
		if err != nil {
			return err
		}
		out := linked{Records: len(l.Records), Pairs: len(l.Pairs), Undecided: []pairView{}, LeftOut: l.LeftOut, Judged: l.Judged, Clusters: len(l.Clusters), Conflicts: [][]string{}, Model: person.PairRule}
		for _, p := range l.Undecided {
			out.Undecided = append(out.Undecided, viewPair(p))
		}
		for _, x := range l.Conflicts {
			out.Conflicts = append(out.Conflicts, []string{x.Left, x.Right})
		}
		return s.answer(out, func() { tellLinked(s, out) })
	})
}

func linkOf(s *session, a *Opened, caseName string) (l flow.Linked, err error) {
	err = s.look(a, func(st flow.State) error {
		l, err = flow.Link(s.ctx, st, caseName)
		return err
	})
	return l, err
}

func tellLinked(s *session, out linked) {
	s.sayf("%d records, %d pairs (%d undecided), %d judgements, %d people", out.Records, out.Pairs, len(out.Undecided), out.Judged, out.Clusters)
	s.sayf("rule: %s", out.Model)
	if out.LeftOut > 0 {
		s.sayf("%d records bear names that too many share; their pairs were left out", out.LeftOut)
	}
	for _, c := range out.Conflicts {
		s.sayf("conflict: %s and %s are judged different, and the same through others", c[0], c[1])
	}
	if len(out.Undecided) > 0 {
		s.sayf("decide them: sanad review next")
	}
}

type reviewCmd struct {
	Next   reviewNextCmd   `cmd:"" help:"Show the next undecided pair."`
	Decide reviewDecideCmd `cmd:"" help:"Judge a pair."`
}

type reviewNextCmd struct {
	Case string `help:"The investigation." default:"main"`
}

func (c *reviewNextCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		l, err := linkOf(s, a, c.Case)
		if err != nil {
			return err
		}
		out := struct {
			Pair *pairView `json:"pair"`
			Left int       `json:"left"`
		}{Left: len(l.Undecided)}
		if len(l.Undecided) > 0 {
			v := viewPair(l.Undecided[0])
			out.Pair = &v
		}
		return s.answer(out, func() {
			if out.Pair == nil {
				s.sayf("no pair is undecided")
				return
			}
			tellPair(s, *out.Pair)
			s.sayf("%d undecided; decide: sanad review decide %s %s same|different|unsure --reason TEXT", out.Left, out.Pair.Left.ID, out.Pair.Right.ID)
		})
	})
}

func tellPair(s *session, p pairView) {
	for _, r := range []recordView{p.Left, p.Right} {
		s.sayf("%s  %s%s%s", r.ID, r.Name, before("; father: ", r.Father), before("; born: ", r.Born))
	}
	for _, f := range p.Factors {
		s.sayf("  %-12s %s", f.Field, f.Level)
	}
}

type reviewDecideCmd struct {
	Left    string `arg:"" help:"One row."`
	Right   string `arg:"" help:"The other."`
	Verdict string `arg:"" help:"same, different or unsure." enum:"same,different,unsure"`
	Reason  string `required:"" help:"Why."`
}

func (c *reviewDecideCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		j, err := flow.Judge(s.ctx, a.Archive, a.Actor, c.Left, c.Right, person.Verdict(c.Verdict), c.Reason)
		if err != nil {
			return err
		}
		return s.answer(j, func() { s.sayf("%s and %s: %s", j.Left, j.Right, j.Verdict) })
	})
}

type explainCmd struct {
	Left  string `arg:"" help:"One row."`
	Right string `arg:"" help:"The other."`
}

func (c *explainCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var p person.Pair
		err := s.look(a, func(st flow.State) (err error) {
			p, err = flow.Explain(s.ctx, st, c.Left, c.Right)
			return err
		})
		if err != nil {
			return err
		}
		v := viewPair(p)
		out := struct {
			pairView
			Model string `json:"model"`
		}{v, person.PairRule}
		return s.answer(out, func() { tellPair(s, v) })
	})
}

type peopleCmd struct {
	Case string `help:"The investigation." default:"main"`
}

func (c *peopleCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		l, err := linkOf(s, a, c.Case)
		if err != nil {
			return err
		}
		byID := map[string]person.Record{}
		for _, r := range l.Records {
			byID[r.Mention] = r
		}
		for _, cluster := range l.Clusters {
			out := struct {
				Person   string       `json:"person"`
				Mentions []recordView `json:"mentions"`
			}{cluster[0], nil}
			for _, m := range cluster {
				out.Mentions = append(out.Mentions, viewRecord(byID[m]))
			}
			err := s.answer(out, func() {
				names := make([]string, len(out.Mentions))
				for i, m := range out.Mentions {
					names[i] = m.Name
				}
				s.sayf("%s  %s", out.Person, strings.Join(names, " = "))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

type estimateView struct {
	Method   string      `json:"method"`
	Lists    [2]string   `json:"lists"`
	N1       int64       `json:"n1"`
	N2       int64       `json:"n2"`
	Both     int64       `json:"both"`
	Median   float64     `json:"median"`
	Mean     float64     `json:"mean"`
	StdErr   float64     `json:"standard_error"`
	Interval [2]int64    `json:"interval"`
	Level    float64     `json:"level"`
	Band     [][2]any    `json:"sensitivity"`
	Warnings []string    `json:"warnings"`
	Seed     interface{} `json:"seed"` // this method draws nothing: null
}

func viewEstimate(e count.Estimate) estimateView {
	low, high := e.Outward()
	v := estimateView{Method: e.Method, Lists: e.Lists, N1: e.N1, N2: e.N2, Both: e.Both, Median: e.Point, Mean: e.Point, StdErr: e.StdErr,
		Interval: [2]int64{low, high}, Level: e.Level, Warnings: e.Warnings}
	for _, b := range e.Band {
		v.Band = append(v.Band, [2]any{b.Theta, b.N})
	}
	return v
}

func tellEstimate(s *session, e estimateView) {
	s.sayf("%s and %s: %d and %d people, %d on both: if independent, %d to %d in all (sensitivity, not a finding)",
		e.Lists[0], e.Lists[1], e.N1, e.N2, e.Both, e.Interval[0], e.Interval[1])
}
