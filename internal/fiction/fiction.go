// Package fiction knows an invented country, Varanda, and an invented crime,
// with the whole truth about it, made again from a seed whenever it is asked
// for: for demonstrations and tests. It must never hold a real person, town,
// prison, body or event. Family names are put together from invented places
// and trades; the coordinates lie in the open sea; the years are real only so
// that three calendars can be checked against each other.
//
// The papers are written by hand and are the same for every seed, but for the
// totals they give. Only the people beyond those the papers tell of, and the
// three lists, come from the seed.
package fiction

// Case is all that the volunteers hand in, and the truth that nobody in the
// story has.
type Case struct {
	Seed     uint64
	Country  map[string]string // "fa", "ar", "en"
	Title    map[string]string // of the case
	Files    []File            // the folder of evidence, without the lists
	Lists    []List            // three, in the order A, B, C
	Second   List              // of list C, a second version
	Entities []Entity          // all that Quotes name
	Quotes   []Quote
	Findings []Finding
	Fallen   Fall
	Tenures  []Tenure // what the gazette among the Files says
	Truth    Truth

	w *world
}

// Truth is what a perfect reader would find.
type Truth struct {
	People int // how many died
	// Patterns counts people by the lists they are on. The keys are "ABC",
	// "AB-", "A-C", "-BC", "A--", "-B-", "--C" and "---" for those on none.
	Patterns   map[string]int
	After      map[string]int // Patterns once the second version of list C has come
	Listed     int            // people on at least one list: the documented minimum
	Rows       [][]int32      // Rows[l][r] is the person in data row r of list l
	Duplicates []int          // of each list, how many rows repeat a person
}

// Make makes the case of a seed. The same seed and people give the same
// bytes on every machine. Fewer people than the papers tell of (8) are made
// as many. A case of 100,000 holds some megabytes: people and rows are made
// when asked for. Callers must not change what it gives.
func Make(seed uint64, people int) Case {
	w := newWorld(seed, people)
	orders, counts := w.survey()
	f, known := figuresFor(w.people), w.allEntities()
	files := papers(f.fill())
	lists := w.makeLists(orders)
	second := w.second(lists[2])
	return Case{
		Seed:     seed,
		Country:  titled("وراندا", "وراندا", "Varanda"),
		Title:    titled("پاییز خاموشی", "خريف الصمت", "The Autumn of Silence"),
		Files:    files,
		Lists:    lists,
		Second:   second,
		Entities: known,
		Quotes:   allQuotes(f, known, files),
		Findings: findings(),
		Fallen:   fallen(),
		Tenures:  tenures(),
		Truth:    truthOf(w.people, orders, counts, w.afterSecond(second, counts)),
		w:        w,
	}
}

// Person gives person i, from 0 to Truth.People-1.
func (c Case) Person(i int) Person { return c.w.person(i) }

// Entity gives the entity of an ID, and whether there is one.
func (c Case) Entity(id string) (Entity, bool) {
	for _, e := range c.Entities {
		if e.ID == id {
			return e, true
		}
	}
	return Entity{}, false
}

func truthOf(people int, orders [listCount][]int32, counts, after map[string]int) Truth {
	t := Truth{People: people, Patterns: counts, After: after, Listed: people - counts["---"]}
	for l, order := range orders {
		t.Rows = append(t.Rows, order)
		once := 0
		for key, n := range counts {
			if key[l] != '-' {
				once += n
			}
		}
		t.Duplicates = append(t.Duplicates, len(order)-once)
	}
	return t
}
