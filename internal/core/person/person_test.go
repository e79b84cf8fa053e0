package person

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/ground/naming"
)

func record(id, name string, values ...string) Record {
	r := Record{Mention: id, List: "l", Name: name, Values: map[string]string{}}
	for i := 0; i < len(values); i += 2 {
		r.Values[values[i]] = values[i+1]
	}
	return r
}

func judged(a, b string, v Verdict) Judgement { return Judgement{Judged: Judge(a, b, v, "r", "")} }

func TestTakingBackAJudgementTakesBackItsEffects(t *testing.T) {
	mentions := []string{"a", "b", "c", "d"}
	clusters, conflicts := Clusters(mentions, []Judgement{judged("a", "b", Same), judged("b", "c", Same)})
	if len(clusters) != 2 || len(clusters[0]) != 3 || len(conflicts) != 0 {
		t.Errorf("clusters %v, conflicts %v", clusters, conflicts)
	}
	clusters, _ = Clusters(mentions, []Judgement{judged("a", "b", Same), judged("b", "c", Unsure)})
	if len(clusters) != 3 {
		t.Errorf("after the second judgement became unsure: %v", clusters)
	}
	_, conflicts = Clusters(mentions, []Judgement{judged("a", "b", Same), judged("b", "c", Same), judged("a", "c", Different)})
	if len(conflicts) != 1 || conflicts[0] != (Conflict{"a", "c"}) {
		t.Errorf("conflicts %v, want a and c", conflicts)
	}
	clusters, _ = Clusters(mentions, []Judgement{judged("a", "gone", Same), judged("gone", "b", Same)})
	if len(clusters) != 4 {
		t.Errorf("a mention that is not there joined others: %v", clusters)
	}
}

func TestAJudgementNeedsTwoMentionsAReasonAndAVerdict(t *testing.T) {
	for _, wrong := range []Judged{
		{Left: "a", Right: "a", Verdict: Same, Reason: "r"}, {Left: "b", Right: "a", Verdict: Same, Reason: "r"},
		{Left: "a", Right: "b", Verdict: "maybe", Reason: "r"}, {Left: "a", Right: "b", Verdict: Same, Reason: " "}, {Right: "b", Verdict: Same, Reason: "r"},
		{Left: "a", Right: "b", Verdict: Same, Relation: "child", Reason: "r"}, {Left: "a", Right: "b", Verdict: Relative, Reason: "r"},
		{Left: "a", Right: "b", Verdict: Relative, Relation: "neighbour", Reason: "r"}, {Left: "a", Right: "b", Verdict: Same, Reason: "r", Run: "x\x00"},
	} {
		if wrong.Check() == nil {
			t.Errorf("%+v passed", wrong)
		}
	}
	if err := Judge("b", "a", Different, "r", "e").Check(); err != nil {
		t.Error(err)
	}
}

func TestEvidenceChangesWithWhatWasSeen(t *testing.T) {
	a, b := record("a", "n", "father_name", "f", "birth_date", "1961"), record("b", "n", "prison", "p")
	before := Evidence(a, b)
	if Evidence(b, a) != before || !Unchanged(before, b, a) {
		t.Error("the same two in another order are other evidence")
	}
	for what, change := range map[string]Record{
		"another father": record("b", "n", "prison", "p", "father_name", "g"), "another name": record("b", "m", "prison", "p"),
		"a value less": record("b", "n"), "the value of another property": record("b", "n", "town", "p"),
	} {
		if Unchanged(before, a, change) {
			t.Errorf("%s is the same evidence", what)
		}
	}
	known := record("b", "n", "prison", "p", "health", "a scar")
	known.Secret = map[string]bool{"health": true}
	if !Unchanged(before, a, known) {
		t.Error("what rests on sealed material is part of the evidence, where it can be guessed")
	}
	if known.Hidden = true; Unchanged(before, a, known) {
		t.Error("of a sealed row nothing is evidence")
	}
	if !Unchanged("vp-1", a, b) {
		t.Error("the evidence of a placeholder is taken for that of two rows")
	}
	if !Unchanged("", a, b) {
		t.Error("a judgement that kept no evidence was not made on what the two say")
	}
}

// Judgements made when three fields were compared stand as long as those three
// say the same.
func TestEvidenceOfOldStands(t *testing.T) {
	a, b := record("a", "n", "father_name", "f", "birth_date", "1961"), record("b", "n", "prison", "p")
	old := "v-" + strings.Repeat("0", 3)
	if Unchanged(old, a, b) {
		t.Error("evidence of anything stands")
	}
	old = firstEvidence(b, a)
	if old == Evidence(a, b) || !Unchanged(old, a, b) {
		t.Error("a judgement of old does not stand")
	}
	b.Values["prison"] = "q" // was not looked at
	if !Unchanged(old, a, b) {
		t.Error("a judgement of old fell by what nobody looked at")
	}
	b.Values["father_name"] = "g"
	if Unchanged(old, a, b) {
		t.Error("a judgement of old stands though the father is another")
	}
}

func TestWhatChangedBetweenTwoStatesOfARecord(t *testing.T) {
	before, after := record("a", "n", "name", "n", "town", "x", "born", "1961"), record("a", "m", "name", "m", "born", "1961", "died", "1982")
	want := []Change{{"died", "", "1982"}, {"name", "n", "m"}, {"town", "x", ""}}
	if got := Changes(before, after); !slices.Equal(got, want) {
		t.Errorf("changes: %v, want %v", got, want)
	}
	if got := Changes(after, after); len(got) != 0 {
		t.Errorf("a record changed against itself: %v", got)
	}
}

// Where one list gives a chain in one column and another gives the parts, only
// so do they meet.
func TestANameIsPartedWhereNoClaimPartsIt(t *testing.T) {
	groups := naming.Standard()
	for name, c := range map[string]struct {
		record Record
		lang   string
		want   map[string]string
	}{
		"a chain":     {record("a", "نويد بهرام كاردان"), "ar", map[string]string{"given_name": "نويد", "father_name": "بهرام", "surname": "كاردان"}},
		"two words":   {record("a", "Navid Kardan"), "en", map[string]string{"given_name": "Navid", "surname": "Kardan"}},
		"stated":      {record("a", "x", "given_name", "Navid", "surname", "Kardan"), "", map[string]string{"given_name": "Navid", "surname": "Kardan"}},
		"half stated": {record("a", "Navid Kardan", "surname", "Sool"), "", map[string]string{"given_name": "Navid", "surname": "Sool"}},
		"by claim":    {record("a", "x", "name", "Navid Kardan"), "", map[string]string{"name": "Navid Kardan", "given_name": "Navid", "surname": "Kardan"}},
		"one word":    {record("a", "Ali"), "", map[string]string{"given_name": "Ali"}},
		"nothing":     {record("a", ""), "", map[string]string{}},
	} {
		before := maps.Clone(c.record.Values)
		if got := c.record.Parted(groups, c.lang).Values; !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if !maps.Equal(before, c.record.Values) {
			t.Errorf("%s: the record itself was changed", name)
		}
	}
}

// Whatever is joined to a person or parted from it, an id that named one once
// is that of a mention, and the mention recorded first names the person.
func TestThePersonIsNamedByTheMentionRecordedFirst(t *testing.T) {
	clusters, _ := Clusters([]string{"z", "b", "a"}, []Judgement{judged("a", "z", Same)})
	if len(clusters) != 2 || clusters[0].ID() != "z" || clusters[0][1] != "a" || clusters[1].ID() != "b" {
		t.Errorf("clusters %v", clusters)
	}
}

// Two rows that are the same as a person known only by a post are one person;
// that person is on no list and is nobody more.
func TestAPersonWhoIsNoRowJoinsRowsAndIsNotCounted(t *testing.T) {
	same := func(a, b string) Judgement { return Judgement{Judged: Judge(a, b, Same, "r", "")} }
	judgements := []Judgement{same("m1", "who"), same("m3", "who"), same("m2", "stranger"), same("m4", "stranger"),
		{Judged: Judge("m1", "m3", Different, "r", "")}}
	got, conflicts := Clusters([]string{"m1", "m2", "m3", "m4"}, judgements, "who", "alone")
	if len(got) != 3 || len(got[0]) != 2 || got[0][1] != "m3" {
		t.Errorf("the clusters are %v", got)
	}
	if len(conflicts) != 1 || conflicts[0] != (Conflict{"m1", "m3"}) {
		t.Errorf("what contradicts itself over the person: %v", conflicts)
	}
}

// Whoever is named first, the event says how its left one stands to its right.
func TestARelationIsTurnedWithItsPair(t *testing.T) {
	for _, c := range []struct{ a, b, relation, want string }{
		{"a", "b", "parent", "parent"}, {"b", "a", "parent", "child"}, {"b", "a", "grandchild", "grandparent"},
		{"b", "a", "uncle_aunt", "nephew_niece"}, {"b", "a", "sibling", "sibling"}, {"b", "a", "other", "other"},
	} {
		j := JudgeRelative(c.a, c.b, c.relation, "r", "e")
		if err := j.Check(); err != nil || j.Left != "a" || j.Relation != c.want || j.Verdict != Relative {
			t.Errorf("%s is the %s of %s: %+v, %v", c.a, c.relation, c.b, j, err)
		}
	}
	for _, r := range Relations() {
		if turned := Inverse(r); Inverse(turned) != r {
			t.Errorf("%s turned twice is %s", r, Inverse(turned))
		}
	}
}

func TestARelativeJoinsNobody(t *testing.T) {
	j := Judgement{Judged: JudgeRelative("a", "b", "sibling", "r", "")}
	clusters, conflicts := Clusters([]string{"a", "b"}, []Judgement{j})
	if len(clusters) != 2 || len(conflicts) != 0 {
		t.Errorf("clusters %v, conflicts %v", clusters, conflicts)
	}
	_, conflicts = Clusters([]string{"a", "b", "c"}, []Judgement{j, judged("a", "c", Same), judged("b", "c", Same)})
	if len(conflicts) != 1 || conflicts[0] != (Conflict{"a", "b"}) {
		t.Errorf("two relatives that others join: conflicts %v", conflicts)
	}
}

func TestWhatALinkingAndAGroupOfNamesNeed(t *testing.T) {
	whole := Linked{Run: "k-1", Case: "main", Model: custody.Sum{1}, Outcome: custody.Sum{2}, Seen: 9, Rows: 3, Pairs: 2, Clusters: 1}
	if err := whole.Check(); err != nil || len(whole.Blobs()) != 2 {
		t.Errorf("%v, %v", err, whole.Blobs())
	}
	for what, change := range map[string]func(*Linked){
		"no id": func(f *Linked) { f.Run = "" }, "no case": func(f *Linked) { f.Case = "" }, "no model": func(f *Linked) { f.Model = custody.Sum{} },
		"no outcome": func(f *Linked) { f.Outcome = custody.Sum{} }, "an empty sum": func(f *Linked) { f.Sealed = &custody.Sum{} },
		"fewer than no rows": func(f *Linked) { f.Rows = -1 },
	} {
		f := whole
		if change(&f); f.Check() == nil {
			t.Errorf("a linking with %s passed", what)
		}
	}
	if err := GroupNames([]string{" Keyvan", "کیوان", "Keyvan "}, false, "one name").Check(); err != nil {
		t.Error(err)
	}
	for _, wrong := range []NamesGrouped{
		GroupNames([]string{"Nadia"}, false, "r"), GroupNames([]string{"Nadia", " Nadia"}, false, "r"), GroupNames([]string{"Nadia", ""}, false, "r"),
		GroupNames([]string{"Nadia", "Nadja"}, false, " "), {Names: []string{"b", "a"}, Reason: "r"}, {Names: []string{"a", "b\x00"}, Reason: "r"},
	} {
		if wrong.Check() == nil {
			t.Errorf("%+v passed", wrong)
		}
	}
}
