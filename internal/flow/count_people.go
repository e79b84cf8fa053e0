package flow

import (
	"slices"

	"sanad/internal/core/count"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

// Who gives the people of a count: those of one stratum, "" for all, who are on
// just the lists of these ids, none for whichever, and on all of those of on,
// whichever else they are on.
func (c Counted) Who(stratum string, lists, on []string) ([]person.Cluster, error) {
	if stratum != "" && !slices.ContainsFunc(c.Strata, func(s Stratum) bool { return s.Key == stratum }) {
		return nil, fail.New(fail.NotFound, "nobody is counted under %q by %q", stratum, c.Asked.By).Do("see the strata: sanad count --by FIELD")
	}
	if len(lists)+len(on) > 0 && len(c.Table.Lists) == 0 {
		return nil, fail.New(fail.Usage, "the case has %d lists, and overlaps are told of %d at most", len(c.Lists), count.MaxLists).Do("see all people of the count")
	}
	just, err := c.patternOf(lists)
	if err != nil {
		return nil, err
	}
	among, err := c.patternOf(on)
	if err != nil {
		return nil, err
	}
	var out []person.Cluster
	for _, p := range c.people {
		if (stratum == "" || p.key == stratum) && (just == 0 || p.pattern == just) && p.pattern&among == among {
			out = append(out, p.cluster)
		}
	}
	return out, nil
}

// patternOf gives the lists of these ids as a pattern.
func (c Counted) patternOf(ids []string) (pattern uint32, err error) {
	for _, id := range ids {
		i := slices.IndexFunc(c.Lists, func(l person.List) bool { return l.List == id })
		if i < 0 {
			return 0, fail.New(fail.NotFound, "there is no list %s of people in the case %s", id, c.Asked.Case)
		}
		pattern |= 1 << i
	}
	return pattern, nil
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

// Publish leaves out of a count what could single people out. It tells overlaps
// or strata and never both; strata by list are overlaps. A field of protected
// properties parts nobody in what leaves.
func (c Counted) Publish() (Public, error) {
	if Protected(c.Asked.By) {
		return Public{}, fail.New(fail.Refused, "%s is protected: how many people it is said of may not leave", c.Asked.By).Do("count by another field, or without --public")
	}
	p := Public{Published: c.Table.Publish()}
	if p.Few {
		return p, nil
	}
	if c.Asked.By != "" && c.Asked.By != FieldList {
		// What one list alone says of people parts them by that list: with the
		// overlaps beside it, the strata would tell what these hide.
		p.Totals, p.Overlaps, p.Others = nil, nil, 0
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
