package linkage

import (
	"cmp"
	"slices"
)

// counts is how often each pattern occurred.
type counts struct {
	pattern []pattern
	number  []float64
}

// histogram counts patterns, the table of it being kept in order of patterns
// so that sums come out the same.
func histogram(of map[pattern]float64) counts {
	c := counts{make([]pattern, 0, len(of)), make([]float64, 0, len(of))}
	for p := range of {
		c.pattern = append(c.pattern, p)
	}
	slices.SortFunc(c.pattern, func(a, b pattern) int { return cmp.Compare(a, b) })
	for _, p := range c.pattern {
		c.number = append(c.number, of[p])
	}
	return c
}

// randomPairs draws pairs of rows at random, as good as all of them unrelated.
// In a table that has no more pairs than that it takes each once.
func randomPairs(w workers, number int, seed uint64) (of counts, whole bool) {
	if t := w[0].t; float64(number) >= t.pairsInAll() && len(t.list) <= number {
		return allPairs(w), true
	}
	parts := make([]map[pattern]float64, randomParts)
	w.each(len(parts), func(c *comparer, i int) {
		s := stream(mix(seed + uint64(i)))
		of := map[pattern]float64{}
		for range number / len(parts) {
			a, b := int32(s.below(len(c.t.list))), int32(s.below(len(c.t.list)))
			if a != b && !c.t.apart(a, b) {
				of[c.compare(min(a, b), max(a, b))]++
			}
		}
		parts[i] = of
	})
	all := parts[0]
	for _, of := range parts[1:] {
		for p, n := range of {
			all[p] += n // whole numbers: the order of adding does not show
		}
	}
	return histogram(all), false
}

// allPairs counts the patterns of every pair.
func allPairs(w workers) counts {
	parts := make([]map[pattern]float64, len(w[0].t.list))
	w.each(len(parts), func(c *comparer, i int) {
		of := map[pattern]float64{}
		for b := range int32(i) {
			if !c.t.apart(b, int32(i)) {
				of[c.compare(b, int32(i))]++
			}
		}
		parts[i] = of
	})
	all := map[pattern]float64{}
	for _, of := range parts {
		for p, n := range of {
			all[p] += n // whole numbers: the order of adding does not show
		}
	}
	return histogram(all)
}

// randomParts is in how many parts random pairs are drawn.
const randomParts = 16

// rulePairs draws pairs of every rule, and tells how often each pattern is among
// all pairs that any of them compares.
func rulePairs(w workers, b *blocking, o Options) (samples []counts, compared counts) {
	samples = make([]counts, len(b.rules))
	fresh, scale := make([]map[pattern]float64, len(b.rules)), make([]float64, len(b.rules))
	w.each(len(b.rules), func(c *comparer, n int) {
		samples[n], fresh[n], scale[n] = blockPairs(b, c, n, o.RulePairs, o.Seed+uint64(n))
	})
	all := map[pattern]float64{}
	for n := range b.rules { // in the order of rules, so that sums come out the same
		for p, number := range fresh[n] {
			all[p] += number * scale[n]
		}
	}
	return samples, histogram(all)
}

// blockPairs draws about number pairs of a rule's blocks, whole blocks at a
// time, and tells of how many each stands. Pairs that a rule before has are
// drawn as well, since without them the rule would not show what it finds;
// fresh counts those that none before has.
func blockPairs(b *blocking, c *comparer, rule, number int, seed uint64) (sample counts, fresh map[pattern]float64, scale float64) {
	r := b.rules[rule]
	of := map[pattern]float64{}
	fresh = map[pattern]float64{}
	share := min(1, float64(number)/max(r.pairs(), 1))
	limit := uint64(share * (1 << 53))
	for block := range len(r.blocks) - 1 {
		if mix(uint64(block)^seed)>>11 >= limit {
			continue
		}
		b.inBlocks(rule, block, block+1, func(x, y int32) {
			p := c.compare(x, y)
			of[p]++
			if !b.before(rule, x, y) {
				fresh[p]++
			}
		})
	}
	return histogram(of), fresh, 1 / share
}
