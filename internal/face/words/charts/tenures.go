package charts

import (
	"math"
	"slices"

	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
	"sanad/internal/ground/calendar"
)

// Tenures is the posts of a person over the years. A whole bar is the time
// that all sources which are read leave no doubt of, a pale one the time in
// which a beginning or an end may lie, and a bar that fades out has no end that
// any source gives.
type Tenures struct {
	Width, Height int
	Bottom        int
	Bars          []tenureBar
	Ticks         []Tick
	Anchor        string // how labels are held at their place
}

type tenureBar struct {
	LabelX, LabelY int
	Label          string
	Y, H           int
	Pale           []stretch
	Sure           *stretch
	FadeFrom       *stretch // no beginning is known
	FadeTo         *stretch // no end is known
}

type stretch struct{ X, W int }

// The measures of the picture, in its own units.
const (
	tenureWidth = 480
	tenureEdge  = 30 // beside the axis, where bars fade out
	tenureRow   = 40
	tenureThick = 12
	tenureChars = 60
	yearDays    = 365
)

// Held is one post that was held.
type Held struct {
	Tenure *tenure.Tenure
	Label  string
}

// NewTenures draws the posts whose days are known; nil if none is.
func NewTenures(held []Held, t *words.Table) *Tenures {
	held = slices.DeleteFunc(slices.Clone(held), func(h Held) bool { return h.Tenure.Undated() })
	low, high := calendar.Day(math.MaxInt64), calendar.Day(math.MinInt64)
	for _, h := range held {
		span := h.Tenure.Bounds()
		for _, b := range []calendar.Bound{span.Earliest, span.Latest} {
			if d, ok := b.Known(); ok {
				low, high = min(low, d), max(high, d)
			}
		}
	}
	if low > high {
		return nil
	}
	low, high = low-yearDays/2, high+yearDays/2
	c := &Tenures{Width: tenureWidth, Anchor: "start"}
	line := axis{low, high, tenureEdge, tenureWidth - tenureEdge, words.Dir(t.Lang) == "rtl"}
	for i, h := range held {
		bar := line.bar(h.Tenure, i*tenureRow+8)
		bar.Label, bar.LabelX = Clip(h.Label, tenureChars), tenureEdge
		if line.rtl {
			bar.LabelX = tenureWidth - tenureEdge
		}
		c.Bars = append(c.Bars, bar)
	}
	c.Bottom = len(held)*tenureRow + 10
	c.Height = c.Bottom + 24
	c.Ticks = line.years(t, 6)
	return c
}

// axis lays days along a line, from the side where reading begins.
type axis struct {
	low, high calendar.Day
	from, to  int
	rtl       bool
}

func (a axis) at(d calendar.Day) int {
	d = max(a.low, min(a.high, d))
	share := float64(d-a.low) / float64(max(1, a.high-a.low))
	if a.rtl {
		share = 1 - share
	}
	return a.from + int(math.Round(share*float64(a.to-a.from)))
}

// between gives the stretch of two days, wide enough to be seen.
func (a axis) between(first, last calendar.Day) *stretch {
	x1, x2 := a.at(first), a.at(last)
	return &stretch{min(x1, x2), max(x1-x2, x2-x1, 3)}
}

// bar draws one tenure: what lies between the last day it may have begun and
// the first it may have ended is sure.
func (a axis) bar(t *tenure.Tenure, y int) tenureBar {
	b := tenureBar{LabelY: y + 8, Y: y + 14, H: tenureThick}
	began, lastBegan, begins := endsOf(t.From)
	firstEnd, ended, ends := endsOf(t.To)
	if seen, lastSeen, ok := endsOf(t.Seen); ok {
		if !begins {
			lastBegan = seen
		}
		if !ends {
			firstEnd = lastSeen
		}
		if !begins && !ends {
			b.Pale = append(b.Pale, *a.between(seen, lastSeen))
		}
		lastBegan, firstEnd = min(lastBegan, seen), max(firstEnd, lastSeen)
	} else {
		if !begins {
			lastBegan = firstEnd
		}
		if !ends {
			firstEnd = lastBegan
		}
	}
	if lastBegan < firstEnd {
		b.Sure = a.between(lastBegan, firstEnd)
	}
	if begins && began < lastBegan || begins && b.Sure == nil {
		b.Pale = append(b.Pale, *a.between(began, lastBegan))
	}
	if ends && firstEnd < ended || ends && b.Sure == nil {
		b.Pale = append(b.Pale, *a.between(firstEnd, ended))
	}
	if !begins {
		b.FadeFrom = a.edge(lastBegan, true)
	}
	if !ends {
		b.FadeTo = a.edge(firstEnd, false)
	}
	return b
}

// edge is the short stretch in which a bar without an end fades out.
func (a axis) edge(d calendar.Day, before bool) *stretch {
	x := a.at(d)
	if before != a.rtl {
		return &stretch{x - tenureEdge + 4, tenureEdge - 4}
	}
	return &stretch{x, tenureEdge - 4}
}

// endsOf gives the first and the last day that an end may be, by all claims.
func endsOf(ends []tenure.End) (first, last calendar.Day, known bool) {
	first, last = math.MaxInt64, math.MinInt64
	for _, e := range ends {
		from, ok1 := e.Span.Earliest.Known()
		to, ok2 := e.Span.Latest.Known()
		if !e.Read || !ok1 && !ok2 {
			continue
		}
		if !ok1 {
			from = to
		}
		if !ok2 {
			to = from
		}
		first, last, known = min(first, from), max(last, to), true
	}
	return first, last, known
}

// years gives marks at beginnings of years of the reader's calendar, at most
// so many.
func (a axis) years(t *words.Table, most int) (ticks []Tick) {
	return a.yearsIn(t, value.Main(t), most)
}

func (a axis) yearsIn(t *words.Table, in calendar.Calendar, most int) (ticks []Tick) {
	first, ok := a.low.In(in)
	last, ok2 := a.high.In(in)
	if !ok || !ok2 {
		return nil
	}
	step := 1
	for _, step = range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if (last.Year-first.Year)/step < most {
			break
		}
	}
	for year := first.Year - first.Year%step; year <= last.Year; year += step {
		day, err := in.Day(calendar.Date{Year: year, Month: 1, Day: 1})
		if err != nil || day < a.low || day > a.high {
			continue
		}
		ticks = append(ticks, Tick{a.at(day), calendar.FormatDate(calendar.Date{Year: year}, in, string(t.Lang))})
	}
	return ticks
}
