package app

import (
	"crypto/md5"
	"encoding/hex"
	"strings"
	"testing"
)

// otherWord stands in every thing of another case in these tests and in nothing
// that a member of the case at hand may know.
const otherWord = "Nightjar"

// newMembers makes an archive with the members of the case mill and, if other is
// set, a case dam of which they are no members, that holds a thing of every kind.
func newMembers(t *testing.T, other bool) searcher {
	t.Helper()
	s := newSealed(t, nil)
	for user, role := range map[string]string{"rana": "reader", "mira": "documenter,reviewer", "omar": "reviewer,publisher", "kian": "custodian,publisher", "adel": "auditor"} {
		s.must("user", "add", user, "--case", "mill", "--role", role)
	}
	if other {
		s.other()
	}
	s.mill()
	if other {
		s.otherLater()
	}
	return s
}

// shared are bytes that both cases hold.
const shared = "A shared report: Sara Zamani was seen at the mill in 1981."

// other fills the case dam, of which one file is the same as one of the mill.
func (s searcher) other() {
	s.t.Helper()
	s.must("user", "add", "dora", "--case", "dam", "--role", "documenter,reviewer,custodian,publisher")
	s.must("user", "add", "dean", "--case", "dam", "--role", "reviewer,publisher")
	as := func(args ...string) string { return s.must(append([]string{"--as", "dora"}, args...)...) }
	as("add", laid(s.t, map[string]string{otherWord + "-shared.txt": shared, otherWord + ".txt": "The witness " + otherWord + " Zamani saw the mill at the dam in 1983. Sara " + otherWord + " too.",
		otherWord + ".bin": "\x00\x01 " + otherWord}), "--source", otherWord+" herself", "--case", "dam", "--note", otherWord)
	s.must("add", s.file(otherWord+"-sealed.txt", "Sealed "+otherWord+" at the dam"), "--source", otherWord, "--case", "dam", "--sealed")
	if out, code := s.run("--as", "dora", "process"); code != 4 { // the file that nothing reads is named
		s.t.Fatal(out)
	}
	cited := func(item, quote string) string {
		return between(s.must("--as", "dora", "--json", "cite", item, "--quote", quote), `"passage":"`, `"`)
	}
	own := itemOf("The witness " + otherWord + " Zamani saw the mill at the dam in 1983. Sara " + otherWord + " too.")
	name, entity := s.claimed("--as", "dora", "--case", "dam", "--schema", "Person", "--property", "name", "--passage", cited(own, "Sara "+otherWord))
	s.claimed("--as", "dora", "--case", "dam", "--entity", entity, "--property", "name", "--passage", cited(itemOf(shared), "Sara Zamani"))
	as("claim", "flag", name, "hearsay", "--reason", otherWord)
	as("finding", "add", otherWord+" is right", "--case", "dam", "--about", entity, "--claim", name, "--standard", "reasonable suspicion")
	as("import", s.file(otherWord+".csv", "no,name,father\n1,Sara "+otherWord+",Ali\n2,Sara Zamani,Ali\n3,Omid "+otherWord+",Reza\n"), "--case", "dam", "--map",
		s.file("dam.yaml", strings.Replace(peopleMapping, "list: people", "list: "+otherWord, 1)))
	as("import", s.file(otherWord+"-2.csv", "no,name,father\n1,Sara Zamani,Ali\n2,Omid "+otherWord+",Reza\n3,Mina "+otherWord+",Karim\n"), "--case", "dam", "--map",
		s.file("dam-2.yaml", strings.Replace(peopleMapping, "list: people", "list: "+otherWord+" two", 1)))
	sum := md5.Sum([]byte(shared))
	as("hashes", "check", s.file(otherWord+".md5", hex.EncodeToString(sum[:])+"  "+otherWord+"-shared.txt"), "--case", "dam", "--source", otherWord)
	as("link", "--case", "dam")
	s.recorded("dora", "--case", "dam", "--note", otherWord)
	as("jobs", "ask", "link", "--case", "dam")
	as("release", "new", "--case", "dam", "--title", otherWord, "--audience", otherWord)
}

// otherLater adds to the case dam what the mill had first.
func (s searcher) otherLater() {
	s.t.Helper()
	s.must("--as", "dora", "add", laid(s.t, map[string]string{otherWord + "-later.txt": "The mill burned on 3 May 1982, said Navid Kardan."}), "--source", otherWord, "--case", "dam")
	s.must("search", otherWord) // and so it is in the index
}

// mill fills the case of the members.
func (s searcher) mill() {
	s.t.Helper()
	as := func(args ...string) string { return s.must(append([]string{"--as", "mira", "--json"}, args...)...) }
	got := as("add", laid(s.t, map[string]string{"report.txt": shared, "fire.txt": "The mill burned on 3 May 1982, said Navid Kardan."}), "--source", "a neighbour", "--case", "mill")
	if strings.Contains(got, `"duplicate":true`) {
		s.t.Errorf("that another case holds a file is told: %s", got)
	}
	as("process")
	passage := between(as("cite", itemOf(shared), "--quote", "Sara Zamani"), `"passage":"`, `"`)
	claim, entity := s.claimed("--as", "mira", "--case", "mill", "--schema", "Person", "--property", "name", "--passage", passage)
	as("finding", "add", "She was seen", "--case", "mill", "--about", entity, "--claim", claim, "--standard", "reasonable suspicion")
	as("import", s.file("mill.csv", "no,name,father\n1,Sara Zamani,Ali\n2,Navid Kardan,Reza\n3,Sarah Zamani,Ali\n"), "--case", "mill", "--map",
		s.file("mill.yaml", strings.Replace(peopleMapping, "list: people", "list: mill", 1)))
	as("import", s.file("mill-2.csv", "no,name,father\n1,Sara Zamani,Ali\n2,Navid Kardan,Reza\n3,Mina Parto,Karim\n"), "--case", "mill", "--map",
		s.file("mill-2.yaml", strings.Replace(peopleMapping, "list: people", "list: mill two", 1)))
	as("link", "--case", "mill")
	s.recorded("mira", "--case", "mill", "--note", "of two lists")
	as("jobs", "ask", "link", "--case", "mill")
	s.must("--as", "kian", "release", "new", "--case", "mill", "--title", "The mill", "--audience", "the court")
}

// questions are what a member can ask of everything; own is an estimate of the mill.
func questions(own string) [][]string {
	fire := itemOf("The mill burned on 3 May 1982, said Navid Kardan.")
	all := [][]string{
		{"items"}, {"items", "--failed"}, {"items", "--case", "dam"}, {"items", "--case", "nowhere"}, {"accessions"}, {"accessions", "--case", "dam"},
		{"show", itemOf(shared)}, {"show", fire}, {"show", itemOf("Sealed " + otherWord + " at the dam")}, {"text", itemOf(shared)}, {"near", itemOf(shared)}, {"near", fire},
		{"search", "zamani"}, {"search", "mill"}, {"search", "dam"}, {"search", otherWord}, {"search", "name:report"}, {"search", "name:" + otherWord}, {"search", "case:dam mill"}, {"search", "سارا زمانی"},
		{"search", "mill OR " + otherWord}, {"search", "source:a"}, {"search", "witness"},
		{"claims"}, {"claims", "--case", "dam"}, {"entity", "list"}, {"finding", "list"}, {"finding", "list", "--case", "dam"}, {"lists"}, {"lists", "show", otherWord},
		{"people", "--case", "mill"}, {"people", "--case", "dam"}, {"people", "--case", "nowhere"}, {"review", "list", "--case", "mill"}, {"review", "quality", "--case", "mill"},
		{"count", "--case", "mill"}, {"count", "--case", "dam"}, {"count", "--case", "nowhere"}, {"release", "list"}, {"release", "list", "--case", "dam"},
		{"says"}, {"requests"}, {"timeline"}, {"figures", "Sara Zamani"}, {"vocabulary", "list"}, {"mentions", itemOf(shared)}, {"user", "list"}, {"verify"},
		{"export", "graph", "--case", "dam", "--out", "nowhere/at/all"},
		{"count", "--case", "mill", "--by", "place"}, {"count", "--case", "mill", "--public"}, {"count", "--case", "dam", "--public"}, {"count", "--case", "nowhere", "--public"},
		{"count", "--case", "mill", "--level", "probable"}, quickly("--case", "mill")[1:], quickly("--case", "mill", "--by", "list", "--open")[1:], quickly("--case", "dam")[1:], quickly("--case", "nowhere")[1:],
		quickly("--case", "mill", "--lists", otherWord, "--lists", "mill")[1:], {"estimate", "--case", "mill", "--method", "chapman"}, {"estimate", "--case", "mill", "--event", otherWord},
		{"estimate", "list"}, {"estimate", "list", "--case", "dam"}, {"estimate", "list", "--event", otherWord}, {"estimate", "show", own}, {"estimate", "check", own}, {"estimate", "show", "u-none"},
		{"jobs"}, {"jobs", "list", "--state", "waiting"}, {"figures", otherWord}, {"user", "sessions", "mira"}, {"user", "sessions", "dora"}, {"user", "sessions", "nobody"},
	}
	return all
}

// asked asks all questions, with whatever id the estimate of the mill has.
func (s searcher) asked(as string) map[string]string {
	s.t.Helper()
	own, out := s.field(s.must("--as", "mira", "--json", "estimate", "list", "--case", "mill"), "estimate"), map[string]string{}
	for command, answer := range s.told(as, questions(own)) {
		out[strings.ReplaceAll(command, own, "OWN")] = strings.ReplaceAll(answer, own, "OWN")
	}
	return out
}

// What an archive with another case tells a member is, letter by letter, what it
// tells them where that case never was: whatever is asked, in whichever role.
func TestAnotherCaseIsNotThereForAMember(t *testing.T) {
	with, without := newMembers(t, true), newMembers(t, false)
	for _, as := range []string{"rana", "mira", "kian", "adel"} {
		a, b := with.asked(as), without.asked(as)
		sameTold(t, a, b)
		if !strings.Contains(a["search zamani"], `"total":`) || !strings.Contains(a["items"], "report.txt") && as != "adel" {
			t.Errorf("%s finds nothing of their own case: %s", as, a["search zamani"])
		}
	}
	if out := with.must("search", otherWord); !strings.Contains(out, otherWord) {
		t.Errorf("who holds roles in the whole archive does not find the other case: %s", out)
	}
}
