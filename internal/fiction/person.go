package fiction

// Person is one invented human being, as the truth has it.
type Person struct {
	Given, Father, Surname Spelling
	Female                 bool
	Born                   int // year of the Solar Hijri calendar
	Town, Prison           Place
	Died                   Day
	// DateKnown is false where nobody ever wrote the day down: then no list
	// and no paper gives it, and Died only says in which month the lists
	// could have heard of the death.
	DateKnown bool
}

// Name gives the full name as usually written in "fa", "ar" or Latin script.
func (p Person) Name(lang string) string {
	return p.Given.In(lang) + " " + p.Surname.In(lang)
}

// youngFrom is the year of birth, Solar Hijri, from which somebody counts as
// young in the rates of the families' list.
const youngFrom = 1337

// Of a thousand people, how many ...
const (
	inHighlands    = 600 // come from Kuhabeh
	areWomen       = 180
	heldElsewhere  = 100 // are held in the other region
	nameFromAcross = 80  // have a surname of the other region
	haveBrother    = 120 // of every second person: are a brother of the one before, if he is a man
	dateForgotten  = 100 // died on a day that nobody wrote down
	takenOneNight  = 600 // died in their prison's night of that month
)

// person makes person i of the case. The first few are those the papers tell
// of; every other is made from the seed and i alone, except that a brother
// takes after the person before.
func (w *world) person(i int) Person {
	if i < len(w.told) {
		return w.told[i]
	}
	s := streamOf(w.seed, forPerson, uint64(i))
	if i%2 == 1 && i > len(w.told) && s.often(haveBrother) {
		if elder := w.person(i - 1); !elder.Female {
			return w.brother(elder, s)
		}
	}
	return w.stranger(s)
}

func (w *world) stranger(s *stream) Person {
	region := coast
	if s.often(inHighlands) {
		region = highlands
	}
	p := Person{Female: s.often(areWomen), Born: born(s)}
	p.Given = w.given(region, p.Female, s)
	p.Father = w.given(region, false, s)
	for p.Father.Fa[0] == p.Given.Fa[0] {
		p.Father = w.given(region, false, s)
	}
	p.Surname = w.surname(region, s)
	p.Town = w.town(region, s)
	p.Prison = w.prison(region, s)
	p.Died = w.died(p.Prison, s)
	p.DateKnown = !s.often(dateForgotten)
	return p
}

// brother shares all that a table of names can show but the given name and
// the year of birth: the hardest pair to keep apart.
func (w *world) brother(elder Person, s *stream) Person {
	p := elder
	region := elder.Town.Region
	for p.Given.Fa[0] == elder.Given.Fa[0] || p.Given.Fa[0] == p.Father.Fa[0] {
		p.Given = w.given(region, false, s)
	}
	years := 1 + s.below(6)
	if s.often(500) || elder.Born+years > youngest {
		years = -years
	}
	p.Born = elder.Born + years
	return p
}

// youngest is the last year of birth, Solar Hijri.
const youngest = 1344

// born gives a year from 1305 to youngest; half of the people are young.
func born(s *stream) int {
	if s.often(500) {
		return youngFrom + s.below(youngest-youngFrom+1)
	}
	return youngFrom - 1 - s.early(32)
}

func (w *world) given(region int, female bool, s *stream) Spelling {
	from := w.men[region]
	if female {
		from = w.women[region]
	}
	return from[s.early(len(from))]
}

func (w *world) surname(region int, s *stream) Spelling {
	if s.often(nameFromAcross) {
		region = 1 - region
	}
	from := w.surnames[region]
	return from[s.below(len(from))]
}

func (w *world) town(region int, s *stream) Place {
	from := w.townsIn[region]
	return from[s.early(len(from))]
}

// prison fills the three prisons of a region in the shares 5 : 3 : 2, which
// the rates of the lawyers' list count on.
func (w *world) prison(region int, s *stream) Place {
	if s.often(heldElsewhere) {
		region = 1 - region
	}
	return w.prisons[3*region+s.share(5, 3, 2)]
}

// died spreads the deaths over Mehr, Aban and Azar in the shares 3 : 4 : 3,
// which the rates of the exiles' list count on.
func (w *world) died(p Place, s *stream) Day {
	month := s.share(3, 4, 3)
	dom := 1 + s.below(30)
	if s.often(takenOneNight) {
		dom = nights()[w.prisonIndex(p)][month]
	}
	return Day(30*month + dom - 1)
}

func (w *world) prisonIndex(p Place) int {
	for i := range w.prisons {
		if w.prisons[i].ID == p.ID {
			return i
		}
	}
	return 0
}
