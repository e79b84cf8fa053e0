package flow

import (
	"slices"
	"sync"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

// levels keeps the people at each level once they were asked for: pages ask for
// them again and again, and with a hundred thousand rows it takes a moment.
type levels struct {
	mu   sync.Mutex
	kept map[linkage.Certainty]parted
}

// parted is rows parted into people.
type parted struct {
	people []person.Cluster
	of     []int32 // of each record, whose it is
}

// whose gives the person whose the record at a place is.
func (p parted) whose(place int) person.Cluster { return p.people[p.of[place]] }

// At gives the people at a level: each of one row or more, in the order of the
// first of them. Who are one person at a level are so at every level that is
// less sure; what people decided holds at each. What it gives is shared and MUST
// not be changed.
func (l *Linked) At(level linkage.Certainty) []person.Cluster { return l.parted(level).people }

func (l *Linked) parted(level linkage.Certainty) parted {
	l.levels.mu.Lock()
	defer l.levels.mu.Unlock()
	if p, ok := l.levels.kept[level]; ok {
		return p
	}
	p := parted{people: l.byHand}
	if level != Judged {
		p.people = l.whole(linkage.At(l.clusters, level, l.even))
	}
	p.of = make([]int32, len(l.Records))
	for n, c := range p.people {
		for _, m := range c {
			p.of[l.place[m]] = int32(n)
		}
	}
	if l.levels.kept == nil {
		l.levels.kept = map[linkage.Certainty]parted{}
	}
	l.levels.kept[level] = p
	return p
}

// whole makes people of clusters of rows, with those who are in none.
func (l *Linked) whole(of [][]int32) []person.Cluster {
	f := linkage.NewForest(len(l.Records))
	for _, rows := range of {
		for _, r := range rows[1:] {
			f.Join(rows[0], r)
		}
	}
	for _, c := range l.byHand {
		for _, m := range c[1:] {
			f.Join(int32(l.place[c[0]]), int32(l.place[m]))
		}
	}
	size := make([]int32, len(l.Records)) // by root
	people := 0
	for i := range l.Records {
		root := f.Root(int32(i))
		if size[root] == 0 {
			people++
		}
		size[root]++
	}
	at := make([]int32, len(l.Records)) // by root: 1 more than the place of the person
	out := make([]person.Cluster, 0, people)
	ids := make([]string, 0, len(l.Records)) // of all, so that they are made at once
	for i, r := range l.Records {
		root := f.Root(int32(i))
		if at[root] == 0 {
			begin, end := len(ids), len(ids)+int(size[root])
			ids = ids[:end]
			out = append(out, ids[begin:begin:end])
			at[root] = int32(len(out))
		}
		out[at[root]-1] = append(out[at[root]-1], r.Mention)
	}
	return out
}

// PersonOf gives the person whose row a mention is, at a level: an id that named
// a person once leads to whose it is now.
func (l *Linked) PersonOf(level linkage.Certainty, mention string) (person.Cluster, error) {
	if i, ok := l.place[mention]; ok {
		return l.parted(level).whose(i), nil
	}
	if !slices.Contains(l.g.joiners, mention) {
		return nil, fail.New(fail.NotFound, "there is no row %s in the lists of people of the case %s, or its list has it no more and nobody judged it", mention, l.Case).Do("see sanad people, or what the row said: sanad entity show %s", mention)
	}
	// A row that is gone, or a person who is on no list, is who people judged
	// it to be.
	byHand, _ := person.Clusters(append(l.g.rows.ids(), mention), l.Judgements, l.g.joiners...)
	for _, c := range byHand {
		if len(c) > 1 && slices.Contains(c, mention) {
			return l.PersonOf(level, c[0])
		}
	}
	return nil, fail.New(fail.NotFound, "%s is on no list now, and nobody judged it to be the same as a row that is", mention).Do("see what is known of it: sanad entity show %s", mention)
}
