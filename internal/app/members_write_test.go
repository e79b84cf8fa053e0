package app

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A member writes in their case and in no other, whichever command is tried; a case
// that is there and one that is nowhere refuse them in the same words.
func TestAMemberWritesInTheirCaseAlone(t *testing.T) {
	s := newMembers(t, true)
	things := s.things()
	out := func(name string) string { return filepath.Join(t.TempDir(), name) }
	own := s.citeAs("mira", "The mill's own paper.", "own paper")
	entries := s.entries()
	for _, try := range []struct {
		as, command string
		code        int
	}{
		{"mira", "add " + s.file("x.txt", "x") + " --source a --case CASE", 5},
		{"mira", "capture https://example.invalid/ --case CASE", 5},
		{"mira", "claim add --case CASE --schema Person --property name --as-quoted --passage " + own, 5},
		{"mira", "import " + s.file("y.csv", "no,name,father\n1,A,B\n") + " --source a --map " + s.file("y.yaml", peopleMapping) + " --case CASE", 5},
		{"mira", "finding add x --case CASE --claim " + things["claim mill"] + " --standard reasonable.suspicion", 2},
		{"mira", "link --case CASE --judge-same --reason x", 5},
		{"kian", "release new --case CASE --title x --audience y", 5},
		{"mira", "estimate --case CASE", 5},
		{"mira", "estimate --case CASE --open --record --same population=yes --same period=yes --same place=yes --same violation=yes", 5},
		{"mira", "jobs ask link --case CASE", 5},
		{"mira", "jobs ask process --case CASE", 5},
		{"omar", "jobs ask release --case CASE --release " + things["release dam"], 5},
		{"kian", "jobs ask export --case CASE --form graph", 5},
		{"kian", "jobs ask verify --case CASE", 5},
		{"adel", "jobs ask verify --case CASE", 5},
		{"adel", "jobs ask verify --case mill", 5},
		{"adel", "verify", 5},
		{"mira", "count --case CASE --public", 5},
		{"mira", "user disable dora", 5},
		{"kian", "backup " + out("b.tar"), 5},
		{"kian", "rebuild", 5},
		{"kian", "export graph --out " + out("all"), 5},
		{"rana", "claim withdraw " + things["claim mill"] + " --reason x", 5},
		{"rana", "process", 5},
		{"mira", "name group A B --reason x", 5},
		{"mira", "user add eve --role reader", 5},
		{"kian", "user password omar", 5},
	} {
		var told []string
		for _, name := range []string{"dam", "nowhere"} {
			args := strings.Fields(strings.ReplaceAll(try.command, "CASE", name))
			answer, code := s.run(append([]string{"--as", try.as}, args...)...)
			if code != try.code {
				t.Errorf("%s %v: %d, want %d: %s", try.as, args, code, try.code, answer)
			}
			told = append(told, strings.ReplaceAll(answer, name, "CASE"))
		}
		if told[0] != told[1] {
			t.Errorf("%s: of a case that is there %q, of one that is not %q", try.command, told[0], told[1])
		}
	}
	same := " " + strings.Join(signed("yes"), " ")
	for as, commands := range map[string][]string{
		"mira": {"claim withdraw CLAIM --reason x", "claim flag CLAIM hearsay --reason x", "entity show ENTITY", "finding show FINDING", "show ITEM", "text ITEM", "cite ITEM --quote x",
			"finding withdraw FINDING --reason x", "lists describe LIST --made-by x --reason y", "estimate show ESTIMATE", "estimate check ESTIMATE", "estimate withdraw ESTIMATE --reason x",
			"estimate export ESTIMATE --out " + out("e"), "jobs show JOB", "jobs stop JOB", "jobs retry JOB", "jobs ask process --item ITEM", "figures ENTITY", "falls ITEM", "claims --entity ENTITY", "process --item ITEM"},
		"omar": {"estimate confirm ESTIMATE --reason x" + same, "estimate dispute ESTIMATE --reason x" + same, "finding confirm FINDING --reason x", "release approve RELEASE --reason x", "release build RELEASE --out " + out("d"), "release show RELEASE", "claim accept CLAIM --reason x"},
		"kian": {"estimate export ESTIMATE --internal --out " + out("i"), "jobs show JOB", "export bagit ACCESSION " + out("bag"), "add --resume ACCESSION " + s.file("z.txt", "z") + " --source a"},
	} {
		for _, command := range commands {
			var told []string
			for _, hidden := range []bool{true, false} {
				said := command
				for _, kind := range []string{"item", "claim", "entity", "finding", "list", "release", "accession", "estimate", "job"} {
					id := things[kind+" dam"]
					if !hidden {
						id = id[:2] + strings.Repeat("0", len(id)-2)
					}
					said = strings.ReplaceAll(said, strings.ToUpper(kind), id)
				}
				answer, code := s.run(append([]string{"--as", as}, strings.Fields(said)...)...)
				if code == 0 && answer != "" || strings.Contains(answer, otherWord) {
					t.Errorf("%s %s: %d %s", as, said, code, answer)
				}
				told = append(told, chance(withoutIDs(answer))+fmt.Sprint(code))
			}
			if told[0] != told[1] {
				t.Errorf("%s: of a thing that is there %q, of one that is not %q", command, told[0], told[1])
			}
		}
	}
	if got := s.entries(); fmt.Sprint(got) != fmt.Sprint(entries) {
		t.Errorf("something was recorded: %v, before %v", got, entries)
	}
}

// withoutIDs takes identifiers out of an answer, and the beginnings of sums.
func withoutIDs(answer string) string {
	words := strings.Fields(answer)
	for i, w := range words {
		if len(w) >= 12 && strings.Trim(w, "0123456789abcdefghijklmnopqrstuvwxyz-:,;.") == "" && (w[1] == '-' || strings.ContainsAny(w, "0123456789")) {
			words[i] = "ID"
		}
	}
	return strings.Join(words, " ")
}

// citeAs cites words of an item.
func (s searcher) citeAs(as, data, quote string) string {
	s.t.Helper()
	return between(s.must("--as", as, "--json", "cite", itemOf(data), "--quote", quote), `"passage":"`, `"`)
}

// What two people decide is decided by two people of the case.
func TestTwoPeopleOfTheCaseDecide(t *testing.T) {
	s := newMembers(t, true)
	things := s.things()
	if _, code := s.run("--as", "dean", "finding", "confirm", things["finding mill"], "--reason", "from elsewhere"); code == 0 {
		t.Error("a reviewer of another case confirmed a finding")
	}
	if _, code := s.run("--as", "mira", "finding", "confirm", things["finding mill"], "--reason", "my own"); code != 5 {
		t.Errorf("who made a finding confirms it: %d", code)
	}
	s.must("--as", "omar", "finding", "confirm", things["finding mill"], "--reason", "weighed")
	asked := between(s.must("--as", "kian", "--json", "release", "new", "--case", "mill", "--title", "The mill", "--audience", "the court"), `"release":"`, `"`)
	for _, as := range []string{"dean", "kian"} {
		if _, code := s.run("--as", as, "release", "approve", asked, "--reason", "x"); code == 0 {
			t.Errorf("%s approved the release", as)
		}
	}
	s.must("--as", "omar", "release", "approve", asked, "--reason", "read")
	folder := filepath.Join(t.TempDir(), "dossier")
	s.must("--as", "omar", "release", "build", asked, "--out", folder)
	if told := everythingIn(t, folder); strings.Contains(told, otherWord) || strings.Contains(told, `"dam"`) {
		t.Error("the dossier tells of another case")
	}
}

// Roles in a case come on top of those in the whole archive.
func TestRolesInACaseAddToThoseInTheArchive(t *testing.T) {
	s := newMembers(t, true)
	s.things()
	s.must("user", "add", "lena", "--role", "reader")
	if out := s.must("--as", "lena", "items"); strings.Contains(out, "quiet.txt") || strings.Contains(out, otherWord+"-sealed") || !strings.Contains(out, otherWord) {
		t.Errorf("a reader of the archive sees %s", out)
	}
	s.must("user", "add", "lena", "--case", "mill", "--role", "custodian,documenter")
	if out := s.must("--as", "lena", "items"); !strings.Contains(out, "quiet.txt") || strings.Contains(out, otherWord+"-sealed") || !strings.Contains(out, otherWord) {
		t.Errorf("who is a custodian of one case besides sees %s", out)
	}
	if out := s.must("--as", "lena", "--json", "search", "sealed OR quiet"); !strings.Contains(out, "quiet.txt") || strings.Contains(out, "at the dam") {
		t.Errorf("and finds %s", out)
	}
	s.must("--as", "lena", "add", s.file("l.txt", "lena's"), "--source", "a", "--case", "mill")
	if _, code := s.run("--as", "lena", "add", s.file("m.txt", "not lena's"), "--source", "a", "--case", "dam"); code != 5 {
		t.Errorf("she adds to the other case: %d", code)
	}
	for _, step := range []struct {
		args string
		code int
	}{
		{"user add lena --case mill --role reader", 1}, // there already: changed in silence it is not
		{"user add lena --change --case mill --role none", 0},
		{"user add lena --change --case mill --role none", 1},
		{"user add lena --change --role none", 0},
		{"user add lena --change --case mill --role administrator", 2},
		{"user add founder --change --role none", 5},
	} {
		if out, code := s.run(strings.Fields(step.args)...); code != step.code {
			t.Errorf("%s: %d, want %d: %s", step.args, code, step.code, out)
		}
	}
	if out, code := s.run("--as", "lena", "items"); code != 0 || strings.Contains(out, ".txt") {
		t.Errorf("who has no role any more is told %s (%d)", out, code)
	}
	if out := s.must("--json", "user", "list"); !strings.Contains(out, `"user":"kian","roles":[],"cases":[{"case":"mill","roles":["custodian","publisher"]}]`) {
		t.Errorf("the list of accounts is %s", out)
	}
	s.must("verify")
}

// everythingIn reads all files of a folder.
func everythingIn(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
