package calendar

// two reads year and month, or day and month.
func (p *parser) two(flat []number) ([]said, error) {
	a, b := flat[0], flat[1]
	switch {
	case a.isYear() && b.isYear():
		return nil, unreadable("", "%d and %d can't both be the year", a.value, b.value)
	case a.isYear():
		return p.monthOf(b, a)
	case b.isYear():
		return p.monthOf(a, b)
	}
	return p.inOrder([]arrangement{{"dm", a, b, nil}, {"md", b, a, nil}})
}

func (p *parser) monthOf(month, year number) ([]said, error) {
	if month.value < 1 || month.value > 12 {
		return nil, noSuchDay("there is no month %d", month.value)
	}
	s := p.said
	s.month, s.year, s.hasYear, s.order = month.value, year, true, "ym"
	return []said{s}, nil
}

// arrangement is one order of the numbers of a date.
type arrangement struct {
	name       string
	day, month number
	year       *number
}

// three reads three numbers. A year that can be nothing else settles where it
// stands; of three short numbers, Persian puts the year first and the others
// last. Day before month is preferred: month before day is American.
func (p *parser) three(flat []number) ([]said, error) {
	a, b, c := flat[0], flat[1], flat[2]
	ymd := arrangement{"ymd", c, b, &a}
	dmy := arrangement{"dmy", a, b, &c}
	mdy := arrangement{"mdy", b, a, &c}
	switch {
	case b.isYear():
		return nil, unreadable("", "the year %d stands between two other numbers", b.value)
	case a.isYear() && c.isYear():
		return nil, unreadable("", "%d and %d can't both be the year", a.value, c.value)
	case a.isYear():
		return p.inOrder([]arrangement{ymd})
	case c.isYear():
		return p.inOrder([]arrangement{dmy, mdy})
	case p.language == "fa":
		return p.inOrder([]arrangement{ymd, dmy, mdy})
	}
	return p.inOrder([]arrangement{dmy, ymd, mdy})
}

// inOrder keeps the arrangements that can be: month up to 12, day up to 31.
func (p *parser) inOrder(arrangements []arrangement) ([]said, error) {
	var all []said
	for _, a := range arrangements {
		if a.month.value < 1 || a.month.value > 12 || a.day.value < 1 || a.day.value > 31 {
			continue
		}
		s := p.said
		s.day, s.month, s.order = a.day.value, a.month.value, a.name
		if a.year != nil {
			s.year, s.hasYear = *a.year, true
		}
		if !sameDate(all, s) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		first := arrangements[0]
		if len(arrangements) == 1 && first.month.value > 12 {
			return nil, noSuchDay("there is no month %d", first.month.value)
		}
		return nil, noSuchDay("there is no day %d of a month %d", first.day.value, first.month.value)
	}
	for i := range all {
		all[i].orderUnsure = len(all) > 1
	}
	return all, nil
}

func sameDate(all []said, s said) bool {
	for _, other := range all {
		if other.day == s.day && other.month == s.month && other.year.value == s.year.value {
			return true
		}
	}
	return false
}
