package unsaid

import "sanad/internal/ground/script"

// Places gives where the names stand in a text that was cut into pieces, such as
// the words of a page: the first and the last piece of each place, in order. What
// In meets in the whole has a place here.
func (w Finder) Places(pieces []string) (places [][2]int) {
	if w.None() {
		return nil
	}
	last, piece := map[nameWord]int{}, map[nameWord]int{}
	at := 0
	for i, p := range pieces {
		for _, word := range script.Words(p) {
			at++
			for _, met := range w.by[word] {
				last[met], piece[met] = at, i
				if !w.whole(met.name, at, last) {
					continue
				}
				from := i
				for n := range w.names[met.name] {
					from = min(from, piece[nameWord{met.name, n}])
				}
				if n := len(places); n > 0 && from <= places[n-1][1] {
					places[n-1] = [2]int{min(from, places[n-1][0]), i}
				} else {
					places = append(places, [2]int{from, i})
				}
			}
		}
	}
	return places
}
