package naming

import (
	"bufio"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/ground/script"
)

// BenchmarkReference measures matching on the pairs of names under the folder
// SANAD_REFERENCE, which are of others and not part of this tree:
//
//	wd_arabic_80.tsv   Latin, Arabic letters with spaces, count (Wikidata, CC0)
//	google_ar2en.txt   Arabic, Latin (google/transliteration, Apache-2.0)
//	armanyazdi_*       given names of Persian, a list a script (MIT)
//
// Every set is cut in two halves by a hash of the Arabic spelling: what was
// looked at while the costs were set is "seen", the other half only ever
// measured. Each true pair has up to two hard negatives: the Latin spelling of
// another name that is nearest by its bigrams, and one of the same skeleton.
// Without the folder it measures a few names of the dictionary instead.
func BenchmarkReference(b *testing.B) {
	dir := os.Getenv("SANAD_REFERENCE")
	if dir == "" {
		b.Run("names of the tree", func(b *testing.B) { measure(b, ownPairs()) })
		return
	}
	for name, read := range map[string]func(string) ([]pairOfSpellings, error){
		"wd_arabic_80.tsv": readWikidata, "google_ar2en.txt": readGoogle,
	} {
		all, err := read(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		for half, word := range []string{"seen", "held out"} {
			b.Run(name+" "+word, func(b *testing.B) { measure(b, halfOf(all, half)) })
		}
	}
	b.Run("armanyazdi", func(b *testing.B) { measureLists(b, dir) })
}

type pairOfSpellings struct{ arabic, latin string }

func readLines(path string, line func(string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		line(s.Text())
	}
	return nil
}

func readWikidata(path string) (all []pairOfSpellings, err error) {
	err = readLines(path, func(line string) {
		if f := strings.Split(line, "\t"); len(f) >= 2 {
			all = append(all, pairOfSpellings{strings.ReplaceAll(f[1], " ", ""), f[0]})
		}
	})
	return all, err
}

func readGoogle(path string) (all []pairOfSpellings, err error) {
	err = readLines(path, func(line string) {
		if f := strings.Split(line, "\t"); len(f) >= 2 {
			all = append(all, pairOfSpellings{f[0], f[1]})
		}
	})
	return all, err
}

func hashed(text string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(text))
	return h.Sum32()
}

func halfOf(all []pairOfSpellings, half int) (out []pairOfSpellings) {
	for _, p := range all {
		if int(hashed(script.Fold(p.arabic))>>4)%2 == half {
			out = append(out, p)
		}
	}
	return out
}

// ownPairs are those of the dictionary, which are no test of it.
func ownPairs() (all []pairOfSpellings) {
	for _, one := range Standard().all {
		all = append(all, pairOfSpellings{one.arabic[0], one.latin[0]})
	}
	return all
}

// trial is a pair with the answer.
type trial struct {
	pairOfSpellings
	same bool
}

const mostTrials = 4000

// trials gives a sample of the pairs with their hard negatives.
func trials(all []pairOfSpellings) (out []trial) {
	known := map[pairOfSpellings]bool{}
	byBones, byGram := map[string][]pairOfSpellings{}, map[string][]pairOfSpellings{}
	for _, p := range all {
		known[pairOfSpellings{script.Fold(p.arabic), script.Fold(p.latin)}] = true
		bones, _ := script.Skeleton(script.Fold(p.latin))
		byBones[bones] = append(byBones[bones], p)
		byGram[firstLetters(p.latin)] = append(byGram[firstLetters(p.latin)], p)
	}
	sample := slices.Clone(all)
	slices.SortFunc(sample, func(a, b pairOfSpellings) int { return int(hashed(a.latin)%65536) - int(hashed(b.latin)%65536) })
	for _, p := range sample[:min(len(sample), mostTrials)] {
		out = append(out, trial{p, true})
		strange := func(q pairOfSpellings) bool {
			return script.Fold(q.arabic) != script.Fold(p.arabic) && !known[pairOfSpellings{script.Fold(p.arabic), script.Fold(q.latin)}]
		}
		if q, ok := nearest(p, byGram[firstLetters(p.latin)], strange); ok {
			out = append(out, trial{pairOfSpellings{p.arabic, q.latin}, false})
		}
		bones, _ := script.Skeleton(script.Fold(p.latin))
		for _, q := range byBones[bones] {
			if strange(q) {
				out = append(out, trial{pairOfSpellings{p.arabic, q.latin}, false})
				break
			}
		}
	}
	return out
}

func firstLetters(latin string) string { return latin[:min(2, len(latin))] }

func nearest(p pairOfSpellings, all []pairOfSpellings, strange func(pairOfSpellings) bool) (best pairOfSpellings, ok bool) {
	most := -1.0
	grams := gramsOf(p.latin)
	for _, q := range all[:min(len(all), 3000)] {
		if !strange(q) {
			continue
		}
		shared := 0
		other := gramsOf(q.latin)
		for g := range other {
			if grams[g] {
				shared++
			}
		}
		if like := float64(shared) / float64(len(grams)+len(other)-shared); like > most {
			best, most, ok = q, like, true
		}
	}
	return best, ok
}

func gramsOf(text string) map[string]bool {
	out := map[string]bool{}
	for i := 0; i+2 <= len(text); i++ {
		out[text[i:i+2]] = true
	}
	return out
}

// measure reports how the levels tell true pairs from others.
func measure(b *testing.B, all []pairOfSpellings) {
	g := Standard()
	set := trials(all)
	type judged struct {
		score float64
		level Level
		same  bool
	}
	found := make([]judged, len(set))
	for b.Loop() {
		for i, tr := range set {
			x, y := g.Parse(tr.arabic, ""), g.Parse(tr.latin, "")
			l := g.CompareNames(x, y)
			found[i] = judged{l.Score, l.Level, tr.same}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(set)), "ns/pair")
	f1 := func(from float64) (f, p, r float64) {
		hit, wrong, lost := 0, 0, 0
		for _, j := range found {
			switch {
			case j.score >= from && j.same:
				hit++
			case j.score >= from:
				wrong++
			case j.same:
				lost++
			}
		}
		p, r = float64(hit)/float64(max(hit+wrong, 1)), float64(hit)/float64(max(hit+lost, 1))
		return 2 * p * r / max(p+r, 1e-9), p, r
	}
	best, at := 0.0, 0.0
	for s := .3; s < 1; s += .01 {
		if f, _, _ := f1(s); f > best {
			best, at = f, s
		}
	}
	f, p, r := f1(VariantFrom)
	near, _, _ := f1(NearFrom)
	b.ReportMetric(f, "F1-variant")
	b.ReportMetric(p, "P-variant")
	b.ReportMetric(r, "R-variant")
	b.ReportMetric(near, "F1-near")
	b.ReportMetric(best, fmt.Sprintf("F1-best@%.2f", at))
	if os.Getenv("SANAD_REFERENCE_SHOW") != "" {
		shown := map[bool]int{}
		for i, j := range found {
			if (j.score >= VariantFrom) != j.same && shown[j.same] < 120 {
				shown[j.same]++
				fmt.Printf("%-6v %.2f %-10s %s %s\n", j.same, j.score, j.level, set[i].arabic, set[i].latin)
			}
		}
	}
}

// measureLists lays the Persian list of given names beside the Latin one. They
// are not aligned, so that no precision can be told: reported are the share of
// Latin names that find a Persian one, and how many they find.
func measureLists(b *testing.B, dir string) {
	g := Standard()
	var fa, en [2][]Name
	for i, kind := range []string{"male", "female"} {
		for lang, into := range map[string]*[]Name{"fa": &fa[i], "en": &en[i]} {
			err := readLines(filepath.Join(dir, "armanyazdi_"+kind+"_"+lang+".txt"), func(line string) {
				if strings.TrimSpace(line) != "" {
					*into = append(*into, g.Parse(line, ""))
				}
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	met, all, found := [2]int{}, [2]int{}, [2]int{}
	for b.Loop() {
		met, all, found = [2]int{}, [2]int{}, [2]int{}
		for i := range fa {
			for _, x := range en[i] {
				half := int(hashed(x.Folded())>>4) % 2
				all[half]++
				n := 0
				for _, y := range fa[i] {
					if g.CompareNames(x, y).Score >= VariantFrom {
						n++
					}
				}
				met[half] += min(n, 1)
				found[half] += n
				if n != 1 && half == 0 && os.Getenv("SANAD_REFERENCE_SHOW") != "" {
					fmt.Println(n, x.Text)
				}
			}
		}
	}
	for half, word := range []string{"seen", "held-out"} {
		b.ReportMetric(float64(met[half])/float64(max(all[half], 1)), "met-"+word)
		b.ReportMetric(float64(found[half])/float64(max(met[half], 1)), "each-"+word)
	}
}
