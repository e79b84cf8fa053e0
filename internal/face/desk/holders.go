package desk

import (
	"context"
	"net/url"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// holdersPage answers "who has this?".
type holdersPage struct {
	frame
	ID       string
	Kind     string
	Holdings []holdingRow
	Unlisted []disclosure.Build
}

type holdingRow struct {
	flow.Holding
	State disclosure.Life
}

func showHolders(ctx context.Context, v *visit) (view, error) {
	p := &holdersPage{ID: v.query("of")}
	if p.ID == "" {
		return nil, fail.New(fail.Usage, "nothing is named whose holders are asked for")
	}
	who, err := flow.WhoHasIt(ctx, v.archive(), v.actor, p.ID)
	if err != nil {
		return nil, err
	}
	p.ID, p.Kind, p.Unlisted = who.ID, who.Kind, who.Unlisted
	for _, h := range who.Holdings {
		p.Holdings = append(p.Holdings, holdingRow{h, h.Release.Life(len(h.Handed))})
	}
	return p, nil
}

// Href is the page of what was asked for.
func (p *holdersPage) Href() string {
	under := map[string]string{disclosure.HeldItem: "/items/", disclosure.HeldClaim: "/claims/", disclosure.HeldEntity: "/entities/", disclosure.HeldFinding: "/findings/", "release": "/releases/"}
	return under[p.Kind] + url.PathEscape(p.ID)
}

// releaseLife is what a release's page tells of what became of it.
type releaseLife struct {
	Life       disclosure.Life
	Recipient  *recipientRow // nil: nobody in particular
	Builds     []disclosure.Build
	Handed     []disclosure.Delivery
	Detail     []withheldRow // some of what is withheld, to who may know of it
	Recipients []disclosure.Recipient
	Others     []disclosure.Release // that can take its place
	MayDecide  bool
	Today      string
}

// withheldRow is one thing that is withheld, with its page.
type withheldRow struct {
	Reason, ID, Kind string
	Index            int64
}

// mostDetail is how much of what is withheld a release's page names.
const mostDetail = 50

func (p *releasePage) life(ctx context.Context, v *visit, s *sight, withheld []disclosure.Withheld) (err error) {
	r, id := p.Release, p.Release.Requested.Release
	if p.Builds, err = s.Builds(ctx, id); err != nil {
		return err
	}
	if p.Handed, err = s.Deliveries(ctx, id); err != nil {
		return err
	}
	if p.Recipients, err = s.Recipients(ctx); err != nil {
		return err
	}
	p.State = stateOf(r, len(p.Handed))
	p.Life, p.Today, p.MayDecide = r.Life(len(p.Handed)), v.today(), v.mayIn(r.Case, guard.ToApprove)
	for _, to := range p.Recipients {
		if to.Recipient == r.Recipient {
			row := recipientRow{Recipient: to}
			row.Gates, row.May = gatesOf(to)
			p.Recipient = &row
		}
	}
	all, err := s.Releases(ctx, r.Case)
	if err != nil {
		return err
	}
	for _, other := range all {
		if r.MaySupersede(other) == nil {
			p.Others = append(p.Others, other)
		}
	}
	return p.detail(ctx, s, withheld)
}

// detail names what is withheld, as far as the reader may know of it.
func (p *releasePage) detail(ctx context.Context, s *sight, withheld []disclosure.Withheld) error {
	for _, w := range withheld {
		if len(p.Detail) == mostDetail {
			return nil
		}
		if w.ID == "" || w.ID[0] != 'c' {
			continue
		}
		if _, err := s.Claim(ctx, w.ID); err != nil {
			if missing(err) != nil {
				return err
			}
			continue
		}
		p.Detail = append(p.Detail, withheldRow{w.Reason, w.ID, w.Kind, w.Index})
	}
	return nil
}

func deliverRelease(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("release")
	_, err := flow.Deliver(ctx, v.archive(), v.actor, disclosure.Delivered{Release: id, Recipient: v.field("to"), How: v.field("how"), Date: v.field("date"), Note: v.field("note")}, v.field("bundle"))
	return "/releases/" + id + "?done=delivered", err
}

func supersedeRelease(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("release")
	err := flow.Supersede(ctx, v.archive(), v.actor, disclosure.SupersededBy{Release: id, By: v.field("by"), Reason: v.field("reason")})
	return "/releases/" + id + "?done=superseded", err
}

func recallRelease(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("release")
	err := flow.Recall(ctx, v.archive(), v.actor, disclosure.Recalled{Release: id, Reason: v.field("reason"), Notice: v.field("notice")})
	return "/releases/" + id + "?done=recalled", err
}

// missing lets pass that something is not there for the reader.
func missing(err error) error {
	if fail.Of(err) == fail.NotFound {
		return nil
	}
	return err
}
