package charts

import (
	"math"

	"sanad/internal/face/words"
	"sanad/internal/ground/calendar"
)

// Timeline is what is said to have happened, one line each: a bar covers all days
// on which it can have been. What has no first or no last day fades out.
type Timeline struct {
	Width, Height int
	Bottom        int
	Rows          []TimelineRow
	Ticks         []Tick
	More          int // that are not drawn
}

// TimelineRow is one of them.
type TimelineRow struct {
	LabelX, LabelY int
	Label          string
	X, Y, W, H     int
	Pale           bool // longer than a month, or without an end
}

// Moment is a date that a thing has.
type Moment struct {
	Span  calendar.Span
	Label string
}

// The measures of the picture, in its own units, and the most it holds.
const (
	timelineMost  = 60
	timelineWidth = 720
	timelineRow   = 34
	timelineChars = 86
	wideDays      = 31
)

// NewTimeline draws moments whose days are known; nil if there are none.
func NewTimeline(all []Moment, t *words.Table) *Timeline {
	low, high := calendar.Day(math.MaxInt64), calendar.Day(math.MinInt64)
	var shown []Moment
	for _, m := range all {
		first, last, ok := endsOfSpan(m.Span)
		if !ok {
			continue
		}
		if len(shown) < timelineMost {
			shown = append(shown, m)
			low, high = min(low, first), max(high, last)
		}
	}
	if len(shown) == 0 {
		return nil
	}
	pad := max(yearDays/12, (high-low)/20)
	line := axis{low - pad, high + pad, tenureEdge, timelineWidth - tenureEdge, words.Dir(t.Lang) == "rtl"}
	c := &Timeline{Width: timelineWidth, More: len(all) - len(shown)}
	for i, m := range shown {
		first, last, _ := endsOfSpan(m.Span)
		s := line.between(first, last)
		_, from := m.Span.Earliest.Known()
		_, to := m.Span.Latest.Known()
		row := TimelineRow{LabelX: tenureEdge, LabelY: i*timelineRow + 16, Label: Clip(m.Label, timelineChars), X: s.X, Y: i*timelineRow + 21, W: s.W, H: 9,
			Pale: !from || !to || last-first > wideDays}
		if line.rtl {
			row.LabelX = timelineWidth - tenureEdge
		}
		c.Rows = append(c.Rows, row)
	}
	c.Bottom = len(shown)*timelineRow + 8
	c.Height = c.Bottom + 24
	c.Ticks = line.years(t, 8)
	return c
}

func endsOfSpan(s calendar.Span) (first, last calendar.Day, ok bool) {
	first, from := s.Earliest.Known()
	last, to := s.Latest.Known()
	switch {
	case from && to:
		return first, last, true
	case from:
		return first, first, true
	case to:
		return last, last, true
	}
	return 0, 0, false
}
