package tenure

import (
	"cmp"
	"slices"

	"sanad/internal/ground/calendar"
)

// Line is who held one post, one after the other.
type Line struct {
	Post    Named
	Tenures []Tenure // by the first day known of them; the undated last
	Gaps    []Gap
}

// Gap is a time in which nobody is known to have held a post.
type Gap struct {
	From, To calendar.Day // the first and the last day of it
	After    string       // the tenure before it
	Before   string       // the tenure behind it
	// May are holders of whom no source says that they had left by then.
	May  []Named
	More int // of them that are not named here
}

// maxMay is how many holders a gap names.
const maxMay = 20

// Lines puts tenures in order, post by post. Posts of one unit that are called
// the same are one line: each row of a gazette is a record of its own.
func Lines(tenures []Tenure) (lines []Line) {
	byKey := map[string]int{}
	for _, t := range tenures {
		key := t.postKey()
		at, ok := byKey[key]
		if !ok {
			at = len(lines)
			byKey[key] = at
			lines = append(lines, Line{Post: t.post()})
		}
		lines[at].Tenures = append(lines[at].Tenures, t)
	}
	for i := range lines {
		lines[i].arrange()
	}
	return lines
}

func (t Tenure) post() Named {
	if groups := parted(t.Posts); len(groups) > 0 {
		return groups[0][0].Named
	}
	return Named{}
}

// postKey is what makes tenures ones of the same post: see Lines.
func (t Tenure) postKey() string {
	post := t.post()
	if key := NameKey(post.Name); key != "" {
		return key
	}
	return post.key()
}

// sameHolder reports whether a person named in one may be one named in the
// other.
func sameHolder(a, b Tenure) bool {
	return slices.ContainsFunc(a.Holders, func(x Said) bool {
		return slices.ContainsFunc(b.Holders, func(y Said) bool { return x.mayBe(y.Named) })
	})
}

func (l *Line) arrange() {
	slices.SortStableFunc(l.Tenures, func(a, b Tenure) int {
		x, y := a.Bounds(), b.Bounds()
		return cmp.Or(cmp.Compare(place(x), place(y)), cmp.Compare(lastDay(x), lastDay(y)), cmp.Compare(a.ID, b.ID))
	})
	l.overlaps()
	l.gaps()
}

// place is the day a tenure is ordered by.
func place(s calendar.Span) calendar.Day {
	if first := firstDay(s); first != never {
		return first
	}
	return lastDay(s)
}

// sure gives the days on which the tenure certainly was, by every claim on its
// ends; none if start is after end.
func (t Tenure) sure() (start, end calendar.Day) {
	if t.Backwards() {
		return forever, never
	}
	start, end = held(read(t.Seen))
	if len(read(t.From)) > 0 && len(read(t.To)) > 0 {
		start, end = never, forever
		for _, e := range read(t.From) {
			_, last := e.days()
			start = max(start, last)
		}
		for _, e := range read(t.To) {
			first, _ := e.days()
			end = min(end, first)
		}
	}
	return start, end
}

// overlaps flags holders who were certainly in office at once for more than
// the day on which one hands over to the other. Each is compared, in order of
// their beginning, with the one who stays longest and with the one who does of
// all others.
func (l *Line) overlaps() {
	type stay struct {
		at    int
		until calendar.Day
	}
	longest, second := stay{-1, never}, stay{-1, never}
	for i := range l.Tenures {
		start, end := l.Tenures[i].sure()
		if start > end {
			continue
		}
		for _, s := range []stay{longest, second} {
			if s.at >= 0 && start < s.until && !sameHolder(l.Tenures[i], l.Tenures[s.at]) {
				l.flagOverlap(i)
				l.flagOverlap(s.at)
			}
		}
		same := longest.at >= 0 && sameHolder(l.Tenures[i], l.Tenures[longest.at])
		switch {
		case end > longest.until && same:
			longest = stay{i, end}
		case end > longest.until:
			longest, second = stay{i, end}, longest
		case !same && end > second.until:
			second = stay{i, end}
		}
	}
}

func (l *Line) flagOverlap(at int) {
	if t := &l.Tenures[at]; !slices.Contains(t.Flags, FlagOverlaps) {
		t.Flags = append(slices.Clone(t.Flags), FlagOverlaps)
	}
}

// gaps finds the times between what is known of one holder and of the next. A
// tenure without an end is taken to where it was last seen, and its holder is
// named as one who may have stayed.
func (l *Line) gaps() {
	after, until := "", never
	var open []Named
	seen := map[string]bool{}
	for _, t := range l.Tenures {
		span := t.Bounds()
		first, last := place(span), lastDay(span)
		if t.Undated() || first == never || first == forever {
			continue
		}
		if after != "" && until != forever && first > until+1 {
			named := open[max(0, len(open)-maxMay):]
			l.Gaps = append(l.Gaps, Gap{From: until + 1, To: first - 1, After: after, Before: t.ID, May: slices.Clone(named), More: len(open) - len(named)})
		}
		if after == "" || last > until {
			after, until = t.ID, last
		}
		if len(read(t.To)) > 0 {
			continue
		}
		for _, group := range parted(t.Holders) {
			if key := group[0].key(); !seen[key] {
				seen[key] = true
				open = append(open, group[0].Named)
			}
		}
	}
}
