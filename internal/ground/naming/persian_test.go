package naming

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/ground/script"
)

// BenchmarkPersianTokens measures matching single names across scripts on the
// lists of given names armanyazdi_*_fa.txt and _en.txt in the folder
// SANAD_REFERENCE: the same names once in each script, each list in its own
// alphabetical order. Which are one name is not said. It is found out here, with
// nothing that this package compares by: each letter is written in the plainest
// way, and of all ways to lay one list beside the other, one to one, the one of
// the fewest edits is taken. Names that it lays side by side with more edits
// than half of the letters are left out and counted.
//
// Each true pair has two negatives: the Latin spelling of another name that is
// nearest by Jaro and Winkler, and one of the same consonants, or else the
// second nearest. Halves are by a hash of the Persian spelling.
func BenchmarkPersianTokens(b *testing.B) {
	dir := os.Getenv("SANAD_REFERENCE")
	if dir == "" {
		b.Run("names of the tree", func(b *testing.B) {
			for b.Loop() {
				measureTokens(b, tokenTrials(ownPairs()[:200]), "")
			}
		})
		return
	}
	all, left, err := alignedLists(dir)
	if err != nil {
		b.Fatal(err)
	}
	var halves [2][]trial
	for _, t := range tokenTrials(all) {
		half := int(hashed(script.Fold(t.arabic))>>4) % 2
		halves[half] = append(halves[half], t)
	}
	b.Run("Persian tokens", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(float64(len(all)), "pairs")
			b.ReportMetric(float64(left), "left-out")
			measureTokens(b, halves[0], "-seen")
			measureTokens(b, halves[1], "-held-out")
		}
	})
}

// alignedLists gives the pairs of both lists, and how many names were left out.
func alignedLists(dir string) (all []pairOfSpellings, left int, err error) {
	for _, kind := range []string{"male", "female"} {
		var lists [2][]string
		for i, lang := range []string{"fa", "en"} {
			err := readLines(filepath.Join(dir, "armanyazdi_"+kind+"_"+lang+".txt"), func(line string) {
				if line = strings.TrimSpace(line); line != "" {
					lists[i] = append(lists[i], line)
				}
			})
			if err != nil {
				return nil, 0, err
			}
		}
		for i, j := range assigned(lists[0], lists[1]) {
			if j < 0 || plainEdits(lists[0][i], lists[1][j]) > .5 {
				left++
				continue
			}
			all = append(all, pairOfSpellings{lists[0][i], lists[1][j]})
		}
	}
	return all, left, nil
}

// plainLetters writes letters of Persian in Latin; vowels count as little as
// they do in Persian.
var plainLetters = strings.NewReplacer("ا", "a", "آ", "a", "ب", "b", "پ", "p", "ت", "t", "ث", "s", "ج", "j", "چ", "c", "ح", "h", "خ", "x", "د", "d", "ذ", "z", "ر", "r", "ز", "z", "ژ", "j", "س", "s", "ش", "w",
	"ص", "s", "ض", "z", "ط", "t", "ظ", "z", "ع", "a", "غ", "q", "ف", "f", "ق", "q", "ک", "k", "گ", "g", "ل", "l", "م", "m", "ن", "n", "و", "v", "ه", "h", "ی", "y", "ئ", "y", "أ", "a", "ي", "y", "ك", "k", " ", "", "\u200c", "")

var plainLatin = strings.NewReplacer("sh", "w", "kh", "x", "gh", "q", "ch", "c", "zh", "j", "ou", "v", "oo", "v", "ee", "y", "i", "y", "u", "v", "o", "v", "-", "", " ", "")

// plainEdits gives the edits between both spellings, a letter; a vowel that is
// not written counts a fifth.
func plainEdits(persian, latin string) float64 {
	x, y := plainLetters.Replace(persian), plainLatin.Replace(strings.ToLower(latin))
	for i := len(y) - 1; i > 0; i-- { // doubled consonants are written once in Persian
		if y[i] == y[i-1] {
			y = y[:i] + y[i+1:]
		}
	}
	cost := func(c byte) float64 {
		if strings.IndexByte("aev", c) >= 0 {
			return .2
		}
		return 1
	}
	before := make([]float64, len(y)+1)
	for j := range len(y) {
		before[j+1] = before[j] + cost(y[j])
	}
	for i := range len(x) {
		now := make([]float64, len(y)+1)
		now[0] = before[0] + cost(x[i])
		for j := range len(y) {
			same := 1.0
			if x[i] == y[j] {
				same = 0
			}
			now[j+1] = min(before[j]+same, before[j+1]+cost(x[i]), now[j]+cost(y[j]))
		}
		before = now
	}
	return before[len(y)] / float64(max(len(x), 1))
}

// assigned gives, of each of x, the one of y that is laid beside it so that all
// edits together are the fewest (Kuhn and Munkres); -1 if none is left.
func assigned(x, y []string) []int {
	n := max(len(x), len(y)) + 1
	cost := func(i, j int) float64 {
		if i > len(x) || j > len(y) {
			return 1
		}
		return plainEdits(x[i-1], y[j-1])
	}
	costs := make([][]float64, n)
	for i := 1; i < n; i++ {
		costs[i] = make([]float64, n)
		for j := 1; j < n; j++ {
			costs[i][j] = cost(i, j)
		}
	}
	u, v, row, way := make([]float64, n), make([]float64, n), make([]int, n), make([]int, n)
	for i := 1; i < n; i++ {
		row[0] = i
		at := 0
		least, used := make([]float64, n), make([]bool, n)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for row[at] != 0 {
			used[at] = true
			step, next := math.Inf(1), 0
			for j := 1; j < n; j++ {
				if used[j] {
					continue
				}
				if c := costs[row[at]][j] - u[row[at]] - v[j]; c < least[j] {
					least[j], way[j] = c, at
				}
				if least[j] < step {
					step, next = least[j], j
				}
			}
			for j := range n {
				if used[j] {
					u[row[j]] += step
					v[j] -= step
				} else {
					least[j] -= step
				}
			}
			at = next
		}
		for at != 0 {
			row[at] = row[way[at]]
			at = way[at]
		}
	}
	out := make([]int, len(x))
	for j := 1; j < n; j++ {
		if i := row[j]; i >= 1 && i <= len(x) {
			out[i-1] = -1
			if j <= len(y) {
				out[i-1] = j - 1
			}
		}
	}
	return out
}

func tokenTrials(all []pairOfSpellings) (out []trial) {
	known := map[pairOfSpellings]bool{}
	for _, p := range all {
		known[folded(p)] = true
	}
	for _, p := range all {
		out = append(out, trial{p, true})
		bones := bonesOf(p.latin)
		first, second, same := "", "", ""
		best, next, alike := -1.0, -1.0, -1.0
		for _, q := range all {
			if known[folded(pairOfSpellings{p.arabic, q.latin})] || script.Fold(q.latin) == script.Fold(p.latin) {
				continue
			}
			like := jaroWinkler(script.Fold(p.latin), script.Fold(q.latin))
			if bonesOf(q.latin) == bones && like > alike {
				same, alike = q.latin, like
			}
			switch {
			case like > best:
				first, second, best, next = q.latin, first, like, best
			case like > next && q.latin != first:
				second, next = q.latin, like
			}
		}
		if same == "" || same == first {
			same = second
		}
		for _, latin := range []string{first, same} {
			if latin != "" {
				out = append(out, trial{pairOfSpellings{p.arabic, latin}, false})
			}
		}
	}
	return out
}

func folded(p pairOfSpellings) pairOfSpellings {
	return pairOfSpellings{script.Fold(p.arabic), script.Fold(p.latin)}
}

func bonesOf(latin string) string {
	bones, _ := script.Skeleton(script.Fold(latin))
	return bones
}

func jaroWinkler(a, b string) float64 {
	near := max(0, max(len(a), len(b))/2-1)
	inA, inB := make([]bool, len(a)), make([]bool, len(b))
	shared := 0.0
	for i := range len(a) {
		for j := max(0, i-near); j < min(len(b), i+near+1); j++ {
			if !inB[j] && a[i] == b[j] {
				inA[i], inB[j] = true, true
				shared++
				break
			}
		}
	}
	if shared == 0 {
		return 0
	}
	turned, j := 0.0, 0
	for i := range len(a) {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if a[i] != b[j] {
			turned++
		}
		j++
	}
	jaro := (shared/float64(len(a)) + shared/float64(len(b)) + (shared-turned/2)/shared) / 3
	head := 0
	for head < min(len(a), len(b), 4) && a[head] == b[head] {
		head++
	}
	return jaro + float64(head)*.1*(1-jaro)
}

// measureTokens reports precision, recall and F1 of what is a variant or
// nearer.
func measureTokens(b *testing.B, set []trial, half string) {
	g := Standard()
	hit, wrong, lost := 0.0, 0.0, 0.0
	for _, t := range set {
		same := g.CompareNames(g.Parse(t.arabic, ""), g.Parse(t.latin, "")).Score >= VariantFrom
		switch {
		case same && t.same:
			hit++
		case same:
			wrong++
		case t.same:
			lost++
		}
		if same != t.same && half != "-held-out" && os.Getenv("SANAD_REFERENCE_SHOW") != "" {
			fmt.Printf("%v%s %s %s\n", t.same, half, t.arabic, t.latin)
		}
	}
	p, r := hit/max(hit+wrong, 1), hit/max(hit+lost, 1)
	b.ReportMetric(p, "P"+half)
	b.ReportMetric(r, "R"+half)
	b.ReportMetric(2*p*r/max(p+r, 1e-9), "F1"+half)
}
