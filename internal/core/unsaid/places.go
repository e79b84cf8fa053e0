package unsaid

import (
	"cmp"
	"slices"

	"sanad/internal/ground/script"
)

// Places gives where the names stand in a text that was cut into pieces, such as
// the words of a page: the first and the last piece of each place, in order. What
// In meets in the whole has a place here.
func (w Finder) Places(pieces []string) (places [][2]int) {
	if w.None() {
		return nil
	}
	last, piece := map[nameWord]int{}, map[nameWord]int{}
	at := 0
	var words []string
	var of []int // the piece of each word
	for i, p := range pieces {
		for _, word := range script.Words(p) {
			words, of = append(words, word), append(of, i)
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
				places = append(places, [2]int{from, i})
			}
		}
	}
	for i := range words {
		if n := w.run(words[i:]); n > 0 {
			places = append(places, [2]int{of[i], of[i+n-1]})
		}
	}
	return merged(places)
}

// merged makes one of places that share a piece.
func merged(places [][2]int) (out [][2]int) {
	slices.SortFunc(places, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, p := range places {
		if n := len(out); n > 0 && p[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], p[1])
		} else {
			out = append(out, p)
		}
	}
	return out
}
