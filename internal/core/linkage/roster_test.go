package linkage

import (
	"runtime"
	"slices"
	"strconv"
	"testing"

	"sanad/internal/fiction"
	"sanad/internal/ground/naming"
)

// rosterTable makes a table of invented people with its truth.
func rosterTable(t testing.TB, people int) (table *Table, truth, homes []int32) {
	t.Helper()
	table = emptyTable(t, fiction.RosterMapping)
	if err := table.Headings(fiction.RosterHeader()); err != nil {
		t.Fatal(err)
	}
	err := fiction.NewRoster(1, people).Rows(func(cells []string) error {
		p, _ := strconv.Atoi(cells[1])
		h, _ := strconv.Atoi(cells[2])
		truth, homes = append(truth, int32(p)), append(homes, int32(h))
		return table.Add(cells, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
	return table, truth, homes
}

func emptyTable(t testing.TB, mapping string) *Table {
	t.Helper()
	spec, err := ParseSpec([]byte(mapping))
	if err != nil {
		t.Fatal(err)
	}
	table, err := NewTable(spec, naming.Standard())
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func linked(t testing.TB, table *Table, o Options) *Result {
	t.Helper()
	r, err := Link(table, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func allRows(int32) bool { return true }

func TestPeopleAreFoundAcrossScriptsAndCalendarsAndRelativesKeptApart(t *testing.T) {
	table, truth, homes := rosterTable(t, 4000)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 100_000})
	if q := MeasureClusters(r.Clusters, truth, allRows, nil); q.F1 < .93 || q.Precision < .97 {
		t.Errorf("clusters: precision %.3f, recall %.3f", q.Precision, q.Recall)
	}
	// One pair of relatives in so many rows may be put together.
	for level, rows := range map[Certainty]int{Certain: table.Len(), Probable: 500, Possible: 100} {
		merged := 0
		for _, set := range r.At(level) {
			for i, a := range set {
				for _, b := range set[i+1:] {
					if homes[a] == homes[b] && truth[a] != truth[b] {
						merged++
					}
				}
			}
		}
		if merged*rows > table.Len() {
			t.Errorf("%d pairs of relatives are one person, as is %s", merged, level)
		}
	}
	right := 0
	for _, e := range r.Kin {
		if homes[e.Left] == homes[e.Right] && truth[e.Left] != truth[e.Right] {
			right++
		}
	}
	if len(r.Kin) < 100 || right*10 < len(r.Kin)*9 {
		t.Errorf("of %d pairs proposed as relatives %d are", len(r.Kin), right)
	}
	if by := r.BlockingRecall(truth); r.Report.Recall < by-.25 || r.Report.Recall > 1 {
		t.Errorf("blocking recall is estimated at %.3f and is %.3f", r.Report.Recall, by)
	}
}

func TestTheFactorsOfAScoreAreTheScore(t *testing.T) {
	table, _, _ := rosterTable(t, 600)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 50_000, Low: -10})
	if len(r.Pairs) < 500 {
		t.Fatalf("only %d pairs", len(r.Pairs))
	}
	for _, p := range r.Pairs {
		e := r.Explain(p.Right, p.Left)
		if bits, _ := r.model.score(r.comp, p.Left, p.Right, -clipBits); bits != e.Bits || float32(e.Bits) != p.Bits {
			t.Fatalf("rows %d and %d have %v bits, explained as %v", p.Left, p.Right, bits, e.Bits)
		}
		if len(e.Rules) == 0 || len(e.Factors) != len(r.comp.sides)+2 {
			t.Fatalf("an explanation of %d factors and %d rules", len(e.Factors), len(e.Rules))
		}
	}
}

func TestTheResultDoesNotDependOnTheMachine(t *testing.T) {
	var results []*Result
	for _, workers := range []int{1, 4} {
		before := runtime.GOMAXPROCS(workers)
		table, _, _ := rosterTable(t, 1500)
		results = append(results, linked(t, table, Options{Seed: 9, RandomPairs: 50_000}))
		runtime.GOMAXPROCS(before)
	}
	a, b := results[0], results[1]
	if !slices.Equal(a.Pairs, b.Pairs) || len(a.Clusters) != len(b.Clusters) || a.Report.Prior != b.Report.Prior {
		t.Fatal("one worker and four give different pairs")
	}
	for i := range a.Clusters {
		if !slices.Equal(a.Clusters[i].Rows, b.Clusters[i].Rows) || a.Clusters[i].Cohesion != b.Clusters[i].Cohesion {
			t.Fatalf("cluster %d differs", i)
		}
	}
}

func TestJudgementsOutweighScores(t *testing.T) {
	table, _, _ := rosterTable(t, 600)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 50_000})
	big := slices.MaxFunc(r.Clusters, func(a, b Cluster) int { return len(a.Rows) - len(b.Rows) })
	apart, far := [2]int32{big.Rows[0], big.Rows[1]}, [2]int32{r.Clusters[0].Rows[0], r.Clusters[1].Rows[0]}
	again := linked(t, table, Options{Seed: 1, RandomPairs: 50_000, MustLink: [][2]int32{far}, CannotLink: [][2]int32{apart}})
	together := func(p [2]int32) bool {
		return slices.ContainsFunc(again.Clusters, func(c Cluster) bool { return slices.Contains(c.Rows, p[0]) && slices.Contains(c.Rows, p[1]) })
	}
	if together(apart) {
		t.Error("rows judged to be different people are in one cluster")
	}
	if !together(far) {
		t.Error("rows judged to be one person are in no common cluster")
	}
	if _, err := Link(table, Options{MustLink: [][2]int32{{0, int32(table.Len())}}}); err == nil {
		t.Error("a judgement on a row that is not there was taken")
	}
}

// BenchmarkRoster links some 50,000 rows and reports how well.
func BenchmarkRoster(b *testing.B) {
	for b.Loop() {
		table, truth, _ := rosterTable(b, 20_000)
		r := linked(b, table, Options{Seed: 1})
		b.ReportMetric(MeasureClusters(r.Clusters, truth, allRows, nil).F1, "F1")
		b.ReportMetric(float64(table.Len())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	}
}
