package tenure

import (
	"math"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
)

// End is what one claim says of one end of a time, or of a day within it.
type End struct {
	Property string // from, to, as_of; of a valid time the claim's own
	Claim    string
	Standing claim.Standing
	Written  string // the claim's value: EDTF if it was read
	Span     calendar.Span
	Read     bool // Written is a date, and Span the days it may be
	Loose    bool // "about", or doubted: the truth may lie outside Span
}

// days gives the first and the last day the end may be. One that is loose is
// wider by its own length at each side.
func (e End) days() (first, last calendar.Day) {
	span := e.Span
	if n, ok := span.Length(); ok && e.Loose {
		span = span.Widen(n)
	}
	return firstDay(span), lastDay(span)
}

const (
	never   = calendar.Day(math.MinInt64)
	forever = calendar.Day(math.MaxInt64)
)

func firstDay(s calendar.Span) calendar.Day {
	if d, ok := s.Earliest.Known(); ok {
		return d
	}
	return never
}

func lastDay(s calendar.Span) calendar.Day {
	if d, ok := s.Latest.Known(); ok {
		return d
	}
	return forever
}

// Window is a time as sources bound it: rival beginnings, rival ends, and days
// within it. It is one stretch: who is seen twice in one tenure was there in
// between.
type Window struct {
	From, To, Seen []End
}

// Certainty says how sure it is that something held on a day.
type Certainty string

// The certainties.
const (
	Certain  Certainty = "certain"  // all sources that are read say so
	Disputed Certainty = "disputed" // some say so, and some say that it did not
	Possible Certainty = "possible" // no source rules it out
	Not      Certainty = "not"      // all rule it out
)

// Verdict is what a window says of some days.
type Verdict struct {
	Certainty
	// Part: it certainly held on some of the days asked for, not on all.
	Part bool
	// Last is the last time before the days asked for that it is known to
	// have held, where no end is known; First the first one after them, where
	// no beginning is.
	Last, First *End
}

// On says whether the window holds all the days of asked. Certain means: on
// every one of them, whichever a source means; possible: on some of them it
// may. A beginning or an end that no source gives bounds nothing.
func (w Window) On(asked calendar.Span) Verdict {
	a, b := firstDay(asked), lastDay(asked)
	var got [4]int
	var v Verdict
	froms, tos := alternatives(w.From), alternatives(w.To)
	if len(froms) > maxRivals || len(tos) > maxRivals {
		return Verdict{Certainty: w.crowd(a, b)}
	}
	for _, from := range froms {
		for _, to := range tos {
			c, part := one(from, to, w.Seen, a, b)
			got[index(c)]++
			v.Part = v.Part || part
		}
	}
	if c := sightings(w.Seen, a, b); c != Not {
		got[index(c)]++
	}
	v.Certainty = weigh(got, w.rivals())
	if v.Certainty == Certain && w.contested() {
		v.Certainty = Disputed
	}
	v.Part = v.Part && v.Certainty != Certain && v.Certainty != Not
	if len(read(w.To)) == 0 {
		v.Last = lastBefore(slices.Concat(w.From, w.Seen), a)
	}
	if len(read(w.From)) == 0 {
		v.First = firstAfter(slices.Concat(w.To, w.Seen), b)
	}
	return v
}

// maxRivals is how many different dates of one end are weighed one by one.
const maxRivals = 64

// crowd is the verdict where sources give more dates than can be weighed:
// between the first and the last of them all is disputed.
func (w Window) crowd(a, b calendar.Day) Certainty {
	if span := w.Bounds(); b < firstDay(span) || a > lastDay(span) {
		return Not
	}
	return Disputed
}

func index(c Certainty) int { return slices.Index([]Certainty{Certain, Possible, Not, Disputed}, c) }

// weigh puts together what the alternatives say.
func weigh(got [4]int, rivals bool) Certainty {
	certain, possible, not, disputed := got[0] > 0, got[1] > 0, got[2] > 0, got[3] > 0
	switch {
	case disputed, certain && not, possible && not && rivals:
		return Disputed
	case possible:
		return Possible
	case certain:
		return Certain
	}
	return Not
}

// one says what follows from one beginning and one end, either of which may be
// nil, and from the sightings that agree with them.
func one(from, to *End, seen []End, a, b calendar.Day) (c Certainty, part bool) {
	low, high := never, forever // outside of which it is ruled out
	surely := []End{}
	if from != nil {
		low, _ = from.days()
		surely = append(surely, *from)
	}
	if to != nil {
		_, high = to.days()
		surely = append(surely, *to)
	}
	if from != nil && to != nil && low > high {
		// The sources give the ends the wrong way round: one is wrong, and
		// around the days they name neither can be relied on.
		_, latest := from.days()
		earliest, _ := to.days()
		if b < earliest || a > latest {
			return Not, false
		}
		return Disputed, false
	}
	for _, s := range read(seen) {
		if first, last := s.days(); last >= low && first <= high {
			surely = append(surely, s)
		}
	}
	if b < low || a > high {
		return Not, false
	}
	start, end := held(surely)
	if start <= a && b <= end {
		return Certain, false
	}
	return Possible, start <= end && start <= b && a <= end
}

// held gives the days that lie between the first and the last of some events
// of one stretch, whichever days they were: none if start is after end.
func held(events []End) (start, end calendar.Day) {
	start, end = forever, never
	for _, e := range events {
		first, last := e.days()
		start, end = min(start, last), max(end, first)
	}
	return start, end
}

// sightings says what being seen says by itself; Not: nothing.
func sightings(seen []End, a, b calendar.Day) Certainty {
	seen = read(seen)
	if start, end := held(seen); start <= a && b <= end {
		return Certain
	}
	for _, s := range seen {
		if first, last := s.days(); first <= b && a <= last {
			return Possible
		}
	}
	return Not
}

// alternatives gives the ends that were read, those that say the same once, or
// nil if there is none.
func alternatives(ends []End) (out []*End) {
	seen := map[[2]calendar.Day]bool{}
	for _, e := range read(ends) {
		first, last := e.days()
		if days := [2]calendar.Day{first, last}; !seen[days] {
			seen[days] = true
			out = append(out, &e)
		}
	}
	if out == nil {
		return []*End{nil}
	}
	return out
}

func read(ends []End) (out []End) {
	for _, e := range ends {
		if e.Read {
			out = append(out, e)
		}
	}
	return out
}

// rivals reports whether two claims can't both be true. "1983" and "June 1983"
// can.
func (w Window) rivals() bool {
	return before(w.From, w.From) || before(w.To, w.To) || before(w.Seen, w.From) || before(w.To, w.Seen)
}

// before reports whether some end of x is certainly earlier than some of y.
func before(x, y []End) bool {
	earliest, latest := forever, never
	for _, e := range read(x) {
		_, last := e.days()
		earliest = min(earliest, last)
	}
	for _, e := range read(y) {
		first, _ := e.days()
		latest = max(latest, first)
	}
	return earliest < latest
}

// Backwards reports whether some end is certainly before some beginning.
func (w Window) Backwards() bool { return before(w.To, w.From) }

// contested reports whether all claims on an end are disputed.
func (w Window) contested() bool {
	for _, ends := range [][]End{w.From, w.To, w.Seen} {
		if ends = read(ends); len(ends) > 0 && !slices.ContainsFunc(ends, func(e End) bool { return e.Standing != claim.Contested }) {
			return true
		}
	}
	return false
}

// Undated reports whether no day is known of the window.
func (w Window) Undated() bool { return len(read(w.From))+len(read(w.To))+len(read(w.Seen)) == 0 }

// Bounds gives the days of the first and last time that is told: outermost
// where sources differ. It is Always for a window that is undated. Where ends
// are the wrong way round it is from the one to the other.
func (w Window) Bounds() calendar.Span {
	low, high := forever, never
	for _, e := range read(slices.Concat(w.From, w.To, w.Seen)) {
		low, high = min(low, firstDay(e.Span)), max(high, lastDay(e.Span))
	}
	span := calendar.Always()
	if low != never && low != forever {
		span.Earliest = calendar.On(low)
	}
	if high != never && high != forever {
		span.Latest = calendar.On(high)
	}
	return span
}

func lastBefore(ends []End, day calendar.Day) (last *End) {
	for _, e := range read(ends) {
		if firstDay(e.Span) < day && (last == nil || firstDay(e.Span) > firstDay(last.Span)) {
			last = &e
		}
	}
	return last
}

func firstAfter(ends []End, day calendar.Day) (first *End) {
	for _, e := range read(ends) {
		if lastDay(e.Span) > day && (first == nil || lastDay(e.Span) < lastDay(first.Span)) {
			first = &e
		}
	}
	return first
}

// claims gives the claims behind the window, each once.
func (w Window) claims() (ids []string) {
	for _, e := range slices.Concat(w.From, w.To, w.Seen) {
		if !slices.Contains(ids, e.Claim) {
			ids = append(ids, e.Claim)
		}
	}
	return ids
}

// endOf reads a claim whose value is a date.
func endOf(c claim.Claim) End {
	e := End{Property: c.Property, Claim: c.Made.Claim, Standing: c.Standing, Written: c.Value}
	if c.Date != nil {
		e.Span, e.Read = calendar.RecordedSpan(c.Date.EDTF, c.Date.Flags)
	}
	if !e.Read {
		return e
	}
	edtf, err := calendar.ParseEDTF(c.Date.EDTF)
	e.Loose = err == nil && (edtf.Approximate() || edtf.Uncertain())
	return e
}

// ValidTime gives the time in which what a claim says held, as the claim bounds
// it.
func ValidTime(c claim.Claim) (w Window) {
	if c.Valid == nil {
		return w
	}
	for _, v := range []struct {
		text string
		to   *[]End
	}{{c.Valid.From, &w.From}, {c.Valid.To, &w.To}, {c.Valid.AsOf, &w.Seen}} {
		if v.text == "" {
			continue
		}
		e := End{Property: c.Property, Claim: c.Made.Claim, Standing: c.Standing, Written: v.text}
		if edtf, err := calendar.ParseEDTF(v.text); err == nil {
			e.Span, e.Read, e.Loose = edtf.Span(), true, edtf.Approximate() || edtf.Uncertain()
		}
		*v.to = append(*v.to, e)
	}
	return w
}

// join adds the ends of another window.
func (w Window) join(o Window) Window {
	return Window{slices.Concat(w.From, o.From), slices.Concat(w.To, o.To), slices.Concat(w.Seen, o.Seen)}
}
