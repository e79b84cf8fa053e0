package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// benchTable is an invented list of 12 columns. Row i is the same in every
// table but where changed says otherwise.
func benchTable(rows int, changed func(i int) bool) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	lines := [][]string{{"No", "Name", "Father", "Mother", "Born", "Sex", "Town", "Prison", "Arrested", "Died", "Job", "Status"}}
	given := []string{"نوید", "مینا", "کاوه", "هما", "یلدا", "بهرام", "سهراب", "ایرج"}
	for i := range rows {
		job := "کارگر"
		if changed(i) {
			job = "معلم"
		}
		lines = append(lines, []string{strconv.Itoa(i + 1), given[i%8] + " " + fmt.Sprintf("خانواده%d", i%4000), given[i/8%8], "", fmt.Sprintf("13%02d/%d/%d", 20+i%30, 1+i%12, 1+i%28),
			[]string{"م", "ز"}[i%2], fmt.Sprintf("شهر %d", i%50), fmt.Sprintf("زندان %d", i%9), fmt.Sprintf("%d مهر 1361", 1+i%30), fmt.Sprintf("%d آبان ۱۳۶۱", 1+i%30), job, "کشته"})
	}
	if err := w.WriteAll(lines); err != nil {
		panic(err) // memory takes every write
	}
	return b.Bytes()
}

const benchMapping = `list: Bench
language: fa
calendar: solar
row_id: "No"
columns:
  Name: name
  Father: father_name
  Mother: mother_name
  Born: birth_date
  Sex: {property: sex, values: {م: male, ز: female}}
  Town: birth_place
  Prison: {property: prison, thing: prison}
  Arrested: arrest_date
  Died: death_date
  Job: occupation
  Status: {property: status, values: {کشته: killed}}
things:
  prison: {schema: Site, key: [Prison], columns: {Prison: name}}
`

// takeTable takes a table into custody and reads it.
func takeTable(tb testing.TB, p *parts, data []byte) custody.Sum {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), "in")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "list.csv"), data, 0o644); err != nil {
		tb.Fatal(err)
	}
	add(tb, p, dir)
	err := flow.Process(context.Background(), p.archive, founder(), flow.ProcessRequest{}, func(flow.Processed) error { return nil })
	if err != nil {
		tb.Fatal(err)
	}
	return sha256.Sum256(data)
}

// importTable takes a table into custody, reads it and imports it.
func importTable(tb testing.TB, p *parts, data []byte) (flow.Imported, time.Duration) {
	tb.Helper()
	sum := takeTable(tb, p, data)
	began := time.Now()
	got, err := flow.Import(context.Background(), p.archive, founder(), flow.ImportRequest{Item: sum, Mapping: benchMapping}, func(string, int64, int64) {})
	if err != nil {
		tb.Fatal(err)
	}
	return got, time.Since(began)
}

// BenchmarkImport imports a list of 30,000 rows and 12 columns, then the same
// list with one row in a hundred changed, with ledger and views.
func BenchmarkImport(b *testing.B) {
	rows := 30_000
	if testing.Short() {
		rows = 1_000
	}
	never := func(int) bool { return false }
	for b.Loop() {
		p := benchArchive(b)
		first, took := importTable(b, p, benchTable(rows, never))
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		next, again := importTable(b, p, benchTable(rows, func(i int) bool { return i%100 == 0 }))
		if first.Records != int64(rows) || next.Changed != int64((rows+99)/100) {
			b.Fatalf("%d records, %d changed", first.Records, next.Changed)
		}
		b.ReportMetric(float64(first.Claims)/took.Seconds(), "claims/s")
		b.ReportMetric(took.Seconds(), "s/first")
		b.ReportMetric(again.Seconds(), "s/next")
		b.ReportMetric(float64(next.New), "entries/next")
		b.ReportMetric(float64(mem.Sys)/(1<<20), "MiB-sys")
	}
}

// BenchmarkEntity reads everything claimed of a thing with 500 claims, of which
// every tenth was turned, graded or flagged, as its page does.
func BenchmarkEntity(b *testing.B) {
	p := benchArchive(b)
	ctx := context.Background()
	got, _ := importTable(b, p, benchTable(1000, func(int) bool { return false }))
	var passages []text.Passage
	err := p.archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return flow.Walked(s.Claims(ctx, flow.ClaimFilter{Property: "occupation", After: -1}, func(c claim.Claim) error {
			passages = append(passages, c.Passages[0])
			if len(passages) == 500 {
				return flow.ErrEnough
			}
			return nil
		}))
	})
	if err != nil || got.Records != 1000 {
		b.Fatal(err)
	}
	entity := ""
	for i, at := range passages {
		made, err := flow.MakeClaim(ctx, p.archive, founder(), flow.ClaimRequest{Entity: entity, Schema: "Person", Property: "occupation", Value: fmt.Sprint("claim ", i), Passages: []string{at.ID()}})
		if err != nil {
			b.Fatal(err)
		}
		entity = made.Entity
		if i%10 == 0 {
			if err := flow.GradeClaim(ctx, p.archive, founder(), made.Claim, "B", "2", "weighed"); err != nil {
				b.Fatal(err)
			}
		}
	}
	var times []time.Duration
	for b.Loop() {
		n, began := 0, time.Now()
		err := p.archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
			if _, err := s.Entity(ctx, entity); err != nil {
				return err
			}
			return s.Claims(ctx, flow.ClaimFilter{Entity: entity, After: -1}, func(c claim.Claim) error { n += len(flow.Remarks(c.Made)); return nil })
		})
		if err != nil || n < 450 {
			b.Fatal(n, err)
		}
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
}
