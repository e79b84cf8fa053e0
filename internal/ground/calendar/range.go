package calendar

import (
	"slices"
	"strings"
)

// related makes the draft the time before or after what it says. "Before" is
// one day of all those before it, so it is a set of EDTF; "since" and "until"
// are intervals.
func (d *draft) related(relation int) error {
	first, known := d.period.Earliest.Known()
	last, known2 := d.period.Latest.Known()
	if !known || !known2 {
		return unreadable("write the year", "what is before or after a date that is not known is not known")
	}
	open := Bound{Kind: Open}
	before, after := d.neighbours(first, last)
	switch relation {
	case sayBefore:
		d.Earliest, d.Latest = open, Bound{At, d.Earliest.Day - 1}
		d.whole = "[.." + before + "]"
		d.Native = nativeSet(d.Calendar, d.whole)
		d.explain("before", "it is some day before that")
	case sayAfter:
		d.Earliest, d.Latest = Bound{At, d.Latest.Day + 1}, open
		d.whole = "[" + after + "..]"
		d.Native = nativeSet(d.Calendar, d.whole)
		d.explain("after", "it is some day after that")
	case saySince:
		d.Latest, d.whole = open, d.dateAt(first)+"/.."
		d.Native = joined(d.Native, "..")
		d.explain("since", "it goes on from then, and no end is said")
	case sayUntil, sayTo:
		d.Earliest, d.whole = open, "../"+d.dateAt(last)
		d.Native = joined("..", d.Native)
		d.explain("until", "it goes on until then, and no beginning is said")
	default:
		return unreadable("", "the words say no time before, after, from or until")
	}
	return nil
}

func nativeSet(c Calendar, edtf string) string {
	if c == Gregorian {
		return edtf
	}
	return ""
}

func joined(from, to string) string {
	if from == "" || to == "" {
		return ""
	}
	return from + "/" + to
}

// dateAt gives the draft's own date of EDTF if it is one, else the day.
func (d *draft) dateAt(day Day) string {
	if d.point != "" {
		return d.point
	}
	return day.String()
}

// neighbours gives the dates next to the draft's, as coarse as it is: the year
// before a year, the day before a day.
func (d *draft) neighbours(first, last Day) (before, after string) {
	coarse := func(day Day) string {
		g := gregorianDate(day)
		switch {
		case d.point != "" && d.Precision == PrecisionYear:
			return isoYear(g.Year)
		case d.point != "" && d.Precision == PrecisionMonth:
			return day.String()[:len(day.String())-3]
		}
		return day.String()
	}
	return coarse(first - 1), coarse(last + 1)
}

// splitRange parts a range at its dash or word. A pair of numbers such as 5-10
// beside a month, and 1366-67, is a range too, and shares all words around it.
func splitRange(items []item) (left, right []item, ok bool) {
	between := slices.ContainsFunc(items, func(it item) bool { return it.kind == itemSay && it.value == sayBetween })
	for i, it := range items {
		isTo := it.kind == itemRange || it.kind == itemSay && (it.value == sayTo || it.value == sayUntil || between && it.value == sayAnd)
		if isTo && i > 0 && i < len(items)-1 {
			return withoutFrom(items[:i]), withoutFrom(items[i+1:]), true
		}
	}
	for i, it := range items {
		if it.kind == itemNumber && len(it.numbers) == 2 && isPairOfEnds(items, it) {
			return withNumber(items, i, it.numbers[0]), withNumber(items, i, wholeYear(it.numbers[0], it.numbers[1])), true
		}
	}
	return nil, nil, false
}

// splitChoice parts "5 or 6 August" and "July and August".
func splitChoice(items []item) (left, right []item, word int) {
	for i, it := range items {
		if it.kind == itemSay && (it.value == sayAnd || it.value == sayOr) && i > 0 && i < len(items)-1 {
			return items[:i], items[i+1:], it.value
		}
	}
	return nil, nil, 0
}

func withoutFrom(items []item) []item {
	return slices.DeleteFunc(slices.Clone(items), func(it item) bool {
		return it.kind == itemSay && (isFrom(it.value) || it.value == sayBetween)
	})
}

func withNumber(items []item, at int, n number) []item {
	with := slices.Clone(withoutFrom(items))
	at -= len(items) - len(with) // "from" stands before
	with[at].numbers = []number{n}
	return with
}

// isPairOfEnds tells 5-10 August and 1987-88 from 1988-05 and 5/8.
func isPairOfEnds(items []item, it item) bool {
	a, b := it.numbers[0], it.numbers[1]
	named := slices.ContainsFunc(items, func(o item) bool { return o.kind == itemMonth })
	switch {
	case it.joint == '.':
		return false
	case a.width == 4 && b.width == 4:
		return true
	case a.width == 4 && b.width == 2:
		return b.value > 12 && b.value > a.value%100
	}
	return named && !a.isYear() && !b.isYear()
}

// wholeYear gives the second year of 1987-88 in full.
func wholeYear(first, second number) number {
	if first.width == 4 && second.width == 2 {
		return number{value: first.value/100*100 + second.value, width: 4}
	}
	return second
}

// fromTo reads a range, or with a word two dates of which both or one is meant;
// each end lends the other what that does not say.
func (v solver) fromTo(left, right []item, word int) ([]Reading, error) {
	left, about, doubt := loose(left)
	right, aboutRight, doubtRight := loose(right)
	starts, err := parseOne(left, v.language)
	if err != nil {
		return nil, err
	}
	ends, err := parseOne(right, v.language)
	if err != nil {
		return nil, err
	}
	var all []Reading
	var refused error
	for _, a := range starts {
		for _, b := range ends {
			if !strings.HasPrefix(a.order, b.order) && !strings.HasPrefix(b.order, a.order) {
				continue
			}
			some, err := v.range1(a, b, qualifiers{about, doubt, aboutRight, doubtRight, word})
			if err != nil && refused == nil {
				refused = err
			}
			all = append(all, some...)
		}
	}
	if len(all) == 0 && refused == nil {
		refused = unreadable("", "the two ends of the range are not written alike")
	}
	if len(all) == 0 {
		return nil, refused
	}
	return preferred(all), nil
}

// qualifiers are what is said of the ends of a range, and the word between.
type qualifiers struct {
	about, doubt, aboutEnd, doubtEnd bool
	word                             int // sayAnd, sayOr, or 0 for a range
}

// range1 reads one saying of each end, in every calendar that both have.
func (v solver) range1(a, b said, q qualifiers) ([]Reading, error) {
	a, b = lend(a, b)
	starts, err := v.solve(a)
	if err != nil {
		return nil, err
	}
	ends, err := v.solve(b)
	if err != nil {
		return nil, err
	}
	var all []Reading
	var refused error
	for _, start := range starts {
		for _, end := range endsFor(start, ends) {
			if start.Calendar != end.Calendar && (a.calendar == Unknown || b.calendar == Unknown) {
				continue
			}
			if start.Calendar.IsHijri() && end.Calendar.IsHijri() && start.Calendar != end.Calendar {
				continue
			}
			r, err := spanned(start, end, q)
			if err != nil {
				refused = err
			} else if start.order(a) && end.order(b) {
				all = append(all, r)
			}
		}
	}
	if len(all) > 0 {
		return all, nil
	}
	return nil, refused
}

// endsFor gives the ends that belong to a start: where the year is by the
// reference, the first that is not before it.
func endsFor(start draft, ends []draft) []draft {
	if !start.Has(FlagReference) {
		return ends
	}
	for i, end := range ends {
		if end.Has(FlagReference) && end.period.high() >= start.period.low() {
			return ends[i : i+1]
		}
	}
	return ends
}

// lend gives each end what only the other says: in "5 to 10 August 1988" the
// first has month and year from the second.
func lend(a, b said) (said, said) {
	if a.lone && b.month != 0 {
		a.month, a.monthName, a.lone = b.month, b.monthName, false
	}
	if b.lone && a.month != 0 {
		b.month, b.monthName, b.lone = a.month, a.monthName, false
	}
	if a.lone && b.hasYear && b.day == 0 { // 60 to 67 would be years already
		a.year, a.hasYear, a.day, a.lone = number{value: a.day, width: 2}, true, 0, false
	}
	if b.lone && a.hasYear && a.day == 0 {
		b.year, b.hasYear, b.day, b.lone = number{value: b.day, width: 2}, true, 0, false
	}
	if !a.hasYear {
		a.year, a.hasYear = b.year, b.hasYear
	}
	if !b.hasYear {
		b.year, b.hasYear = a.year, a.hasYear
	}
	a.decade, b.decade = a.decade || b.decade, b.decade || a.decade
	a.century, b.century = a.century || b.century, b.century || a.century
	if a.calendar == Unknown {
		a.calendar, a.anyHijri = b.calendar, a.anyHijri || b.anyHijri
	}
	if b.calendar == Unknown {
		b.calendar, b.anyHijri = a.calendar, b.anyHijri || a.anyHijri
	}
	return a, b
}

// spanned puts two drafts together as an interval.
func spanned(start, end draft, q qualifiers) (Reading, error) {
	first, known := start.period.Earliest.Known()
	last, known2 := end.period.Latest.Known()
	if known && known2 && last < first {
		return Reading{}, unreadable("change the ends if that is meant",
			"the range ends before it begins: %s is after %s", first, last)
	}
	if !known || !known2 {
		return yearlessRange(start, end, q)
	}
	r := start.Reading
	r.Latest = end.Latest
	r.Precision = max(start.Precision, end.Precision)
	for _, f := range end.Flags {
		r.flag(f)
	}
	for _, s := range end.Explain {
		if !slices.ContainsFunc(r.Explain, func(o Step) bool { return o.Text == s.Text }) {
			r.Explain = append(r.Explain, s)
		}
	}
	r.Native = joined(start.Native, end.Native)
	a, b := start.dateAt(first), end.dateAt(last)
	if end.period.low() < first { // to the end of the year it begins in
		b = last.String()
	}
	qa := qualifier(q.about || start.Has(FlagApproximate) || start.Has(FlagVariant), q.doubt)
	qb := qualifier(q.aboutEnd || end.Has(FlagApproximate) || end.Has(FlagVariant), q.doubtEnd)
	r.EDTF = a + qa + "/" + b + qb
	text := "it is from %s to %s"
	if q.word != 0 {
		text = "it is two dates, from %s to %s"
		r.EDTF, r.Native = chosen(start.member(qa)+","+end.member(qb), q.word), ""
	}
	if q.about || q.aboutEnd {
		r.flag(FlagApproximate)
	}
	if q.doubt || q.doubtEnd {
		r.flag(FlagUncertain)
	}
	r.explain("range", text, first.String(), last.String())
	return r, nil
}

// yearlessRange writes "5 to 10 August" with the year left open.
func yearlessRange(start, end draft, q qualifiers) (Reading, error) {
	if !start.Has(FlagNoYear) || !end.Has(FlagNoYear) || q.word != 0 {
		return Reading{}, unreadable("write the year", "the two dates of a range without a year have no first and last day")
	}
	members := func(d draft) []string { return strings.Split(strings.Trim(d.whole, "[]"), ",") }
	first, last := members(start), members(end)
	r := start.Reading
	r.EDTF = first[0] + qualifier(q.about || len(first) > 1, q.doubt) + "/" + last[len(last)-1] + qualifier(q.aboutEnd || len(last) > 1, q.doubtEnd)
	r.Native = joined(start.Native, end.Native)
	r.Precision = max(start.Precision, end.Precision)
	if q.about || q.aboutEnd {
		r.flag(FlagApproximate)
	}
	if q.doubt || q.doubtEnd {
		r.flag(FlagUncertain)
	}
	return r, nil
}

// chosen writes two members as a set: all of them for "and", one for "or".
func chosen(members string, word int) string {
	if word == sayAnd {
		return "{" + members + "}"
	}
	return "[" + members + "]"
}

// member writes the draft as a member of a set.
func (d *draft) member(qualifier string) string {
	if d.point != "" {
		return d.point + qualifier
	}
	return d.period.Earliest.String() + qualifier + ".." + d.period.Latest.String() + qualifier
}
