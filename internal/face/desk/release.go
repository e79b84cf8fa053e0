package desk

import (
	"context"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type releasePage struct {
	frame
	Release    disclosure.Release
	State      string
	Withheld   []withheldCount
	Barred     bool // its recipient fails a gate now
	Changed    bool // what it would hold now is not what was asked for
	Own        bool // the reader asked for it
	Given      bool // the reader approved it before
	MayApprove bool
	MayBuild   bool
	releaseLife
}

// withheldCount is how many things are left out under one rule.
type withheldCount struct {
	Kind, Reason string
	Count        int64
}

func showRelease(ctx context.Context, v *visit) (view, error) {
	p := &releasePage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Release, err = s.Release(ctx, v.r.PathValue("release")); err != nil {
			return err
		}
		plan, err := v.plan(ctx, s, p.Release)
		if err != nil {
			return err
		}
		p.Barred = plan.barred
		p.State, p.Changed, p.Withheld = stateOf(p.Release, 0), !plan.barred && plan.sum != p.Release.Plan, plan.withheld
		p.Own = v.actor.Handle == p.Release.Actor
		refused := p.Release.MayApprove(v.actor.Handle)
		p.Given = fail.Of(refused) == fail.Conflict
		p.MayBuild = v.mayIn(p.Release.Case, guard.ToApprove) && p.State != "waiting" && !p.Changed && !p.Barred && p.Release.Recalled == nil
		p.MayApprove = v.mayIn(p.Release.Case, guard.ToApprove) && refused == nil && !p.Changed && !p.Barred && p.Release.Recalled == nil
		return p.life(ctx, v, s, plan.all)
	})
}

// planned is what a page needs of a plan: its sum, and what it leaves out.
type planned struct {
	sum      custody.Sum
	withheld []withheldCount
	all      []disclosure.Withheld
	barred   bool // to whom it was to leave may not be given anything: there is no plan
}

// plan tells what a release of the case would hold now. It is made of the
// whole state, and so the same for everyone.
func (v *visit) plan(ctx context.Context, s *sight, r disclosure.Release) (planned, error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return planned{}, err
	}
	return v.plans.at(recallKey{caseName: r.Case, asked: r.Requested.Release + " " + v.Clock().UTC().Format(time.DateOnly)}, tree.Size(), func() (planned, error) {
		plan, err := flow.PlanOf(ctx, v.Archive, s.All(), r, v.Clock())
		if fail.Of(err) == fail.Refused {
			return planned{barred: true}, nil
		}
		if err != nil {
			return planned{}, err
		}
		return planned{sum: plan.Sum(), withheld: withheldCounts(plan.Withheld), all: plan.Withheld}, nil
	})
}

func withheldCounts(all []disclosure.Withheld) []withheldCount {
	var out []withheldCount
	at := map[[2]string]int{}
	for _, w := range all {
		key := [2]string{w.Kind, w.Reason}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, withheldCount{w.Kind, w.Reason, 0})
		}
		out[i].Count++
	}
	return out
}

// approveRelease is the second person's decision.
func approveRelease(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("release")
	if err := flow.ApproveRelease(ctx, v.Archive, v.actor, id, v.field("reason"), v.Clock()); err != nil {
		return "", err
	}
	return "/releases/" + id + "?done=approved", nil
}
