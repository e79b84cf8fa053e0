package app

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/face/desk"
	"sanad/internal/fiction"
	"sanad/internal/flow"
)

// BenchmarkDesk asks for pages of a large archive, 50 a second, whether or not
// those before were answered, and reports the time by which 95 of 100 were, what
// the processors had to do for one (with asking for it), and how large it is. The
// archive has 200,000 items and lists with 100,000 rows on invented people,
// linked; -short makes it a hundredth.
func BenchmarkDesk(b *testing.B) {
	items, people, seconds := 200_000, 83_000, 20
	if testing.Short() {
		items, people, seconds = 2_000, 830, 2
	}
	p, ctx := benchArchive(b), context.Background()
	row, table := benchPeople(b, p, people) // reads what is unread, so the items come later
	sum := benchItems(b, p, items)
	if _, err := flow.Index(ctx, p.archive, func(string, int64, int64) {}); err != nil {
		b.Fatal(err)
	}
	accounts, err := p.accounts()
	if err != nil {
		b.Fatal(err)
	}
	handler, err := desk.New(desk.Options{Archive: p.archive, Accounts: openAccounts{accounts, p}, Tokens: p.tokens(), Jobs: p.jobs(nil), Clock: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	pages := map[string]string{"first": "/", "item": "/items/" + sum.String(), "table": "/items/" + table.String(), "entity": "/entities/" + row, "search": "/search?q=navid", "review": "/people"}
	for b.Loop() {
		for _, name := range []string{"first", "item", "table", "entity", "search", "review"} {
			ask(b, server.URL+pages[name]) // the first one makes what the others share
			began := time.Now()
			size := ask(b, server.URL+pages[name])
			b.Logf("%s alone: %v, %d kB", name, time.Since(began).Round(time.Millisecond), size>>10)
			used := processors(b)
			b.ReportMetric(p95(b, server.URL+pages[name], 50, seconds), "p95-ms/"+name)
			b.ReportMetric(float64((processors(b)-used).Milliseconds())/float64(50*seconds), "cpu-ms/"+name)
		}
	}
	var mem runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&mem)
	b.ReportMetric(float64(mem.HeapAlloc>>20), "MB-held")
}

// p95 asks so often a second and gives, in milliseconds, the time by which 95 of
// 100 answers were there.
func p95(b *testing.B, address string, rate, seconds int) float64 {
	b.Helper()
	took := make([]time.Duration, rate*seconds)
	var all sync.WaitGroup
	every := time.NewTicker(time.Second / time.Duration(rate))
	defer every.Stop()
	for i := range took {
		<-every.C
		all.Go(func() {
			began := time.Now()
			ask(b, address)
			took[i] = time.Since(began)
		})
	}
	all.Wait()
	slices.Sort(took)
	return float64(took[len(took)*95/100].Microseconds()) / 1000
}

// processors gives the time that the processors have worked for this program.
func processors(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// ask gives the size of a page.
func ask(b *testing.B, address string) int64 {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		b.Error(err)
		return 0
	}
	r.AddCookie(&http.Cookie{Name: "sanad-session", Value: "founder"})
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Error(err)
		return 0
	}
	defer w.Body.Close()
	size, err := io.Copy(io.Discard, w.Body)
	if err != nil || w.StatusCode != http.StatusOK {
		b.Errorf("%s: %s, %v", address, w.Status, err)
	}
	return size
}

// benchItems records items without bytes, and gives one of them.
func benchItems(b *testing.B, p *parts, n int) (sum custody.Sum) {
	b.Helper()
	facts := []ledger.Fact{custody.Opened{Accession: "a-bench", Case: flow.DefaultCase, Source: custody.Source{Name: "bench"}, Label: guard.Case}}
	for i := range n {
		binary.BigEndian.PutUint64(sum[:], uint64(i+1)*0x9e3779b97f4a7c15)
		facts = append(facts, custody.Acquired{Accession: "a-bench", Item: sum, Bytes: 1000, MediaType: "text/plain", Name: custody.NameOf(fmt.Sprintf("%07d.txt", i))})
		if len(facts) == 10_000 || i == n-1 {
			record(b, p, founder(), facts...)
			facts = nil
		}
	}
	return sum
}

// benchPeople imports three lists of invented people and links them. It gives one
// of their rows, and one of the lists.
func benchPeople(b *testing.B, p *parts, people int) (row string, table custody.Sum) {
	b.Helper()
	ctx := context.Background()
	for _, list := range fiction.Make(3, people).Lists {
		var data bytes.Buffer
		if err := list.WriteCSV(&data); err != nil {
			b.Fatal(err)
		}
		table = takeTable(b, p, data.Bytes())
		req := flow.ImportRequest{Item: table, Mapping: list.Mapping}
		if _, err := flow.Import(ctx, p.archive, founder(), req, func(string, int64, int64) {}); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := flow.Link(ctx, p.archive, p.archive, founder(), flow.LinkRequest{Case: flow.DefaultCase}, nil); err != nil {
		b.Fatal(err)
	}
	err := p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return flow.Walked(s.Mentions(ctx, flow.DefaultCase, "", func(m person.Mention) error {
			row = m.Mentioned.Mention
			return flow.ErrEnough
		}))
	})
	if err != nil {
		b.Fatal(err)
	}
	return row, table
}
