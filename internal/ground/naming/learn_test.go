package naming

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/ground/script"
)

// BenchmarkLearn makes learned.txt anew from the half of the pairs that may be
// seen, when SANAD_REFERENCE names their folder and SANAD_LEARN the file to
// write; else it takes a few steps on pairs of the tree. It is expectation
// maximisation of a joint multigram model (Bisani and Ney 2008, without
// context) in double precision, from a fixed beginning: the same pairs give the
// same file.
func BenchmarkLearn(b *testing.B) {
	dir, out := os.Getenv("SANAD_REFERENCE"), os.Getenv("SANAD_LEARN")
	if dir == "" || out == "" {
		for b.Loop() {
			learn(ownPairs(), 2)
		}
		return
	}
	var all []pairOfSpellings
	for name, read := range map[string]func(string) ([]pairOfSpellings, error){
		"wd_arabic_80.tsv": readWikidata, "google_ar2en.txt": readGoogle,
	} {
		some, err := read(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, halfOf(some, 0)...)
	}
	slices.SortFunc(all, func(a, b pairOfSpellings) int {
		return strings.Compare(a.arabic+" "+a.latin, b.arabic+" "+b.latin)
	})
	// Persian letters and endings are rare in those pairs: the dictionary adds them.
	for range 12 {
		for _, one := range Standard().all {
			for _, s := range one.latin {
				all = append(all, pairOfSpellings{one.arabic[0], s})
			}
		}
	}
	for b.Loop() {
		if err := os.WriteFile(out, []byte(learn(all, 12)), 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

// fewest is how often an operation must have been seen to be kept.
const fewest = 2

// learn gives the text of the operations.
func learn(pairs []pairOfSpellings, rounds int) string {
	type coded struct{ x, y []uint8 }
	var all []coded
	freqX, freqY := map[uint8]float64{}, map[uint8]float64{}
	sumX, sumY := 0.0, 0.0
	for _, p := range pairs {
		a := strings.Join(script.ParseName(p.arabic).Tokens, "")
		l := strings.Join(script.ParseName(p.latin).Tokens, "")
		if a == "" || l == "" || len([]rune(a)) > 30 || len(l) > 30 {
			continue
		}
		c := coded{arabicCodes([]rune("^" + a + "$")), latinCodes("^" + l + "$")}
		all = append(all, c)
		for _, u := range c.x {
			freqX[u]++
			sumX++
		}
		for _, u := range c.y {
			freqY[u]++
			sumY++
		}
	}
	chance := map[packed]float64{}
	for round := range rounds {
		counts := map[packed]float64{}
		for _, c := range all {
			expect(counts, chance, c.x, c.y, round == 0)
		}
		sum := 0.0
		for _, p := range slices.Sorted(maps.Keys(counts)) { // in one order, so that sums are the same
			n := counts[p]
			if n < fewest/2 && round > 1 {
				delete(counts, p)
				continue
			}
			sum += n
		}
		for p := range counts {
			counts[p] /= sum
		}
		chance = counts
		if round == rounds-1 {
			return writeOperations(chance, sum, func(u uint8) float64 { return freqX[u] / sumX }, func(u uint8) float64 { return freqY[u] / sumY })
		}
	}
	return ""
}

// begin is the chance of an operation before anything was learned: long ones
// must earn their place.
func begin(a, l int) float64 {
	return math.Pow(.02, float64(a+l)) * math.Pow(.5, math.Abs(float64(a-l)))
}

// expect adds the expected counts of the operations of one pair.
func expect(counts, chance map[packed]float64, x, y []uint8, first bool) {
	n, m := len(x), len(y)
	weigh := func(i, j, a, l int) float64 {
		if first {
			return begin(a, l)
		}
		return chance[pack(x[i-a:i], y[j-l:j])]
	}
	ahead, back := make([][]float64, n+1), make([][]float64, n+1)
	for i := range ahead {
		ahead[i], back[i] = make([]float64, m+1), make([]float64, m+1)
	}
	ahead[0][0], back[n][m] = 1, 1
	each := func(i, j int, f func(a, l int)) {
		for a := 0; a <= min(mostArabic, i); a++ {
			for l := 0; l <= min(mostLatin, j); l++ {
				if a+l > 0 {
					f(a, l)
				}
			}
		}
	}
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			each(i, j, func(a, l int) { ahead[i][j] += ahead[i-a][j-l] * weigh(i, j, a, l) })
		}
	}
	total := ahead[n][m]
	if total == 0 {
		return
	}
	for i := n; i >= 0; i-- {
		for j := m; j >= 0; j-- {
			each(i, j, func(a, l int) { back[i-a][j-l] += back[i][j] * weigh(i, j, a, l) })
		}
	}
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			each(i, j, func(a, l int) {
				if p := ahead[i-a][j-l] * weigh(i, j, a, l) * back[i][j] / total; p > 1e-6 {
					counts[pack(x[i-a:i], y[j-l:j])] += p
				}
			})
		}
	}
}

func writeOperations(chance map[packed]float64, sum float64, ofX, ofY func(uint8) float64) string {
	arabic, latin := []rune(arabicAlphabet), []rune(latinAlphabet)
	var lines []string
	for p, c := range chance {
		if c*sum < fewest {
			continue
		}
		bits := math.Log2(c)
		x, y, ok := "", "", true
		for k := range mostArabic {
			if u := uint8(p >> (15 + 6*(mostArabic-1-k)) & 63); u > 0 && int(u) <= len(arabic) {
				x += string(arabic[u-1])
				bits -= math.Log2(ofX(u))
			} else if u > 0 {
				ok = false
			}
		}
		for k := range mostLatin {
			if u := uint8(p >> (5 * (mostLatin - 1 - k)) & 31); u > 0 && int(u) <= len(latin) {
				y += string(latin[u-1])
				bits -= math.Log2(ofY(u))
			} else if u > 0 {
				ok = false
			}
		}
		if ok {
			lines = append(lines, fmt.Sprintf("%s\t%s\t%d", x, y, int(math.Round(bits*10))))
		}
	}
	slices.Sort(lines)
	return "# Made by BenchmarkLearn from half of the pairs of Wikidata names collected for\n" +
		"# COLING 2018 (steveash/NETransliteration, CC0) and of google/transliteration\n" +
		"# ar2en (Apache-2.0), and the dictionary beside this file.\n" + strings.Join(lines, "\n") + "\n"
}

// What was learned is there and of use: it hears a name better as itself than
// as another.
func TestWhatWasLearnedIsRead(t *testing.T) {
	ops, err := learned()
	if err != nil {
		t.Fatal(err)
	}
	if ops.size < 1000 {
		t.Errorf("only %d operations", ops.size)
	}
	for _, s := range [][3]string{{"محمد", "mohammad", "mahmoud"}, {"کاویانی", "kaviani", "karimi"}, {"شهریار", "shahriar", "sohrab"}} {
		if right, wrong := ops.evidence(s[0], s[1]), ops.evidence(s[0], s[2]); right <= wrong {
			t.Errorf("%s: %s has %.2f bits a letter, %s %.2f", s[0], s[1], right, s[2], wrong)
		}
	}
	if _, err := readOperations("ا\ta"); err == nil {
		t.Error("a line of two columns was read")
	}
}
