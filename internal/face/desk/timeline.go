package desk

import (
	"context"
	"net/url"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// timelinePage is what is said to have happened, in the order of dates.
type timelinePage struct {
	frame
	pager
	Asked      timelineAsked
	Entity     *claim.Entity // only of it and of what refers to it
	Crowded    bool          // more refers to it than is shown
	Kinds      []string
	Properties []string
	Cases      []string
	Calendars  []string
	Moments    []moment
	Density    *density
}

// timelineAsked is the question as it was typed.
type timelineAsked struct{ Entity, Kind, Property, Case, From, To, Calendar string }

type moment struct {
	flow.Moment
	Name  string
	Shown value.Shown
}

func showTimeline(ctx context.Context, v *visit) (view, error) {
	p := &timelinePage{Properties: flow.DateProperties(), Calendars: []string{"solar", "hijri", "gregorian"}}
	p.Asked = timelineAsked{v.query("entity"), v.query("kind"), v.query("property"), v.query("case"), v.query("from"), v.query("to"), v.query("calendar")}
	kinds, err := schema.All()
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		p.Kinds = append(p.Kinds, k.Name)
	}
	in := value.Main(v.words)
	if p.Asked.Calendar != "" {
		if in, err = calendar.ParseCalendar(p.Asked.Calendar); err != nil {
			return nil, err
		}
	}
	q, err := v.timelineQuery(p.Asked)
	if err != nil {
		return nil, err
	}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = s.Cases(ctx); err != nil {
			return err
		}
		if p.Asked.Entity != "" {
			e, err := flow.FindThing(ctx, s, "", p.Asked.Entity)
			if err != nil {
				return err
			}
			p.Entity, q.Entity = &e, e.ID
			if p.Crowded, err = q.Crowded(ctx, s); err != nil {
				return err
			}
		}
		if p.Density, err = v.densityOf(ctx, s, q, in); err != nil {
			return err
		}
		return p.read(ctx, v, s, q, in)
	})
}

// timelineQuery reads the question of the form.
func (v *visit) timelineQuery(asked timelineAsked) (flow.TimelineQuery, error) {
	q := flow.TimelineQuery{Case: asked.Case, Kind: asked.Kind, Property: asked.Property, Unplaced: v.query("unplaced") != ""}
	lang := string(v.words.Lang)
	if asked.From != "" {
		span, err := flow.ReadSpan(asked.From, lang, asked.Calendar)
		if err != nil {
			return q, err
		}
		if d, ok := span.Earliest.Known(); ok {
			q.From = &d
		}
	}
	if asked.To != "" {
		span, err := flow.ReadSpan(asked.To, lang, asked.Calendar)
		if err != nil {
			return q, err
		}
		if d, ok := span.Latest.Known(); ok {
			q.To = &d
		}
	}
	if start := v.query("start"); start != "" {
		n, err := strconv.ParseInt(start, 10, 64)
		if err != nil {
			return q, fail.New(fail.Usage, "%q is not the number of a day", start)
		}
		d := calendar.Day(n)
		q.Start = &d
	}
	return q, nil
}

// read takes one part of the timeline: what stands behind the first skip
// moments of the day that the part begins with.
func (p *timelinePage) read(ctx context.Context, v *visit, s *sight, q flow.TimelineQuery, in calendar.Calendar) error {
	skip, err := v.number("skip")
	if err != nil {
		return err
	}
	names := map[string]string{}
	var day calendar.Day
	passed, placed, first := 0, false, true // moments of this day that were passed
	err = flow.Timeline(ctx, s, q, func(m flow.Moment) error {
		if first || m.Placed != placed || m.Placed && m.Day() != day {
			if !first {
				skip = 0
			}
			day, placed, passed, first = m.Day(), m.Placed, 0, false
		}
		if passed < skip {
			passed++
			return nil
		}
		if len(p.Moments) == pageRows {
			p.pager = v.timelinePart(m, passed)
			return flow.ErrEnough
		}
		passed++
		if err := flow.Names(ctx, s, []string{m.Entity}, names); err != nil {
			return err
		}
		shown := value.Of(v.words, m.Claims[0].Made)
		if m.Date != nil {
			shown = value.Date(v.words, *m.Date, in)
		}
		p.Moments = append(p.Moments, moment{m, names[m.Entity], shown})
		return nil
	})
	if p.Next == "" && v.query("start")+v.query("unplaced") != "" {
		p.First = v.timelineAddress(nil)
	}
	return err
}

// timelinePart links to the part that begins with a moment.
func (v *visit) timelinePart(m flow.Moment, passed int) pager {
	next := url.Values{"skip": {strconv.Itoa(passed)}}
	if m.Placed {
		next.Set("start", strconv.FormatInt(int64(m.Day()), 10))
	} else {
		next.Set("unplaced", "1")
	}
	p := pager{Next: v.timelineAddress(next)}
	if v.query("start")+v.query("unplaced") != "" {
		p.First = v.timelineAddress(nil)
	}
	return p
}

// timelineAddress is this page at another place.
func (v *visit) timelineAddress(at url.Values) string {
	query := v.r.URL.Query()
	for _, name := range []string{"done", "start", "skip", "unplaced"} {
		query.Del(name)
		if at.Has(name) {
			query.Set(name, at.Get(name))
		}
	}
	return (&url.URL{Path: v.r.URL.Path, RawQuery: query.Encode()}).String()
}
