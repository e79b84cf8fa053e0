package linkage

import "math/bits"

// longestCompared bounds how many bytes of a value are compared.
const longestCompared = 64

// winkler gives the likeness of two words from 0 to 1 by Jaro and Winkler
// (1990): what letters they share near the same place, more for a common head.
func winkler(a, b string) float64 {
	a, b = a[:min(len(a), longestCompared)], b[:min(len(b), longestCompared)]
	if a == b {
		return 1
	}
	if a == "" || b == "" {
		return 0
	}
	near := max(0, max(len(a), len(b))/2-1)
	var places [256]uint64 // where in b a letter stands
	for j := range len(b) {
		places[b[j]] |= 1 << j
	}
	var inA, inB uint64
	shared := 0
	for i := range len(a) {
		// From i-near to i+near, by the first that is not yet taken.
		window := ^uint64(0) << max(0, i-near)
		if to := i + near + 1; to < 64 {
			window &= 1<<to - 1
		}
		if free := places[a[i]] & window &^ inB; free != 0 {
			inA, inB = inA|1<<i, inB|free&-free
			shared++
		}
	}
	if shared == 0 {
		return 0
	}
	turned, j := 0, 0
	for i := range len(a) {
		if inA>>i&1 == 0 {
			continue
		}
		for inB>>j&1 == 0 {
			j++
		}
		if a[i] != b[j] {
			turned++
		}
		j++
	}
	m := float64(shared)
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(turned)/2)/m) / 3
	head := 0
	for head < min(len(a), len(b), 4) && a[head] == b[head] {
		head++
	}
	return jaro + float64(head)*.1*(1-jaro)
}

// lettersOf gives a set of the letters of a word.
func lettersOf(word string) (set uint64) {
	for i := range min(len(word), longestCompared) {
		set |= 1 << (word[i] & 63)
	}
	return set
}

// mostAlike gives what winkler can at most give for two words, from their
// letters alone.
func mostAlike(a, b string, inA, inB uint64) float64 {
	x, y := min(len(a), longestCompared), min(len(b), longestCompared)
	if x == 0 || y == 0 {
		return 0
	}
	shared := float64(min(x-bits.OnesCount64(inA&^inB), y-bits.OnesCount64(inB&^inA)))
	if shared <= 0 {
		return 0
	}
	jaro := (shared/float64(x) + shared/float64(y) + 1) / 3
	head := 0
	for head < min(x, y, 4) && a[head] == b[head] {
		head++
	}
	return jaro + float64(head)*.1*(1-jaro)
}

// slips counts the edits between two words, two letters turned round being
// one, up to most; most+1 stands for any more.
func slips(a, b string, most int) int {
	a, b = a[:min(len(a), longestCompared)], b[:min(len(b), longestCompared)]
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a) + len(b)
	case len(a) == 1 && len(b) == 1, len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]:
		return 1
	case most <= 1: // what is left differs at both ends
		return most + 1
	}
	return slipsWithin(a, b, most)
}

// slipsWithin counts the edits near the diagonal: further off are more than
// most.
func slipsWithin(a, b string, most int) int {
	var rows [3][longestCompared + 1]uint8
	far := uint8(most + 1)
	for j := range len(b) + 1 {
		rows[0][j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		now, last, before := &rows[i%3], &rows[(i-1)%3], &rows[(i+1)%3]
		from, to := max(1, i-most), min(len(b), i+most)
		now[from-1] = far
		if from == 1 {
			now[0] = uint8(i)
		}
		for j := from; j <= to; j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			above := far
			if j < i+most {
				above = last[j]
			}
			n := min(last[j-1]+cost, above+1, now[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				n = min(n, before[j-2]+1)
			}
			now[j] = n
		}
	}
	return min(int(rows[len(a)%3][len(b)]), most+1)
}
