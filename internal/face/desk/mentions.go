package desk

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type mentionsPage struct {
	frame
	pager
	Item   custody.Item
	Names  namesPart
	Hidden string // the address that shows what is graphic; "" if nothing is
}

// namesPart is a part of the known names that stand in an item.
type namesPart struct {
	Looked   bool // the text was looked through
	Total    int
	Mentions []nameLine
	MayJudge bool
	From     int
	Graphic  bool // the reader asked for what is graphic
}

// nameLine is a place where a known name stands.
type nameLine struct {
	flow.Mention
	Href string
}

// The bounds of what is looked through unasked, and of what is shown.
const (
	namesUnasked = 128 << 10 // bytes of a reading
	namesFew     = 5
	namesShown   = 25
)

// showMentions is the page of all known names that stand in an item.
func showMentions(ctx context.Context, v *visit) (view, error) {
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &mentionsPage{}
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Item, err = flow.FindItem(ctx, s, v.actor, v.r.PathValue("item")); err != nil {
			return err
		}
		p.Hidden, err = v.graphicItem(ctx, s, p.Item.Sum)
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.Hidden != "" {
		return p, nil
	}
	if p.Names, err = v.namesOf(ctx, p.Item, from, namesShown); err != nil {
		return nil, err
	}
	next := ""
	if from+len(p.Names.Mentions) < p.Names.Total {
		next = strconv.Itoa(from + len(p.Names.Mentions))
	}
	p.pager = v.part("from", next)
	return p, v.see(ctx, p.Item, custody.LookText)
}

// names looks a short text through for known names. A long one, and a table,
// which may be a list of nothing but names, is looked through when the reader
// asks.
func (p *itemPage) names(ctx context.Context, v *visit) error {
	r, ok := text.Primary(p.all)
	if !ok || r.Form != text.Pages {
		return nil
	}
	size, err := v.Archive.Renditions.Size(ctx, r.Sum)
	if err != nil || size > namesUnasked {
		return err
	}
	p.Names, err = v.namesOf(ctx, p.Item, 0, namesFew)
	return err
}

// namesOf gives the known names that stand in an item, from one on.
func (v *visit) namesOf(ctx context.Context, item custody.Item, from, most int) (namesPart, error) {
	part := namesPart{Looked: true, MayJudge: v.mayIn(item.Case, guard.ToClaim), From: from, Graphic: v.wantsGraphic()}
	all, err := flow.Mentions(ctx, v.archive(), &v.register, v.actor, item.Sum)
	if fail.Of(err) == fail.NotFound { // nothing of it was read
		return part, nil
	}
	if err != nil {
		return part, err
	}
	part.Total = len(all)
	for _, m := range all[min(from, len(all)):min(from+most, len(all))] {
		part.Mentions = append(part.Mentions, nameLine{m, standing(m.Passage)})
	}
	return part, nil
}

// judgeMention records whether a name that stands in an item is that of a
// known person. The form names the passage and not its number: what the
// reviewer saw may stand elsewhere in the list by now.
func judgeMention(ctx context.Context, v *visit) (string, error) {
	item, err := v.item(ctx)
	if err != nil {
		return "", err
	}
	verdict := v.field("verdict")
	if verdict != text.Accepted && verdict != text.Declined {
		return "", fail.New(fail.Usage, "a name is accepted or declined, not %q", verdict)
	}
	archive, entity := v.archive(), v.field("entity")
	all, err := flow.Mentions(ctx, archive, &v.register, v.actor, item.Sum)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(all, func(m flow.Mention) bool { return m.Passage.ID() == v.field("passage") })
	if at < 0 || entity != "" && !slices.ContainsFunc(all[at].Entities, func(e claim.Entity) bool { return e.ID == entity }) {
		return "", fail.New(fail.Conflict, "this name was judged already, or the item was read again since")
	}
	_, err = flow.JudgeMention(ctx, archive, &v.register, v.actor, item.Sum, all[at].N, entity, verdict)
	if err != nil {
		return "", err
	}
	query := url.Values{"done": {verdict}}
	if from := v.field("from"); from != "" && from != "0" {
		query.Set("from", from)
	}
	if v.wantsGraphic() {
		query.Set("graphic", "show")
	}
	return "/items/" + item.Sum.String() + "/mentions?" + query.Encode(), nil
}
