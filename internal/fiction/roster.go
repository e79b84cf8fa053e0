package fiction

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Roster is rows of many lists about more people than the case has, with the
// truth in two columns: for measuring a linker. It has what makes lists of this
// region hard: three scripts and calendars, spellings by ear, fathers and
// brothers on one list, famous days that many share, half of every row blank.
type Roster struct {
	Seed   uint64
	People int

	w        *world
	surnames []Spelling
	places   []Spelling
}

// RosterHeader names the columns. person and household are the truth.
func RosterHeader() []string {
	return []string{"row", "person", "household", "list", "given", "surname", "father", "born", "town", "prison", "died"}
}

// RosterMapping says what the columns mean, for sanad link bench.
const RosterMapping = `fields:
  - {name: given, kind: name}
  - {name: surname, kind: name}
  - {name: father, kind: name}
  - {name: born, kind: date}
  - {name: town, kind: text}
  - {name: prison, kind: text}
  - {name: died, kind: date}
joint:
  - {name: death, fields: [died, prison]}
family: {given: given, surname: surname, father: father, born: born}
blocking:
  - given.sound+surname.sound
  - surname.sound father.sound
  - given.sound father.sound born.years
  - given.sound father.sound town.sound
  - given.sound father.sound died.month
  - surname.sound born.years town.sound
  - surname.sound born.years died.month
  - surname.sound town.sound prison.sound
  - given.sound born.years died.month town.sound
  - given.sound born died
refine: [born.year, died.month, town.sound, prison.sound, father.sound]
`

// NewRoster makes a roster of so many people; of each there are one to eight
// rows. The same seed and people give the same rows on every machine.
func NewRoster(seed uint64, people int) *Roster {
	r := &Roster{Seed: seed, People: people, w: newWorld(seed, 0)}
	stems := rows("surnames_persian.txt")
	for _, head := range surnameHeads() {
		for _, stem := range stems {
			if strings.Contains(stem[0], "+") {
				continue // three words in one name are not usual
			}
			for _, s := range withEndings([]string{stem[0], stem[1], stem[2], ".iizpnfky"}) {
				r.surnames = append(r.surnames, headed(head, s))
			}
		}
	}
	r.surnames = append(r.surnames, r.w.names.surnames[coast]...)
	for _, p := range r.w.towns {
		r.places = append(r.places, p.Name)
	}
	for _, stem := range stems {
		r.places = append(r.places, spelling(stem[0], stem[1], stem[2]))
	}
	return r
}

// surnameHeads are what invented places begin with; the first is nothing.
func surnameHeads() []Spelling {
	return []Spelling{
		spelling("", "", ""), spelling("نیک", "نيك", "Nik, Neek"), spelling("سر", "سر", "Sar"), spelling("خوش", "خوش", "Khosh, Khush"),
		spelling("دل", "دل", "Del, Dil"), spelling("شاد", "شاد", "Shad"), spelling("پاک", "باك", "Pak"), spelling("روز", "روز", "Ruz, Rouz"),
		spelling("گل", "كل/غل", "Gol, Gul"), spelling("مهر", "مهر", "Mehr, Mihr"), spelling("به", "به", "Beh"), spelling("دشت", "دشت", "Dasht"),
		spelling("آب", "آب", "Ab"), spelling("کوه", "كوه", "Kuh, Kooh"), spelling("زر", "زر", "Zar"), spelling("بام", "بام", "Bam"),
		spelling("رود", "رود", "Rud, Rood"), spelling("سیم", "سيم", "Sim, Seem"), spelling("نو", "نو", "Now, No"), spelling("تیز", "تيز", "Tiz, Teez"),
		spelling("فرخ", "فرخ", "Farrokh, Farokh"), spelling("کهن", "كهن", "Kohan"), spelling("بلند", "بلند", "Boland, Buland"), spelling("سبز", "سبز", "Sabz"),
		spelling("سرخ", "سرخ", "Sorkh, Surkh"), spelling("گرم", "كرم/غرم", "Garm"), spelling("نرم", "نرم", "Narm"), spelling("ماه", "ماه", "Mah"),
		spelling("شب", "شب", "Shab"), spelling("باغ", "باغ", "Bagh"), spelling("سنگ", "سنك/سنغ", "Sang"), spelling("چشم", "تششم/جشم", "Cheshm, Chashm"),
	}
}

func headed(head, s Spelling) Spelling {
	if head.Fa[0] == "" {
		return s
	}
	lower := make([]string, len(s.Latin))
	for i, l := range s.Latin {
		lower[i] = strings.ToLower(l)
	}
	return Spelling{Fa: combine(head.Fa, s.Fa), Ar: combine(head.Ar, s.Ar), Latin: combine(head.Latin, lower), surname: true}
}

// somebody is one person of a roster.
type somebody struct {
	given, surname, father Spelling
	household              int
	born, died             Day
	town, prison           int
}

// person makes person i. Every family of a few is of one father, one surname
// and one town; the first of it may be the father.
func (r *Roster) person(i int) somebody {
	const family = 3
	home := i / family
	s := streamOf(r.Seed, forPerson, uint64(home))
	father, surname := r.given(s, false), r.surnames[s.early(len(r.surnames))]
	grandfather, town := r.given(s, false), s.early(len(r.places))
	related := s.below(100)
	own := streamOf(r.Seed, forPerson, uint64(home), uint64(i%family))
	p := somebody{given: r.given(own, own.often(areWomen)), surname: surname, father: father, household: home, town: town}
	birth := own.below(12 * 365)
	switch {
	case related >= 55: // strangers who share nothing
		p.father, p.surname, p.town, p.household = r.given(own, false), r.surnames[own.early(len(r.surnames))], own.early(len(r.places)), -i-1
		birth = own.below(35 * 365)
	case related < 12 && i%family == 0:
		p.given, p.father = father, grandfather
		birth = -own.below(10*365) - 20*365
	default: // brothers and sisters are never of one name
		for n := range i % family {
			if elder := streamOf(r.Seed, forPerson, uint64(home), uint64(n)); p.given.Fa[0] == r.given(elder, elder.often(areWomen)).Fa[0] {
				p.given = r.given(own, false)
			}
		}
	}
	p.born = Day(birth - 38*365)
	p.prison = own.early(24)
	p.died = Day(own.below(3 * 365))
	if own.often(takenOneNight) {
		night := streamOf(r.Seed, forInclusion, uint64(p.prison), uint64(own.below(12)))
		p.died = Day(night.below(3 * 365))
	}
	return p
}

func (r *Roster) given(s *stream, woman bool) Spelling {
	n := &r.w.names
	of := n.men[highlands]
	if woman {
		of = n.women[highlands]
	}
	one := of[s.early(len(of))]
	if s.often(300) {
		two := n.men[highlands][s.below(12)]
		if two.Fa[0] != one.Fa[0] && !strings.Contains(one.Fa[0]+two.Fa[0], "+") {
			one = Spelling{Fa: []string{one.Fa[0] + "+" + two.Fa[0]}, Ar: []string{one.Ar[0] + "+" + two.Ar[0]}, Latin: combine(one.Latin, prefixed("+", two.Latin))}
		}
	}
	return one
}

func prefixed(head string, all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = head + s
	}
	return out
}

// rosterLists is how many lists there are, by turns Persian, Latin and Arabic.
const rosterLists = 8

// Rows calls do with every row, until it fails. The slice is used again.
func (r *Roster) Rows(do func(cells []string) error) error {
	number := 0
	for i := range r.People {
		p := r.person(i)
		n := streamOf(r.Seed, forOrder, uint64(i))
		for copies := 1 + n.share(36, 24, 16, 10, 7, 4, 2, 1); copies > 0; copies-- {
			number++
			pen := &pen{streamOf(r.Seed, forRow, uint64(number))}
			if err := do(r.row(pen, number, i, p)); err != nil {
				return err
			}
		}
	}
	return nil
}

// WriteCSV writes the header and all rows.
func (r *Roster) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write(RosterHeader()); err != nil {
		return fmt.Errorf("writing the roster: %w", err)
	}
	if err := r.Rows(c.Write); err != nil {
		return fmt.Errorf("writing the roster: %w", err)
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("writing the roster: %w", err)
	}
	return nil
}

func (r *Roster) row(p *pen, number, i int, who somebody) []string {
	list := p.below(rosterLists)
	write := [...]func(Spelling) string{p.persianName, p.latinName, p.persianName, p.arabicName}[list%4]
	given, surname := p.slip(write(who.given)), p.slip(write(who.surname))
	if p.often(10) {
		given, surname = surname, given
	}
	return []string{
		strconv.Itoa(number), strconv.Itoa(i), strconv.Itoa(who.household), strconv.Itoa(list),
		p.blank(15, given), p.blank(15, surname),
		p.blank(350, p.slip(write(who.father))),
		p.blank(350, r.date(p, list, who.born, 350)),
		p.blank(300, write(r.places[who.town])),
		p.blank(350, write(r.places[who.prison])),
		p.blank(300, r.date(p, list, who.died, 600)),
	}
}

// slip makes a slip of the pen in a name now and then: a letter lost, doubled
// or changed with the next.
func (p *pen) slip(text string) string {
	letters := []rune(text)
	if !p.often(35) || len(letters) < 4 {
		return text
	}
	at := 1 + p.below(len(letters)-2)
	switch p.below(3) {
	case 0:
		return string(letters[:at]) + string(letters[at+1:])
	case 1:
		return string(letters[:at+1]) + string(letters[at:])
	}
	letters[at], letters[at+1] = letters[at+1], letters[at]
	return string(letters)
}

// date writes a day as the list does: its year alone in most cases, or the
// day in permille cases, of which some are wrong by one.
func (r *Roster) date(p *pen, list int, d Day, permille int) string {
	if p.often(30) {
		d += Day(2*p.below(2) - 1)
	}
	day := p.often(permille)
	in, write := d.Solar(), persian
	switch list % 4 {
	case 1:
		in, write = d.Gregorian(), func(s string) string { return s }
	case 3:
		in, write = d.Gregorian(), func(s string) string { return s }
	}
	if !day {
		return write(p.year(in.Year))
	}
	if list%4 == 1 {
		return fmt.Sprintf("%d-%02d-%02d", in.Year, in.Month, in.Day)
	}
	return write(fmt.Sprintf("%d/%02d/%02d", in.Year, in.Month, in.Day))
}
