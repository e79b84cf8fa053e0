package desk

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/search"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// wantsGraphic reports whether the reader asked for what is flagged as graphic.
func (v *visit) wantsGraphic() bool { return v.query("graphic") == "show" }

// graphic reports whether a claim is flagged so.
func graphic(c claim.Claim) bool { return slices.Contains(c.Flags, claim.FlagGraphic) }

// graphicItem gives the address by which a reader asks for an item on which a
// standing claim is flagged as graphic; "" if none is, or they asked already.
func (v *visit) graphicItem(ctx context.Context, s *sight, item custody.Sum) (string, error) {
	if v.wantsGraphic() {
		return "", nil
	}
	address := ""
	err := flow.Walked(s.Claims(ctx, flow.ClaimFilter{Item: item, Flag: claim.FlagGraphic, After: -1}, func(c claim.Claim) error {
		if c.Standing.Stands() {
			address = v.asked()
			return flow.ErrEnough
		}
		return nil
	}))
	return address, err
}

// asked is this page with what is graphic.
func (v *visit) asked() string {
	q := v.r.URL.Query()
	q.Del("done")
	q.Set("graphic", "show")
	return v.r.URL.Path + "?" + q.Encode()
}

// hidesGraphic reports whether an item is flagged as graphic and the reader did
// not ask for it.
func (v *visit) hidesGraphic(ctx context.Context, item custody.Sum) (hidden bool, err error) {
	err = v.look(ctx, func(ctx context.Context, s *sight) error {
		address, err := v.graphicItem(ctx, s, item)
		hidden = address != ""
		return err
	})
	return hidden, err
}

// refuseGraphic refuses the picture of an item that is flagged as graphic to who
// did not ask for it.
func (v *visit) refuseGraphic(ctx context.Context, item custody.Sum) error {
	hidden, err := v.hidesGraphic(ctx, item)
	if err == nil && hidden {
		err = fail.New(fail.Refused, "a claim on this item is flagged as graphic: it is shown only to who asks for it").Do("add ?graphic=show to the address")
	}
	return err
}

// graphicHits tells which hits of a search are of what is flagged as graphic: of
// a claim, or of an item on which one rests.
type graphicHits struct {
	*visit
	items map[string]bool // of those that were asked for
}

func (g *graphicHits) hides(ctx context.Context, s *sight, h flow.SearchHit) (bool, error) {
	if g.wantsGraphic() {
		return false, nil
	}
	switch h.Kind {
	case search.Claim:
		c, err := s.Claim(ctx, h.ID)
		return graphic(c), err
	case search.Item:
		if known, ok := g.items[h.ID]; ok {
			return known, nil
		}
		sum, err := custody.ParseSum(h.ID)
		if err != nil {
			return false, err
		}
		address, err := g.graphicItem(ctx, s, sum)
		g.items[h.ID] = address != ""
		return address != "", err
	}
	return false, nil
}
