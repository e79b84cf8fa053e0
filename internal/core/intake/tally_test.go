package intake

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"sanad/internal/ground/fail"
)

func petitionOf(least int, regions ...string) PetitionOpened {
	key := Drawn{"age1pq1x", []byte(`{"need":1}`)}
	p := PetitionOpened{Petition: "mill", Case: "main", Identity: []string{FieldName, FieldBirth}, Least: least, Tally: key, Names: key}
	for _, name := range regions {
		p.Regions = append(p.Regions, Region{Name: name, Title: map[string]string{"en": name}})
	}
	return p
}

// signers makes people of a region, each signing once.
func signers(all []Counted, region, people int) []Counted {
	for range people {
		n := int64(len(all))
		var tag Tag
		binary.BigEndian.PutUint64(tag[:], uint64(n)+1)
		all = append(all, Counted{Entry: n + 10, Tag: tag, Region: region})
	}
	return all
}

func TestAPersonCountsOnceWhereTheySignedFirst(t *testing.T) {
	p := petitionOf(10, "north", "south")
	all := signers(signers(signers(nil, 1, 20), 2, 30), 0, 12)
	again := all[0]
	again.Entry, again.Region = 900, 2
	all = append(all, again)
	distinct, table := Count(p, all, true)
	if distinct != 62 || table == nil || !slices.Equal(table.Told, []RegionCount{{"north", 20}, {"south", 30}}) || table.Rest != 12 {
		t.Errorf("%d people, %+v", distinct, table)
	}
	if err := table.Check(p, distinct); err != nil {
		t.Error(err)
	}
	if _, table := Count(p, all, false); table != nil {
		t.Error("regions were told without being asked for")
	}
}

// Whatever the numbers are, nothing that is told, and nothing that can be had by
// subtracting, is of fewer people than the petition's least.
func TestNoRegionCanBeSubtracted(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	p := petitionOf(50, "a", "b", "c", "d", "e")
	told := 0
	for range 5000 {
		var all []Counted
		counts := make([]int, 6)
		for region := range counts {
			counts[region] = []int{0, 1, 30, 49, 50, 51, 120}[draw.IntN(7)]
			all = signers(all, region, counts[region])
		}
		distinct, table := Count(p, all, true)
		if table == nil {
			continue
		}
		told++
		if err := table.Check(p, distinct); err != nil {
			t.Fatalf("%v: %+v: %v", counts, table, err)
		}
		hidden := int64(counts[0])
		for i, r := range p.Regions {
			at := slices.IndexFunc(table.Told, func(c RegionCount) bool { return c.Region == r.Name })
			switch {
			case at < 0:
				hidden += int64(counts[i+1])
			case table.Told[at].People != int64(counts[i+1]) || counts[i+1] < 50:
				t.Fatalf("%v: %s is told with %d", counts, r.Name, table.Told[at].People)
			}
		}
		if hidden != table.Rest || hidden != 0 && hidden < 50 || hidden == 0 && len(table.Told) < 5 {
			t.Fatalf("%v: %+v leaves %d", counts, table, hidden)
		}
	}
	if told < 1000 {
		t.Errorf("regions were told %d times only", told)
	}
}

func TestATableThatGivesPeopleAwayIsRefused(t *testing.T) {
	p := petitionOf(50, "a", "b", "c")
	for what, c := range map[string]struct {
		table    RegionTable
		distinct int64
	}{
		"a small region":              {RegionTable{[]RegionCount{{"a", 49}, {"b", 100}}, 60}, 209},
		"a small rest":                {RegionTable{[]RegionCount{{"a", 60}, {"b", 100}}, 12}, 172},
		"an empty rest":               {RegionTable{[]RegionCount{{"a", 60}, {"b", 100}}, 0}, 160},
		"another sum":                 {RegionTable{[]RegionCount{{"a", 60}}, 60}, 121},
		"a region twice":              {RegionTable{[]RegionCount{{"a", 60}, {"a", 60}}, 60}, 180},
		"an unknown region":           {RegionTable{[]RegionCount{{"x", 60}}, 60}, 120},
		"no region":                   {RegionTable{nil, 120}, 120},
		"a negative rest":             {RegionTable{[]RegionCount{{"a", 60}}, -10}, 50},
		"regions out of their order":  {RegionTable{[]RegionCount{{"b", 60}, {"a", 60}}, 60}, 180},
		"a sum that overflows to one": {RegionTable{[]RegionCount{{"a", 1 << 62}, {"b", 1 << 62}, {"c", 1 << 62}}, 1 << 62}, 0},
	} {
		if err := c.table.Check(p, c.distinct); err == nil {
			t.Errorf("%s passes", what)
		}
	}
	if err := (RegionTable{[]RegionCount{{"a", 60}, {"b", 60}, {"c", 50}}, 0}).Check(p, 170); err != nil {
		t.Errorf("all regions told: %v", err)
	}
}

func TestTagsAreOfOnePetitionAndItsKey(t *testing.T) {
	folded := [32]byte{1}
	key := TagKey("AGE-1", "mill")
	if key == TagKey("AGE-1", "dam") || key == TagKey("AGE-2", "mill") {
		t.Error("two petitions or two keys share the key of their tags")
	}
	if TagOf(key, folded) == TagOf(key, [32]byte{2}) || TagOf(key, folded) == TagOf([32]byte{}, folded) {
		t.Error("tags do not tell signers apart, or do without the key")
	}
}

func TestTagsAreWrittenInOneForm(t *testing.T) {
	all := signers(nil, 0, 3)
	var out bytes.Buffer
	if err := WriteTags(&out, all); err != nil {
		t.Fatal(err)
	}
	for i, line := range bytes.SplitAfter(out.Bytes(), []byte("\n"))[:3] {
		c, err := ParseTag(line)
		if err != nil || c != (Counted{Entry: all[i].Entry, Tag: all[i].Tag}) {
			t.Errorf("%q is read %+v (%v)", line, c, err)
		}
		for _, other := range [][]byte{append([]byte(" "), line...), append([]byte("0"), line...), bytes.TrimSpace(line), bytes.Replace(line, []byte(" "), []byte("  "), 1), nil} {
			if _, err := ParseTag(other); err == nil {
				t.Errorf("%q passes", other)
			}
		}
	}
}

func TestASampleIsDrawnByItsSeed(t *testing.T) {
	var entries []int64
	for i := range int64(1000) {
		entries = append(entries, i*3)
	}
	one, err := Sample("lottery 4 8 15", []byte("tags"), entries, 20)
	if err != nil || len(one) != 20 || !slices.IsSorted(one) {
		t.Fatalf("%v, %v", one, err)
	}
	if same, _ := Sample("lottery 4 8 15", []byte("tags"), entries, 20); !slices.Equal(one, same) {
		t.Error("the same seed draws others")
	}
	for _, other := range [][]string{{"lottery 4 8 16", "tags"}, {"lottery 4 8 15", "tagz"}} {
		if same, _ := Sample(other[0], []byte(other[1]), entries, 20); slices.Equal(one, same) {
			t.Errorf("%v draws the same", other)
		}
	}
	if all, _ := Sample("x", nil, entries, 5000); !slices.Equal(all, entries) {
		t.Error("a sample of all is not all")
	}
	if _, err := Sample(" ", nil, entries, 3); fail.Of(err) != fail.Usage {
		t.Errorf("a sample without a seed: %v", err)
	}
}

func TestSignaturesHaveOneSize(t *testing.T) {
	for _, answers := range [][]Field{
		{{FieldName, "مینا کریمی"}, {FieldBirth, "۱۳۴۱"}},
		{{FieldName, "N"}, {FieldBirth, "1=2"}},
	} {
		packed, err := PackNames(answers)
		if err != nil || len(packed) != NamesSize {
			t.Fatalf("%v: %d bytes, %v", answers, len(packed), err)
		}
		if back, err := UnpackNames(packed); err != nil || !slices.Equal(back, answers) {
			t.Errorf("%v comes back as %v (%v)", answers, back, err)
		}
	}
	if _, err := PackNames([]Field{{FieldName, string(make([]byte, 10)) + fmt.Sprint(bytes.Repeat([]byte("x"), NamesSize))}}); fail.Of(err) != fail.Usage {
		t.Errorf("a name that is too long: %v", err)
	}
	folded, region, err := UnpackTally(PackTally([32]byte{1, 2}, 64))
	if err != nil || folded != [32]byte{1, 2} || region != 64 {
		t.Errorf("%v, %d, %v", folded, region, err)
	}
}

func TestAPetitionThatGivesSignersAwayIsRefused(t *testing.T) {
	if err := petitionOf(50, "north").Check(); err != nil {
		t.Fatal(err)
	}
	change := func(how func(*PetitionOpened)) PetitionOpened { p := petitionOf(50, "north"); how(&p); return p }
	for what, p := range map[string]PetitionOpened{
		"regions of few people":  petitionOf(9, "north"),
		"a name of another kind": change(func(p *PetitionOpened) { p.Petition = "../x" }),
		"nothing asked":          change(func(p *PetitionOpened) { p.Identity = nil }),
		"asked for a face":       change(func(p *PetitionOpened) { p.Identity = []string{"face"} }),
		"asked twice":            change(func(p *PetitionOpened) { p.Identity = []string{FieldName, FieldName} }),
		"a region twice":         petitionOf(50, "north", "north"),
		"no key":                 change(func(p *PetitionOpened) { p.Names = Drawn{} }),
	} {
		if p.Check() == nil {
			t.Errorf("%s passes", what)
		}
	}
}

func TestWordsThatWereSignedStay(t *testing.T) {
	words := func(version int, lang string) PetitionWorded {
		return PetitionWorded{Petition: "mill", Version: version, Language: lang, Title: "T", Text: "t", To: "the council"}
	}
	p := Petition{PetitionOpened: petitionOf(50), Texts: []PetitionWorded{words(1, "en"), words(1, "fa"), words(2, "en")}}
	for _, c := range []struct {
		words PetitionWorded
		kind  fail.Kind
		may   bool
	}{
		{words(2, "fa"), 0, true}, {words(3, "en"), 0, true}, {words(2, "en"), fail.Conflict, false}, {words(1, "ar"), fail.Usage, false}, {words(4, "en"), fail.Usage, false},
	} {
		if err := p.MayWord(c.words); (err == nil) != c.may || err != nil && fail.Of(err) != c.kind {
			t.Errorf("version %d in %s: %v", c.words.Version, c.words.Language, err)
		}
	}
	p.Closed = 9
	if err := p.MayWord(words(3, "en")); fail.Of(err) != fail.Refused {
		t.Errorf("words for a closed petition: %v", err)
	}
	if s := p.Shown(); s.Open || s.Version != 2 || len(s.Texts) != 1 || s.Texts["en"].To != "the council" {
		t.Errorf("it is shown as %+v", s)
	}
}
