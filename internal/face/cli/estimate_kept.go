package cli

import (
	"time"

	"sanad/internal/core/count"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// standingView is how a recorded estimate stands.
type standingView struct {
	Standing   count.Standing `json:"standing"`
	Author     string         `json:"author"`
	At         string         `json:"at"`
	Index      int64          `json:"recorded_index"`
	Reviews    []reviewedView `json:"reviews"`
	Withdrawer string         `json:"withdrawn_by,omitempty"`
	Why        string         `json:"withdrawn_why,omitempty"`
	ReplacedBy string         `json:"replaced_by,omitempty"`
	Entries    []int64        `json:"entries,omitempty"` // of the ledger that speak of it
	Rerun      string         `json:"rerun,omitempty"`   // the command by which an outsider computes it again
	Outwardly  bool           `json:"may_leave"`         // its table points at nobody
}

type reviewedView struct {
	Verdict   count.Verdict   `json:"verdict"`
	Reviewer  string          `json:"reviewer"`
	At        string          `json:"at"`
	Reason    string          `json:"reason"`
	Checklist count.Checklist `json:"checklist"`
	Index     int64           `json:"index"`
}

// keptTotals is a recorded estimate with all its figures.
type keptTotals struct {
	totalsView
	standingView
}

func viewStanding(e count.Estimation) standingView {
	v := standingView{Standing: e.Standing(), Author: e.Author, At: e.At.Format(time.RFC3339), Index: e.Index, Reviews: []reviewedView{},
		Withdrawer: e.Withdrawer, Why: e.Why, ReplacedBy: e.ReplacedBy}
	for _, r := range e.Reviews {
		v.Reviews = append(v.Reviews, reviewedView{r.Verdict, r.Reviewer, r.At.Format(time.RFC3339), r.Reason, r.Checklist, r.Index})
	}
	return v
}

func viewKept(read flow.EstimateRead) (keptTotals, error) {
	totals, err := viewTotals(read.Estimated, read.Results, read.Warnings)
	v := keptTotals{totalsView: totals, standingView: viewStanding(read.Estimation)}
	v.Rerun = flow.RerunCommand(read.Estimated, "table.csv", "again.json")
	v.Outwardly = flow.Leaves(read.Estimated, read.Results) > 0
	return v, err
}

func (v keptTotals) tell(s *session) {
	s.sayf("%s  [%s]  by %s, %s, entry %d", v.Estimate, v.Standing, v.Author, v.At[:10], v.standingView.Index)
	v.totalsView.tell(s)
	if v.Note != "" {
		s.sayf("note: %s", oneLine(v.Note))
	}
	tellChecklist(s, "the author", v.Checklist)
	for _, r := range v.Reviews {
		s.sayf("%s by %s, %s: %s", r.Verdict, r.Reviewer, r.At[:10], oneLine(r.Reason))
		tellChecklist(s, r.Reviewer, r.Checklist)
	}
	switch {
	case v.Withdrawer != "":
		s.sayf("withdrawn by %s: %s", v.Withdrawer, oneLine(v.Why))
	case v.ReplacedBy != "":
		s.sayf("replaced by %s", v.ReplacedBy)
	}
	if v.Replaces != "" {
		s.sayf("replaces %s", v.Replaces)
	}
	s.sayf("to compute it again outside: %s", v.Rerun)
	if !v.Outwardly {
		s.sayf("its table does not leave: some of its cells could tell who somebody is, or what lies under seal")
	}
}

func tellChecklist(s *session, who string, list count.Checklist) {
	for _, c := range list {
		s.sayf("  about the same %s, says %s: %s%s", c.Condition, who, c.Answer, before(", ", oneLine(c.Remark)))
	}
}

type estimateShowCmd struct {
	Estimate string `arg:"" help:"The estimate."`
}

func (c *estimateShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error { return showEstimate(s, a, c.Estimate) })
}

func showEstimate(s *session, a *Opened, id string) error {
	var v keptTotals
	err := s.look(a, func(st flow.State) error {
		read, err := flow.EstimateOf(s.ctx, a.Archive, st, id)
		if err != nil {
			return err
		}
		if v, err = viewKept(read); err != nil {
			return err
		}
		v.Entries, err = st.EstimateHistory(s.ctx, id)
		return err
	})
	if err != nil {
		return err
	}
	return s.answer(v, func() { v.tell(s) })
}

type estimateListCmd struct {
	Case  string `help:"Only estimates of this case."`
	Event string `help:"Only estimates of this event: its id or its name." placeholder:"EVENT"`
}

// listedEstimate is one line of the list.
type listedEstimate struct {
	Estimate string `json:"estimate"`
	standingView
	Case    string `json:"case"`
	Event   string `json:"event,omitempty"`
	By      string `json:"by,omitempty"`
	Minimum int64  `json:"minimum"`
	Level   string `json:"level"`            // of linking, which the minimum believes
	Judged  int64  `json:"judged,omitempty"` // as reviewers alone judged
	// Interval is the range; null: none can be given, or the report is damaged.
	Interval *rangeEnds `json:"interval"`
	Damaged  string     `json:"damaged,omitempty"`
	Label    string     `json:"label"`
	Version  int        `json:"version"`
}

func (c *estimateListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			filter := flow.EstimateFilter{Case: c.Case, After: -1}
			if c.Event != "" {
				e, err := flow.FindThing(s.ctx, st, "Event", c.Event)
				if err != nil {
					return err
				}
				filter.Event = e.ID
			}
			return st.Estimates(s.ctx, filter, func(e count.Estimation) error {
				v := listedEstimate{Estimate: e.Estimated.Estimate, standingView: viewStanding(e), Case: e.Case, Event: e.Event, By: e.By,
					Minimum: e.Parts[0].Documented, Level: e.Question.Level, Judged: e.Question.Judged, Label: e.Label.String(), Version: e.Version}
				part, err := flow.EstimatePart(s.ctx, a.Archive, e.Parts[0])
				switch {
				case fail.Of(err) == fail.Integrity:
					v.Damaged = err.Error()
				case err != nil:
					return err
				default:
					var t totalView
					t.join(part.Report)
					v.Interval = t.Interval
				}
				return s.answer(v, func() {
					s.sayf("%s  [%s]  case %s%s, by %s, %s: %s; %s", v.Estimate, v.Standing, v.Case, before(", event ", v.Event), v.Author, v.At[:10],
						documentedWords(v.Minimum, e.Question), rangeWords(v.Interval, v.Damaged))
				})
			})
		})
	})
}

// reviewing is what a second person says of an estimate.
type reviewing struct {
	Estimate string   `arg:"" help:"The estimate."`
	Reason   string   `required:"" help:"Why."`
	Same     []string `help:"Are all lists about the same population, period, place, violation? Each of the four: WHAT=yes, no or unknown, and a remark after a colon." sep:"none" placeholder:"WHAT=ANSWER"`
}

func (c reviewing) record(s *session, v count.Verdict) error {
	list, err := checklistOf(c.Same)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		if err := flow.ReviewEstimate(s.ctx, a.Archive, a.Actor, c.Estimate, flow.EstimateReview{Verdict: v, Reason: c.Reason, Checklist: list}); err != nil {
			return err
		}
		return showEstimate(s, a, c.Estimate)
	})
}

type estimateConfirmCmd struct{ reviewing }

func (c *estimateConfirmCmd) Run(s *session) error { return c.record(s, count.Confirms) }

type estimateDisputeCmd struct{ reviewing }

func (c *estimateDisputeCmd) Run(s *session) error { return c.record(s, count.Disputes) }

type estimateWithdrawCmd struct {
	Estimate string `arg:"" help:"The estimate."`
	Reason   string `required:"" help:"Why."`
}

func (c *estimateWithdrawCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.WithdrawEstimate(s.ctx, a.Archive, a.Actor, c.Estimate, c.Reason); err != nil {
			return err
		}
		return showEstimate(s, a, c.Estimate)
	})
}

type estimateExportCmd struct {
	Estimate string `arg:"" help:"The estimate."`
	Out      string `required:"" help:"The folder to write; it must not exist." placeholder:"FOLDER"`
	Internal bool   `help:"Also what could tell who somebody is: cells of one or two people, strata of fewer than ten. It must not be published."`
}

func (c *estimateExportCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.export(a, c.Out, func(sink flow.Sink) (flow.Export, error) {
			return flow.ExportEstimate(s.ctx, a.Archive, a.Actor, c.Estimate, c.Internal, sink)
		})
	})
}

type estimateCheckCmd struct {
	Estimate string `arg:"" help:"The estimate."`
}

type checkedEstimate struct {
	Estimate   string            `json:"estimate"`
	Reproduced bool              `json:"reproduced"`
	Version    int               `json:"version"`
	Parts      []checkedPartView `json:"parts"`
}

type checkedPartView struct {
	Stratum    string `json:"stratum,omitempty"`
	Reproduced bool   `json:"reproduced"`
	Table      string `json:"table"`
	Report     string `json:"report_sha256"` // as it was kept
	Now        string `json:"now_sha256"`    // as it was computed now
}

func (c *estimateCheckCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var read flow.EstimateRead
		err := s.look(a, func(st flow.State) (err error) {
			read, err = flow.EstimateOf(s.ctx, a.Archive, st, c.Estimate)
			return err
		})
		if err != nil {
			return err
		}
		parts, err := flow.CheckEstimate(s.ctx, read, s.progress())
		if s.ctx.Err() != nil {
			return fail.New(fail.Failed, "the check was stopped")
		}
		if err != nil {
			return err
		}
		out := checkedEstimate{Estimate: c.Estimate, Reproduced: true, Version: read.Version, Parts: []checkedPartView{}}
		for _, p := range parts {
			out.Parts = append(out.Parts, checkedPartView{p.Stratum, p.Reproduced, p.Part.Table.String(), p.Part.Report.String(), p.Now.String()})
			out.Reproduced = out.Reproduced && p.Reproduced
		}
		var wrong error
		if !out.Reproduced {
			wrong = fail.New(fail.Integrity, "the report of the estimate %s is not what its table gives", c.Estimate).Do("withdraw it, and estimate again; see what else is wrong: sanad verify --fixity")
		}
		return s.answerThen(out, func() {
			for _, p := range out.Parts {
				said := "reproduced, bit by bit"
				if !p.Reproduced {
					said = "NOT reproduced"
				}
				s.sayf("%s%s: table %s, report %s", before(" ", p.Stratum), said, p.Table, p.Report)
			}
		}, wrong)
	})
}
