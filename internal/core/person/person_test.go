package person

import (
	"testing"
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
	for _, wrong := range []Judged{{"a", "a", Same, "r", ""}, {"b", "a", Same, "r", ""}, {"a", "b", "maybe", "r", ""}, {"a", "b", Same, " ", ""}, {"", "b", Same, "r", ""}} {
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
