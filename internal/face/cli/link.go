package cli

import (
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type linkCmd struct {
	Rows  linkRowsCmd  `cmd:"" default:"withargs" help:"Find rows of a case's lists that may be one person, and record the run."`
	Bench linkBenchCmd `cmd:"" help:"Measure linkage on a table whose true answer is known; needs no archive."`
}

type linkRowsCmd struct {
	Case       string `help:"The investigation." default:"main"`
	Map        string `help:"A file that says by which properties to compare, instead of the usual ones." placeholder:"SPEC.yaml"`
	JudgeSame  bool   `name:"judge-same" help:"Judge every undecided pair of one person to be the same, with --reason."`
	Level      string `help:"How sure one person must be for --judge-same: certain, probable, possible." default:"probable" enum:"certain,probable,possible"`
	Reason     string `help:"Why the pairs are judged the same."`
	Partitions int    `help:"Also give so many ways to link the rows, each as likely as the linker says; 0 to 200." default:"0" placeholder:"N"`
	Seed       uint64 `help:"Of what is drawn for --partitions." default:"1"`
}

type oddView struct {
	What     string   `json:"what"`
	Rows     int      `json:"rows"`
	Lists    []string `json:"lists,omitempty"`
	Examples []string `json:"examples,omitempty"`
}

// linkReport is what linking did, and what it left out because of a bound.
type linkReport struct {
	Compared int64               `json:"compared"` // pairs
	Prior    float64             `json:"prior"`
	KinPrior float64             `json:"kin_prior"`
	Recall   float64             `json:"blocking_recall"` // estimated
	Rules    []linkage.RuleYield `json:"rules"`
	Skipped  []linkage.Skipped   `json:"skipped"`
	Parted   []int               `json:"oversized"`
	Equal    int                 `json:"equal"`
	Unread   map[string]int      `json:"unread_dates"`
	Odd      []oddView           `json:"odd"`
}

func viewLinkReport(r linkage.Report, odd []flow.Odd) linkReport {
	v := linkReport{Compared: r.Compared, Prior: r.Prior, KinPrior: r.KinPrior, Recall: r.Recall, Rules: append([]linkage.RuleYield{}, r.Rules...),
		Skipped: append([]linkage.Skipped{}, r.Skipped...), Parted: append([]int{}, r.Oversized...), Equal: r.Equal, Unread: r.UnreadDates, Odd: []oddView{}}
	for _, o := range odd {
		v.Odd = append(v.Odd, oddView{o.What, o.Rows, o.Lists, o.Examples})
	}
	return v
}

type linked struct {
	Records    int            `json:"records"`
	Pairs      int            `json:"pairs"`    // taken for one person by themselves
	Clusters   int            `json:"clusters"` // people, at the level probable
	Model      string         `json:"model"`    // the recorded run
	New        bool           `json:"new"`      // it was recorded now
	Undecided  int            `json:"undecided"`
	Judged     int            `json:"judged"`
	Stale      int            `json:"stale"`     // rows that came or changed since the run
	Relatives  int            `json:"relatives"` // pairs that may be close relatives
	Levels     map[string]int `json:"levels"`    // people, by how sure
	Conflicts  [][]string     `json:"conflicts"`
	Report     linkReport     `json:"report"`
	Partitions [][][]string   `json:"partitions,omitempty"`
}

func (c *linkRowsCmd) Run(s *session) error {
	if c.JudgeSame && strings.TrimSpace(c.Reason) == "" {
		return fail.New(fail.Usage, "a judgement needs a reason").Do("give --reason TEXT")
	}
	if c.Partitions < 0 || c.Partitions > 200 {
		return fail.New(fail.Usage, "%d partitions can't be drawn", c.Partitions).Do("give 0 to 200")
	}
	req := flow.LinkRequest{Case: c.Case}
	if c.Map != "" {
		text, err := s.readSmall(c.Map)
		if err != nil {
			return fail.New(fail.Usage, "opening the spec: %w", err)
		}
		req.Spec = string(text)
	}
	return s.with(func(a *Opened) error {
		run, err := c.link(s, a, req)
		if err != nil {
			return err
		}
		if c.JudgeSame {
			n, err := flow.JudgeAll(s.ctx, a.Archive, a.Actor, c.Case, linkage.Certainty(c.Level), c.Reason, s.progress())
			if err != nil {
				return err
			}
			s.notef("judged %s to be the same person", many(int64(n), "pair", "pairs"))
		}
		l, err := linkedOf(s, a, c.Case)
		if err != nil {
			return err
		}
		out := c.view(l, run)
		return s.answer(out, func() { tellLinked(s, out) })
	})
}

// link records a run; whoever may not is shown the newest.
func (c *linkRowsCmd) link(s *session, a *Opened, req flow.LinkRequest) (run flow.LinkRun, err error) {
	if a.Actor.MayIn(req.Case, guard.ToJudge) == nil {
		open, whole, err := a.OfCase(s.ctx, req.Case)
		if err != nil {
			return run, err
		}
		return flow.Link(s.ctx, open, whole, a.Actor, req, s.progress())
	}
	if c.JudgeSame || c.Map != "" {
		return run, a.Actor.MayIn(req.Case, guard.ToJudge)
	}
	s.notef("shown as it was linked last: your roles do not allow to link anew")
	err = s.look(a, func(st flow.State) error {
		newest, err := st.Linking(s.ctx, c.Case)
		if run.Linked = newest.Linked; fail.Of(err) == fail.NotFound {
			return nil
		}
		return err
	})
	return run, err
}

func (c *linkRowsCmd) view(l *flow.Linked, run flow.LinkRun) linked {
	out := linked{Records: len(l.Records), Model: run.Run, New: run.New, Undecided: l.Undecided(), Stale: l.Stale, Relatives: len(l.Relatives()), Levels: map[string]int{},
		Conflicts: [][]string{}, Report: viewLinkReport(l.Report, l.NamedOdd())}
	for _, p := range l.Proposals {
		if p.Bits >= 0 {
			out.Pairs++
		}
	}
	out.Judged = l.JudgedRows()
	for _, level := range flow.Levels() {
		out.Levels[string(level)] = len(l.At(level))
	}
	out.Clusters = out.Levels[string(linkage.Probable)]
	for _, x := range l.Conflicts {
		out.Conflicts = append(out.Conflicts, []string{x.Left, x.Right})
	}
	if c.Partitions > 0 {
		for _, people := range l.Sampled(c.Partitions, c.Seed) {
			var of [][]string
			for _, p := range people {
				if len(p) > 1 {
					of = append(of, p)
				}
			}
			out.Partitions = append(out.Partitions, of)
		}
	}
	return out
}

// withLinked opens the archive and reads how the rows of a case are linked.
func (s *session) withLinked(caseName string, do func(*Opened, *flow.Linked) error) error {
	return s.with(func(a *Opened) error {
		l, err := linkedOf(s, a, caseName)
		if err != nil {
			return err
		}
		return do(a, l)
	})
}

func linkedOf(s *session, a *Opened, caseName string) (l *flow.Linked, err error) {
	err = s.look(a, func(st flow.State) error {
		l, err = flow.LinkedOf(s.ctx, a.Archive, st, caseName)
		return err
	})
	return l, err
}

func tellLinked(s *session, out linked) {
	n := func(n int, one, more string) string { return many(int64(n), one, more) }
	s.sayf("%s; likely one person: %s, %d of them undecided; judged: %s", n(out.Records, "row", "rows"), n(out.Pairs, "pair", "pairs"), out.Undecided, n(out.Judged, "pair", "pairs"))
	s.sayf("people: %d as judged, %d if what is certain is one person, %d if what is probable, %d if what is possible",
		out.Levels["judged"], out.Levels["certain"], out.Levels["probable"], out.Levels["possible"])
	if out.Stale > 0 {
		s.sayf("%s came or changed since the run: link anew", many(int64(out.Stale), "row", "rows"))
	}
	if out.Relatives > 0 {
		s.sayf("looks like close relatives, or judged so: %s; sanad people --relatives", n(out.Relatives, "pair", "pairs"))
	}
	r := out.Report
	if s.sayf("compared: %s", many(r.Compared, "pair", "pairs")); out.Pairs >= 30 { // of fewer nothing can be estimated
		s.sayf("an estimated %.1f %% of the pairs of one person were among them", 100*r.Recall)
	}
	for _, k := range r.Skipped {
		s.sayf("too many rows share %d keys of %q: %d were given up (%d rows), the others made finer", k.Parted, k.Rule, k.Keys, k.Rows)
	}
	for _, n := range r.Parted {
		s.sayf("parted by order alone: %d rows that nothing tells apart", n)
	}
	for field, n := range r.Unread {
		s.sayf("%s (%s) that can't be read", many(int64(n), "row has a date", "rows have a date"), field)
	}
	for _, o := range r.Odd {
		rows := ""
		if o.Rows > 0 {
			rows = many(int64(o.Rows), "row", "rows")
		}
		s.sayf("%s: %s%s%s", o.What, rows, before(" of ", strings.Join(o.Lists, ", ")), before(", such as ", strings.Join(o.Examples, " ")))
	}
	for _, c := range out.Conflicts {
		s.sayf("conflict: %s and %s are judged two people, and one through others", c[0], c[1])
	}
	if out.Model != "" {
		s.sayf("run %s; why a pair is one: sanad explain A B", out.Model)
	}
	if out.Undecided > 0 {
		s.sayf("decide them: sanad review work, or sanad review next")
	}
	for i, p := range out.Partitions {
		s.sayf("partition %d: %d people on several rows", i+1, len(p))
	}
}
