package linkage

import (
	"slices"
	"testing"
)

// finer tells that every set of fine is part of one of coarse.
func finer(fine, coarse [][]int32) bool {
	in := map[int32]int{}
	for i, set := range coarse {
		for _, row := range set {
			in[row] = i + 1
		}
	}
	for _, set := range fine {
		for _, row := range set {
			if in[row] == 0 || in[row] != in[set[0]] {
				return false
			}
		}
	}
	return true
}

func together(sets [][]int32, a, b int32) bool {
	return slices.ContainsFunc(sets, func(set []int32) bool { return slices.Contains(set, a) && slices.Contains(set, b) })
}

func TestTheMergesOfAClusterMakeItStepByStep(t *testing.T) {
	table, _, _ := rosterTable(t, 600)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 50_000})
	for _, c := range r.Clusters {
		made := map[string]bool{}
		key := func(rows []int32) string {
			rows = slices.Clone(rows)
			slices.Sort(rows)
			text := ""
			for _, row := range rows {
				text += string(row) + " "
			}
			return text
		}
		for _, row := range c.Rows {
			made[key([]int32{row})] = true
		}
		before := 1e9
		for _, m := range c.Merges {
			if !made[key(m.Left)] || !made[key(m.Right)] || m.Bits > before || m.Weakest > m.Bits+1e-6 || m.Bits < -2 {
				t.Fatalf("a step of %v: %+v", c.Rows, m)
			}
			before = m.Bits
			delete(made, key(m.Left))
			delete(made, key(m.Right))
			made[key(slices.Concat(m.Left, m.Right))] = true
		}
		if len(made) != 1 || !made[key(c.Rows)] {
			t.Fatalf("the steps of %v do not make it", c.Rows)
		}
	}
}

func TestWhatIsCertainIsWithinWhatIsProbableAndThatWithinWhatIsPossible(t *testing.T) {
	table, truth, _ := rosterTable(t, 1500)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 50_000})
	certain, probable, possible := r.At(Certain), r.At(Probable), r.At(Possible)
	if !finer(certain, probable) || !finer(probable, possible) || len(certain) < 100 || len(possible) != len(r.Clusters) {
		t.Fatalf("%d, %d and %d sets of %d clusters, or not nested", len(certain), len(probable), len(possible), len(r.Clusters))
	}
	of := func(sets [][]int32) Quality { return MeasureClusters(clustersOf(sets), truth, allRows, nil) }
	if a, b, c := of(certain), of(probable), of(possible); a.Precision < .995 || a.Recall > b.Recall || b.Recall > c.Recall || a.Precision < c.Precision {
		t.Errorf("certain %+v, probable %+v, possible %+v", a, b, c)
	}
	for _, c := range r.Clusters {
		whole := Possible
		for _, level := range []Certainty{Certain, Probable} {
			if slices.ContainsFunc(r.At(level), func(set []int32) bool { return slices.Equal(set, c.Rows) }) {
				whole = level
				break
			}
		}
		if c.Certainty != whole {
			t.Fatalf("a cluster that is whole when %s is called %s", whole, c.Certainty)
		}
		if len(r.Clusters) > 300 && c.Rows[0] > 800 { // enough of them
			break
		}
	}
}

func TestAWeakPairKeepsAStepFromBeingCertain(t *testing.T) {
	c := newComponent([]int32{10, 20, 30})
	c.set(0, 1, 19)
	c.set(0, 2, 19)
	c.set(1, 2, 2)
	own := slices.Clone(c.bits)
	sets, steps := cut(3, c.merges(nil), 0)
	c.bits = own
	one := c.describe(sets[0], steps[0], 0)
	one.finish(0)
	if one.Certainty != Probable || one.Merges[1].Bits != 10.5 || one.Merges[1].Weakest != 2 {
		t.Errorf("%+v", one)
	}
	if got := At([]Cluster{one}, Certain, 0); len(got) != 1 || !slices.Equal(got[0], []int32{10, 20}) {
		t.Errorf("certain are %v", got)
	}
}

func TestJudgementsHoldAtEveryCertaintyAndInEverySample(t *testing.T) {
	table, truth, _ := rosterTable(t, 400)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 50_000})
	var o Options
	o.Seed, o.RandomPairs = 1, 50_000
	for i := 0; i+1 < min(len(r.Clusters), 60); i += 2 { // strangers put together, one person parted
		a, b := r.Clusters[i], r.Clusters[i+1]
		o.MustLink = append(o.MustLink, [2]int32{a.Rows[0], b.Rows[0]})
		o.CannotLink = append(o.CannotLink, [2]int32{b.Rows[0], b.Rows[1]})
	}
	if truth[o.MustLink[0][0]] == truth[o.MustLink[0][1]] {
		t.Fatal("the judgement says nothing that the bits do not")
	}
	again := linked(t, table, o)
	views := Sample(again.Clusters, 5, 3)
	for _, level := range []Certainty{Certain, Probable, Possible} {
		views = append(views, again.At(level))
	}
	for n, sets := range views {
		for i := range o.MustLink {
			if p := o.MustLink[i]; !together(sets, p[0], p[1]) {
				t.Errorf("view %d: rows %v, judged to be one person, are apart", n, p)
			}
			if p := o.CannotLink[i]; together(sets, p[0], p[1]) {
				t.Errorf("view %d: rows %v, judged to be different, are together", n, p)
			}
		}
	}
}

func TestJudgementsThatContradictEachOtherPartAndAreNamed(t *testing.T) {
	j := judge(Options{MustLink: [][2]int32{{3, 2}, {1, 2}, {4, 5}, {5, 5}}, CannotLink: [][2]int32{{3, 1}}})
	if !j.same(1, 2) || j.same(2, 3) || !j.same(4, 5) || len(j.members) != 2 {
		t.Errorf("sets %v", j.members)
	}
	if len(j.contradicted) != 1 || j.contradicted[0] != [2]int32{3, 2} {
		t.Errorf("contradicted: %v", j.contradicted)
	}
}

func TestAJudgementOutweighsAListThatSaysItHasNobodyTwice(t *testing.T) {
	row := func(i int) ([]string, int) {
		return []string{"Reza", "Kaviani", "1340", "Simrud"}, i % 2
	}
	table := plainTable(t, "unique_lists: true\n"+plainMapping, 3, row)
	r := linked(t, table, Options{RandomPairs: 100, MustLink: [][2]int32{{0, 1}, {1, 2}}})
	if len(r.At(Certain)) != 1 || len(r.At(Certain)[0]) != 3 {
		t.Errorf("certain: %v", r.At(Certain))
	}
}

func TestAListThatRepeatsItselfIsLinkedWithItself(t *testing.T) {
	row := func(i int) ([]string, int) {
		if i < 2 {
			return []string{"Reza", "Kaviani", "1340-02-03", "Simrud"}, 0
		}
		return []string{"Ali" + string(rune('a'+i%20)), "Rez" + string(rune('a'+i/20)), "13" + string(rune('0'+i%10)) + "1-05-06", "Mandrud"}, i % 2
	}
	for _, repeats := range []bool{false, true} {
		table := plainTable(t, "unique_lists: true\n"+plainMapping, 200, row)
		if repeats {
			table.Repeats(0)
		}
		r := linked(t, table, Options{Seed: 1, RandomPairs: 20_000})
		if together(r.At(Possible), 0, 1) != repeats {
			t.Errorf("with repeats %v: %v", repeats, r.At(Possible))
		}
	}
}

func TestOfManyEqualRowsAJudgedOneIsLookedAtForItself(t *testing.T) {
	row := func(i int) ([]string, int) {
		if i < 100 {
			return []string{"Reza", "Kaviani", "1340-02-03", "Simrud"}, 0
		}
		return []string{"Ali" + string(rune('a'+i%20)), "Rez" + string(rune('a'+i/20)), "13" + string(rune('0'+i%10)) + "1-05-0" + string(rune('1'+i/40)), "Mandrud"}, 0
	}
	table := plainTable(t, plainMapping, 300, row)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 20_000, MustLink: [][2]int32{{98, 250}}, CannotLink: [][2]int32{{99, 3}}})
	if r.Report.Equal == 0 {
		t.Fatal("no row goes with another")
	}
	in := map[int32]bool{}
	for _, c := range r.Clusters {
		for _, row := range c.Rows {
			if in[row] {
				t.Fatalf("row %d is in two clusters", row)
			}
			in[row] = true
		}
	}
	sets := r.At(Possible)
	if !together(sets, 98, 250) || together(sets, 99, 3) || !together(sets, 0, 97) {
		t.Errorf("%v", sets)
	}
}

func TestSamplesPartAsOftenAsTheBitsSay(t *testing.T) {
	c := Cluster{Rows: []int32{1, 2, 3}, Merges: []Merge{{Left: []int32{1}, Right: []int32{2}, Bits: 2}, {Left: []int32{1, 2}, Right: []int32{3}, Bits: 0}}}
	ways := Sample([]Cluster{c}, 20_000, 1)
	whole, two := 0, 0
	for _, sets := range ways {
		switch {
		case together(sets, 1, 3):
			whole++
		case together(sets, 1, 2):
			two++
		}
	}
	for _, one := range []struct {
		got  int
		want float64
	}{{whole, .5}, {two, .5 * .8}} {
		if share := float64(one.got) / float64(len(ways)); share < one.want-.02 || share > one.want+.02 {
			t.Errorf("%.3f of the ways, not %.3f", share, one.want)
		}
	}
	again := Sample([]Cluster{{Rows: []int32{7, 8}, Merges: []Merge{{Left: []int32{7}, Right: []int32{8}, Bits: 1}}}, c}, 20_000, 1)
	for i := range ways {
		if together(ways[i], 1, 3) != together(again[i], 1, 3) {
			t.Fatal("another cluster before it changed what was drawn of one")
		}
	}
	doubtful := Calibration{Slope: 1, Shift: -30}.Sample([]Cluster{c}, 100, 1)
	for _, sets := range doubtful {
		if len(sets) > 0 {
			t.Fatalf("drawn together against the calibration: %v", sets)
		}
	}
}
