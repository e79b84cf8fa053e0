package review

import (
	"cmp"
	"math"
	"slices"

	"sanad/internal/core/linkage"
)

// auditShare is the share of all pairs that is drawn for the audit, and
// auditLeast how many are drawn of each side at least, if there are so many.
const (
	auditShare = 0.02
	auditLeast = 30
)

// secondShare is the share of all pairs of which a second reviewer is asked.
const secondShare = 0.1

// ForSecond reports whether a pair is of those that two people judge, the
// second without knowing what the first decided.
func ForSecond(p Pair) bool { return chance(PairOf("second "+p.Left, p.Right)) < secondShare }

// Draw gives the pairs of the audit: of those that the linker takes for one
// person (0 bits or more), and of those that it kept and does not. Each side is
// a sample by chance, in the order of the draw.
func Draw(proposals []Proposal) (sides [2][]Proposal) {
	for _, p := range proposals {
		side := 1
		if p.Bits >= 0 {
			side = 0
		}
		sides[side] = append(sides[side], p)
	}
	for i, all := range sides {
		n := max(auditLeast, int(math.Ceil(auditShare*float64(len(all)))))
		sides[i] = inOrder(all)[:min(n, len(all))]
	}
	return sides
}

// inOrder gives pairs in the order in which chance draws them.
func inOrder(all []Proposal) []Proposal {
	type ticket struct {
		at float64
		n  int
	}
	tickets := make([]ticket, len(all))
	for i, p := range all {
		tickets[i] = ticket{chance(p.Pair), i}
	}
	slices.SortFunc(tickets, func(x, y ticket) int {
		a, b := all[x.n], all[y.n]
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
	})
	out := make([]Proposal, len(all))
	for i, t := range tickets {
		out[i] = all[t.n]
	}
	return out
}

// Share is a share that was seen in a sample, with the interval in which the
// true one is.
type Share struct {
	Hits, Of int
	linkage.Interval95
}

// ShareOf makes a share of counts.
func ShareOf(hits, of int) Share { return Share{hits, of, linkage.Wilson(hits, of)} }

// Quality is how good a linker's pairs are, measured on pairs drawn by chance
// of which people decided.
type Quality struct {
	Drawn, Answered int
	// Precision is the share of one person among the pairs that the linker
	// takes for one.
	Precision Share
	// Missed is the share of one person among those that it kept and does not
	// take for one.
	Missed Share
	// Recall is the share of all pairs of one person that the linker takes for
	// one: the two shares above, put together, times the recall of blocking.
	// Low and High take the worse and better end of each.
	Recall, RecallLow, RecallHigh float64
	Unsure                        int // answers that decide nothing; left out
}

// Measure gives the quality. answer tells of a pair whether people decided,
// and if it was that the two are one person; unsure answers decide nothing.
// What is asked for other reasons says nothing about all pairs, so only pairs
// of the draw count, and of each side only the beginning of it up to the first
// pair that nobody answered. blocking is the share of the true pairs that was
// compared at all.
func Measure(proposals []Proposal, blocking float64, answer func(Pair) (same, unsure, answered bool)) Quality {
	var q Quality
	var share [2]Share
	size := [2]float64{}
	for _, p := range proposals {
		if p.Bits >= 0 {
			size[0]++
		} else {
			size[1]++
		}
	}
	for i, side := range Draw(proposals) {
		q.Drawn += len(side)
		hits, of := 0, 0
		for _, p := range side {
			same, unsure, answered := answer(p.Pair)
			if !answered {
				break
			}
			q.Answered++
			switch {
			case unsure:
				q.Unsure++
				continue
			case same:
				hits++
			}
			of++
		}
		share[i] = ShareOf(hits, of)
	}
	q.Precision, q.Missed = share[0], share[1]
	recall := func(found, missed float64) float64 {
		all := found*size[0] + missed*size[1]
		if all == 0 {
			return 0
		}
		return blocking * found * size[0] / all
	}
	q.Recall = recall(share[0].Share, share[1].Share)
	q.RecallLow, q.RecallHigh = recall(share[0].Low, share[1].High), recall(share[0].High, share[1].Low)
	return q
}

// Agreement is how far two reviewers agree who decided about the same pairs
// without knowing of each other.
type Agreement struct {
	Pairs, Agree int
	// Kappa is the agreement beyond chance (Cohen, A coefficient of agreement
	// for nominal scales, 1960), see linkage.Kappa.
	Kappa float64
	// Table counts pairs by the first verdict and the second.
	Table map[[2]string]int
}

// Agree compares first and second verdicts.
func Agree(verdicts [][2]string) Agreement {
	a := Agreement{Table: map[[2]string]int{}}
	for _, v := range verdicts {
		a.Table[v]++
		if v[0] == v[1] {
			a.Agree++
		}
	}
	a.Kappa, a.Pairs = linkage.Kappa(a.Table)
	return a
}
