package fiction

import (
	"strconv"
	"strings"
)

// pen writes one row with the slips that real lists are full of. All its
// choices come from one stream, so the same row is always written the same.
type pen struct{ *stream }

// one picks a spelling: the usual one in usual cases of a thousand, else any.
func (p *pen) one(spellings []string, usual int) string {
	if p.often(usual) {
		return spellings[0]
	}
	return spellings[p.below(len(spellings))]
}

// blank leaves a cell empty in permille cases of a thousand.
func (p *pen) blank(permille int, text string) string {
	if p.often(permille) {
		return ""
	}
	return text
}

// persianName writes compounds in the three ways that typists do.
func (p *pen) persianName(s Spelling) string {
	seams := [...]seam{zeroWidth, spaced, closed}
	return sewPersian(p.one(s.Fa, 800), seams[p.share(50, 32, 18)])
}

func (p *pen) arabicName(s Spelling) string {
	how := s.arabicSeam()
	if p.often(250) {
		how = closed + spaced - how
	}
	return sewArabic(p.one(s.Ar, 750), how)
}

// latinName writes Gholam Reza, Gholam-Reza or Gholamreza.
func (p *pen) latinName(s Spelling) string {
	text := p.one(s.Latin, 550)
	how := [...]seam{spaced, closed, hyphened}[p.share(45, 30, 25)]
	if s.surname && p.often(500) {
		how = closed
	}
	parts := strings.Split(text, "+")
	for i := range parts {
		if i == 0 {
			continue
		}
		if how == closed {
			parts[i] = strings.ToLower(parts[i])
		} else {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return sew(strings.Join(parts, "+"), how)
}

// year writes a year of four digits; of a hundred two have their last two
// digits swapped and one is the year before or after.
func (p *pen) year(y int) string {
	switch {
	case p.often(20):
		y = y/100*100 + y%10*10 + y/10%10
	case p.often(10):
		y += 2*p.below(2) - 1
	}
	return strconv.Itoa(y)
}

// precision is how much of a date of death a list gives.
type precision int

const (
	toDay precision = iota
	toMonth
	toSeason
	toNothing
)

// date says what the list knows of a death: the day, of a hundred three times
// wrong by one (as after a careless change of calendars), and how precisely.
func (p *pen) date(who Person) (Day, precision) {
	if !who.DateKnown {
		return 0, toSeason + precision(p.share(1, 2))
	}
	d := who.Died
	if p.often(30) {
		d += Day(2*p.below(2) - 1)
	}
	return d, precision(p.share(55, 22, 10, 13))
}
