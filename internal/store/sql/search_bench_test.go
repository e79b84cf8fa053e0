package sql_test

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/store/sql"
	"sanad/internal/store/storetest"
)

// corpus invents pages in three scripts whose words are distributed as those
// of a language are (Zipf), 1 to 2 KB each.
type corpus struct {
	r     *rand.Rand
	zipf  *rand.Zipf
	words [3][]string
	bytes int
}

func newCorpus() *corpus {
	r := rand.New(rand.NewSource(1))
	c := &corpus{r: r, zipf: rand.NewZipf(r, 1.07, 4, 59_999)}
	for i, letters := range []string{"ابپتجچحخدرزسشعغفقکگلمنوهی", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "aeioubcdfghklmnprstvz"} {
		runes := []rune(letters)
		for range 60_000 {
			w := make([]rune, 2+r.Intn(7))
			for k := range w {
				w[k] = runes[r.Intn(len(runes))]
			}
			c.words[i] = append(c.words[i], string(w))
		}
	}
	return c
}

func (c *corpus) page() string {
	words := c.words[c.r.Intn(3)]
	var b strings.Builder
	for range 120 + c.r.Intn(120) {
		b.WriteString(words[c.zipf.Uint64()])
		b.WriteString([]string{" ", " ", " ", " ", "، ", ".\n"}[c.r.Intn(6)])
	}
	c.bytes += b.Len()
	return b.String()
}

// benchPages is how many pages the benchmarks are made over: few where they
// only have to run, as many as SANAD_BENCH_PAGES says where they are to tell
// something.
func benchPages(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("SANAD_BENCH_PAGES"))
	if err != nil {
		return 2000
	}
	return n
}

// filled gives an archive of n pages, 20 an item, not indexed yet.
func filled(b *testing.B, book flow.Book, index flow.SearchIndex, n int) (*storetest.Searched, *corpus) {
	b.Helper()
	s := storetest.NewSearched(b, book, index)
	c := newCorpus()
	var facts []ledger.Fact
	for at := 0; at < n; at += 20 {
		pages := make([]string, min(20, n-at))
		for i := range pages {
			pages[i] = c.page()
		}
		name := fmt.Sprintf("papers/item-%06d.txt", at)
		facts = append(facts, storetest.Acquired("open", name, "text/plain"), s.Read(name, pages...))
		if len(facts) >= 1000 {
			s.Write(facts...)
			facts = nil
		}
	}
	s.Write(facts...)
	return s, c
}

func benchBook(b *testing.B, name string) (*sql.Book, func() int64) {
	b.Helper()
	ctx := context.Background()
	var book *sql.Book
	var err error
	size := func() int64 { return 0 }
	if name == "postgres" {
		book, err = sql.OpenPostgres(ctx, storetest.Postgres(b), true, options(b))
	} else {
		path := filepath.Join(b.TempDir(), "sanad.db")
		book, err = sql.OpenSQLite(ctx, path, true, options(b))
		size = func() int64 {
			info, err := os.Stat(path)
			if err != nil {
				return 0
			}
			return info.Size()
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { book.Close() })
	return book, size
}

// BenchmarkSearch makes an index once and asks it: pages a second, bytes of
// index a byte of text, and how long the slowest twentieth of the questions of
// each sort takes.
func BenchmarkSearch(b *testing.B) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			pages := benchPages(b)
			book, size := benchBook(b, name)
			s, c := filled(b, book, book.Index(), pages)
			before := size()
			began := time.Now()
			s.Follow()
			took := time.Since(began)
			b.Run("index", func(b *testing.B) {
				for b.Loop() { // it was made once, above
				}
				b.ReportMetric(float64(pages)/took.Seconds(), "pages/s")
				b.ReportMetric(float64(size()-before)/float64(c.bytes), "bytes/byte")
			})
			for _, q := range benchQuestions() {
				b.Run(q.name, func(b *testing.B) { ask(b, s, c, q) })
			}
		})
	}
}

type benchQuestion struct {
	name string
	make func(c *corpus, i int) string
}

func benchQuestions() []benchQuestion {
	as := func(c *corpus, i, rank int) string { return c.words[i%3][rank] }
	drawn := func(c *corpus, i int) string { return as(c, i, int(c.zipf.Uint64())) }
	return []benchQuestion{
		{"commonest word", func(c *corpus, i int) string { return as(c, i, 0) }},
		{"word of the text", drawn},
		{"word of the dictionary", func(c *corpus, i int) string { return as(c, i, c.r.Intn(60_000)) }},
		{"two words", func(c *corpus, i int) string { return drawn(c, i) + " " + drawn(c, i) }},
		{"phrase", func(c *corpus, i int) string { return `"` + drawn(c, i) + " " + drawn(c, i) + `"` }},
		{"prefix", func(c *corpus, i int) string { return string([]rune(as(c, i, c.r.Intn(60_000)))[:2]) + "*" }},
		{"common word of a case", func(c *corpus, i int) string { return as(c, i, 0) + " case:main kind:text" }},
	}
}

func ask(b *testing.B, s *storetest.Searched, c *corpus, q benchQuestion) {
	var took []time.Duration
	total := int64(0)
	for i := 0; b.Loop(); i++ {
		query := q.make(c, i)
		began := time.Now()
		total += s.Ask(query).Total
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	at := func(p int) float64 { return float64(took[len(took)*p/100].Microseconds()) / 1000 }
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(95), "p95-ms")
	b.ReportMetric(float64(total)/float64(len(took)), "hits")
}
