package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sealedWord stands in every sealed thing of these tests and in nothing else.
const sealedWord = "Nightjar"

// told is what an account is told by commands, without what is random.
func (s searcher) told(as string, commands [][]string) map[string]string {
	s.t.Helper()
	out := map[string]string{}
	for _, args := range commands {
		answer, code := s.run(append([]string{"--as", as, "--json"}, args...)...)
		answer = regexp.MustCompile(`\b[nvhrtgf]-[0-9a-z]{10,}`).ReplaceAllString(chance(answer), "*")
		out[strings.Join(args, " ")] = answer + " " + string(rune('0'+code))
		if !strings.Contains(strings.Join(args, " "), sealedWord) && strings.Contains(answer, sealedWord) {
			s.t.Errorf("%v tells %s: %s", args, sealedWord, answer)
		}
	}
	return out
}

// sameTold wants that two archives tell an account the same, in any order: some
// answers are in the order of random identifiers.
func sameTold(t *testing.T, with, without map[string]string) {
	t.Helper()
	for command, told := range with {
		more, less := strings.Split(told, "\n"), strings.Split(without[command], "\n")
		slices.Sort(more)
		slices.Sort(less)
		if slices.Equal(more, less) {
			continue
		}
		t.Errorf("%s: with something sealed %.900q, without %.900q", command, lacking(more, less), lacking(less, more))
	}
}

func lacking(lines, others []string) (out []string) {
	for _, line := range lines {
		if !slices.Contains(others, line) {
			out = append(out, line)
		}
	}
	return out
}

const peopleMapping = "list: people\nschema: Person\nsays: the committee\nrow_id: no\ncolumns:\n  name: name\n  father: father_name\n"

// A sealed file of a list is a list of its own: as a version of the open one it
// would take back its claims for everyone to see, and stand in the way of the
// next open file.
func TestASealedFileIsNoVersionOfAnOpenList(t *testing.T) {
	var told [2]map[string]string
	for i, sealed := range []bool{true, false} {
		s := newSealed(t, nil)
		mapping := s.file("map.yaml", peopleMapping)
		first := s.file("first.csv", "no,name,father\n1,Sara Zamani,Ali\n2,Navid Kardan,Reza\n")
		hidden := s.file("hidden.csv", "no,name,father\n1,Sara Zamani,"+sealedWord+"\n3,Omid "+sealedWord+",Reza\n")
		newer := s.file("newer.csv", "no,name,father\n1,Sara Zamani,Ali\n2,Navid Kardan,Hassan\n")
		s.must("--as", "dana", "import", first, "--map", mapping)
		if sealed {
			s.must("add", hidden, "--source", "someone", "--sealed")
			s.must("process")
			s.must("import", hidden, "--map", mapping)
		}
		questions := [][]string{{"lists"}, {"lists", "show", "people"}, {"claims"}, {"entity", "list"}, {"count"}, {"link"}, {"people"}}
		told[i] = s.told("dana", questions)
		s.must("--as", "dana", "import", newer, "--map", mapping)
		for command, answer := range s.told("dana", questions) {
			told[i]["then "+command] = answer
		}
		s.must("verify")
	}
	sameTold(t, told[0], told[1])
}
