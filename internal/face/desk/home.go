package desk

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type homePage struct {
	frame
	MayRead                  bool
	Accessions, Items, Bytes int64
	Unread, Failed, Claims   int64
	Lists, Waiting, Size     int64
	Events                   []flow.Recorded
}

// homeEvents is how many of the newest entries the first page shows.
const homeEvents = 12

func showHome(ctx context.Context, v *visit) (view, error) {
	p := &homePage{MayRead: v.actor.May(guard.ToRead) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		p.Size = tree.Size()
		if p.Events, _, err = s.newest(ctx, p.Size, homeEvents); err != nil || !p.MayRead {
			return err
		}
		return p.count(ctx, s)
	})
}

func (p *homePage) count(ctx context.Context, s *sight) error {
	err := s.Accessions(ctx, "", func(custody.Accession) error { p.Accessions++; return nil })
	if err != nil {
		return err
	}
	if p.Items, p.Bytes, err = s.CountItems(ctx, flow.ItemFilter{}); err != nil {
		return err
	}
	if p.Failed, _, err = s.CountItems(ctx, flow.ItemFilter{Failed: true}); err != nil {
		return err
	}
	if p.Unread, err = s.CountUnread(ctx); err != nil {
		return err
	}
	p.Claims = s.CountClaims()
	lists, err := s.Lists(ctx, "")
	if err != nil {
		return err
	}
	p.Lists = int64(len(lists))
	releases, err := s.Releases(ctx, "")
	for _, r := range releases {
		if waits(r) {
			p.Waiting++
		}
	}
	return err
}

// waits reports whether a release still lacks the second person.
func waits(r disclosure.Release) bool {
	for _, a := range r.Approvals {
		if a.Actor != r.Actor && a.Plan == r.Plan {
			return false
		}
	}
	return true
}
