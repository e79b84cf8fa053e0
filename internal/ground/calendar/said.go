package calendar

import "slices"

// said is what the words of one date say, before any calendar is asked.
type said struct {
	day, month  int // 0: not said
	year        number
	hasYear     bool
	calendar    Calendar // of the month's name or of the era
	anyHijri    bool     // an era that is solar or lunar
	beforeEra   bool
	season      int // EDTF's 21 to 24
	half        int
	part        int
	decade      bool // year is its first
	century     bool // year is its number
	hundreds    bool // year is the first of a hundred
	weekday     int
	unit        int  // of a relative date: last month
	offset      int  // units or days from the reference
	relative    bool // unit and offset are said
	order       string
	orderUnsure bool
	monthName   string
	zodiac      bool // the month is called by a sign of the zodiac
	nobody      bool
	lone        bool // nothing but a number, which is in day
	language    string
}

// parser gathers what the items of one date say.
type parser struct {
	said
	groups []item // numbers, as they stand together
	// monthAt is how many groups stand before the month's name.
	monthAt int
	units   []int
	orders  []int
}

// parseOne reads the items of one date. Several sayings are several orders of
// day, month and year; the first is preferred.
func parseOne(items []item, language string) ([]said, error) {
	p := parser{said: said{language: language}}
	for i, it := range items {
		if err := p.take(it, i > 0 && items[i-1].kind == itemUnit); err != nil {
			return nil, err
		}
	}
	return p.sayings()
}

func (p *parser) take(it item, afterUnit bool) error {
	switch it.kind {
	case itemNumber:
		p.groups = append(p.groups, it)
	case itemMonth:
		p.zodiac = it.value > zodiac
		it.value %= zodiac
		if p.month == it.value && p.calendar == it.calendar { // تموز/يوليو
			return nil
		}
		if p.month != 0 {
			return unreadable("", "%q is a second month, after %q", it.text, p.monthName)
		}
		p.month, p.monthName, p.monthAt = it.value, it.text, len(p.groups)
		return p.takeCalendar(it)
	case itemEra:
		p.beforeEra = p.beforeEra || it.value == eraBefore
		p.anyHijri = p.anyHijri || it.value == eraAnyHijr
		return p.takeCalendar(it)
	case itemSeason:
		p.season = it.value
	case itemWeekday:
		p.weekday = it.value
	case itemPart:
		p.part = it.value
	case itemHalf:
		p.half = it.value
	case itemUnit:
		p.units = append(p.units, it.value)
		p.decade = p.decade || it.value == unitDecade
		p.century = p.century || it.value == unitCentury
	case itemDecade:
		p.decade = true
		p.groups = append(p.groups, item{meaning: it.meaning, text: it.text, numbers: []number{{value: it.value, width: 2}}})
	case itemOrder:
		p.orders = append(p.orders, it.value)
	case itemToday:
		p.relative, p.unit, p.offset = true, unitDay, it.value
	case itemYearOf:
		p.relative, p.unit, p.offset = true, unitYear, it.value
	case itemNobody:
		p.nobody = true
	default:
		return p.takeSaying(it, afterUnit)
	}
	return nil
}

// takeSaying takes "قبل" and "بعد" after a unit as last and next, and "من"
// between numbers and months as "of".
func (p *parser) takeSaying(it item, afterUnit bool) error {
	switch {
	case it.kind == itemSay && it.value == sayOf:
		return nil
	case it.kind == itemSay && it.value == sayBefore && afterUnit:
		p.orders = append(p.orders, -1)
		return nil
	case it.kind == itemSay && it.value == sayAfter && afterUnit:
		p.orders = append(p.orders, 1)
		return nil
	}
	return unreadable("", "%q stands where it says nothing of a date", it.text)
}

func (p *parser) takeCalendar(it item) error {
	if it.calendar == Unknown {
		return nil
	}
	if p.calendar != Unknown && p.calendar != it.calendar {
		return unreadable("", "%q is of the %s, and something before it of the %s", it.text,
			CalendarName(it.calendar, "en"), CalendarName(p.calendar, "en"))
	}
	p.calendar = it.calendar
	return nil
}

// sayings decides which number is what.
func (p *parser) sayings() ([]said, error) {
	var flat []number
	for _, g := range p.groups {
		flat = append(flat, g.numbers...)
	}
	switch {
	case len(p.orders) == 0 && slices.Contains(p.units, unitWeek):
		return nil, unreadable("write the first and the last day", "a week is only counted from a date: last week, next week")
	case len(flat) > 3:
		return nil, unreadable("", "there are %d numbers, and a date has three at most", len(flat))
	case len(p.orders) > 0:
		return p.ordered(flat)
	case p.decade && p.century:
		return p.decadeOfCentury(flat)
	case p.decade || p.century || p.season != 0 || p.half != 0 && p.month == 0:
		return p.yearOnly(flat)
	case p.month != 0:
		return p.withMonth(flat)
	case len(flat) == 3:
		return p.three(flat)
	case len(flat) == 2:
		return p.two(flat)
	case len(flat) == 1:
		return p.one(flat[0])
	}
	if p.weekday == 0 && !p.relative && !p.nobody {
		return nil, unreadable("", "the words name no day, month, season or year")
	}
	return []said{p.said}, nil
}

func (p *parser) yearOnly(flat []number) ([]said, error) {
	if len(flat) > 1 || p.month != 0 || (p.decade || p.century) && len(flat) == 0 {
		return nil, unreadable("", "there is not just the number of the year that belongs to it")
	}
	s := p.said
	if len(flat) == 1 {
		s.year, s.hasYear = flat[0], true
	}
	if n := s.year.value; p.decade && n >= 1000 && n%100 == 0 && p.part == 0 && p.half == 0 {
		hundreds := s
		hundreds.decade, hundreds.hundreds = false, true
		return []said{hundreds, s}, nil
	}
	return []said{s}, nil
}

// decadeOfCentury reads "the eighties of the twentieth century".
func (p *parser) decadeOfCentury(flat []number) ([]said, error) {
	if len(flat) != 2 {
		return nil, unreadable("", "a decade of a century is two numbers")
	}
	decade, century := flat[0], flat[1]
	if p.groups[1].kind == itemDecade {
		decade, century = century, decade
	}
	s := p.said
	s.century, s.hasYear = false, true
	s.year = number{value: (century.value-1)*100 + decade.value, width: 4}
	return []said{s}, nil
}

func (p *parser) withMonth(flat []number) ([]said, error) {
	s := p.said
	switch len(flat) {
	case 0:
		return []said{s}, nil
	case 1:
		return p.dayOrYear(flat[0]), nil
	case 3:
		return nil, unreadable("", "there are three numbers beside the month %q", p.monthName)
	}
	day, year := flat[0], flat[1]
	if day.isYear() {
		day, year = year, day
	}
	if day.isYear() {
		return nil, unreadable("", "%d and %d are both no day of a month", flat[0].value, flat[1].value)
	}
	s.day, s.year, s.hasYear = day.value, year, true
	return []said{s}, nil
}

// dayOrYear: the number beside a month is its day if it can be; two digits
// after the month may also be a year.
func (p *parser) dayOrYear(n number) []said {
	withDay, withYear := p.said, p.said
	withDay.day = n.value
	withYear.year, withYear.hasYear = n, true
	switch {
	case n.isYear() || n.value == 0 || p.half != 0 || p.part != 0:
		return []said{withYear}
	case n.width == 2 && p.monthAt == 0:
		return []said{withDay, withYear}
	}
	return []said{withDay}
}

// one reads a number that stands alone.
func (p *parser) one(n number) ([]said, error) {
	s := p.said
	saysYear := p.calendar != Unknown || p.anyHijri
	for _, u := range p.units {
		saysYear = saysYear || u == unitYear
	}
	if n.isYear() || saysYear {
		s.year, s.hasYear = n, true
		return []said{s}, nil
	}
	s.day, s.lone = n.value, true
	return []said{s}, nil
}

// ordered reads "last month", "3 days ago", "next Friday", "last summer".
func (p *parser) ordered(flat []number) ([]said, error) {
	s := p.said
	s.relative, s.offset = true, p.orders[0]
	switch {
	case p.weekday != 0 && len(flat) == 0:
		s.unit = unitWeek
		return []said{s}, nil
	case p.month != 0 && len(flat) <= 1 || p.season != 0 && len(flat) == 0:
		s.unit = unitYear
		if len(flat) == 1 {
			s.day = flat[0].value
		}
		return []said{s}, nil
	case len(p.units) != 1 || len(flat) > 1:
		return nil, unreadable("", "it is not said what the last or next one is of")
	}
	s.unit = p.units[0]
	if len(flat) == 1 {
		if flat[0].value > 1000 {
			return nil, unreadable("", "%d is too far away to count from a date", flat[0].value)
		}
		s.offset *= flat[0].value
	}
	s.decade, s.century = false, false
	if s.unit > unitYear {
		return nil, unreadable("", "a decade or century is not counted from a date: write which one")
	}
	return []said{s}, nil
}
