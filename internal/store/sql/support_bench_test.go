package sql_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/store/sql"
)

// benchClaims is how many claims the benchmark is made over: few where it only
// has to run, as many as SANAD_BENCH_CLAIMS says where it is to tell something.
func benchClaims(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("SANAD_BENCH_CLAIMS"))
	if err != nil {
		return 5000
	}
	return n
}

// restedOn makes claims on five properties of invented people. Half rest on one
// great list; the others on letters, a hundred on each, and every tenth on the
// list too; one in a thousand is told by a guard.
func restedOn(b *testing.B, book *sql.Book, n int) (list, letter custody.Sum) {
	b.Helper()
	list, letter = custody.Sum{1}, custody.Sum{2, 0, 0, 0, 1}
	take := func(sum custody.Sum, accession string) custody.Acquired {
		return custody.Acquired{Accession: accession, Item: sum, Bytes: 1, MediaType: "text/plain", Name: custody.NameOf("x")}
	}
	facts := []ledger.Fact{custody.Opened{Accession: "a-2", Case: "main", Source: custody.Source{Name: "a source"}, Label: 1}, take(list, "a-1")}
	for i := range n {
		on := func(item custody.Sum) text.Passage {
			return text.Passage{Item: item, Rendition: custody.Sum{3}, Selector: text.Selector{Cell: "B" + strconv.Itoa(i)}, Quote: "نقل قول از نامه"}
		}
		c := claim.Made{Claim: fmt.Sprintf("c-%d", i), Case: "main", Entity: fmt.Sprintf("e-%d", i/5), Schema: "Person",
			Property: []string{"name", "father_name", "birth_date", "arrest_date", "charge"}[i%5], Value: fmt.Sprint("نام و نام خانوادگی ", i), Original: "نام",
			Passages: []text.Passage{on(list)}, Says: []claim.Teller{{Who: "the families"}}}
		if i%2 == 1 {
			item := custody.Sum{2, 0, byte(i / 200 >> 16), byte(i / 200 >> 8), byte(i / 200)}
			if i%200 == 1 {
				facts = append(facts, take(item, "a-2"))
			}
			c.Passages = []text.Passage{on(item)}
			if i%10 == 1 {
				c.Passages = append(c.Passages, on(list))
			}
		}
		if i%1000 == 0 {
			c.Says[0].Who = "a guard"
		}
		if facts = append(facts, c); len(facts) >= 5000 {
			put(b, book, facts...)
			facts = nil
		}
	}
	put(b, book, facts...)
	return list, letter
}

// BenchmarkRestsOn asks what falls with a letter, a teller, a source and a list
// that half of all claims rest on. Besides the time it reports the claims that
// were told and the most memory in use meanwhile.
func BenchmarkRestsOn(b *testing.B) {
	book := newSQLite(b)
	begin(b, book)
	n := benchClaims(b)
	list, letter := restedOn(b, book, n)
	for _, thing := range []string{"c-1", letter.String(), "teller:a guard", "a-2", list.String()} {
		b.Run(fmt.Sprintf("claims=%d/%.12s", n, thing), func(b *testing.B) {
			told, most := 0, uint64(0)
			runtime.GC()
			for b.Loop() {
				told = 0
				err := book.Look(context.Background(), func(ctx context.Context, s flow.State) error {
					suppose, err := flow.Suppose(ctx, s, first, []string{thing})
					if err != nil {
						return err
					}
					_, err = flow.Falls(ctx, s, suppose, func(f flow.Fall) error {
						if told++; told%5000 == 0 {
							var m runtime.MemStats
							runtime.ReadMemStats(&m)
							most = max(most, m.HeapInuse)
						}
						return nil
					})
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(told), "claims")
			b.ReportMetric(float64(most)/(1<<20), "MB-in-use")
		})
	}
}
