package desk

import (
	"context"
	"net/url"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/search"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type itemsPage struct {
	frame
	pager
	Cases     []caseLine
	States    []choice
	Kind      search.Family
	Families  []search.Family
	Kept      []entryField // what else narrows the list
	Accession string
	Step      string // only what failed at this step
	Why       string // and only for this reason, as the page of readings names it
	Counted   bool   // Total and Bytes are of what the filter lets through
	Total     int64
	Bytes     int64
	Items     []itemRow
}

// itemRow is an item in a list, and what came of reading it.
type itemRow struct {
	custody.Item
	State  string // "read", "partial", "failed", "unread"
	Inner  string // its name, without that of the item it is inside of
	Parent *custody.Item
}

func showItems(ctx context.Context, v *visit) (view, error) {
	w, err := v.itemsWanted()
	if err != nil {
		return nil, err
	}
	p := &itemsPage{Accession: w.filter.Accession, Step: w.step, Counted: w.family == "" && w.step == "" && w.state != "unread"}
	p.States = v.choices("state", w.state, "failed", "partial", "unread")
	p.Kind, p.Families = w.family, search.Families()
	for _, name := range []string{"case", "accession", "state"} {
		if value := v.query(name); value != "" {
			p.Kept = append(p.Kept, entryField{name, value})
		}
	}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, w.filter.Case); err != nil {
			return err
		}
		if p.Counted {
			if p.Total, p.Bytes, err = s.CountItems(ctx, w.filter); err != nil {
				return err
			}
		}
		if w.filter.After, err = s.itemPlace(ctx, v.query("after")); err != nil {
			return err
		}
		items, err := s.itemsOf(ctx, w, &p.Why)
		if err != nil {
			return err
		}
		next := ""
		if len(items) > pageRows {
			items = items[:pageRows]
			next = items[pageRows-1].Sum.String()
		}
		p.pager = v.part("after", next)
		p.Items, err = s.itemRows(ctx, items)
		return err
	})
}

// itemsWanted says which items a list shows.
type itemsWanted struct {
	filter flow.ItemFilter
	state  string
	family search.Family
	step   string // one of text's steps: what failed at it
	reason string // the key of a reason; see failedFor
}

func (v *visit) itemsWanted() (w itemsWanted, err error) {
	w.filter = flow.ItemFilter{Case: v.query("case"), Accession: v.query("accession")}
	w.state, w.family, w.step, w.reason = v.query("state"), search.Family(v.query("kind")), v.query("step"), v.query("reason")
	switch w.state {
	case "", "unread":
	case "failed":
		w.filter.Failed = true
	case "partial":
		w.filter.Partial = true
	default:
		return w, fail.New(fail.Usage, "%q is not a state of reading", w.state)
	}
	if w.family != "" && !slices.Contains(search.Families(), w.family) {
		return w, fail.New(fail.Usage, "%q is not a kind of file", w.family)
	}
	return w, nil
}

// choices makes links that narrow a list by one value each, the first by none.
func (v *visit) choices(name, chosen string, values ...string) []choice {
	out := make([]choice, 0, len(values)+1)
	for _, value := range append([]string{""}, values...) {
		query := v.r.URL.Query()
		for _, other := range []string{"after", "done", "step", "reason", name} {
			query.Del(other)
		}
		if value != "" {
			query.Set(name, value)
		}
		out = append(out, choice{Value: value, Href: (&url.URL{Path: v.r.URL.Path, RawQuery: query.Encode()}).String(), Here: value == chosen})
	}
	return out
}

// itemsOf gives the items of a part of a list, and one more if there is one;
// why is told the reason that the list was narrowed to.
func (v *sight) itemsOf(ctx context.Context, w itemsWanted, why *string) (items []custody.Item, err error) {
	take := func(i custody.Item) error {
		ok, err := v.wants(ctx, w, i, why)
		if err != nil || !ok {
			return err
		}
		if items = append(items, i); len(items) > pageRows {
			return flow.ErrEnough
		}
		return nil
	}
	if w.state != "unread" && w.step == "" {
		return items, flow.Walked(v.Items(ctx, w.filter, take))
	}
	return items, flow.Walked(v.eachUnread(ctx, flow.UnreadQuery{Step: w.step, After: w.filter.After}, take))
}

// unreadStep is how many items are asked for at once.
const unreadStep = 200

// eachUnread walks what waits for a reading, or for another try of a step.
func (v *sight) eachUnread(ctx context.Context, q flow.UnreadQuery, yield func(custody.Item) error) error {
	for q.Limit = unreadStep; ; {
		items, err := v.Unread(ctx, q)
		if err != nil {
			return err
		}
		for _, i := range items {
			if err := yield(i); err != nil {
				return err
			}
		}
		if len(items) < unreadStep {
			return nil
		}
		if q.After, err = v.itemPlace(ctx, items[len(items)-1].Sum.String()); err != nil {
			return err
		}
	}
}

// wants reports whether an item is in a list that no filter of the state
// narrows far enough.
func (v *sight) wants(ctx context.Context, w itemsWanted, i custody.Item, why *string) (bool, error) {
	switch {
	case w.family != "" && search.FamilyOf(i.MediaType) != w.family,
		w.filter.Case != "" && i.Case != w.filter.Case,
		w.filter.Accession != "" && (w.state == "unread" || w.step != "") && i.Accession != w.filter.Accession:
		return false, nil
	case w.reason == "":
		return true, nil
	}
	troubles, err := v.Troubles(ctx, i.Sum)
	for _, t := range troubles {
		if f := failedFor(t); text.StepOf(t.Step) == w.step && f.Key() == w.reason {
			*why = f.Reason
			return true, err
		}
	}
	return false, err
}

// itemPlace gives the entry after which a list of items goes on. Lists name
// their last item and not its entry: the entry could tell that a sealed
// source handed it over too.
func (v *sight) itemPlace(ctx context.Context, after string) (int64, error) {
	if after == "" {
		return -1, nil
	}
	sum, err := custody.ParseSum(after)
	if err != nil {
		return 0, fail.New(fail.Usage, "%q is not an item", after)
	}
	if _, err := v.Item(ctx, sum); err != nil {
		return 0, err
	}
	item, err := v.State.Item(ctx, sum)
	return item.Index, err
}

func (v *sight) itemRows(ctx context.Context, items []custody.Item) ([]itemRow, error) {
	rows := make([]itemRow, len(items))
	parents := map[custody.Sum]*custody.Item{}
	for i, item := range items {
		rows[i] = itemRow{Item: item, Inner: item.Name.Text}
		renditions, err := v.Renditions(ctx, item.Sum)
		if err != nil {
			return nil, err
		}
		troubles, err := v.Troubles(ctx, item.Sum)
		if err != nil {
			return nil, err
		}
		rows[i].State = readState(renditions, troubles)
		if item.Parent == nil {
			continue
		}
		parent, ok := parents[*item.Parent]
		if !ok {
			found, err := v.Item(ctx, *item.Parent)
			if err != nil {
				return nil, err
			}
			parent = &found
			parents[*item.Parent] = parent
		}
		rows[i].Parent, rows[i].Inner = parent, innerName(item.Name.Text, parent.Name.Text)
	}
	return rows, nil
}

// readState says what came of reading an item: one of which some step failed
// and another read something was read in part.
func readState(all []text.Rendition, troubles []text.Trouble) string {
	switch {
	case len(all) == 0 && len(troubles) == 0:
		return "unread"
	case len(all) == 0:
		return "failed"
	case len(troubles) > 0 || len(gapsIn(all)) > 0:
		return "partial"
	}
	return "read"
}
