package flow

import (
	"context"
	"slices"

	"sanad/internal/core/count"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
)

// CountRule says in words what is counted, for showing with every count.
const CountRule = "documented-minimum/1: one person for each cluster of rows that reviewers judged to be the same; rows nobody judged the same " +
	"count apart; rows of lists only; claims withdrawn do not count; undecided pairs, if all were the same, would lower the number"

// Warnings that an estimate carries for what is known of its lists and rows.
const (
	WarnCopied    = "M15 one of the two lists is said to be made from the other: they are not independent, and the number means nothing"
	WarnUndecided = "pairs of rows are undecided: the overlap, and with it the number, will change when people judge them"
)

// Counted is the documented minimum with what it was made of.
type Counted struct {
	Table     count.Table
	Rule      string
	Undecided int64            // pairs that could still lower the number
	Estimates []count.Estimate // one for each two lists that overlap
	// Levels is how many people there are if the linker is believed as far as
	// a level; without those where rows are not linked yet.
	Levels map[linkage.Certainty]int64
	// Sampled is how many people there are in each of a few ways to link the
	// rows that are as likely as the linker says, in order.
	Sampled []int64
	// Incomplete names lists whose import was interrupted: people on their
	// rows that were not read are not counted.
	Incomplete []string
	Index      int64 // the ledger's size at which it was counted
}

// partitions is in how many ways rows are linked to see how far that moves a
// count, and partitionSeed what chance is drawn from.
const (
	partitions    = 20
	partitionSeed = 1
)

// Count counts the people a case's lists document.
func Count(ctx context.Context, a *Archive, s State, caseName string) (Counted, error) {
	c := Counted{Rule: CountRule, Levels: map[linkage.Certainty]int64{}}
	l, err := LinkedOf(ctx, a, s, caseName)
	if err != nil {
		return c, err
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return c, err
	}
	c.Index, c.Undecided = tree.Size(), int64(l.Undecided())
	for _, of := range l.Lists {
		if !of.Complete {
			c.Incomplete = append(c.Incomplete, of.Name)
		}
	}
	if c.Table, err = l.Table(l.At(Judged)); err != nil {
		return c, err
	}
	for _, level := range Levels() {
		if level == Judged || !l.Unlinked {
			c.Levels[level] = int64(len(l.At(level)))
		}
	}
	if !l.Unlinked {
		for _, people := range l.Sampled(partitions, partitionSeed) {
			c.Sampled = append(c.Sampled, int64(len(people)))
		}
		slices.Sort(c.Sampled)
	}
	for i := range c.Table.Lists {
		for j := i + 1; j < len(c.Table.Lists); j++ {
			if e, err := count.Chapman(c.Table, i, j); err == nil {
				if Copies(l.Lists[i], l.Lists[j]) {
					e.Warnings = append(e.Warnings, WarnCopied)
				}
				if c.Undecided > 0 {
					e.Warnings = append(e.Warnings, WarnUndecided)
				}
				c.Estimates = append(c.Estimates, e)
			}
		}
	}
	return c, nil
}

// Table counts people by the lists they are on.
func (l *Linked) Table(people []person.Cluster) (count.Table, error) {
	names := make([]string, len(l.Lists))
	for i, of := range l.Lists {
		names[i] = of.Name
	}
	on := make([][]int, len(people))
	for i, cluster := range people {
		for _, m := range cluster {
			on[i] = append(on[i], l.g.rows.at[l.Records[l.place[m]].List])
		}
		slices.Sort(on[i])
		on[i] = slices.Compact(on[i])
	}
	return count.Tabulate(names, on)
}
