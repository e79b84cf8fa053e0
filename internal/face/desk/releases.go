package desk

import (
	"context"
	"slices"
	"strconv"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type releasesPage struct {
	frame
	pager
	Cases    []caseLine
	Names    []string // of all cases, for the form
	Releases []releaseRow
	MayAsk   bool
}

// releaseRow is a release in a list and how far it is.
type releaseRow struct {
	disclosure.Release
	State string // "waiting", "approved", "built"
}

func showReleases(ctx context.Context, v *visit) (view, error) {
	before, err := v.index("before")
	if err != nil {
		return nil, err
	}
	p := &releasesPage{MayAsk: v.actor.May(guard.ToRequest) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		chosen, next := v.query("case"), ""
		if p.Cases, err = v.caseLines(ctx, s, true, chosen); err != nil {
			return err
		}
		if p.Names, err = s.Cases(ctx); err != nil {
			return err
		}
		all, err := s.Releases(ctx, chosen)
		slices.Reverse(all)
		for _, r := range all {
			if before >= 0 && r.Index >= before {
				continue
			}
			if len(p.Releases) == pageRows {
				next = strconv.FormatInt(p.Releases[pageRows-1].Index, 10)
				break
			}
			p.Releases = append(p.Releases, releaseRow{r, stateOf(r)})
		}
		p.pager = v.part("before", next)
		return err
	})
}

func stateOf(r disclosure.Release) string {
	switch {
	case r.Builds > 0:
		return "built"
	case waits(r):
		return "waiting"
	}
	return "approved"
}

// requestRelease asks for a release. The plan is made of the whole state: it
// must count what it withholds, which the asker need not know.
func requestRelease(ctx context.Context, v *visit) (string, error) {
	req := flow.ReleaseRequest{Case: v.field("case"), Title: v.field("title"), Audience: v.field("audience"), Reason: v.field("reason")}
	asked, _, err := flow.RequestRelease(ctx, v.Archive, v.actor, req, v.Clock())
	if err != nil {
		return "", err
	}
	return "/releases/" + asked.Release + "?done=requested", nil
}
