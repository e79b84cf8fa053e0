package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type jobsCmd struct {
	List  jobsListCmd  `cmd:"" default:"withargs" help:"List jobs, the newest first."`
	Show  jobsShowCmd  `cmd:"" help:"Show one job: how far it is, what came of it."`
	Ask   jobsAskCmd   `cmd:"" help:"Ask for work that is done while nobody waits."`
	Stop  jobsStopCmd  `cmd:"" help:"Stop a job."`
	Retry jobsRetryCmd `cmd:"" help:"Let a job that failed or was stopped be done again."`
}

// jobView is a job as the commands tell it.
type jobView struct {
	Job      string           `json:"job"`
	Kind     string           `json:"kind"`
	Case     string           `json:"case,omitempty"`
	Actor    string           `json:"actor"`
	State    flow.JobState    `json:"state"`
	Stopping bool             `json:"stopping,omitempty"`
	Stage    string           `json:"stage,omitempty"`
	Done     int64            `json:"done"`
	Total    int64            `json:"total"`
	Asked    string           `json:"asked"`
	Started  string           `json:"started,omitempty"`
	Ended    string           `json:"ended,omitempty"`
	Attempts int              `json:"attempts"`
	Params   json.RawMessage  `json:"params,omitempty"`
	Failure  *jobFailureView  `json:"failure,omitempty"`
	Outcome  *flow.JobOutcome `json:"outcome,omitempty"`
	Brief    bool             `json:"brief,omitempty"` // the rest is not the account's to know
}

type jobFailureView struct {
	Kind  string `json:"kind"`
	Error string `json:"error,omitempty"`
	Do    string `json:"do,omitempty"`
}

func viewJob(j flow.Job) jobView {
	v := jobView{Job: j.ID, Kind: j.Kind, Case: j.Case, Actor: j.Actor, State: j.State, Stopping: j.Stopping && !j.State.Over(), Stage: j.Stage, Done: j.Done, Total: j.Total,
		Asked: stamp(j.Asked), Started: stampOr(j.Started), Ended: stampOr(j.Ended), Attempts: j.Attempts, Params: j.Params, Brief: j.Brief}
	if j.Failure != nil {
		v.Failure = &jobFailureView{kindName(&fail.Error{Kind: j.Failure.Kind}), j.Failure.Text, j.Failure.Hint}
	}
	if j.State.Over() && !j.Brief {
		v.Outcome = &j.Outcome
	}
	return v
}

func stampOr(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return stamp(at)
}

type jobsListCmd struct {
	State string `help:"Only jobs in this state." enum:",waiting,running,done,failed,stopped" default:""`
	Limit int    `help:"At most so many." default:"50"`
}

func (c *jobsListCmd) Run(s *session) error {
	if c.Limit < 1 {
		return fail.New(fail.Usage, "%d jobs can't be listed", c.Limit)
	}
	return s.with(func(a *Opened) error {
		all, err := a.Jobs.List(s.ctx, a.Actor, flow.JobFilter{State: flow.JobState(c.State), Limit: c.Limit})
		if err != nil {
			return err
		}
		for _, j := range all {
			v := viewJob(j)
			if err := s.answer(v, func() {
				s.sayf("%s  %s  %s  %s, asked for by %s%s", v.Job, v.Asked, v.Kind, v.State, v.Actor, progressOf(v))
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

func progressOf(v jobView) string {
	switch {
	case v.State != flow.JobRunning || v.Stage == "":
		return ""
	case v.Total > 0:
		return fmt.Sprintf("; %s: %d of %d", v.Stage, v.Done, v.Total)
	}
	return "; " + v.Stage
}

type jobsShowCmd struct {
	Job string `arg:"" help:"The job."`
}

func (c *jobsShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error { return c.show(s, a) })
}

func (c *jobsShowCmd) show(s *session, a *Opened) error {
	j, err := a.Jobs.Find(s.ctx, a.Actor, c.Job)
	if err != nil {
		return err
	}
	v := viewJob(j)
	return s.answer(v, func() { tellJob(s, v) })
}

func tellJob(s *session, v jobView) {
	s.sayf("%s: %s, %s; asked for by %s at %s%s", v.Job, v.Kind, v.State, v.Actor, v.Asked, progressOf(v))
	if v.Stopping {
		s.sayf("it is asked to stop")
	}
	if v.Failure != nil {
		s.sayf("failed (%s)%s%s", v.Failure.Kind, before(": ", v.Failure.Error), before("; ", v.Failure.Do))
	}
	if v.Outcome == nil {
		return
	}
	for _, n := range v.Outcome.Numbers {
		s.sayf("%s: %d", n.Key, n.N)
	}
	if v.Outcome.Of != "" {
		s.sayf("%s %s", v.Outcome.Of, v.Outcome.ID)
	}
	if v.Outcome.Path != "" {
		s.sayf("written to %s", v.Outcome.Path)
	}
	for _, f := range v.Outcome.Failed {
		where := strings.TrimSpace(f.Item + " " + f.Part)
		if f.Row > 0 {
			where = strings.TrimSpace(fmt.Sprintf("row %d %s", f.Row, f.Part))
		}
		s.sayf("failed: %s: %s", where, flat(f.Error))
	}
	if v.Outcome.More > 0 {
		s.sayf("and %d more", v.Outcome.More)
	}
}

type jobsStopCmd struct {
	Job string `arg:"" help:"The job."`
}

func (c *jobsStopCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := a.Jobs.Stop(s.ctx, a.Actor, c.Job); err != nil {
			return err
		}
		return (&jobsShowCmd{c.Job}).show(s, a)
	})
}

type jobsRetryCmd struct {
	Job string `arg:"" help:"The job."`
}

func (c *jobsRetryCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := a.Jobs.Retry(s.ctx, a.Actor, c.Job); err != nil {
			return err
		}
		return (&jobsShowCmd{c.Job}).show(s, a)
	})
}

type workCmd struct {
	Once    bool `help:"End when nothing waits any more."`
	Workers int  `help:"How many jobs are run at a time." default:"2"`
}

func (c *workCmd) Run(s *session) error {
	if c.Workers < 1 || c.Workers > 64 {
		return fail.New(fail.Usage, "%d jobs can't be run at a time", c.Workers).Do("give 1 to 64")
	}
	return s.with(func(a *Opened) error {
		if !c.Once {
			s.notef("doing what waits, %s at a time (stop with Ctrl-C)", many(int64(c.Workers), "job", "jobs"))
		}
		ran, err := a.Work(s.ctx, c.Workers, c.Once, func(what string, err error) { s.notef("%s: %v", what, err) })
		if err != nil || !c.Once {
			return err
		}
		return s.answer(map[string]int{"ran": ran}, func() { s.sayf("ran %s", many(int64(ran), "job", "jobs")) })
	})
}
