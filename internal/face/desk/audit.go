package desk

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// auditPage is who did what on which day, as far as the reader may know of it:
// a count that took in sealed things would tell of them.
type auditPage struct {
	frame
	pager
	Asked  auditAsked
	Actors []string
	Kinds  []string
	Rows   []auditRow
	More   int // rows that are not shown
	Events []flow.Recorded
	Seen   []custody.Sighting // sealed items, where they are asked for
	From   int64              // entries From up to but not including To were looked at
	To     int64
}

// auditAsked is the question as it was typed.
type auditAsked struct{ Actor, Kind, Day string }

// Narrow reports whether less than everything is asked for.
func (a auditAsked) Narrow() bool { return a != auditAsked{} }

// auditRow is what one person did in one way on one day.
type auditRow struct {
	Actor, Kind, Day string
	Count            int
	First, Last      int64 // entries
	Href             string
}

// How far back one page of the audit looks, and the most it shows.
const (
	auditSpan = 4000
	auditRows = 120
	auditList = 50
)

func showAudit(ctx context.Context, v *visit) (view, error) {
	before, err := v.index("before")
	if err != nil {
		return nil, err
	}
	p := &auditPage{Asked: auditAsked{v.query("actor"), v.query("kind"), v.query("day")}}
	if _, err := time.Parse(time.DateOnly, p.Asked.Day); p.Asked.Day != "" && err != nil {
		return nil, fail.New(fail.Usage, "%q is no day", p.Asked.Day).Do("write it as 2031-03-04")
	}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		if before < 0 || before > tree.Size() {
			before = tree.Size()
		}
		p.From, p.To = max(0, before-auditSpan), before
		if err := p.read(ctx, v, s); err != nil {
			return err
		}
		if p.Asked.Kind == (custody.Seen{}).Kind().Name {
			if p.Seen, err = s.Seen(ctx, flow.SeenFilter{Actor: p.Asked.Actor, Day: p.Asked.Day, Limit: auditList}); err != nil {
				return err
			}
		}
		if p.pager = v.part("before", ""); p.From > 0 {
			p.pager = v.part("before", strconv.FormatInt(p.From, 10))
		}
		return nil
	})
}

// read groups the entries of the page, newest days first.
func (p *auditPage) read(ctx context.Context, v *visit, s *sight) error {
	type key struct{ day, actor, kind string }
	rows := map[key]*auditRow{}
	err := s.Events(ctx, p.From, p.To, func(e flow.Recorded) error {
		k := key{e.Time.UTC().Format(time.DateOnly), e.Actor, e.Kind.Name}
		addOnce(&p.Actors, k.actor)
		addOnce(&p.Kinds, k.kind)
		if !p.Asked.takes(k.actor, k.kind, k.day) {
			return nil
		}
		if rows[k] == nil {
			rows[k] = &auditRow{Actor: k.actor, Kind: k.kind, Day: k.day, First: e.Index, Href: "/audit?" + url.Values{"actor": {k.actor}, "kind": {k.kind}, "day": {k.day}, "before": {strconv.FormatInt(p.To, 10)}}.Encode()}
		}
		rows[k].Count++
		rows[k].Last = e.Index
		if p.Asked.Narrow() {
			if p.Events = append(p.Events, e); len(p.Events) > auditList {
				p.Events = p.Events[1:]
			}
		}
		return nil
	})
	slices.Reverse(p.Events)
	slices.Sort(p.Actors)
	slices.SortFunc(p.Kinds, func(a, b string) int { return cmp.Compare(v.words.Term("event", a), v.words.Term("event", b)) })
	for _, r := range rows {
		p.Rows = append(p.Rows, *r)
	}
	slices.SortFunc(p.Rows, func(a, b auditRow) int {
		return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.Actor, b.Actor), cmp.Compare(b.Last, a.Last))
	})
	if len(p.Rows) > auditRows {
		p.More, p.Rows = len(p.Rows)-auditRows, p.Rows[:auditRows]
	}
	return err
}

func (a auditAsked) takes(actor, kind, day string) bool {
	return (a.Actor == "" || a.Actor == actor) && (a.Kind == "" || a.Kind == kind) && (a.Day == "" || a.Day == day)
}

func addOnce(to *[]string, text string) {
	if !slices.Contains(*to, text) {
		*to = append(*to, text)
	}
}
