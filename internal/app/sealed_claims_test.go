package app

import (
	"encoding/json"
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
		answer = regexp.MustCompile(`\b[nvhrtgfu]-[0-9a-z]{10,}`).ReplaceAllString(chance(answer), "*")
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

// claimed records a claim and gives its id and what it is about.
func (s searcher) claimed(args ...string) (claim, entity string) {
	s.t.Helper()
	var made struct{ Claim, Entity string }
	if err := json.Unmarshal([]byte(s.must(append([]string{"--json", "claim", "add", "--as-quoted"}, args...)...)), &made); err != nil {
		s.t.Fatal(err)
	}
	return made.Claim, made.Entity
}

// refused wants that a command is refused: what is open can't name what is sealed.
func (s searcher) refused(args ...string) {
	s.t.Helper()
	if out, code := s.run(args...); code != 5 {
		s.t.Errorf("%v is not refused: %d %s", args, code, out)
	}
}

// fill makes an open case, with what sealed things say of the same people and
// events woven in if it is to have them.
func (s searcher) fill(sealed bool) (ask map[string]string) {
	s.t.Helper()
	s.must("user", "add", "ben", "--role", "reviewer,documenter,custodian")
	s.must("add", s.file("open.txt", "Sara Zamani was Warden of Harbour Prison from 1980. At least 2000 were killed on 27 July 1988. The minister said so."), "--source", "a neighbour")
	if sealed {
		s.must("add", s.file(sealedWord+".txt", "The informant "+sealedWord+" says: Sara Zamani was born in 1950 and led it; 30000 were killed. She left in 1985."), "--source", "someone", "--sealed")
	}
	s.must("process")
	place := func(name, quote string) string {
		var found struct{ Hits []struct{ ID string } }
		s.read(&found, "search", "name:"+name)
		var cited struct{ Passage string }
		s.read(&cited, "cite", found.Hits[0].ID, "--quote", quote)
		return cited.Passage
	}
	ask = map[string]string{}
	open := place("open", "Warden of Harbour Prison")
	killed := place("open", "At least 2000")
	hidden := ""
	if sealed {
		hidden = place(sealedWord, "The informant "+sealedWord)
	}
	secret := func(args ...string) (claim, entity string) {
		if !sealed {
			return "", ""
		}
		return s.claimed(append(args, "--passage", hidden, "--says", "the informant "+sealedWord+":said")...)
	}
	do := func(args ...string) {
		if sealed {
			s.must(args...)
		}
	}
	// A person with rivals, of which the sealed one is preferred.
	name, sara := s.claimed("--schema", "Person", "--property", "name", "--value", "Sara Zamani", "--passage", open, "--says", "the gazette:wrote")
	born, _ := s.claimed("--entity", sara, "--property", "birth_date", "--value", "1948", "--passage", open)
	rival, _ := s.claimed("--entity", sara, "--property", "birth_date", "--value", "1949", "--passage", open, "--says", "the minister:said")
	s.must("claim", "prefer", rival, "--reason", "the register")
	hiddenBirth, _ := secret("--entity", sara, "--property", "birth_date", "--value", "1950")
	do("claim", "prefer", hiddenBirth, "--reason", sealedWord+" knows")
	do("claim", "grade", hiddenBirth, "A1", "--reason", sealedWord)
	do("claim", "flag", hiddenBirth, "hearsay", "--reason", sealedWord)
	alias, _ := secret("--entity", sara, "--property", "name", "--value", "Sara "+sealedWord)
	do("claim", "prefer", alias, "--reason", sealedWord)
	// Posts and who commanded.
	_, unit := s.claimed("--schema", "Organisation", "--property", "name", "--value", "Harbour Prison", "--passage", open)
	_, post := s.claimed("--schema", "Post", "--property", "name", "--value", "Warden", "--passage", open)
	s.claimed("--entity", post, "--property", "unit", "--value-entity", unit, "--passage", open)
	_, tenure := s.claimed("--schema", "Tenure", "--property", "holder", "--value-entity", sara, "--passage", open)
	s.claimed("--entity", tenure, "--property", "post", "--value-entity", post, "--passage", open)
	s.claimed("--entity", tenure, "--property", "from", "--value", "1980", "--passage", open)
	secret("--entity", tenure, "--property", "to", "--value", "1985")
	_, who := secret("--schema", "Person", "--property", "name", "--value", "Omid "+sealedWord)
	_, second := secret("--schema", "Tenure", "--property", "holder", "--value-entity", who)
	secret("--entity", second, "--property", "post", "--value-entity", post)
	secret("--entity", second, "--property", "from", "--value", "1986")
	_, over := secret("--schema", "Organisation", "--property", "name", "--value", "Office of "+sealedWord)
	secret("--entity", unit, "--property", "part_of", "--value-entity", over)
	secret("--schema", "Organisation", "--property", "name", "--value", "Harbour Prison")
	// Figures, the timeline, what was said and asked.
	_, event := s.claimed("--schema", "Event", "--property", "name", "--value", "The killings", "--passage", killed)
	figure, _ := s.claimed("--entity", event, "--property", "figure", "--counts", "killed", "--passage", killed, "--says", "the minister:said|on=1989-02")
	s.claimed("--entity", event, "--property", "date", "--value", "27 July 1988", "--passage", killed)
	secret("--entity", event, "--property", "figure", "--counts", "killed", "--value", "30000")
	secret("--entity", event, "--property", "date", "--value", "28 July 1988")
	_, part := secret("--schema", "Event", "--property", "name", "--value", "Night of "+sealedWord)
	secret("--entity", part, "--property", "part_of", "--value-entity", event)
	_, statement := s.claimed("--schema", "Statement", "--property", "about", "--value-entity", event, "--passage", killed)
	s.claimed("--entity", statement, "--property", "speaker", "--value-entity", sara, "--passage", killed)
	secret("--entity", statement, "--property", "content", "--value", sealedWord)
	_, other := secret("--schema", "Statement", "--property", "about", "--value-entity", event)
	secret("--entity", other, "--property", "speaker", "--value-entity", sara)
	_, appeal := s.claimed("--schema", "Intervention", "--property", "name", "--value", "Appeal", "--passage", open)
	s.claimed("--entity", appeal, "--property", "date", "--value", "12 March 1989", "--passage", open)
	_, answer := secret("--schema", "Response", "--property", "answers", "--value-entity", appeal)
	secret("--entity", answer, "--property", "date", "--value", "1 May 1989")
	// Conclusions, and a correction of what was cited to the sealed paper.
	var found struct{ Finding string }
	s.read(&found, "finding", "add", "Many were killed", "--standard", "balance of probabilities", "--claim", figure, "--about", event)
	open1 := found.Finding
	s.must("--as", "ben", "finding", "confirm", open1)
	if sealed {
		s.read(&found, "finding", "add", sealedWord+" was right", "--standard", "balance of probabilities", "--claim", figure, "--claim", hiddenBirth, "--about", sara)
		s.must("--as", "ben", "finding", "confirm", found.Finding)
		s.refused("finding", "add", "Too many", "--standard", "balance of probabilities", "--claim", figure, "--replaces", found.Finding)
	}
	s.read(&found, "finding", "add", "Too many", "--standard", "balance of probabilities", "--claim", figure)
	if sealed {
		wrong, _ := secret("--entity", sara, "--property", "occupation", "--value", "warden")
		s.refused("claim", "correct", wrong, "--value", "warden", "--says", "the gazette:wrote", "--passage", open, "--reason", "it stands in the open paper, not in that of "+sealedWord)
		s.refused("claim", "add", "--entity", tenure, "--property", "holder", "--value-entity", who, "--passage", open)
		s.refused("claim", "add", "--entity", sara, "--property", "title", "--value", "Dr", "--says", "a friend:said|e="+who, "--passage", open)
	}
	s.claimed("--entity", sara, "--property", "occupation", "--value", "warden", "--says", "the gazette:wrote", "--passage", open)
	for word, id := range map[string]string{"SARA": sara, "EVENT": event, "UNIT": unit, "POST": post, "TENURE": tenure, "NAME": name, "BORN": born, "RIVAL": rival, "FIGURE": figure,
		"FINDING": open1, "OTHER": found.Finding, "PASSAGE": open, "APPEAL": appeal, "STATEMENT": statement} {
		ask[word] = id
	}
	return ask
}

// What was claimed of people and events by sealed papers shows in no answer to
// who may not see them: each command tells what it would tell without.
func TestWhatSealedPapersSayShowsInNoAnswer(t *testing.T) {
	var told [2]map[string]string
	for i, sealed := range []bool{true, false} {
		s := newSealed(t, nil)
		ids := s.fill(sealed)
		var ask [][]string
		for _, line := range strings.Split(strings.TrimSpace(`
items|accessions|claims|claims --entity SARA|claims --value EVENT|claims --property figure|claims --says minister|claims --says the minister
claims --rests-on PASSAGE|claims --rests-on FIGURE|claims --rests-on RIVAL|claims --rests-on NAME|claims --rests-on source:a neighbour|claims --rests-on teller:the minister|claims --rests-on teller:the informant Nightjar
claim show NAME|claim show BORN|claim show RIVAL|claim show FIGURE|claim history RIVAL|claim history BORN|entity show SARA|entity show UNIT|entity show TENURE
entity history SARA|entity list|says|says SARA|says the minister|says the gazette|says --about EVENT|says --about SARA|requests|requests --open
figures EVENT|figures The killings|timeline|timeline --entity EVENT|timeline --entity SARA|timeline --from 1985 --to 1995|finding list|finding show FINDING|finding show OTHER
posts --unit UNIT|posts --unit Harbour Prison|posts --unit UNIT --on 1987-01-01 --command|posts --unit UNIT --on 1987-01-01 --below|posts --holder SARA|posts placeholders
lists|link|people|count|vocabulary list|review next|release list|search zamani|search Sara|search 1985|search informant`), "\n") {
			for _, command := range strings.Split(line, "|") {
				args := s.words(command)
				for n, word := range args {
					if id, ok := ids[word]; ok {
						args[n] = id
					}
				}
				ask = append(ask, args)
			}
		}
		told[i] = map[string]string{}
		for command, answer := range s.told("dana", ask) {
			for word, id := range ids {
				command = strings.ReplaceAll(command, id, word)
			}
			told[i][command] = answer
		}
	}
	sameTold(t, told[0], told[1])
}

// words splits a command; what stands behind a question of one thing is that
// thing, also if it has spaces.
func (s searcher) words(command string) []string {
	for _, head := range []string{"claims --rests-on ", "claims --says ", "says ", "figures ", "posts --unit Harbour Prison"} {
		if rest, ok := strings.CutPrefix(command, head); ok && rest != "" && !strings.HasPrefix(rest, "--") {
			return append(strings.Fields(head), rest)
		}
	}
	if command == "posts --unit Harbour Prison" {
		return []string{"posts", "--unit", "Harbour Prison"}
	}
	return strings.Fields(command)
}

// Who states again what was withdrawn is told: it does not stand.
func TestWhatWasWithdrawnIsNotStatedAgainInSilence(t *testing.T) {
	s := newSealed(t, map[string]string{"paper.txt": "Sara Zamani wrote this"})
	s.must("process")
	var cited struct{ Passage string }
	s.read(&cited, "cite", itemOf("Sara Zamani wrote this"), "--quote", "Sara Zamani")
	claim, sara := s.claimed("--schema", "Person", "--property", "name", "--passage", cited.Passage)
	again := []string{"claim", "add", "--as-quoted", "--entity", sara, "--property", "name", "--passage", cited.Passage}
	s.must(again...)
	s.must("claim", "withdraw", claim, "--reason", "a slip")
	if out, code := s.run(again...); code == 0 || !strings.Contains(out, "was withdrawn") {
		t.Errorf("stated again: %d\n%s", code, out)
	}
}
