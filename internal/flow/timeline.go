package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
	"sanad/schema"
)

// TimelineQuery says what a timeline is of; zero fields do not narrow.
type TimelineQuery struct {
	Case     string
	Entity   string // dates of this thing and of those that refer to it
	Alone    bool   // with Entity: only of the thing itself
	Kind     string // only dates of things of this kind
	Property string
	// From and To bound the days; a date that can fall between them is in.
	From, To *calendar.Day
	// Start goes on with a walk: only dates the first known day of which is
	// this or a later one.
	Start *calendar.Day
	// Unplaced leaves out all dates but those of which no day is known.
	Unplaced bool
}

// Moment is something that is said to have happened on a date: all claims that
// give the same date to the same property of the same thing, in the order of
// the ledger.
type Moment struct {
	Entity, Schema, Property string
	Date                     *claim.Date   // nil: it was not read
	Span                     calendar.Span // the days it can fall on
	Placed                   bool          // a day of it is known
	Claims                   []claim.Claim
}

// Day is the first known day of the moment, by which it is ordered.
func (m Moment) Day() calendar.Day {
	if d, ok := m.Span.Earliest.Known(); ok {
		return d
	}
	d, _ := m.Span.Latest.Known()
	return d
}

// maxSameDay bounds how many claims of one day are held at a time. Where there
// are more, such as when a thousand lists give but a year, sources of one
// moment that lie further apart in the ledger stand in two moments.
const maxSameDay = 5000

// Timeline walks what is said to have happened, in order of the first day that
// is known of it. Dates without any known day, such as those without a year,
// come last, and not at all where the days are bounded; so do dates that were
// not read. An error of yield ends the walk and is returned, but for ErrEnough.
func Timeline(ctx context.Context, s State, q TimelineQuery, yield func(Moment) error) error {
	f, err := q.filter(ctx, s)
	if err != nil {
		return err
	}
	if !q.Unplaced {
		if err := walkDays(ctx, s, f, yield); err != nil {
			return Walked(err)
		}
	}
	if q.From != nil || q.To != nil {
		return nil
	}
	f.Unplaced = true
	return Walked(s.Dated(ctx, f, func(c claim.Claim) error { return yield(momentOf(c)) }))
}

// filter makes the question to the store. What refers to a thing is looked up
// first and by claims that stand and that the actor may know: a sealed claim
// that ties two things together must not be told by what stands on a timeline.
func (q TimelineQuery) filter(ctx context.Context, s State) (DatedFilter, error) {
	f := DatedFilter{ClaimFilter: ClaimFilter{Case: q.Case, Schema: q.Kind, Property: q.Property}, FromDay: -1 << 60, ToDay: 1 << 60}
	if q.From != nil {
		f.FromDay = int64(*q.From)
	}
	if q.To != nil {
		f.ToDay = int64(*q.To)
	}
	if q.Start != nil {
		f.StartDay = int64(*q.Start)
	}
	switch {
	case q.Entity == "":
		return f, nil
	case q.Alone:
		f.Entity = q.Entity
		return f, nil
	}
	f.Entities = []string{q.Entity}
	seen := map[string]bool{q.Entity: true}
	return f, Walked(s.Claims(ctx, ClaimFilter{ValueEntity: q.Entity, After: -1}, func(c claim.Claim) error {
		if !c.Standing.Stands() || seen[c.Entity] {
			return nil
		}
		if len(f.Entities) == MaxEntities {
			return ErrEnough
		}
		seen[c.Entity] = true
		f.Entities = append(f.Entities, c.Entity)
		return nil
	}))
}

// Crowded reports whether more things refer to the entity than one timeline
// takes in, so that it is not complete.
func (q TimelineQuery) Crowded(ctx context.Context, s State) (bool, error) {
	if q.Entity == "" || q.Alone {
		return false, nil
	}
	seen := map[string]bool{}
	err := Walked(s.Claims(ctx, ClaimFilter{ValueEntity: q.Entity, After: -1}, func(c claim.Claim) error {
		if c.Standing.Stands() {
			seen[c.Entity] = true
		}
		if len(seen) >= MaxEntities {
			return ErrEnough
		}
		return nil
	}))
	return len(seen) >= MaxEntities, err
}

// TimelineDays counts what a timeline holds, day by day, without the claims
// themselves.
func TimelineDays(ctx context.Context, s State, q TimelineQuery, yield func(DayCount) error) error {
	q.Start = nil
	f, err := q.filter(ctx, s)
	if err != nil {
		return err
	}
	return s.DatedDays(ctx, f, yield)
}

// DayCountOf gives what one claim adds to the count of its day; false if no day
// of its date is known.
func DayCountOf(c claim.Claim) (d DayCount, days calendar.Span, ok bool) {
	m := momentOf(c)
	if !m.Placed {
		return d, days, false
	}
	d = DayCount{Day: int64(m.Day()), Claims: 1}
	if n, bounded := m.Span.Length(); bounded && n > WideDays {
		d.Wide = 1
	}
	return d, m.Span, true
}

// walkDays puts the claims of each day together.
func walkDays(ctx context.Context, s State, f DatedFilter, yield func(Moment) error) error {
	var day sameDay
	err := s.Dated(ctx, f, func(c claim.Claim) error {
		m := momentOf(c)
		if day.count > 0 && (m.Day() != day.at || day.count >= maxSameDay) {
			if err := day.flush(yield); err != nil {
				return err
			}
		}
		day.take(m)
		return nil
	})
	if err != nil {
		return err
	}
	return day.flush(yield)
}

// sameDay is what begins on one day.
type sameDay struct {
	at      calendar.Day
	count   int
	moments []Moment
	byKey   map[momentKey]int
}

type momentKey struct{ entity, property, edtf, flags string }

func (d *sameDay) take(m Moment) {
	d.at = m.Day()
	d.count++
	key := momentKey{m.Entity, m.Property, m.Date.EDTF, ""}
	if slices.Contains(m.Date.Flags, claim.DateVariant) {
		key.flags = claim.DateVariant
	}
	if i, ok := d.byKey[key]; ok {
		d.moments[i].Claims = append(d.moments[i].Claims, m.Claims...)
		return
	}
	if d.byKey == nil {
		d.byKey = map[momentKey]int{}
	}
	d.byKey[key] = len(d.moments)
	d.moments = append(d.moments, m)
}

func (d *sameDay) flush(yield func(Moment) error) error {
	for _, m := range d.moments {
		if err := yield(m); err != nil {
			return err
		}
	}
	*d = sameDay{}
	return nil
}

func momentOf(c claim.Claim) Moment {
	m := Moment{Entity: c.Entity, Schema: c.Schema, Property: c.Property, Date: c.Date, Claims: []claim.Claim{c}}
	m.Span, m.Placed = SpanOf(c.Date)
	_, from := m.Span.Earliest.Known()
	_, to := m.Span.Latest.Known()
	m.Placed = m.Placed && (from || to)
	return m
}

// IsDate reports whether a claim is on a property that is a date.
func IsDate(c claim.Made) bool {
	p, ok := schema.Find(c.Schema, c.Property)
	return c.Date != nil || ok && p.Type == schema.Date
}

// DateProperties gives the names of all properties that are dates on some kind
// of thing, each once and in order.
func DateProperties() []string {
	kinds, err := schema.All()
	if err != nil {
		return nil // the schema's own test reads every file
	}
	var names []string
	for _, k := range kinds {
		for _, p := range k.Properties {
			if p.Type == schema.Date {
				names = append(names, p.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
