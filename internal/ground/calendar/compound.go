package calendar

import (
	"slices"

	"sanad/internal/ground/script"
)

// readWords reads a date in words: two dates of one day, one before or after
// something, a range, or one date.
func readWords(text string, opt Options) ([]Reading, error) {
	items, err := itemsOf(text)
	if err != nil {
		return nil, err
	}
	v := solver{opt, languageOf(text, items, opt.Language)}
	first, second, ok := splitEqual(items)
	if !ok {
		return v.statement(items)
	}
	return v.twice(first, second)
}

// languageOf tells the language by the option, the words, and then the digits.
// Persian and Arabic share many words, which tell nothing.
func languageOf(text string, items []item, given string) string {
	if given != "" {
		return primary(given)
	}
	votes := map[string]int{}
	for _, it := range items {
		if it.language != "" {
			votes[it.language]++
		}
	}
	best := ""
	for _, l := range []string{"fa", "ar", "en"} {
		if votes[l] > votes[best] {
			best = l
		}
	}
	if best != "" {
		return best
	}
	for _, r := range text {
		switch {
		case '۰' <= r && r <= '۹' || r == 'ی' || r == 'ک' || r == 'گ' || r == 'پ':
			return "fa"
		case '٠' <= r && r <= '٩' || r == 'ي' || r == 'ك' || r == 'ة':
			return "ar"
		}
	}
	if script.Script(text) == "Arab" {
		return "fa"
	}
	return ""
}

// splitEqual parts a day given in two calendars: "A = B", "A (B)".
func splitEqual(items []item) (first, second []item, ok bool) {
	for i, it := range items {
		switch {
		case it.kind == itemEqual && i > 0:
			return items[:i], items[i+1:], len(items) > i+1
		case it.kind == itemOpen && i > 0 && len(items) > i+2 && items[len(items)-1].kind == itemShut:
			return items[:i], items[i+1 : len(items)-1], hasDate(items[i+1:])
		}
	}
	return nil, nil, false
}

// hasDate reports whether there is more than a doubt or an era.
func hasDate(items []item) bool {
	return slices.ContainsFunc(items, func(it item) bool {
		return it.kind == itemNumber || it.kind == itemMonth || it.kind == itemSeason
	})
}

// twice reads one day that is given in two calendars. Readings of the first
// that meet one of the second are kept; if none does, both are, and flagged.
func (v solver) twice(first, second []item) ([]Reading, error) {
	one, err := v.statement(first)
	if err != nil {
		return nil, err
	}
	other, err := v.statement(second)
	if err != nil {
		return nil, err
	}
	var agreed []Reading
	for _, a := range one {
		for _, b := range other {
			if a.Span().Overlaps(b.Span()) {
				kept, other := a, b
				if kept.vaguer(other) {
					kept, other = b, a
				}
				kept.explain("twice.agrees", "the other date that is given for it, %s, agrees", other.EDTF)
				agreed = append(agreed, kept)
				break
			}
		}
	}
	if len(agreed) > 0 {
		return agreed, nil
	}
	for _, r := range append(one, other...) {
		r.flag(FlagBrackets)
		r.explain("twice.disagrees", "two dates are given for one day, and no reading of the one meets the other")
		agreed = append(agreed, r)
	}
	return agreed, nil
}

// vaguer reports whether nothing bounds r, and something other.
func (r Reading) vaguer(other Reading) bool {
	_, known := r.Span().Length()
	_, otherKnown := other.Span().Length()
	return !known && otherKnown
}

// loose takes "about" and "perhaps" and brackets around nothing off a date.
func loose(items []item) (rest []item, about, doubt bool) {
	for _, it := range items {
		switch it.kind {
		case itemAbout:
			about = true
		case itemDoubt:
			doubt = true
		case itemOpen, itemShut:
		default:
			rest = append(rest, it)
		}
	}
	return rest, about, doubt
}

// withoutClock drops the time of day, which no reading has.
func withoutClock(items []item) (rest []item, dropped bool) {
	rest = slices.DeleteFunc(slices.Clone(items), func(it item) bool { return it.kind == itemClock })
	return rest, len(rest) < len(items)
}

// statement reads a date with what stands before it.
func (v solver) statement(items []item) ([]Reading, error) {
	items, clock := withoutClock(items)
	all, err := v.timeless(items)
	for i := range all {
		if clock {
			all[i].explain("clock", "the time of day is left out")
		}
	}
	return all, err
}

func (v solver) timeless(items []item) ([]Reading, error) {
	if err := checkDashes(items); err != nil {
		return nil, err
	}
	items = withoutIdleDashes(items)
	relation := 0
	if started := untilNow(items); started != nil {
		items, relation = started, saySince
	}
	if at := firstDateItem(items); at < len(items) && items[at].kind == itemSay && !isFrom(items[at].value) && items[at].value != sayBetween {
		relation = items[at].value
		items = slices.Delete(slices.Clone(items), at, at+1)
	}
	if left, right, ok := splitRange(items); ok && relation == 0 {
		return v.fromTo(left, right, 0)
	}
	if left, right, word := splitChoice(items); word != 0 && relation == 0 {
		return v.fromTo(left, right, word)
	}
	if at := firstDateItem(items); relation == 0 && at < len(items) && items[at].kind == itemSay && items[at].value == saySince {
		relation = saySince
		items = slices.Delete(slices.Clone(items), at, at+1)
	}
	rest, about, doubt := loose(items)
	all, err := v.all(rest)
	if err != nil {
		return nil, err
	}
	var out []Reading
	for _, d := range all {
		if relation != 0 {
			if err := d.related(relation); err != nil {
				return nil, err
			}
		}
		out = append(out, d.written(about, doubt))
	}
	return preferred(out), nil
}

// untilNow gives what stands before "to the present" or تاکنون; nil if neither
// is there.
func untilNow(items []item) []item {
	n := len(items)
	if n < 2 || items[n-1].kind != itemSay || items[n-1].value != sayNow {
		return nil
	}
	if to := items[n-2]; n > 2 && (to.kind == itemRange || to.kind == itemSay && (to.value == sayTo || to.value == sayUntil)) {
		n--
	}
	return withoutFrom(items[:n-1])
}

func isFrom(say int) bool { return say == saySince || say == sayOf }

// firstDateItem gives the place of the first item that is no doubt or bracket.
func firstDateItem(items []item) int {
	for i, it := range items {
		if it.kind != itemAbout && it.kind != itemDoubt && it.kind != itemOpen {
			return i
		}
	}
	return len(items)
}

// checkDashes refuses dashes of which it can't be said whether they part two
// dates or the numbers of one: 1863- 03-29, 2000/12-12, and minus signs.
func checkDashes(items []item) error {
	for i, it := range items {
		if it.kind != itemRange || i+1 == len(items) || items[i+1].kind != itemNumber {
			continue
		}
		after := items[i+1]
		if i == 0 && !after.spaced {
			return unreadable("write EDTF if a year before 0 is meant", "a minus sign stands before %q", after.text)
		}
		if i == 0 || items[i-1].kind != itemNumber || it.spaced && after.spaced {
			continue
		}
		before := items[i-1]
		if before.joint == '-' || after.joint == '-' || len(after.numbers) < len(before.numbers) {
			return unreadable("put a space on both sides of the dash, or on none",
				"the dash between %q and %q can part two dates or the numbers of one", before.text, after.text)
		}
	}
	return nil
}

// withoutIdleDashes drops dashes that part the pieces of one date, as in
// 20-Jul-1988, mid-1988 and "Friday - 20 July".
func withoutIdleDashes(items []item) []item {
	var kept []item
	for i, it := range items {
		if it.kind == itemRange {
			if i == 0 || i == len(items)-1 || idleDash(items, i) {
				continue
			}
		}
		kept = append(kept, it)
	}
	return kept
}

func idleDash(items []item, at int) bool {
	before, after := items[at-1], items[at+1]
	switch before.kind {
	case itemPart, itemAbout, itemWeekday:
		return after.kind != itemWeekday
	}
	if before.kind == itemMonth && after.kind == itemNumber && len(items) == at+2 && at == 1 {
		return after.numbers[0].isYear() // Aug-88
	}
	if items[at].spaced || after.spaced {
		return false
	}
	if before.kind == itemNumber && after.kind == itemMonth {
		return at+2 < len(items) && items[at+2].kind == itemRange
	}
	return before.kind == itemMonth && after.kind == itemNumber && at > 2 && items[at-2].kind == itemRange
}

// all gives the drafts of one date, in all orders and calendars.
func (v solver) all(items []item) ([]draft, error) {
	sayings, err := parseOne(items, v.language)
	if err != nil {
		return nil, err
	}
	return v.allOf(sayings)
}

func (v solver) allOf(sayings []said) ([]draft, error) {
	var all []draft
	var refused error
	for _, s := range sayings {
		drafts, err := v.solve(s)
		if err != nil && refused == nil {
			refused = err
		}
		for _, d := range drafts {
			if d.order(s) {
				all = append(all, d)
			}
		}
	}
	if len(all) == 0 {
		return nil, refused
	}
	slices.SortStableFunc(all, func(a, b draft) int { return a.disagreement() - b.disagreement() })
	return all, nil
}

// order reports whether the calendar is ever written in the order: months
// before days are of Gregorian dates only.
func (d draft) order(s said) bool {
	return d.Calendar == Gregorian || d.Calendar == Unknown || s.order != "mdy" && s.order != "md"
}

// disagreement is 1 if the day of the week is another than is said: such
// readings come last.
func (d draft) disagreement() int {
	if d.Has(FlagWeekday) {
		return 1
	}
	return 0
}

// preferred says of the first of several readings that it is preferred.
func preferred(all []Reading) []Reading {
	var distinct []Reading
	for _, r := range all {
		if !slices.ContainsFunc(distinct, func(d Reading) bool { return d.EDTF == r.EDTF && d.Calendar == r.Calendar && d.Native == r.Native }) {
			distinct = append(distinct, r)
		}
	}
	if len(distinct) > 1 {
		distinct[0].explain("preferred", "it can be read in %s ways; this one is preferred", itoa(len(distinct)))
	}
	return distinct
}
