package desk

import (
	"context"
	"fmt"
	"net/url"

	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// density is how many dates begin in each month of a calendar; in each year,
// ten years or a hundred where the months would be too many to draw.
type density struct {
	Width, Height int
	Bottom        int
	Unit          string // month, year, years
	Bins          []densityBin
	Ticks         []charts.Tick
	Most          int64
	AsOf          int64 // entries that were counted, if more came since
	Narrowest     bool  // no bin can be looked into further
}

// densityBin is one stretch of time. Wide of its claims may mean another one:
// their dates are longer than a month.
type densityBin struct {
	X, W         int
	Y, H         int // of the claims whose date is exact enough
	WideY, WideH int
	Text         string
	Claims, Wide int64
	Href         string
}

// The measures of the picture, and how many stretches it has at most.
const (
	densityWidth = 720
	densityHigh  = 110
	densityEdge  = 24
	densityMost  = 96
)

// densityOf counts and draws what a timeline holds; nil if that is nothing.
func (v *visit) densityOf(ctx context.Context, s *sight, q flow.TimelineQuery, in calendar.Calendar) (*density, error) {
	if q.Unplaced {
		return nil, nil
	}
	read := func(ctx context.Context, s *sight) (days []flow.DayCount, err error) {
		return days, flow.TimelineDays(ctx, s, q, func(d flow.DayCount) error { days = append(days, d); return nil })
	}
	if q.From != nil || q.To != nil || q.Entity != "" {
		days, err := read(ctx, s)
		return v.density(days, q, in), err
	}
	// What all readers begin with.
	key := s.recallKey(fmt.Sprintf("%q %q %q", q.Case, q.Kind, q.Property))
	days, size, err := agingOf(ctx, v, s, &v.days, key, read)
	if err != nil {
		return nil, err
	}
	d := v.density(days, q, in)
	if tree, err := s.Tree(ctx); d != nil && err == nil && tree.Size() != size {
		d.AsOf = size
	}
	return d, nil
}

// stretchOf gives the number of the stretch of so many months that a date lies
// in: years of thirteen months are in none of the calendars.
func stretchOf(d calendar.Date, months int) int { return (d.Year*12 + d.Month - 1) / months }

func (v *visit) density(days []flow.DayCount, q flow.TimelineQuery, in calendar.Calendar) *density {
	if len(days) == 0 {
		return nil
	}
	dated := func(day int64) (calendar.Date, bool) { return calendar.Day(day).In(in) }
	first, ok := dated(bounded(days[0].Day, q))
	last, ok2 := dated(bounded(days[len(days)-1].Day, q))
	if !ok || !ok2 {
		return nil
	}
	d := &density{Width: densityWidth, Bottom: densityHigh, Height: densityHigh + 22}
	months := 1
	for _, months = range []int{1, 12, 120, 1200, 12000} {
		if stretchOf(last, months)-stretchOf(first, months) < densityMost {
			break
		}
	}
	d.Unit = map[int]string{1: "month", 12: "year"}[months]
	if d.Narrowest = months == 1; d.Unit == "" {
		d.Unit = "years"
	}
	from := stretchOf(first, months)
	d.Bins = make([]densityBin, stretchOf(last, months)-from+1)
	for _, c := range days {
		if at, ok := dated(bounded(c.Day, q)); ok {
			b := &d.Bins[stretchOf(at, months)-from]
			b.Claims, b.Wide = b.Claims+c.Claims, b.Wide+c.Wide
		}
	}
	for i := range d.Bins {
		d.Most = max(d.Most, d.Bins[i].Claims)
		v.name(&d.Bins[i], (from+i)*months, months, in)
	}
	d.draw(words.Dir(v.words.Lang) == "rtl")
	return d
}

// bounded puts what began before the days that are asked for, and reaches into
// them, at their beginning.
func bounded(day int64, q flow.TimelineQuery) int64 {
	if q.From != nil {
		day = max(day, int64(*q.From))
	}
	if q.To != nil {
		day = min(day, int64(*q.To))
	}
	return day
}

// name writes which months a stretch has, and where they are shown alone.
func (v *visit) name(b *densityBin, month, months int, in calendar.Calendar) {
	lang := string(v.words.Lang)
	begin := calendar.Date{Year: month / 12, Month: month%12 + 1}
	end := calendar.Date{Year: (month + months) / 12, Month: (month+months)%12 + 1, Day: 1}
	switch {
	case months == 1:
		b.Text = calendar.FormatDate(begin, in, lang)
	case months == 12:
		b.Text = calendar.FormatDate(calendar.Date{Year: begin.Year}, in, lang)
	default:
		b.Text = calendar.FormatDate(calendar.Date{Year: begin.Year}, in, lang) + " – " + calendar.FormatDate(calendar.Date{Year: end.Year - 1}, in, lang)
	}
	begin.Day = 1
	from, err := in.Day(begin)
	to, err2 := in.Day(end)
	if err != nil || err2 != nil {
		return
	}
	query := v.r.URL.Query()
	for _, gone := range []string{"done", "start", "skip", "unplaced"} {
		query.Del(gone)
	}
	query.Set("from", from.String())
	query.Set("to", (to - 1).String())
	b.Href = (&url.URL{Path: v.r.URL.Path, RawQuery: query.Encode()}).String()
}

// draw puts a bar for each stretch, from the side where reading begins.
func (d *density) draw(rtl bool) {
	wide := (densityWidth - 2*densityEdge) / len(d.Bins)
	wide = min(wide, 60)
	every := (len(d.Bins) + 5) / 6
	for i := range d.Bins {
		b := &d.Bins[i]
		high := func(n int64) int {
			if n == 0 {
				return 0
			}
			return max(2, int(n*(densityHigh-14)/max(1, d.Most)))
		}
		b.X, b.W = densityEdge+i*wide, max(1, wide-1)
		b.H, b.WideH = high(b.Claims-b.Wide), high(b.Wide)
		b.Y = densityHigh - b.H
		b.WideY = b.Y - b.WideH
		if rtl {
			b.X = densityWidth - b.X - b.W
		}
		if i%every == 0 {
			d.Ticks = append(d.Ticks, charts.Tick{X: b.X + b.W/2, Text: b.Text})
		}
	}
}

// Told gives the stretches that have dates, for the table that says the same.
func (d *density) Told() (out []densityBin) {
	for _, b := range d.Bins {
		if b.Claims > 0 {
			out = append(out, b)
		}
	}
	return out
}
