package linkage

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sanad/internal/ground/naming"
)

func loadSet(t *testing.T, name, truth string, files ...string) (*Table, []int32) {
	text, err := os.ReadFile("../../../bench/linkage/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	spec, err := ParseSpec(text)
	if err != nil {
		t.Fatal(err)
	}
	table, err := NewTable(spec, naming.Standard())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]int32{}
	var of []int32
	for n, file := range files {
		f, err := os.Open(filepath.Join(os.Getenv("SANAD_REFERENCE"), "linkage/data", file))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(f)
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if err := table.Headings(rows[0]); err != nil {
			t.Fatal(err)
		}
		at, _ := Heading(rows[0], truth)
		for _, row := range rows[1:] {
			if err := table.Add(row, n); err != nil {
				t.Fatal(err)
			}
			id := row[at]
			if p := strings.Split(id, "-"); p[0] == "rec" {
				id = p[1]
			}
			if _, ok := ids[id]; !ok {
				ids[id] = int32(len(ids))
			}
			of = append(of, ids[id])
		}
	}
	return table, of
}

func TestTry(t *testing.T) {
	if a := os.Getenv("ALPHA"); a != "" {
		Alpha, _ = strconv.ParseFloat(a, 64)
	}
	for _, s := range [][]string{{"febrl_dataset3", "rec_id", "febrl_dataset3.csv"}, {"febrl_dataset4", "rec_id", "febrl_dataset4a.csv", "febrl_dataset4b.csv"}, {"splink_fake_1000", "cluster", "splink_fake_1000.csv"}, {"historical_50k", "cluster", "historical_50k.csv"}} {
		if f := os.Getenv("SET"); f != "" && !strings.Contains(s[0], f) {
			continue
		}
		begin := time.Now()
		table, truth := loadSet(t, s[0], s[1], s[2:]...)
		t.Logf("%s loaded %v", s[0], time.Since(begin))
		r, err := Link(table, Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		all := func(int32) bool { return true }
		var lists []int32
		if table.spec.UniqueLists {
			lists = table.list
		}
		t.Logf("%s %v %+v", s[0], time.Since(begin), r.Report)
		for _, bits := range []float64{-4, 0, 4, 8} {
			q := MeasurePairs(r.Pairs, bits, truth, all, lists)
			t.Logf("  pairs at %v: P %.4f R %.4f F %.4f", bits, q.Precision, q.Recall, q.F1)
		}
		half := func(n uint64) func(int32) bool {
			return func(row int32) bool { return mix(uint64(truth[row])+77)&1 == n }
		}
		for _, cut := range []float64{-2, -0.01, 2} {
			o := Options{Seed: 1, Cut: cut}.filled()
			r.Clusters = nil
			g := &grouping{r: r, t: table, o: o, judged: judgedPairs(o)}
			g.cluster()
			q := MeasureClusters(r.Clusters, truth, half(0), lists)
			h := MeasureClusters(r.Clusters, truth, half(1), lists)
			t.Logf("  clusters at %v: P %.4f R %.4f F %.4f   held out P %.4f R %.4f F %.4f", cut, q.Precision, q.Recall, q.F1, h.Precision, h.Recall, h.F1)
			if os.Getenv("SET") == "f" {
				continue
			}
		}
		if os.Getenv("DUMP") != "" {
			for i, w := range r.model.sides {
				for l := 1; l <= w.levels; l++ {
					t.Logf("%-10s %-30s m %.4f u %.6f bits %.2f", r.comp.sides[i].name, r.comp.levels(i)[l-1], w.same[l], w.other[l], w.bits[l])
				}
			}
		}
	}
}
