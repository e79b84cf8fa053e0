package linkage

import (
	"os"
	"strconv"
	"testing"
	"time"

	"sanad/internal/fiction"
	"sanad/internal/ground/naming"
)

func rosterTable(t testing.TB, people int) (table *Table, truth, homes []int32) {
	t.Helper()
	spec, err := ParseSpec([]byte(fiction.RosterMapping))
	if err != nil {
		t.Fatal(err)
	}
	if table, err = NewTable(spec, naming.Standard()); err != nil {
		t.Fatal(err)
	}
	if err := table.Headings(fiction.RosterHeader()); err != nil {
		t.Fatal(err)
	}
	err = fiction.NewRoster(1, people).Rows(func(cells []string) error {
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

func TestTryRoster(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("PEOPLE"))
	if n == 0 {
		n = 20000
	}
	begin := time.Now()
	table, truth, homes := rosterTable(t, n)
	t.Logf("loaded %d %v", table.Len(), time.Since(begin))
	r, err := Link(table, Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v %+v", time.Since(begin), r.Report)
	all := func(int32) bool { return true }
	for _, bits := range []float64{-4, 0, 4, 8} {
		q := MeasurePairs(r.Pairs, bits, truth, all, nil)
		kin := 0
		for _, e := range r.Pairs {
			if float64(e.Bits) >= bits && truth[e.Left] != truth[e.Right] && homes[e.Left] == homes[e.Right] {
				kin++
			}
		}
		t.Logf("  pairs at %v: P %.4f R %.4f F %.4f  kin %d of %v", bits, q.Precision, q.Recall, q.F1, kin, q.Found-q.Right)
	}
	for _, cut := range []float64{-4, -3} {
		o := Options{Seed: 1, Cut: cut}.filled()
		r.Clusters = nil
		g := &grouping{r: r, t: table, o: o, judged: judgedPairs(o)}
		g.cluster()
		q := MeasureClusters(r.Clusters, truth, all, nil)
		t.Logf("  clusters at %v: P %.4f R %.4f F %.4f", cut, q.Precision, q.Recall, q.F1)
	}
	if os.Getenv("DUMP") != "" {
		for i, w := range r.model.sides {
			for l := 1; l <= w.levels; l++ {
				t.Logf("%-10s %-30s m %.4f kin %.4f u %.6f bits %.2f", r.comp.sides[i].name, r.comp.levels(i)[l-1], w.same[l], w.kin[l], w.other[l], w.bits[l])
			}
		}
	}
}

func TestMissed(t *testing.T) {
	table, truth, _ := rosterTable(t, 20000)
	r, err := Link(table, Options{Seed: 1, Low: -1000})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint64]float32{}
	for _, e := range r.Pairs {
		seen[pairKey(e.Left, e.Right)] = e.Bits
	}
	of := map[int32][]int32{}
	for row, p := range truth {
		of[p] = append(of[p], int32(row))
	}
	show := func(row int32) (out string) {
		for f := range table.at {
			out += table.kinds[f].shown(table.at[f][row]) + " | "
		}
		return out
	}
	n, missed, blocked, weak := 0, 0, 0, 0
	for p := range int32(20000) {
		rows := of[p]
		for i, a := range rows {
			for _, b := range rows[i+1:] {
				n++
				bits, ok := seen[pairKey(a, b)]
				score := r.model.score(r.comp, a, b)
				if !ok {
					missed++
				} else {
					blocked++
				}
				if score < -2 {
					weak++
				}
				if (!ok || bits < -2) && p%300 == 0 {
					t.Logf("%v %.1f\n   %s\n   %s", ok, score, show(a), show(b))
				}
			}
		}
	}
	t.Logf("pairs %d missed by blocking %d, weak %d", n, missed, weak)
}
