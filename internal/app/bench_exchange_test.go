package app

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"sanad/internal/flow"
)

// benchClaims is how many claims the benchmarks of exchange move: people with
// a name, a father and a year of birth each, on as many rows of a list.
const benchClaims = 3 * benchRows

const benchRows = 5000

// benchList gives a list as CSV.
func benchList() []byte {
	var list bytes.Buffer
	list.WriteString("No,Name,Father,Born\n")
	for i := range benchRows {
		fmt.Fprintf(&list, "%d,Person Number %d,Father %d,%d\n", i+1, i, i%700, 1900+i%80)
	}
	return list.Bytes()
}

const benchMap = "list: L\nrow_id: \"No\"\nlanguage: en\ncolumns:\n  Name: name\n  Father: father_name\n  Born: birth_date\n"

// benchFilled makes an archive with the list imported.
func benchFilled(b *testing.B) *parts {
	b.Helper()
	p := benchArchive(b)
	sum := takeIn(b, p, "list.csv", benchList())
	got, err := flow.Import(context.Background(), p.archive, founder(), flow.ImportRequest{Item: sum, Mapping: benchMap}, quiet)
	if err != nil || got.Claims != benchClaims {
		b.Fatal(got.Claims, err)
	}
	return p
}

func perClaim(b *testing.B) {
	b.ReportMetric(float64(benchClaims)*float64(b.N)/b.Elapsed().Seconds(), "claims/s")
}

func BenchmarkExportGraph(b *testing.B) {
	p := benchFilled(b)
	for b.Loop() {
		exportGraph(b, p.archive, founder(), "")
	}
	perClaim(b)
}

func BenchmarkImportGraph(b *testing.B) {
	out := exportGraph(b, benchFilled(b).archive, founder(), "")
	for b.Loop() {
		b.StopTimer()
		to := benchArchive(b)
		takeIn(b, to, "list.csv", benchList())
		b.StartTimer()
		if got := importGraph(b, to.archive, founder(), request(out)); got.Missed > 0 {
			b.Fatalf("%+v", got.Failed[:1])
		}
	}
	perClaim(b)
}

func BenchmarkExportFtM(b *testing.B) {
	p := benchFilled(b)
	for b.Loop() {
		exportFtM(b, p.archive, founder(), "")
	}
	perClaim(b)
}

func BenchmarkImportFtM(b *testing.B) {
	var file bytes.Buffer
	for i := range benchRows { // two values and the id make three claims
		fmt.Fprintf(&file, `{"id":"N-%d","schema":"Person","properties":{"name":["Person Number %d"],"birthDate":["%d"]},"datasets":["d"]}`+"\n", i, i, 1900+i%80)
	}
	for b.Loop() {
		b.StopTimer()
		to := benchArchive(b)
		sum := takeIn(b, to, "many.ftm.json", file.Bytes())
		b.StartTimer()
		got, err := flow.ImportFtM(context.Background(), to.archive, founder(), flow.FtMImportRequest{Item: sum}, quiet)
		if err != nil || got.Claims != benchClaims || got.Missed > 0 {
			b.Fatalf("%+v, %v", got, err)
		}
	}
	perClaim(b)
}
