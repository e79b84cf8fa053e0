package flow

import (
	"slices"

	"sanad/internal/core/count"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

// Who gives the people of a count: those of one stratum, "" for all, who are on
// just the lists of these ids, none for whichever.
func (c Counted) Who(stratum string, lists []string) ([]person.Cluster, error) {
	if stratum != "" && !slices.ContainsFunc(c.Strata, func(s Stratum) bool { return s.Key == stratum }) {
		return nil, fail.New(fail.NotFound, "nobody is counted under %q by %q", stratum, c.Asked.By).Do("see the strata: sanad count --by FIELD")
	}
	if len(lists) > 0 && len(c.Table.Lists) == 0 {
		return nil, fail.New(fail.Usage, "the case has %d lists, and overlaps are told of %d at most", len(c.Lists), count.MaxLists).Do("see all people of the count")
	}
	var pattern uint32
	for _, id := range lists {
		i := slices.IndexFunc(c.Lists, func(l person.List) bool { return l.List == id })
		if i < 0 {
			return nil, fail.New(fail.NotFound, "there is no list %s of people in the case %s", id, c.Asked.Case)
		}
		pattern |= 1 << i
	}
	var out []person.Cluster
	for _, p := range c.people {
		if (stratum == "" || p.key == stratum) && (pattern == 0 || p.pattern == pattern) {
			out = append(out, p.cluster)
		}
	}
	return out, nil
}

// Public is what of a count may be told outside.
type Public struct {
	count.Published
	// Strata are those that are told; OtherStrata is how many people are in
	// those that are not, together.
	Strata      []Stratum
	OtherStrata int64
	LeftOut     []LeftOut // numbers under count.LeastStratum are 0: "few"
}

// Publish leaves out of a count what could single people out. Strata by list
// are overlaps, and told as such alone; a field of protected properties parts
// nobody in what leaves.
func (c Counted) Publish() (Public, error) {
	if Protected(c.Asked.By) {
		return Public{}, fail.New(fail.Refused, "%s is protected: how many people it is said of may not leave", c.Asked.By).Do("count by another field, or without --public")
	}
	p := Public{Published: c.Table.Publish()}
	if p.Few {
		return p, nil
	}
	if c.Asked.By != FieldList {
		sizes := make([]int64, len(c.Strata))
		for i, s := range c.Strata {
			sizes[i] = s.People()
		}
		told, others := count.PublishSizes(sizes)
		p.OtherStrata = others
		for i, s := range c.Strata {
			if told[i] {
				p.Strata = append(p.Strata, s)
			}
		}
	}
	for _, l := range c.LeftOut {
		if l.What == LeftOutside || l.What == LeftBelieved {
			continue // with another count they would tell of a few people
		}
		if l.Count < count.LeastStratum {
			l.Count = 0
		}
		p.LeftOut = append(p.LeftOut, l)
	}
	return p, nil
}
