package desk

import (
	"context"
	"net/url"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/linkage"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

type countPage struct {
	frame
	linkedCase
	countForm
	Counted     flow.Counted
	Minimum     int64
	Everybody   string // leads to all who are counted
	Lists       []listCount
	Overlaps    []overlapLine
	Chart       *chart
	Strata      []stratumLine
	StrataChart *barChart
	Unmet       bool // some are of one place, perhaps
	Estimates   []implied
	Own         *ownFigures
	// Levels and the ends of what was sampled tell how far the number would
	// move if the linker were believed. They are no counts.
	Levels             []levelCount
	Sampled            int
	Fewest, MostPeople int64
}

// countForm is what is asked, and what can be.
type countForm struct {
	Asked     countAsked
	Fields    []string
	Sure      []linkage.Certainty
	Calendars []string
	Events    []claim.Entity
	Event     *claim.Entity // that is asked for
	More      bool          // there are more events than are offered
}

// countAsked is the question as the address has it.
type countAsked struct{ Case, Event, By, Level, Calendar string }

// levelCount is how many people there are if a level is believed.
type levelCount struct {
	Level linkage.Certainty
	Count int64
}

// listCount leads to the people on a list, whichever else they are on.
type listCount struct {
	Name  string
	Count int64
	Href  string
}

// overlapLine leads to the people on just some lists.
type overlapLine struct {
	count.Overlap
	Href string
}

// implied is an estimate with its interval rounded outward; it leads to the
// people on both lists.
type implied struct {
	count.Estimate
	Low, High int64
	Href      string
}

// eventsOffered is how many events the form offers.
const eventsOffered = 200

func showCount(ctx context.Context, v *visit) (view, error) {
	p := &countPage{}
	return p, v.lookLinked(ctx, &p.linkedCase, func(ctx context.Context, s *sight, l *flow.Linked) (err error) {
		p.Asked = v.countAsked(p.Case)
		if err := p.offer(ctx, s); err != nil {
			return err
		}
		if p.Counted, err = v.countOf(ctx, s, l, p.Asked); err != nil {
			return err
		}
		p.sum(v)
		p.Own, err = v.ownEstimates(ctx, s, p.Case, p.Asked.Event)
		return err
	})
}

// countAsked reads the question of the form.
func (v *visit) countAsked(caseName string) countAsked {
	return countAsked{caseName, v.query("event"), v.query("by"), v.query("level"), v.query("calendar")}
}

// request makes a request of the question; months are those of the reader's
// calendar if none is chosen.
func (a countAsked) request(t *words.Table) (flow.CountRequest, error) {
	req := flow.CountRequest{Case: a.Case, Event: a.Event, By: a.By, Level: linkage.Certainty(a.Level), Calendar: value.Main(t)}
	if a.Calendar == "" {
		return req, nil
	}
	var err error
	req.Calendar, err = calendar.ParseCalendar(a.Calendar)
	return req, err
}

// countOf counts, or gives what was counted at this size of the ledger.
func (v *visit) countOf(ctx context.Context, s *sight, l *flow.Linked, asked countAsked) (flow.Counted, error) {
	req, err := asked.request(v.words)
	if err != nil {
		return flow.Counted{}, err
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return flow.Counted{}, err
	}
	key := s.recallKey(asked.Case)
	key.asked = url.Values{"event": {req.Event}, "by": {req.By}, "level": {string(req.Level)}, "calendar": {req.Calendar.String()}}.Encode()
	return v.counts.at(key, tree.Size(), func() (flow.Counted, error) { return l.Count(ctx, s, req) })
}

// offer gives what can be asked: the events of the case among it.
func (p *countPage) offer(ctx context.Context, s *sight) error {
	p.Fields, p.Sure, p.Calendars = flow.Fields(), flow.Levels(), []string{"solar", "hijri", "gregorian"}
	err := s.Entities(ctx, flow.EntityFilter{Case: p.Case, Schema: "Event", After: -1, Limit: eventsOffered + 1}, func(e claim.Entity) error {
		if p.More = len(p.Events) == eventsOffered; !p.More {
			p.Events = append(p.Events, e)
		}
		return nil
	})
	if err != nil || p.Asked.Event == "" {
		return err
	}
	e, err := s.Entity(ctx, p.Asked.Event)
	p.Event = &e
	return err
}

// query writes the question for an address.
func (a countAsked) query() url.Values {
	q := url.Values{"case": {a.Case}}
	for name, asked := range map[string]string{"event": a.Event, "by": a.By, "level": a.Level, "calendar": a.Calendar} {
		if asked != "" {
			q.Set(name, asked)
		}
	}
	return q
}

// page is the address of the count.
func (a countAsked) page() string { return "/count?" + a.query().Encode() }

// address leads to the people of a stratum, "" for all, on just these lists.
func (a countAsked) address(stratum string, lists []string) string {
	q := a.query()
	if stratum != "" {
		q.Set("stratum", stratum)
	}
	q["list"] = lists
	return "/count/people?" + q.Encode()
}

// among leads to the people on all of these lists, whichever else they are on.
func (a countAsked) among(lists ...string) string {
	q := a.query()
	q["on"] = lists
	return "/count/people?" + q.Encode()
}

func (p *countPage) sum(v *visit) {
	table, rtl := p.Counted.Table, words.Dir(v.words.Lang) == "rtl"
	p.Minimum, p.Everybody = table.Minimum(), p.Asked.address("", nil)
	for _, o := range table.Overlaps() {
		var ids []string
		for i, l := range p.Counted.Lists {
			if o.Pattern&(1<<i) != 0 {
				ids = append(ids, l.List)
			}
		}
		p.Overlaps = append(p.Overlaps, overlapLine{o, p.Asked.address("", ids)})
	}
	for i, name := range table.Lists {
		p.Lists = append(p.Lists, listCount{name, table.On(i), p.Asked.among(p.Counted.Lists[i].List)})
	}
	p.Chart = newChart(table, rtl)
	p.Strata = v.strataLines(p.Asked, p.Counted)
	p.StrataChart = newBarChart(p.Strata, rtl)
	for _, s := range p.Strata {
		p.Unmet = p.Unmet || s.Kind == count.Unmet
	}
	for _, level := range flow.Levels() {
		if n, ok := p.Counted.Levels[level]; ok && level != flow.Judged {
			p.Levels = append(p.Levels, levelCount{level, n})
		}
	}
	if p.Sampled = len(p.Counted.Sampled); p.Sampled > 0 {
		p.Fewest, p.MostPeople = p.Counted.Sampled[0], p.Counted.Sampled[p.Sampled-1]
	}
	for _, e := range p.Counted.Estimates {
		low, high := e.Outward()
		p.Estimates = append(p.Estimates, implied{e, low, high, p.Asked.among(p.idOf(e.Lists[0]), p.idOf(e.Lists[1]))})
	}
}

// idOf gives the id of the list that the table calls so.
func (p *countPage) idOf(name string) string { return p.Counted.Lists[p.Counted.Table.Find(name)].List }
