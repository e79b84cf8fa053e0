package desk

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type postsPage struct {
	frame
	Unit   string // as it was asked for
	Holder string // likewise, a person instead
	On     string
	Wrong  string // what could not be read or found: day, nobody, kind; "" if nothing
	Detail string // in English, of a day that was not read
	Days   *flow.Days
	Who    *tenure.Named // the person
	Judged []flow.JudgedWith
	Units  []postsOfUnit
	// The organisations the reader may know, to choose from.
	Offered     []claim.Entity
	MoreOffered bool
}

// postsOfUnit is a unit that is called so, or the person that was asked for.
type postsOfUnit struct {
	Named   tenure.Named
	Tables  []postsTable
	Left    []tenure.Left
	Command *tenure.Node
	Below   *tenure.Node
	Picture *charts.Command
	Flat    bool // a day was asked for: one table for all posts
}

// postsTable is who held one post, or all posts on a day, in order.
type postsTable struct {
	Post tenure.Named
	Rows []postsRow
	More int // rows that are not shown
}

// postsRow is a holder, or the gap before one.
type postsRow struct {
	tenure.Holding
	Gap *tenure.Gap
}

// postsShown is how many rows a table shows.
const postsShown = 300

// postsOffered is how many units the form offers.
const postsOffered = 200

func showPosts(ctx context.Context, v *visit) (view, error) {
	p := &postsPage{Unit: strings.TrimSpace(v.query("unit")), Holder: strings.TrimSpace(v.query("holder")), On: strings.TrimSpace(v.query("on"))}
	if err := v.look(ctx, p.offer); err != nil {
		return nil, err
	}
	if p.Unit == "" && p.Holder == "" {
		return p, nil
	}
	if p.On != "" {
		days, err := flow.ReadDays(p.On, "")
		if fail.Of(err) == fail.Usage {
			p.Wrong, p.Detail = "day", toldText(err)
			return p, nil
		}
		if err != nil {
			return nil, err
		}
		p.Days = &days
	}
	err := v.look(ctx, func(ctx context.Context, s *sight) error {
		if p.Holder != "" {
			return p.ofHolder(ctx, s)
		}
		return p.ofUnit(ctx, s)
	})
	p.draw(v)
	switch fail.Of(err) {
	case fail.NotFound:
		p.Wrong, err = "nobody", nil
	case fail.Usage:
		p.Wrong, err = "kind", nil
	}
	return p, err
}

// offer lists the units a reader can choose.
func (p *postsPage) offer(ctx context.Context, s *sight) error {
	f := flow.EntityFilter{Schema: "Organisation", After: -1, Limit: postsOffered + 1}
	return s.Entities(ctx, f, func(e claim.Entity) error {
		if p.MoreOffered = len(p.Offered) == postsOffered; !p.MoreOffered {
			p.Offered = append(p.Offered, e)
		}
		return nil
	})
}

func (p *postsPage) ofUnit(ctx context.Context, s flow.State) error {
	answers, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: p.Unit, On: p.Days, Command: p.Days != nil, Below: p.Days != nil})
	for _, a := range answers {
		p.Units = append(p.Units, postsOfUnit{Named: a.Unit.Named, Tables: tables(a.Holdings, a.Lines, true), Left: a.Held.Left, Command: a.Command, Below: a.Below, Flat: p.Days != nil})
	}
	return err
}

// draw adds the picture of each chain of command.
func (p *postsPage) draw(v *visit) {
	for i := range p.Units {
		u := &p.Units[i]
		u.Picture = charts.NewCommand("command-"+strconv.Itoa(i+1), u.Command, u.Below, words.Dir(v.words.Lang) == "rtl", v.words)
	}
}

func (p *postsPage) ofHolder(ctx context.Context, s flow.State) error {
	got, err := flow.PostsHeld(ctx, s, "", p.Holder, p.Days)
	if err != nil {
		return err
	}
	p.Who, p.Judged = &got.Person, got.Judged
	var holdings []tenure.Holding
	if p.Days != nil {
		holdings = got.Holdings
	}
	p.Units = []postsOfUnit{{Named: got.Person, Tables: tables(holdings, got.Lines, false), Left: got.Held.Left, Flat: p.Days != nil}}
	return nil
}

// tables puts the answer into rows: one table of a day, or one a post.
func tables(on []tenure.Holding, lines []tenure.Line, gaps bool) (out []postsTable) {
	if len(on) > 0 {
		t := postsTable{}
		for _, h := range on {
			t.put(postsRow{Holding: h})
		}
		out = append(out, t)
	}
	for _, l := range lines {
		t := postsTable{Post: l.Post}
		left := l.Gaps
		for _, h := range tenure.All(l.Tenures) {
			for gaps && len(left) > 0 && left[0].Before == h.Tenure.ID {
				t.put(postsRow{Gap: &left[0]})
				left = left[1:]
			}
			t.put(postsRow{Holding: h})
		}
		out = append(out, t)
	}
	return out
}

func (t *postsTable) put(row postsRow) {
	if len(t.Rows) == postsShown {
		t.More++
		return
	}
	t.Rows = append(t.Rows, row)
}

// Asks gives the address of what this page asks, on another unit.
func (p *postsPage) Asks(unit tenure.Named) string {
	q := url.Values{"unit": {unit.Entity}}
	if unit.Entity == "" {
		q.Set("unit", unit.Name)
	}
	if p.On != "" {
		q.Set("on", p.On)
	}
	return "/posts?" + q.Encode()
}

// chainPart is a node of a chain with the page it stands on and which way the
// chain goes.
type chainPart struct {
	Page *postsPage
	Node *tenure.Node
	Down bool
}

// Of gives the part for a node further on.
func (c chainPart) Of(n *tenure.Node) chainPart { return chainPart{c.Page, n, c.Down} }

// endText is charts.Days for templates, which have ends and pointers to them.
func endText(e any, table *words.Table) (string, error) {
	switch e := e.(type) {
	case tenure.End:
		return charts.Days(e, table), nil
	case *tenure.End:
		return charts.Days(*e, table), nil
	}
	return "", fmt.Errorf("%T is no end of a tenure", e)
}
