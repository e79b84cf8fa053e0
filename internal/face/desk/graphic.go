package desk

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
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
	err := flow.Walked(s.Claims(ctx, flow.ClaimFilter{Item: item, Graphic: true, After: -1}, func(c claim.Claim) error {
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

// refuseGraphic refuses the picture or the bytes of an item that is flagged as
// graphic to who did not ask for it.
func (v *visit) refuseGraphic(ctx context.Context, item custody.Sum) error {
	return v.look(ctx, func(ctx context.Context, s *sight) error {
		address, err := v.graphicItem(ctx, s, item)
		if err == nil && address != "" {
			err = fail.New(fail.Refused, "a claim on this item is flagged as graphic: it is shown only to who asks for it").Do("add ?graphic=show to the address")
		}
		return err
	})
}
