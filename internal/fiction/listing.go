package fiction

// listCount is the number of lists of names.
const listCount = 3

// pattern says on which lists a person is: bit 0 for A, 1 for B, 2 for C.
type pattern uint8

// String writes the pattern as the keys of Truth.Patterns do: A-C.
func (p pattern) String() string {
	b := []byte("---")
	for l := range listCount {
		if p.has(l) {
			b[l] = "ABC"[l]
		}
	}
	return string(b)
}

func (p pattern) has(list int) bool { return p>>list&1 == 1 }

// lists says on which lists person i is.
func (w *world) lists(i int) pattern {
	var out pattern
	if i < len(w.told) {
		for l := range listCount {
			if w.onLists[i][l] != '-' {
				out |= 1 << l
			}
		}
		return out
	}
	p, s := w.person(i), streamOf(w.seed, forInclusion, uint64(i))
	for l := range listCount {
		if s.often(w.chance(l, p)) {
			out |= 1 << l
		}
	}
	return out
}

// chance is the probability, of a thousand, that a person is on a list. It
// differs from person to person, on each list by something else: the year of
// birth, the prison, the month. These three are drawn independently, so the
// lists are independent over all the people too, and an estimate that
// assumes it (Chapman's) is right on average. The means are the lists' Rate.
func (w *world) chance(list int, p Person) int {
	switch list {
	case 0: // mothers kept the papers of the young
		if p.Born >= youngFrom {
			return 550
		}
		return 350
	case 1: // lawyers could go to the big prisons more often than to the small
		return [...]int{430, 300, 225}[w.prisonIndex(p.Prison)%3]
	}
	return [...]int{300, 400, 500}[min(max(int(p.Died)/30, 0), 2)] // abroad, news came late
}

// duplicates is how many rows of a list of so many repeat somebody: four of
// a thousand.
func duplicates(rows int) int { return rows * 4 / 1000 }

// survey finds the persons of each list, with the duplicates and in the
// list's own order, and counts the patterns.
func (w *world) survey() (orders [listCount][]int32, counts map[string]int) {
	counts = map[string]int{}
	for p := range pattern(1 << listCount) {
		counts[p.String()] = 0
	}
	for i := range w.people {
		p := w.lists(i)
		counts[p.String()]++
		for l := range listCount {
			if p.has(l) {
				orders[l] = append(orders[l], int32(i))
			}
		}
	}
	for l := range listCount {
		orders[l] = w.shuffle(l, orders[l])
	}
	return orders, counts
}

// shuffle repeats a few rows and mixes them all, so that the order of a list
// tells nothing of who is who on another.
func (w *world) shuffle(list int, people []int32) []int32 {
	s := streamOf(w.seed, forOrder, uint64(list))
	n := len(people)
	for range duplicates(n) {
		people = append(people, people[s.below(n)])
	}
	for i := len(people) - 1; i > 0; i-- {
		j := s.below(i + 1)
		people[i], people[j] = people[j], people[i]
	}
	return people
}
