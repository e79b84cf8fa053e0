package flow

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
)

// keepContents keeps the list of what a bundle holds, in the versions that leave,
// beside the renditions: who has a record is asked of these lists.
func (b *builder) keepContents(ctx context.Context) (*custody.Sum, error) {
	var list bytes.Buffer
	err := disclosure.WriteContents(&list, b.out.Release, func(yield func(disclosure.Held) error) error { return heldBy(b.plan, b.copySums(), yield) })
	if err != nil {
		return nil, fmt.Errorf("listing what it holds: %w", err)
	}
	kept, err := b.a.Renditions.Put(ctx, &list)
	if err == nil {
		err = b.a.Renditions.Settle(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("keeping the list of what it holds: %w", err)
	}
	return &kept.Sum, nil
}

// copySums gives the sums of the copies that were written, by the name they have.
func (b *builder) copySums() map[string]custody.Sum {
	out := map[string]custody.Sum{}
	for _, c := range b.plan.Copies {
		if c.How != disclosure.NameOnly {
			out[c.Name] = custody.Sum{}
		}
	}
	if len(out) == 0 {
		return out
	}
	for _, l := range b.lines {
		name := strings.TrimSuffix(path.Base(l.Path), path.Ext(l.Path))
		if _, made := out[name]; made {
			out[name] = l.Sum
		}
	}
	return out
}

// heldBy walks what a plan lets leave: originals, claims with the entries that say
// them, and the things they are about. Whatever an original is called outside, here
// it has its own name.
func heldBy(p disclosure.Plan, copies map[string]custody.Sum, yield func(disclosure.Held) error) error {
	for _, item := range p.Items {
		if err := yield(disclosure.Held{Kind: disclosure.HeldItem, ID: item.String(), As: disclosure.HeldWhole}); err != nil {
			return err
		}
	}
	for _, c := range p.Copies {
		h := disclosure.Held{Kind: disclosure.HeldItem, ID: c.Item.String(), As: disclosure.HeldName}
		if sum := copies[c.Name]; !sum.IsZero() {
			h.As, h.Copy = disclosure.HeldCopy, &sum
		}
		if err := yield(h); err != nil {
			return err
		}
	}
	told := map[string]bool{}
	for _, c := range p.Claims {
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
	return nil
}
package flow

import (
	"context"
	"io"

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
// as it is.
func (b *builder) copied(copies []BundledCopy) func(custody.Sum) (custody.Sum, bool) {
	paths := map[custody.Sum]string{}
	for _, c := range copies {
		if c.Path != "" {
			paths[c.Item] = c.Path
		}
	}
	written := map[string]custody.Sum{}
	for _, l := range b.lines {
		written[l.Path] = l.Sum
	}
	return func(item custody.Sum) (custody.Sum, bool) {
		sum, ok := written[paths[item]]
		return sum, ok
	}
}
