package cli

import (
	"strings"
	"time"

	"sanad/internal/core/count"
	"sanad/internal/flow"
)

// ownFiguresView is what this archive computed of an event.
type ownFiguresView struct {
	Minimum   *int64            `json:"minimum"` // null: the case has no lists of people
	Rule      string            `json:"rule,omitempty"`
	Index     *int64            `json:"index,omitempty"`
	Estimates []ownEstimateView `json:"estimates"`
}

type ownEstimateView struct {
	Estimate  string         `json:"estimate"`
	Standing  count.Standing `json:"standing"`
	Author    string         `json:"author"`
	At        string         `json:"at"`
	Reviewers []string       `json:"reviewers"`
	Minimum   int64          `json:"minimum"`
	Level     string         `json:"level"`            // of linking, which the minimum believes
	Judged    int64          `json:"judged,omitempty"` // as reviewers alone judged
	Interval  *rangeEnds     `json:"interval"`         // null: no estimate could be given
	Damaged   string         `json:"damaged,omitempty"`
}

func viewOwnFigures(own flow.OwnFigures) ownFiguresView {
	v := ownFiguresView{Estimates: []ownEstimateView{}}
	if c := own.Counted; c != nil {
		minimum := c.Table.Minimum()
		v.Minimum, v.Rule, v.Index = &minimum, c.Rule, &c.Index
	}
	for _, e := range own.Estimates {
		ev := ownEstimateView{Estimate: e.Estimated.Estimate, Standing: e.Standing(), Author: e.Author, At: e.At.Format(time.RFC3339), Reviewers: []string{},
			Minimum: e.Parts[0].Documented, Level: e.Question.Level, Judged: e.Question.Judged}
		for _, r := range e.Reviews {
			ev.Reviewers = append(ev.Reviewers, r.Reviewer)
		}
		if e.Report != nil {
			var t totalView
			t.join(*e.Report)
			ev.Interval = t.Interval
		} else {
			ev.Damaged = e.Damaged.Error()
		}
		v.Estimates = append(v.Estimates, ev)
	}
	return v
}

// tell sets it apart from what is stated.
func (v ownFiguresView) tell(s *session) {
	if v.Minimum == nil && len(v.Estimates) == 0 {
		return
	}
	s.sayf("\nComputed by this archive, and stated by nobody above:")
	switch {
	case v.Minimum != nil && *v.Minimum == 0:
		s.sayf("   no claim connects anybody on a list with it (%s, entry %d): see sanad count --event", v.Rule, *v.Index)
	case v.Minimum != nil:
		s.sayf("   at least %d documented by name (%s, entry %d)", *v.Minimum, v.Rule, *v.Index)
	}
	for _, e := range v.Estimates {
		documented := documentedWords(e.Minimum, count.Question{Level: e.Level, Judged: e.Judged})
		s.sayf("   %s  [%s]  %s; %s; estimated by %s, %s%s", e.Estimate, e.Standing, documented, rangeWords(e.Interval, e.Damaged), e.Author, e.At[:10], before("; reviewed by ", strings.Join(e.Reviewers, ", ")))
	}
}

// rangeWords says an estimate's range, or why there is none to say.
func rangeWords(ends *rangeEnds, damaged string) string {
	switch {
	case damaged != "":
		return "its report can't be read: " + damaged
	case ends != nil:
		return "if the lists meet its conditions, " + ends.words()
	}
	return "no estimate of the total can be given"
}
