package app

import (
	"strings"
	"testing"
)

// What is claimed under seal moves no number that others are given: neither who
// belongs to an event, nor which spellings are of one place, nor who was left
// out. Whoever may see it counts with it.
func TestACountTellsNothingOfSealedClaims(t *testing.T) {
	var told [2]map[string]string
	for i, sealed := range []bool{true, false} {
		s := newSealed(t, nil)
		list := s.file("list.csv", "no,name,prison\n1,Sara Zamani,Sangab\n2,Navid Kardan,سنگاب\n3,Omid Sool,Divarak\n")
		mapping := s.file("list.yaml", "list: people\nrow_id: \"no\"\ncolumns: {name: name, prison: prison}\n")
		s.must("--as", "dana", "import", list, "--map", mapping)
		letter := s.file("letter.txt", "The prison of Sangab, in the summer that is spoken of.")
		s.must("--as", "dana", "add", letter, "--source", "a neighbour")
		s.must("process")
		open := s.passage("letter", "Sangab")
		_, site := s.claimed("--schema", "Site", "--property", "name", "--value", "Sangab", "--passage", open)
		_, event := s.claimed("--schema", "Event", "--property", "name", "--value", "summer", "--passage", open)
		row := between(s.must("--json", "people"), `"id":"`, `"`)
		if sealed {
			s.must("add", s.file("hidden.txt", "Told by "+sealedWord+": they call it سنگاب"), "--source", "someone", "--sealed")
			s.must("process")
			hidden := s.passage("hidden", sealedWord)
			s.claimed("--entity", site, "--property", "alias", "--value", "سنگاب", "--passage", hidden)
			s.claimed("--entity", event, "--property", "participant", "--value-entity", row, "--passage", hidden)
			s.claimed("--schema", "Person", "--property", "name", "--value", sealedWord, "--passage", hidden)
			s.claimed("--entity", row, "--property", "prison", "--value", sealedWord, "--passage", hidden)
			if whole := s.must("count", "--event", event); !strings.Contains(whole, "at least: 1 people") {
				t.Errorf("who may see the claim is told %s", whole)
			}
		}
		questions := [][]string{{"count"}, {"count", "--by", "prison"}, {"count", "--event", event}, {"count", "--by", "prison", "--public"}}
		told[i] = map[string]string{}
		for command, answer := range s.told("dana", questions) {
			named := strings.NewReplacer(event, "EVENT", site, "SITE", row, "ROW")
			_, answer, _ = strings.Cut(named.Replace(answer), `{"minimum"`)
			answer, _, _ = strings.Cut(answer, `"index":`)
			told[i][named.Replace(command)] = answer
		}
	}
	sameTold(t, told[0], told[1])
	if !strings.Contains(told[0]["count --by prison"], `"people":1`) || !strings.Contains(told[0]["count --event EVENT"], `:0,`) {
		t.Errorf("the answers do not count: %v", told[0])
	}
}

// passage cites a quote of the item that the search finds first.
func (s searcher) passage(find, quote string) string {
	s.t.Helper()
	var found struct{ Hits []struct{ ID string } }
	s.read(&found, "search", "name:"+find)
	var cited struct{ Passage string }
	s.read(&cited, "cite", found.Hits[0].ID, "--quote", quote)
	return cited.Passage
}
