package sql_test

import (
	"bufio"
	"context"
	"hash/fnv"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/search"
	"sanad/internal/ground/script"
	"sanad/internal/store/storetest"
)

// BenchmarkPersons asks for people of a register, of as many as
// SANAD_BENCH_PERSONS says where it is to tell something. It reports how long
// the slowest twentieth takes, how often the right one is first and among the
// first five, and the same for a search of words alone.
func BenchmarkPersons(b *testing.B) {
	people, err := strconv.Atoi(os.Getenv("SANAD_BENCH_PERSONS"))
	if err != nil {
		people = 2000
	}
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			book, size := benchBook(b, name)
			all := invented(7, people)
			s := recorded(b, book, all)
			before, began := size(), time.Now()
			s.Follow()
			took := time.Since(began)
			b.Run("index", func(b *testing.B) {
				for b.Loop() { // it was made once, above
				}
				b.ReportMetric(float64(people)/took.Seconds(), "persons/s")
				b.ReportMetric(float64(size()-before)/float64(people), "bytes/person")
			})
			b.Run("whole name", func(b *testing.B) { askNames(b, s, all, func(p bearer) string { return p.asked }) })
			b.Run("one part", func(b *testing.B) {
				askNames(b, s, all, func(p bearer) string { return strings.Fields(p.asked)[0] })
			})
		})
	}
}

func askNames(b *testing.B, s *storetest.Searched, all []bearer, question func(bearer) string) {
	var took []time.Duration
	find := byName(s)
	for i := 0; b.Loop(); i++ {
		query := question(all[i*7919%len(all)])
		began := time.Now()
		find(query)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	at := func(p int) float64 { return float64(took[len(took)*p/100].Microseconds()) / 1000 }
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(95), "p95-ms")
	first, five := hits(b, all, 300, func(q string) []search.Hit { return find(q) })
	b.ReportMetric(first, "hit@1")
	b.ReportMetric(five, "hit@5")
	first, five = hits(b, all, 300, byWords(b, s))
	b.ReportMetric(first, "words-hit@1")
	b.ReportMetric(five, "words-hit@5")
}

// byWords searches for persons by the words of the index alone.
func byWords(b testing.TB, s *storetest.Searched) func(string) []search.Hit {
	return func(query string) []search.Hit {
		q, err := search.Parse(query + " kind:person")
		if err != nil {
			b.Fatal(err)
		}
		q, err = q.Expand(func(sound search.Sound) ([]string, error) {
			return s.Index.Sounding(context.Background(), sound, true, 64)
		})
		if err != nil {
			b.Fatal(err)
		}
		a, err := s.Index.Find(context.Background(), search.Question{Query: q, Whole: true, Limit: 5})
		if err != nil {
			b.Fatal(err)
		}
		return a.Hits
	}
}

// BenchmarkPersonsReference measures the same on names of two parts that are
// put together from pairs of spellings under the folder SANAD_REFERENCE (see
// BenchmarkReference of package naming): recorded in Arabic script and asked
// for in Latin, and the other way round. Given names are drawn from few and
// surnames from many. Only pairs that nothing was learned from are drawn. Without
// the folder it measures invented names.
func BenchmarkPersonsReference(b *testing.B) {
	dir := os.Getenv("SANAD_REFERENCE")
	if dir == "" {
		b.Run("names of the tree", func(b *testing.B) {
			all := invented(8, 500)
			askNames(b, registered(b, lite(b), all), all, func(p bearer) string { return p.asked })
		})
		return
	}
	for _, file := range []string{"wd_arabic_80.tsv", "google_ar2en.txt"} {
		pairs := heldOut(b, filepath.Join(dir, file))
		for name, latin := range map[string]bool{"asked in Latin": true, "asked in Arabic": false} {
			b.Run(file+" "+name, func(b *testing.B) {
				all := drawn(pairs, 5000, latin)
				s := registered(b, lite(b), all)
				askNames(b, s, all, func(p bearer) string { return p.asked })
			})
		}
	}
}

// heldOut reads pairs of which the hash of the Arabic spelling is odd.
func heldOut(b testing.TB, path string) (pairs [][2]string) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		arabic, latin := cells[0], cells[1]
		if script.WritingOf(script.Fold(arabic)) == script.Latin {
			arabic, latin = strings.ReplaceAll(latin, " ", ""), arabic
		}
		h := fnv.New32a()
		h.Write([]byte(script.Fold(arabic)))
		if int(h.Sum32()>>4)%2 == 1 && len([]rune(arabic)) > 2 && len(latin) > 2 && !strings.ContainsAny(arabic+latin, " .") {
			pairs = append(pairs, [2]string{arabic, latin})
		}
	}
	return pairs
}

func drawn(pairs [][2]string, people int, latin bool) (all []bearer) {
	r := rand.New(rand.NewSource(3))
	pairs = slices.Clone(pairs)
	r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	given, family := pairs[:300], pairs[300:]
	for range people {
		g, f := given[r.Intn(len(given))], family[r.Intn(len(family))]
		p := bearer{recorded: g[0] + " " + f[0], asked: g[1] + " " + f[1], who: g[0] + " " + f[0]}
		if !latin {
			p.recorded, p.asked = p.asked, p.recorded
		}
		all = append(all, p)
	}
	return all
}
