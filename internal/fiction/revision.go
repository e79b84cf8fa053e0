package fiction

import (
	"maps"
	"slices"
)

// revision is what a second version of a list does otherwise: it writes one
// row in a hundred anew, leaves one out and has one more at its end. Whom it
// leaves out or adds is on another list too, so that as many people are listed
// as before.
type revision struct {
	gone  int   // index in the order, or -1
	added int32 // the person of the last row, or -1
}

func (r *revision) drops(i int) bool   { return r != nil && i == r.gone }
func (r *revision) changes(i int) bool { return r != nil && i%100 == 7 }

// second gives a list as its makers hand it in later.
func (w *world) second(l List) List {
	r := &revision{gone: -1, added: -1}
	for i := len(l.order) - 1; i >= 0 && r.gone < 0; i-- {
		person, once := l.order[i], 0
		for _, o := range l.order {
			if o == person {
				once++
			}
		}
		if p := w.lists(int(person)); once == 1 && !r.changes(i) && p&^(1<<l.index) != 0 {
			r.gone = i
		}
	}
	for i := len(w.told); i < w.people && r.added < 0; i++ {
		if p := w.lists(i); p != 0 && !p.has(l.index) {
			r.added = int32(i)
		}
	}
	l.next, l.order = r, slices.Clone(l.order)
	if r.added >= 0 {
		l.order = append(l.order, r.added)
	}
	l.Len = len(l.order)
	if r.gone >= 0 {
		l.Len--
	}
	l.Path = "lists/exile-archive, second version.tsv"
	return l
}

// afterSecond counts the patterns once a second version has come.
func (w *world) afterSecond(l List, counts map[string]int) map[string]int {
	out := maps.Clone(counts)
	move := func(person int) {
		p := w.lists(person)
		out[p.String()]--
		out[(p^1<<l.index).String()]++
	}
	if l.next.gone >= 0 {
		move(int(l.order[l.next.gone]))
	}
	if l.next.added >= 0 {
		move(int(l.next.added))
	}
	return out
}
