package fiction

import (
	"fmt"
	"strconv"
	"strings"
)

// familiesRow writes a row of list A, in Persian. Some rows were typed on an
// Arabic keyboard, which has other letters for ye and kaf and often no
// Persian digits.
func familiesRow(p *pen, number int, who Person) []string {
	cells := []string{
		persian(strconv.Itoa(number)),
		p.persianName(who.Given),
		p.persianName(who.Surname),
		p.blank(150, p.persianName(who.Father)),
		p.blank(120, persian(p.year(who.Born))),
		p.blank(50, p.persianName(who.Town.Name)),
		p.blank(80, p.persianName(who.Prison.Name)),
		p.solarDate(who),
	}
	if p.often(70) {
		arabicKeyboard := strings.NewReplacer("ی", "ي", "ک", "ك", "آ", "ا")
		for i := range cells {
			cells[i] = arabicKeyboard.Replace(cells[i])
		}
	}
	return cells
}

func (p *pen) solarDate(who Person) string {
	day, known := p.date(who)
	d := day.Solar()
	switch known {
	case toDay:
		if p.often(300) {
			return persian(fmt.Sprintf("%d/%02d/%02d", d.Year, d.Month, d.Day))
		}
		return solarText(d)
	case toMonth:
		return persian(fmt.Sprintf("%s %d", solarMonth(d.Month), d.Year))
	case toSeason:
		return "پاییز ۱۳۶۱"
	}
	return ""
}

// lawyersRow writes a row of list B, in Arabic: one chain of names, years
// and dates by the moon or, at times, by the sun.
func lawyersRow(p *pen, number int, who Person) []string {
	cells := []string{
		arabic(strconv.Itoa(number)),
		p.chain(who),
		p.blank(150, p.arabicYear(who)),
		p.blank(50, p.arabicName(who.Town.Name)),
		p.blank(80, p.arabicName(who.Prison.Name)),
		p.hijriDate(who),
	}
	for _, habit := range arabicHabits() {
		if p.often(habit.permille) {
			for i := 1; i < len(cells); i++ {
				cells[i] = strings.TrimSuffix(habit.Replace(cells[i]+" "), " ")
			}
		}
	}
	return cells
}

// habit is a way of typing that runs through a whole row.
type habit struct {
	permille int
	*strings.Replacer
}

func arabicHabits() []habit {
	return []habit{
		{90, strings.NewReplacer("أ", "ا", "إ", "ا")},
		{80, strings.NewReplacer("ة", "ه")},
		{50, strings.NewReplacer("ي ", "ى ")}, // as in Egypt, at the end of a word
	}
}

// chain writes given name, father and family as official Arabic papers do.
func (p *pen) chain(who Person) string {
	given, father, family := p.arabicName(who.Given), p.arabicName(who.Father), p.arabicName(who.Surname)
	son := " بن "
	if who.Female {
		son = " بنت "
	}
	switch p.share(68, 12, 20) {
	case 0:
		return given + " " + father + " " + family
	case 1:
		return given + son + father + " " + family
	}
	return given + " " + family
}

func (p *pen) arabicYear(who Person) string {
	somewhen := solarDay(who.Born, 1+p.below(12), 15)
	if p.often(300) {
		return arabic(p.year(somewhen.Gregorian().Year)) + " م"
	}
	return arabic(p.year(somewhen.Hijri().Year))
}

func (p *pen) hijriDate(who Person) string {
	day, known := p.date(who)
	d := day.Hijri()
	switch known {
	case toDay:
		if p.often(300) {
			return arabic(fmt.Sprintf("%d/%02d/%02d", d.Year, d.Month, d.Day)) + " هـ"
		}
		return arabic(fmt.Sprintf("%d %s %d", d.Day, hijriMonth(d.Month), d.Year))
	case toMonth:
		return arabic(fmt.Sprintf("%s %d هـ", hijriMonth(d.Month), d.Year))
	case toSeason:
		return "خريف ١٩٨٢"
	}
	return ""
}

// exilesRow writes a row of list C, in Latin letters.
func exilesRow(p *pen, number int, who Person) []string {
	return []string{
		strconv.Itoa(number),
		p.fullName(who),
		p.blank(180, p.latinName(who.Father)),
		p.blank(120, p.latinYear(who)),
		p.blank(60, p.latinName(who.Town.Name)),
		p.blank(80, p.latinName(who.Prison.Name)),
		p.gregorianDate(who),
	}
}

func (p *pen) fullName(who Person) string {
	given, surname := p.latinName(who.Given), p.latinName(who.Surname)
	switch p.share(88, 7, 5) {
	case 0:
		return given + " " + surname
	case 1:
		return strings.ToUpper(surname) + ", " + given
	}
	return given + " " + strings.ToUpper(surname)
}

// latinYear has to choose: a year of the Solar Hijri calendar begins in one
// Gregorian year and ends in the next.
func (p *pen) latinYear(who Person) string {
	first := who.Born + 621
	switch p.share(60, 20, 12, 8) {
	case 0:
		return p.year(first)
	case 1:
		return p.year(first + 1)
	case 2:
		return fmt.Sprintf("%d/%02d", first, (first+1)%100)
	}
	return "c. " + p.year(first)
}

func (p *pen) gregorianDate(who Person) string {
	day, known := p.date(who)
	d := day.Gregorian()
	month := [...]string{"September", "October", "November", "December"}[min(max(d.Month-9, 0), 3)]
	switch known {
	case toDay:
		switch p.share(60, 25, 15) {
		case 0:
			return fmt.Sprintf("%d %s %d", d.Day, month, d.Year)
		case 1:
			return day.EDTF()
		}
		return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year)
	case toMonth:
		return fmt.Sprintf("%s %d", month, d.Year)
	case toSeason:
		return "autumn 1982"
	}
	return ""
}
