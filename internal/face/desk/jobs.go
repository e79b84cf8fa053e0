package desk

import (
	"context"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type jobsPage struct {
	frame
	pager
	States   []choice
	Jobs     []flow.Job
	All      bool // not the reader's own alone
	MayCheck bool
	Cases    []string // of which the reader may export
	Forms    []string // in which
}

// jobStates lists the states a list of jobs can be narrowed to.
func jobStates() []string {
	return []string{string(flow.JobWaiting), string(flow.JobRunning), string(flow.JobDone), string(flow.JobFailed), string(flow.JobStopped)}
}

// exportForms lists in which forms what is claimed leaves: to be handed on, and to
// be kept.
func exportForms() (out []string) {
	for _, f := range flow.HandForms() {
		out = append(out, string(f))
	}
	return append(out, "graph", "tiles")
}

func showJobs(ctx context.Context, v *visit) (view, error) {
	p := &jobsPage{Forms: exportForms(), All: v.actor.MayEverywhere(guard.ToAudit) == nil || v.actor.MayEverywhere(guard.ToAdmin) == nil}
	for _, kind := range v.Jobs.Known(v.actor) {
		p.MayCheck = p.MayCheck || kind == "verify"
	}
	state := v.query("state")
	p.States = v.choices("state", state, jobStates()...)
	known := state == ""
	for _, s := range jobStates() {
		known = known || s == state
	}
	if !known {
		return nil, fail.New(fail.Usage, "%q is not a state of jobs", state)
	}
	all, err := v.Jobs.List(ctx, v.actor, flow.JobFilter{State: flow.JobState(state), Before: v.query("before"), Limit: pageRows + 1})
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) > pageRows {
		all = all[:pageRows]
		next = all[pageRows-1].ID
	}
	p.Jobs, p.pager = all, v.part("before", next)
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		cases, err := s.Cases(ctx)
		for _, name := range cases {
			if v.mayIn(name, guard.ToExport) {
				p.Cases = append(p.Cases, name)
			}
		}
		return err
	})
}

// askJob asks for work that needs no more than a choice.
func askJob(ctx context.Context, v *visit) (string, error) {
	req := flow.JobRequest{Kind: v.field("kind"), Case: v.field("case"), Label: guard.Case}
	switch req.Kind {
	case "process":
		if err := v.askToRead(ctx, &req); err != nil {
			return "", err
		}
	case "verify":
		req.Params = flow.VerifyJob{Fixity: v.field("fixity") != ""}
	case "release":
		req.Params = flow.ReleaseJob{Release: v.field("release")}
	case "export":
		req.Params = flow.ExportJob{Form: v.field("form"), Release: v.field("release")}
	default:
		return "", fail.New(fail.Usage, "%q can't be asked for here", req.Kind)
	}
	job, err := v.Jobs.Ask(ctx, v.actor, req)
	if err != nil {
		return "", err
	}
	return "/jobs/" + job.ID, nil
}

// askToRead says what is to be read. An item the actor may not know is not there.
func (v *visit) askToRead(ctx context.Context, req *flow.JobRequest) error {
	p := flow.ProcessJob{Retry: v.field("retry") != "", Step: v.field("step")}
	if p.Step != "" && !slices.Contains(text.Steps(), p.Step) {
		return fail.New(fail.Usage, "there is no step %q of reading", p.Step)
	}
	err := v.look(ctx, func(ctx context.Context, s *sight) error {
		named := v.field("item")
		if named == "" {
			return nil
		}
		item, err := flow.FindItem(ctx, s, v.actor, named)
		p.Item, req.Label, req.Case = &item.Sum, item.Label, item.Case
		return err
	})
	req.Params = p
	return err
}

func stopJob(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("job")
	return "/jobs/" + id, v.Jobs.Stop(ctx, v.actor, id)
}

func retryJob(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("job")
	return "/jobs/" + id, v.Jobs.Retry(ctx, v.actor, id)
}
