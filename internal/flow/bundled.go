package flow

import (
	"context"
	"errors"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/text"
)

// bundle gathers what the dossier's pages show.
func (b *builder) bundle(ctx context.Context, s State, r disclosure.Release, plan disclosure.Plan) (Bundle, error) {
	shown := plan.Show()
	out := Bundle{Release: r, Origin: b.first.Origin, Size: b.first.Size, Created: b.now, Withheld: plan.Withheld, Flags: plan.Flags, Shown: shown, Entries: b.shown}
	var err error
	if b.rows, err = listRows(ctx, s, r.Case); err != nil {
		return out, err
	}
	for _, sum := range plan.Items {
		d, err := b.document(ctx, s, sum, shown)
		if err != nil {
			return out, err
		}
		out.Documents = append(out.Documents, d)
	}
	if out.Counted, err = b.counted(ctx, s, r.Case, plan); err != nil {
		return out, err
	}
	out.Subjects = func(ctx context.Context, yield func(Subject) error) error {
		return s.Entities(ctx, EntityFilter{Case: r.Case, After: -1}, func(e claim.Entity) error {
			subject := Subject{Entity: e}
			err := s.Claims(ctx, ClaimFilter{Entity: e.ID, After: -1}, func(c claim.Claim) error {
				if c, leaves := shown.Claim(c); leaves {
					subject.Claims = append(subject.Claims, c)
				}
				return nil
			})
			if err != nil || len(subject.Claims) == 0 {
				return err
			}
			subject.Claims = standingAmong(subject.Claims)
			subject.Name, subject.Nameless = shown.Pseudonym(e.ID)
			if !subject.Nameless {
				subject.Name = nameOf(subject.Claims)
			}
			subject.ID = shown.ID(e.ID)
			subject.Entity.Claims = int64(len(subject.Claims))
			return yield(subject)
		})
	}
	out.BundleParts, err = b.parts(ctx, newOutside(s, plan, shown), r, plan)
	return out, err
}

// standingAmong tells how the released claims of a thing stand among each other:
// that one is set aside by a rival that stays inside would tell of that rival.
func standingAmong(claims []claim.Claim) []claim.Claim {
	preferred := map[string]claim.Turn{}
	for _, c := range claims {
		if c.Own.Standing == claim.Favoured && c.Own.Index >= preferred[c.Property].Index {
			preferred[c.Property] = c.Own
		}
	}
	for i, c := range claims {
		newest, any := preferred[c.Property]
		switch {
		case c.Standing != claim.Superseded || any && c.Own != newest:
		case c.Own.Standing == "":
			claims[i].Standing = claim.Proposed
		default:
			claims[i].Standing = c.Own.Standing
		}
	}
	return claims
}

// counted gives the count of the case's lists if every one of them is released:
// a number made from a list that stays inside would tell of it.
func (b *builder) counted(ctx context.Context, s State, caseName string, plan disclosure.Plan) (*Counted, error) {
	ofPeople, err := listsOf(ctx, s, caseName)
	if err != nil || len(ofPeople.lists) == 0 {
		return nil, err
	}
	released, err := releasedVersions(ctx, s, caseName, plan)
	if err != nil {
		return nil, err
	}
	for _, l := range ofPeople.lists {
		if ok, err := leavesWhole(ctx, s, l.List, released); err != nil || !ok {
			return nil, err
		}
	}
	c, err := Count(ctx, b.a, s, CountRequest{Case: caseName})
	return &c, err
}

// leavesWhole reports whether a count may tell of a list: some version of it is
// released, and no version rests on a file that must stay inside.
func leavesWhole(ctx context.Context, s State, list string, released map[version]int64) (bool, error) {
	all, err := s.ListVersions(ctx, list)
	some := false
	for _, v := range all {
		item, err := s.Item(ctx, v.Item)
		if err != nil || !item.Label.MayRelease() {
			return false, err
		}
		_, out := released[version{list, v.Version}]
		some = some || out
	}
	return some, err
}

// nameOf gives the first released name: the entity's own may be withheld.
func nameOf(claims []claim.Claim) string {
	for _, c := range claims {
		if c.Property == "name" {
			return c.Value
		}
	}
	return ""
}

// shownText is how much of a document's text its page shows, in bytes.
const shownText = 400 << 10

func (b *builder) document(ctx context.Context, s State, sum custody.Sum, shown *disclosure.Shown) (BundledDocument, error) {
	var d BundledDocument
	item, err := s.Item(ctx, sum)
	if err != nil {
		return d, err
	}
	item.Name = custody.Name{} // file names stay inside
	item.Parent = nil          // it may stay inside
	d.Item = item
	cited := map[string]bool{}
	var rendition *custody.Sum
	err = s.Claims(ctx, ClaimFilter{Item: sum, After: -1}, func(c claim.Claim) error {
		for _, p := range c.Passages {
			if p.Item != sum || !shown.Tells(c.Made.Claim) || cited[p.ID()] {
				continue
			}
			cited[p.ID()] = true
			d.Passages = append(d.Passages, p)
			rendition = &p.Rendition
		}
		return nil
	})
	if err != nil || rendition == nil {
		return d, err
	}
	return d, b.readText(ctx, s, *rendition, &d)
}

func (b *builder) readText(ctx context.Context, s State, rendition custody.Sum, d *BundledDocument) (err error) {
	all, err := s.Renditions(ctx, d.Item.Sum)
	if err != nil {
		return err
	}
	rows := false
	for _, r := range all {
		if r.Sum == rendition {
			rows, d.Reading = rows || r.Form == text.Rows, r
		}
	}
	data, err := b.a.Renditions.Open(ctx, rendition)
	if err != nil {
		return err
	}
	// Only a part may be read: the check of the sum at the end is then not
	// reached, but blobs copies the same bytes whole.
	defer func() { err = errors.Join(err, data.Close()) }()
	size := 0
	if rows {
		return text.EachRow(data, func(row text.Row) error {
			for _, c := range row.Cells {
				size += len(c.Text)
			}
			d.Rows = append(d.Rows, row)
			return enough(size)
		})
	}
	return text.EachPage(data, func(p text.Page) error {
		size += len(p.Text)
		d.Pages = append(d.Pages, p)
		return enough(size)
	})
}

func enough(size int) error {
	if size > shownText {
		return text.ErrStop
	}
	return nil
}
