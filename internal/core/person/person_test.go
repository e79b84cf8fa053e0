package person

import (
	"testing"

	"sanad/internal/core/custody"
)

func record(id, list, name, father, born string) Record { return Record{id, list, name, father, born} }

func TestWhatMakesAPair(t *testing.T) {
	navid := record("m-1", "A", "نوید کاردان", "بهرام", "۱۳۴۰")
	for name, c := range map[string]struct {
		other Record
		pair  bool
	}{
		"the same in another script":             {record("m-2", "B", "Navid Kardan", "Bahram", "1961"), true},
		"Arabic letters for Persian ones":        {record("m-2", "B", "نويد كاردان", "بهرام", ""), true},
		"a chain of given name, father, surname": {record("m-2", "B", "نويد بهرام كاردان", "", "١٣٨١"), true},
		"a chain with another father":            {record("m-2", "B", "نويد داریوش كاردان", "", ""), false},
		"another father":                         {record("m-2", "B", "Navid Kardan", "Dariush", ""), false},
		"born ten years later":                   {record("m-2", "B", "Navid Kardan", "Bahram", "1971"), false},
		"born a year later, by another calendar": {record("m-2", "B", "Navid Kardan", "Bahram", "1962"), true},
		"another given name":                     {record("m-2", "B", "Mina Kardan", "Bahram", "1961"), false},
		"the same list":                          {record("m-2", "A", "نوید کاردان", "بهرام", "۱۳۴۰"), false},
		"no name":                                {record("m-2", "B", "", "", ""), false},
	} {
		pairs, left := Pairs([]Record{navid, c.other})
		if got := len(pairs) == 1; got != c.pair || left != 0 {
			t.Errorf("%s: paired %t, want %t", name, got, c.pair)
		}
	}
}

// A key that too many share is told as left out, never dropped in silence.
func TestTooFullBlocksAreTold(t *testing.T) {
	var records []Record
	for i := range blockLimit + 1 {
		records = append(records, record(MentionID("l", i), MentionID("list", i), "Navid Kardan", "", ""))
	}
	pairs, left := Pairs(records)
	if len(pairs) != 0 || left != blockLimit+1 {
		t.Errorf("%d pairs, %d left out", len(pairs), left)
	}
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
	p := Pair{Left: record("a", "A", "n", "f", "b"), Right: record("b", "B", "n", "f", "b")}
	before := p.Evidence()
	p.Right.Father = "other"
	if p.Evidence() == before {
		t.Error("another father is the same evidence")
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
