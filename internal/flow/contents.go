package flow

import (
	"context"
	"io"
	"path"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
)

// keepContents keeps the list of what a bundle made of a plan holds beside the
// renditions, and settles it: it is there before the event that names it. copies
// gives the SHA-256 of the copy that leaves of an original, if there is one.
func keepContents(ctx context.Context, a *Archive, release string, plan disclosure.Plan, copies func(item custody.Sum) (custody.Sum, bool)) (*custody.Sum, error) {
	sum, err := keep(ctx, a, func(w io.Writer, again int) error {
		return disclosure.WriteContents(w, release, again, func(yield func(disclosure.Held) error) error { return eachHeld(plan, copies, yield) })
	})
	if err != nil {
		return nil, err
	}
	return &sum, a.Renditions.Settle(ctx)
}

// eachHeld walks what a bundle made of a plan holds: originals, what leaves in the
// place of others, claims, what these are about, findings.
func eachHeld(plan disclosure.Plan, copies func(item custody.Sum) (custody.Sum, bool), yield func(disclosure.Held) error) error {
	for _, item := range plan.Items {
		if err := yield(disclosure.Held{Kind: disclosure.HeldItem, ID: item.String(), As: disclosure.HeldWhole}); err != nil {
			return err
		}
	}
	for _, c := range plan.Copies {
		h := disclosure.Held{Kind: disclosure.HeldItem, ID: c.Item.String(), As: disclosure.HeldName}
		if sum, made := copies(c.Item); made {
			h.As, h.Copy = disclosure.HeldCopy, &sum
		}
		if err := yield(h); err != nil {
			return err
		}
	}
	told := map[string]bool{}
	for _, c := range plan.Claims {
		if err := yield(disclosure.Held{Kind: disclosure.HeldClaim, ID: c.ID, Index: c.Index}); err != nil {
			return err
		}
		if told[c.Entity] {
			continue
		}
		told[c.Entity] = true
		if err := yield(disclosure.Held{Kind: disclosure.HeldEntity, ID: c.Entity}); err != nil {
			return err
		}
	}
	for _, f := range plan.Findings {
		if err := yield(disclosure.Held{Kind: disclosure.HeldFinding, ID: f.ID, Index: f.Index}); err != nil {
			return err
		}
	}
	return nil
}

// copied gives the SHA-256 of what was written of an original that does not leave
// as it is, which has the name that the plan gives it.
func (b *builder) copied() func(custody.Sum) (custody.Sum, bool) {
	names := map[string]custody.Sum{}
	for _, c := range b.plan.Copies {
		if c.How != disclosure.NameOnly {
			names[c.Name] = c.Item
		}
	}
	made := map[custody.Sum]custody.Sum{}
	for _, l := range b.lines {
		base := strings.TrimSuffix(path.Base(l.Path), path.Ext(l.Path))
		if name, ok := b.named[base]; ok {
			base = name
		}
		if item, ok := names[base]; ok {
			made[item] = l.Sum
		}
	}
	return func(item custody.Sum) (custody.Sum, bool) {
		sum, ok := made[item]
		return sum, ok
	}
}
