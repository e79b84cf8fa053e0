package desk

import (
	"context"
	"slices"
	"strconv"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/schema"
)

type releasesPage struct {
	frame
	pager
	Cases    []caseLine
	Names    []string // of all cases, for the form
	Releases []releaseRow
	MayAsk   bool

	Recipients []disclosure.Recipient
	Protected  []string // properties that leave only by a decision on just that
	MaySeal    bool
}

// Shapes are what can be made of a release.
func (p *releasesPage) Shapes() []disclosure.Shape { return disclosure.Shapes() }

// releaseRow is a release in a list and how far it is.
type releaseRow struct {
	disclosure.Release
	State string // a key of release.state
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
		if err := p.offer(ctx, v, s); err != nil {
			return err
		}
		handed, err := s.Deliveries(ctx, "")
		if err != nil {
			return err
		}
		times := map[string]int{}
		for _, d := range handed {
			times[d.Release]++
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
			p.Releases = append(p.Releases, releaseRow{r, stateOf(r, times[r.Requested.Release])})
		}
		p.pager = v.part("before", next)
		return err
	})
}

// offer gives what the form to ask for a release offers.
func (p *releasesPage) offer(ctx context.Context, v *visit, s *sight) (err error) {
	if !p.MayAsk {
		return nil
	}
	p.MaySeal = v.actor.May(guard.ToSeal) == nil
	if p.Recipients, err = s.Recipients(ctx); err != nil {
		return err
	}
	kinds, err := schema.All()
	for _, k := range kinds {
		for _, property := range k.Properties {
			if property.Protected {
				p.Protected = append(p.Protected, k.Name+"."+property.Name)
			}
		}
	}
	return err
}

// stateOf tells how a release stands that was handed over so often.
func stateOf(r disclosure.Release, handed int) string {
	if life := r.Life(handed); life != disclosure.IsAsked {
		return string(life)
	}
	return "waiting"
}

// requestRelease asks for a release. The plan is made of the whole state: it
// must count what it withholds, which the asker need not know.
func requestRelease(ctx context.Context, v *visit) (string, error) {
	req := flow.ReleaseRequest{Case: v.field("case"), Title: v.field("title"), Audience: v.field("audience"), Reason: v.field("reason"),
		Shape: disclosure.Shape(v.field("shape")), To: v.field("to"), Sealed: v.field("sealed") != "", Renews: v.field("renews")}
	for _, name := range v.r.PostForm["open"] {
		if name != "" {
			req.Open = append(req.Open, name)
		}
	}
	asked, _, err := flow.RequestRelease(ctx, v.Archive, v.actor, req, v.Clock())
	if err != nil {
		return "", err
	}
	return "/releases/" + asked.Release + "?done=requested", nil
}
