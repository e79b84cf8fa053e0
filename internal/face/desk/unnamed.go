package desk

import (
	"context"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/schema"
)

// A thing without a name (a tenure, an act, a part that somebody had in it) is
// told by at most so many of the things it links, as so many of its claims say.
const (
	linkedShown = 3
	linkedRead  = 40
)

// linked tells a thing without a name by what it links; "" if it links nothing.
func (v *sight) linked(ctx context.Context, id string) (string, error) {
	claims, _, err := v.someClaims(ctx, flow.ClaimFilter{Entity: id, After: -1}, linkedRead)
	return linkText(claims), err
}

// linkText gives the first values of claims whose property takes another thing,
// in the order of the schema.
func linkText(claims []claim.Claim) string {
	kinds, err := schema.All()
	if err != nil || len(claims) == 0 {
		return ""
	}
	at := slices.IndexFunc(kinds, func(k schema.Kind) bool { return k.Name == claims[0].Schema })
	if at < 0 {
		return ""
	}
	var parts []string
	for _, p := range kinds[at].Properties {
		if _, links := p.Entity(); !links || len(parts) == linkedShown {
			continue
		}
		i := slices.IndexFunc(claims, func(c claim.Claim) bool {
			return c.Property == p.Name && c.Value != "" && c.Standing.Stands()
		})
		if i >= 0 {
			parts = append(parts, "\u2068"+clip(claims[i].Value)+"\u2069")
		}
	}
	return strings.Join(parts, " · ")
}
