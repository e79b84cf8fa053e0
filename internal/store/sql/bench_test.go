package sql_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/store/sql"
)

// memorySeen remembers the last signed checkpoint for the life of a test.
type memorySeen struct{ text []byte }

func (m *memorySeen) Load() ([]byte, error) { return m.text, nil }

func (m *memorySeen) Store(newer func([]byte) (bool, error), text []byte) error {
	ok, err := newer(m.text)
	if ok && err == nil {
		m.text = text
	}
	return err
}

func options(t testing.TB) sql.Options {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, "test.invalid/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return sql.Options{Signer: signer, Verifier: verifier, Seen: &memorySeen{}, Clock: time.Now, Random: rand.Reader}
}

var first = guard.Actor{Handle: "first", Roles: guard.Roles()}

// begin writes the events every ledger begins with.
func begin(t testing.TB, b *sql.Book) {
	t.Helper()
	put(t, b,
		guard.ArchiveMade{Name: "test", Origin: "test.invalid/log"},
		guard.UserAdded{User: "first", Roles: guard.Roles()},
		guard.CaseOpened{Case: "main"},
		custody.Opened{Accession: "a-1", Case: "main", Source: custody.Source{Name: "someone"}, Label: guard.Case})
}

func put(t testing.TB, b *sql.Book, facts ...ledger.Fact) flow.Written {
	t.Helper()
	w, err := b.Append(context.Background(), first, func(context.Context, flow.State) ([]ledger.Fact, error) { return facts, nil })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func newSQLite(t testing.TB) *sql.Book {
	t.Helper()
	b, err := sql.OpenSQLite(context.Background(), filepath.Join(t.TempDir(), "sanad.db"), true, options(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func acquired(n int) custody.Acquired {
	return custody.Acquired{Accession: "a-1", Item: custody.Sum{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24), 1}, Bytes: 8192,
		MediaType: "text/plain; charset=utf-8", Name: custody.NameOf(fmt.Sprintf("letters/letter-%06d.txt", n)), Modified: time.UnixMicro(1e15)}
}

func claimed(n int) claim.Made {
	p := text.Passage{Item: custody.Sum{1}, Rendition: custody.Sum{2}, Selector: text.Selector{Page: 1, Bytes: &text.Range{Start: int64(n), End: int64(n) + 10}}, Quote: "نقل قول از نامه"}
	return claim.Made{Claim: fmt.Sprintf("c-%d", n), Case: "main", Entity: fmt.Sprintf("e-%d", n/5), Schema: "Person", Property: "name",
		Value: "نام و نام خانوادگی", Original: "نام و نام خانوادگی", Lang: "fa", Passages: []text.Passage{p}}
}

// BenchmarkAppend reports events a second, with their views, by batch size.
func BenchmarkAppend(b *testing.B) {
	kinds := map[string]func(int) ledger.Fact{
		"acquired": func(n int) ledger.Fact { return acquired(n) },
		"claim":    func(n int) ledger.Fact { return claimed(n) },
	}
	for name, make := range kinds {
		for _, batch := range []int{1, 100, 1000, 5000} {
			b.Run(fmt.Sprintf("%s/batch=%d", name, batch), func(b *testing.B) {
				book := newSQLite(b)
				begin(b, book)
				n := 0
				for b.Loop() {
					facts := []ledger.Fact{}
					for range batch {
						facts = append(facts, make(n))
						n++
					}
					put(b, book, facts...)
				}
				b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
			})
		}
	}
}
