package app

import (
	"regexp"
	"strings"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// What is computed of a case and kept for its readers is made of what they know,
// whoever computes it: neither what another case says of the same people is in it,
// nor a list that is sealed here and open there.
func TestWhatIsKeptOfACaseIsComputedOfThatCase(t *testing.T) {
	const hidden = "no,name,father\n1,Navid Kardan,Reza\n2,Quiet Sool,Karim\n3,Mina Parto,Karim\n"
	var told [2]map[string]string
	for i, elsewhere := range []bool{true, false} {
		s := newMembers(t, false)
		s.must("user", "add", "dora", "--case", "dam", "--role", "documenter,reviewer")
		s.must("--as", "dora", "add", s.file("dam.txt", otherWord+" says so"), "--source", "a", "--case", "dam")
		s.must("--as", "kian", "add", s.file("quiet.csv", hidden), "--source", "someone", "--case", "mill", "--sealed")
		s.must("process")
		s.must("import", s.file("quiet.csv", hidden), "--case", "mill", "--map", s.file("quiet.yaml", strings.Replace(peopleMapping, "list: people", "list: quiet", 1)))
		if elsewhere {
			s.must("--as", "dora", "add", s.file("open.csv", hidden), "--source", "a", "--case", "dam")
			row := regexp.MustCompile(`\bm-[0-9a-z]{10,}`).FindString(s.must("--json", "people", "--case", "mill"))
			passage := between(s.must("--json", "cite", itemOf(otherWord+" says so"), "--quote", otherWord), `"passage":"`, `"`)
			s.claimed("--case", "dam", "--entity", row, "--property", "occupation", "--passage", passage)
		}
		s.must("link", "--case", "mill")
		open := s.recorded("founder", "--case", "mill", "--open")
		if got := s.field(s.must("--json", "estimate", "show", open), "minimum"); got != s.field(s.must("--as", "rana", "--json", "count", "--case", "mill", "--level", "probable"), "minimum") {
			t.Errorf("the estimate for all counts %s people, and readers count others", got)
		}
		told[i] = map[string]string{}
		for command, answer := range s.told("rana", [][]string{{"estimate", "show", open}, {"estimate", "check", open}, {"people", "--case", "mill"}, {"review", "list", "--case", "mill"},
			{"review", "quality", "--case", "mill"}, {"count", "--case", "mill", "--by", "occupation"}, {"count", "--case", "mill", "--public"}}) {
			told[i][strings.ReplaceAll(command, open, "ID")] = strings.ReplaceAll(answer, open, "ID")
		}
		for command, answer := range s.told("founder", [][]string{{"count", "--case", "mill", "--public"}}) {
			told[i]["founder: "+command] = answer
		}
	}
	sameTold(t, told[0], told[1])
}

// Members have read what waits in their cases while nobody waits for it, and are
// told what came of it; what is of the whole archive they can't ask for.
func TestMembersAskForJobsInTheirCases(t *testing.T) {
	s := newMembers(t, true)
	s.run("--as", "dora", "process") // what nothing reads is there since before
	s.must("--as", "mira", "add", s.file("late.txt", "Handed in late."), "--source", "a", "--case", "mill")
	s.must("--as", "dora", "add", s.file("hers.txt", otherWord+" late"), "--source", "a", "--case", "dam")
	asked := s.field(s.must("--as", "mira", "--json", "jobs", "ask", "process"), "job")
	s.must("work", "--once")
	if out := s.must("--as", "mira", "--json", "jobs", "show", asked); !strings.Contains(out, `"state":"done"`) || !strings.Contains(out, `{"key":"read","n":1}`) || strings.Contains(out, `"brief":true`) {
		t.Errorf("she is told of her job: %s", out)
	}
	if out := s.must("--as", "dora", "--json", "process"); !strings.Contains(out, `"done":1`) {
		t.Errorf("what lies in the other case was read with it: %s", out)
	}
	if out := s.must("--as", "rana", "jobs"); out != "" {
		t.Errorf("another member is told of %s", out)
	}
	p := s.parts()
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	adel, err := p.actor(t.Context(), "adel")
	if err != nil {
		t.Fatal(err)
	}
	if kinds := p.jobs(nil).Known(adel); len(kinds) != 0 {
		t.Errorf("an auditor of one case may ask for %v", kinds)
	}
	if _, err := p.jobs(nil).Work(t.Context(), adel, flow.Job{Kind: "verify", Case: "mill", Label: guard.Case, Params: []byte("{}")}, func(string, int64, int64) {}); err == nil {
		t.Error("a job that was kept runs the check of the whole archive for a member")
	}
}

// The desk offers work in a case to who may do it there, and to nobody else.
func TestTheDeskOffersWorkInTheCaseWhereItMayBeDone(t *testing.T) {
	s := newMembers(t, true)
	s.must("user", "add", "bina", "--case", "mill", "--role", "reader")
	s.must("user", "add", "bina", "--case", "dam", "--role", "reviewer,custodian")
	visit := s.onlookers()
	for _, c := range []struct {
		as, page, part string
		there          bool
	}{
		{"bina", "/", `"/findings?case=dam&amp;waiting=1"`, true}, {"bina", "/", `"/findings?case=mill&amp;waiting=1"`, false},
		{"bina", "/", `"/people?case=dam#questions"`, true}, {"bina", "/", `"/people?case=mill#questions"`, false},
		{"bina", "/jobs", `<option value="dam">`, true}, {"bina", "/jobs", `<option value="mill">`, false},
		{"kian", "/jobs", `<option value="mill">`, true}, {"kian", "/jobs", `value="verify"`, false}, {"founder", "/jobs", `value="verify"`, true},
		{"adel", "/jobs", `value="verify"`, false}, {"adel", "/jobs", `value="export"`, false},
	} {
		if got := strings.Contains(visit(c.as).get(c.page).Body.String(), c.part); got != c.there {
			t.Errorf("%s is offered %s on %s: %t, want %t", c.as, c.part, c.page, got, c.there)
		}
	}
}
