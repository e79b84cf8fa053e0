package app

import (
	"strings"
	"testing"
)

// What lies under seal takes part in linking, and whoever may not see it is
// told of everybody else as if it were not there: pairs, chances, people, what
// is asked and why.
func TestLinkingTellsNothingOfSealedRows(t *testing.T) {
	var told [2]map[string]string
	for i, sealed := range []bool{true, false} {
		s := newSealed(t, nil)
		mapping := func(list string) string {
			return s.file(list+".yaml", strings.Replace(peopleMapping, "list: people", "list: "+list, 1))
		}
		first := s.file("first.csv", "no,name,father\n1,Sara Zamani,Ali\n2,Navid Kardan,Reza\n3,Omid Sool,Bahram\n4,Mina Rad,Kaveh\n")
		second := s.file("second.csv", "no,name,father\n1,سارا زمانی,علی\n2,نوید کاردان,رضا\n3,امید سول,بهرام\n4,یلدا پرتو,ایرج\n")
		hidden := s.file("hidden.csv", "no,name,father\n1,Sara "+sealedWord+",Ali\n2,Sarah Zamani,Ali\n3,Navid Kardan,Reza\n4,Omid "+sealedWord+",Bahram\n")
		s.must("--as", "dana", "import", first, "--map", mapping("first"))
		s.must("--as", "dana", "import", second, "--map", mapping("second"))
		if sealed {
			s.must("add", hidden, "--source", "someone", "--sealed")
			s.must("process")
			s.must("import", hidden, "--map", mapping("hidden"))
		}
		s.must("link")
		if whole, _ := s.run("people", "--level", "possible"); strings.Contains(whole, sealedWord) != sealed {
			t.Errorf("who may see sealed rows is told %s", whole)
		}
		pair, _ := s.run("--as", "dana", "--json", "review", "next")
		ids := strings.Split(between(pair, `"left":{"id":"`, `"`)+" "+between(pair, `"right":{"id":"`, `"`), " ")
		questions := [][]string{
			{"link"}, {"people", "--level", "probable"}, {"people", "--level", "possible"}, {"people", "--relatives"}, {"review", "list"}, {"review", "next"},
			{"review", "quality"}, {"count"}, {"count", "--by", "list"}, {"count", "--by", "father_name", "--level", "probable"}, {"count", "--by", "name"}, {"count", "--public"}, append([]string{"explain"}, ids...), {"people", "--level", "certain", "--of", ids[0]},
		}
		told[i] = s.told("dana", questions)
		s.must("--as", "dana", "verify")
	}
	sameTold(t, told[0], told[1])
	if !strings.Contains(told[0]["review next"], "Zamani") && !strings.Contains(told[0]["review next"], "Kardan") {
		t.Errorf("nothing is asked: %s", told[0]["review next"])
	}
}

func between(text, begin, end string) string {
	_, rest, _ := strings.Cut(text, begin)
	found, _, _ := strings.Cut(rest, end)
	return found
}

// Where all rows are sealed, who may see them is served all the same, and for
// others nothing was ever linked.
func TestSealedListsAloneAreLinkedForThoseWhoSeeThem(t *testing.T) {
	s := newSealed(t, nil)
	for _, list := range []string{"first", "second"} {
		file := s.file(list+".csv", "no,name,father\n1,Sara "+sealedWord+",Ali\n2,Navid Kardan,Reza\n3,Omid Sool,Bahram\n")
		s.must("add", file, "--source", "someone", "--sealed")
		s.must("process")
		s.must("import", file, "--map", s.file(list+".yaml", strings.Replace(peopleMapping, "list: people", "list: "+list, 1)))
	}
	s.must("link")
	if people, _ := s.run("people", "--level", "possible"); strings.Count(people, "\n") != 3 {
		t.Errorf("people: %s", people)
	}
	for _, question := range []string{"link", "people", "review list", "review next", "count"} {
		answer, _ := s.run(append([]string{"--as", "dana", "--json"}, strings.Fields(question)...)...)
		if strings.Contains(answer, sealedWord) || strings.Contains(answer, "m-") || strings.Contains(answer, "Navid") {
			t.Errorf("%s tells of what is sealed: %s", question, answer)
		}
	}
	s.must("verify", "--fixity")
}
