package linkage

import "slices"

// Sample draws so many ways to part the rows into people, by odds that are what
// the bits say; see Calibration.Sample.
func Sample(clusters []Cluster, n int, seed uint64) [][][]int32 {
	return Calibration{}.Sample(clusters, n, seed)
}

// Sample draws n ways to part the rows into people. Of each cluster the last
// step holds with the probability of its mean bits; if it does, the cluster is
// one person, and if not its two sides are drawn in the same way, each for
// itself. Judged steps always hold. What has fewer bits than Options.Cut was
// never in a cluster, and is never drawn together. Each way is the sets of two
// rows or more, in the order of the first of each, and must not be changed. The
// same clusters and seed give the same ways, whatever the order of the clusters.
func (c Calibration) Sample(clusters []Cluster, n int, seed uint64) [][][]int32 {
	out := make([][][]int32, max(n, 0))
	for i := range clusters {
		d := newDrawing(&clusters[i], c)
		for way := range out {
			s := stream(mix(join(seed, join(uint64(way), uint64(clusters[i].Rows[0])))))
			out[way] = d.draw(out[way], &s)
		}
	}
	for _, sets := range out {
		sortSets(sets)
	}
	return out
}

// drawing is a cluster with the chance of each step, and which steps made the
// sides of it; -1 is a single row.
type drawing struct {
	c           *Cluster
	chance      []float64
	left, right []int
}

func newDrawing(c *Cluster, by Calibration) drawing {
	d := drawing{c: c}
	last := make(map[int32]int, len(c.Merges))
	made := func(side []int32) int {
		if i, ok := last[side[0]]; ok {
			return i
		}
		return -1
	}
	for i := range c.Merges {
		m := &c.Merges[i]
		d.left, d.right = append(d.left, made(m.Left)), append(d.right, made(m.Right))
		last[m.Left[0]] = i
		chance := 1.0
		if !m.Judged {
			chance = by.Probability(m.Bits)
		}
		d.chance = append(d.chance, chance)
	}
	return d
}

func (d *drawing) draw(out [][]int32, s *stream) [][]int32 {
	whole := len(d.chance) - 1
	ahead := []int{whole}
	for len(ahead) > 0 {
		i := ahead[len(ahead)-1]
		ahead = ahead[:len(ahead)-1]
		switch {
		case i < 0:
		case s.share() >= d.chance[i]:
			ahead = append(ahead, d.right[i], d.left[i])
		case i == whole:
			out = append(out, d.c.Rows)
		default:
			m := &d.c.Merges[i]
			set := slices.Concat(m.Left, m.Right)
			slices.Sort(set)
			out = append(out, set)
		}
	}
	return out
}

// share gives a number from 0 to 1, which is left out.
func (s *stream) share() float64 { return float64(s.next()>>11) / (1 << 53) }
