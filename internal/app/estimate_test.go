package app

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	counted "sanad/internal/core/count"
	"sanad/internal/flow"
)

// rosters are three lists of people who are invented by their number: whoever
// stands on two of them stands there alike, so that the linker is sure.
func rosters() map[string]string {
	given := []string{"Sara", "Navid", "Omid", "Mina", "Bahram", "Kaveh", "Yalda", "Iraj", "Parvin", "Siavash", "Golnar", "Rostam"}
	family := []string{"Zamani", "Kardan", "Sool", "Parto", "Rahvar", "Deylam", "Khosrov", "Tavana", "Mehrgan", "Baharan", "Nasrin", "Golzar"}
	father := []string{"Ali", "Reza", "Hassan", "Karim", "Jamshid", "Farhad", "Mansour"}
	out := map[string]string{}
	for list, on := range map[string]func(i int) bool{
		"Families": func(i int) bool { return i%2 == 0 || i%7 == 3 },
		"Exiles":   func(i int) bool { return i%3 != 1 },
		"Prison":   func(i int) bool { return i%5 < 2 || i%11 == 4 },
	} {
		var rows strings.Builder
		rows.WriteString("no,name,father\n")
		for i := range len(given) * len(family) {
			if on(i) {
				fmt.Fprintf(&rows, "%d,%s %s,%s\n", i+1, given[i%len(given)], family[i/len(given)], father[i%len(father)])
			}
		}
		out[list] = rows.String()
	}
	return out
}

// enlist imports lists of people, as who acts.
func (s searcher) enlist(as string, lists map[string]string) {
	s.t.Helper()
	for _, name := range []string{"Families", "Exiles", "Prison", "Letters"} {
		if rows, ok := lists[name]; ok {
			s.must("--as", as, "import", s.file(name+".csv", rows), "--map", s.file(name+".yaml", strings.Replace(peopleMapping, "list: people", "list: "+name, 1)), "--source", "a neighbour")
		}
	}
}

// estimated makes an archive with three lists that are linked.
func estimated(t *testing.T) searcher {
	t.Helper()
	s := newSealed(t, nil)
	s.must("user", "add", "rana", "--role", "reviewer")
	s.enlist("dana", rosters())
	s.must("link")
	return s
}

// parts opens the archive without a face.
func (s searcher) parts() *parts {
	s.t.Helper()
	set, err := readSettings(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := (workshop{}).assemble(context.Background(), s.dir, set, false)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// signed is the checklist as the command line takes it.
func signed(answer string) (args []string) {
	for _, what := range []string{"population", "period", "place", "violation"} {
		args = append(args, "--same", what+"="+answer)
	}
	return args
}

// quickly asks for an estimate that takes no walks.
func quickly(args ...string) []string {
	return append([]string{"--json", "estimate", "--level", "probable", "--method", "loglinear,dga", "--quick", "--seed", "7"}, args...)
}

// recorded records such an estimate, and gives its id.
func (s searcher) recorded(as string, args ...string) string {
	s.t.Helper()
	return s.field(s.must(append([]string{"--as", as}, quickly(slices.Concat(args, []string{"--record"}, signed("yes"))...)...)...), "estimate")
}

// field reads a field of a JSON document as text.
func (s searcher) field(document, name string) string {
	s.t.Helper()
	line, _, _ := strings.Cut(document, "\n")
	var all map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &all); err != nil {
		s.t.Fatalf("%v: %.300s", err, document)
	}
	return strings.Trim(string(all[name]), `"`)
}

func (s searcher) exits(want int, args ...string) string {
	s.t.Helper()
	out, code := s.run(args...)
	if code != want {
		s.t.Errorf("sanad %s: exit code %d, want %d\n%.600s", strings.Join(args, " "), code, want, out)
	}
	return out
}

// An estimate is proposed by one person and confirmed or disputed by another;
// what no longer holds is withdrawn or replaced, and stays readable.
func TestAnEstimateStandsOnMoreThanItsAuthor(t *testing.T) {
	s := estimated(t)
	id := s.recorded("dana", "--note", "a first try")
	standing := func(id string) string {
		return s.field(s.must("--as", "dana", "--json", "estimate", "show", id), "standing")
	}
	if got := standing(id); got != "proposed" {
		t.Errorf("a new estimate is %s", got)
	}
	review := func(want int, as, verdict, reason, answer string) {
		t.Helper()
		s.exits(want, slices.Concat([]string{"--as", as, "--json", "estimate", verdict, id, "--reason", reason}, signed(answer))...)
	}
	review(5, "dana", "confirm", "it is mine", "yes") // has no right to judge
	s.must("user", "add", "dana", "--change", "--role", "documenter,reviewer")
	review(5, "dana", "confirm", "it is mine", "yes") // has it, and is the author
	review(2, "rana", "confirm", "they are of two towns", "no")
	review(2, "rana", "confirm", " ", "yes")
	s.exits(2, "--as", "rana", "estimate", "confirm", id, "--reason", "fine", "--same", "place=yes")
	review(0, "rana", "confirm", "the lists were made apart", "yes")
	if got := standing(id); got != "confirmed" {
		t.Errorf("after another person agreed it is %s", got)
	}
	review(1, "rana", "confirm", "again", "yes")
	review(0, "founder", "dispute", "the exiles read the families' list", "unknown")
	if got := standing(id); got != "disputed" {
		t.Errorf("one disputes and one confirms: it is %s", got)
	}
	better := s.recorded("rana", "--replaces", id, "--lists", "Families", "--lists", "Exiles", "--lists", "Prison")
	if got := standing(id); got != "superseded" {
		t.Errorf("after a better one it is %s", got)
	}
	if shown := s.must("estimate", "show", id); !strings.Contains(shown, "replaced by "+better) || !strings.Contains(shown, "a first try") || !strings.Contains(shown, "the exiles read") {
		t.Errorf("a replaced estimate shows %s", shown)
	}
	review(1, "rana", "dispute", "too late", "yes")
	s.exits(1, append([]string{"--as", "dana"}, quickly(append([]string{"--record", "--replaces", id}, signed("yes")...)...)...)...)
	s.exits(2, "estimate", "withdraw", better, "--reason", " ")
	s.must("--as", "dana", "estimate", "withdraw", better, "--reason", "a list was missing")
	s.exits(1, "--as", "dana", "estimate", "withdraw", better, "--reason", "again")
	if got := standing(better); got != "withdrawn" {
		t.Errorf("a withdrawn estimate is %s", got)
	}
	if n := strings.Count(s.must("--json", "estimate", "list"), `"standing"`); n != 2 {
		t.Errorf("%d estimates are listed, want both", n)
	}
	s.must("rebuild")
	s.must("verify", "--fixity")
	if got := standing(better) + standing(id); got != "withdrawndisputed" {
		t.Errorf("after a rebuild they are %s; what a withdrawn one replaced stands again", got)
	}
}

// Whoever has the table and the command computes the same report, bit by bit.
func TestAnEstimateIsComputedAgainByWhomever(t *testing.T) {
	s := estimated(t)
	id := s.recorded("dana", "--by", "list")
	if out := s.must("--json", "estimate", "check", id); s.field(out, "reproduced") != "true" || strings.Count(out, `"now_sha256"`) != 4 {
		t.Errorf("checking: %s", out)
	}
	folder := filepath.Join(t.TempDir(), "out")
	s.must("estimate", "export", id, "--internal", "--out", folder)
	readme, err := os.ReadFile(filepath.Join(folder, "README.txt"))
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, line := range strings.Split(string(readme), "\n") {
		command, ok := strings.CutPrefix(line, "  sanad ")
		if !ok {
			continue
		}
		ran++
		args := strings.Fields(command)
		for i, a := range args {
			if strings.HasSuffix(a, ".csv") || strings.HasSuffix(a, ".json") {
				args[i] = filepath.Join(folder, a)
			}
		}
		(searcher{t, t.TempDir()}).must(args...) // where there is no archive
		again := args[len(args)-1]
		same(t, again, filepath.Join(filepath.Dir(again), "report.json"))
	}
	if ran != 4 {
		t.Errorf("the README has %d commands, want one for the whole and each of three strata: %s", ran, readme)
	}
}

// Who knows the lists could tell who the one is that stands on just two of
// them: such a table does not leave, and a stratum of that sort does not leave
// either by way of what the others leave of the whole.
func TestATableThatNamesSomebodyStaysInside(t *testing.T) {
	s := estimated(t)
	folder := filepath.Join(t.TempDir(), "out")
	if out := s.must("estimate", "export", s.recorded("dana", "--by", "list"), "--out", folder); !strings.Contains(out, "the 3 strata are not in it") {
		t.Errorf("a table with small strata leaves with %s", out)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 3 {
		t.Errorf("what left is %v, %v; want the README, the table and the report of the whole", left, err)
	}
	s.enlist("dana", map[string]string{"Letters": "no,name,father\n1,Sara Zamani,Ali\n2,Unheard Of,Nobody\n"})
	small, none := s.recorded("dana"), filepath.Join(t.TempDir(), "none")
	if out := s.exits(5, "estimate", "export", small, "--out", none); !strings.Contains(out, "could tell who they are") {
		t.Errorf("a table with small cells is refused with %s", out)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("and a folder is left")
	}
	if out := s.must("--json", "estimate", "show", small); s.field(out, "may_leave") != "false" {
		t.Errorf("it does not say that its table stays: %.200s", out)
	}
}

func same(t *testing.T, a, b string) {
	t.Helper()
	left, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	right, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	if string(left) != string(right) {
		t.Errorf("%s and %s differ", a, b)
	}
}

// What is kept of an estimate is in a backup, and where it was altered nothing
// is told of it as if it were whole.
func TestADamagedEstimateIsFound(t *testing.T) {
	s := estimated(t)
	id := s.recorded("dana")
	table := s.field(s.must("--json", "estimate", "show", id), "table")
	report := s.field(s.must("--json", "estimate", "show", id), "report_sha256")
	near := filepath.Join(t.TempDir(), "near")
	backup := filepath.Join(t.TempDir(), "backup.tar")
	s.must("backup", backup)
	s.must("restore", backup, near)
	restored := searcher{t, near}
	if out := restored.must("--json", "estimate", "check", id); restored.field(out, "reproduced") != "true" {
		t.Errorf("of a backup: %s", out)
	}
	for _, sum := range []string{table, report} {
		path := filepath.Join(s.dir, "renditions", "sha256", sum[:2], sum[2:4], sum)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, path, strings.Replace(string(whole), "1", "2", 1))
		for _, args := range [][]string{{"verify", "--fixity"}, {"estimate", "show", id}, {"estimate", "check", id}, {"estimate", "export", id, "--internal", "--out", filepath.Join(t.TempDir(), "x")}} {
			if out := s.exits(3, args...); !strings.Contains(out, sum) {
				t.Errorf("%v does not name what is damaged: %.400s", args, out)
			}
		}
		s.must("estimate", "list")
		// The same estimate can be recorded all the same, beside what is damaged.
		if again := s.recorded("dana"); again != id {
			s.must("estimate", "check", again)
		}
		overwrite(t, path, string(whole))
	}
	s.must("verify", "--fixity")
}

// A report that is whole and is not what its table gives is found by computing
// it again.
func TestAForgedReportIsFound(t *testing.T) {
	s := estimated(t)
	id := s.recorded("dana")
	p := s.parts()
	var forged counted.Estimated
	look(t, p, func(st flow.State) error {
		read, err := flow.EstimateOf(context.Background(), p.archive, st, id)
		if err != nil {
			return err
		}
		forged = read.Estimated
		forged.Estimate = "u-forged"
		forged.Parts[0].Report = kept(t, p, strings.Replace(string(read.Results[0].ReportJSON), `"point":1`, `"point":9`, 1))
		return nil
	})
	record(t, p, founder(), forged)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	s.must("verify", "--fixity")
	if out := s.exits(3, "--json", "estimate", "check", "u-forged"); s.field(out, "reproduced") != "false" {
		t.Errorf("checking a forged report: %s", out)
	}
}

// A list that is said to be made from another is asked about, and may be taken
// for one with it; the record says that it was.
func TestACopiedListIsAskedAbout(t *testing.T) {
	s := estimated(t)
	s.must("--as", "dana", "lists", "describe", "Exiles", "--copies", "Families", "--reason", "they wrote so")
	const asks = `M15 one of \"Families\" and \"Exiles\" is said to be made from the other`
	if out := s.must(quickly()...); !strings.Contains(out, asks) || !strings.Contains(out, `"copies":[["Families","Exiles"]]`) {
		t.Errorf("a copied list is not asked about: %.600s", out)
	}
	id := s.recorded("dana", "--merge", "Exiles=Families")
	shown := s.must("--json", "estimate", "show", id)
	if strings.Contains(shown, asks) || !strings.Contains(shown, `"merged":[["Families","Exiles"]]`) || s.field(shown, "lists") != `["Families=Exiles","Prison"]` {
		t.Errorf("lists that are taken for one: %.900s", shown)
	}
	if out := s.must("--json", "estimate", "check", id); s.field(out, "reproduced") != "true" {
		t.Errorf("merged lists: %s", out)
	}
}

// What the archive computed of an event stands beside what others state of it,
// told apart, with its author and how it stands.
func TestAnEstimateStandsBesideRivalFigures(t *testing.T) {
	s := estimated(t)
	claims := s.must("--json", "claims", "--property", "name")
	passage := between(claims, `"passages":[{"id":"`, `"`)
	if passage == "" {
		passage = between(claims, `"passage":"`, `"`)
	}
	event := s.field(s.must("--json", "claim", "add", "--schema", "Event", "--property", "name", "--value", "The night at Sangab", "--passage", passage), "entity")
	said := map[string]bool{}
	for _, part := range strings.Split(claims, `"entity":"m-`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if said[id] = true; len(said) == 12 {
			break
		}
	}
	for id := range said {
		s.must("claim", "add", "--entity", event, "--property", "participant", "--value-entity", "m-"+id, "--passage", passage)
	}
	id := s.recorded("dana", "--event", "the night at SANGAB")
	gone := s.recorded("dana", "--event", event)
	s.must("estimate", "withdraw", gone, "--reason", "one is enough")
	s.must(slices.Concat([]string{"--as", "rana", "estimate", "confirm", id, "--reason", "weighed"}, signed("yes"))...)
	out := s.must("--json", "figures", event)
	if !strings.Contains(out, `"estimates":[{"estimate":"`+id+`","standing":"confirmed","author":"dana"`) || !strings.Contains(out, `"reviewers":["rana"]`) || strings.Contains(out, gone) {
		t.Errorf("figures on the event: %s", out)
	}
	if !strings.Contains(out, `"own":{"minimum":12,`) {
		t.Errorf("the documented minimum of the event is not told: %s", out)
	}
	if told := s.must("figures", event); !strings.Contains(told, "Computed by this archive, and stated by nobody above:") || !strings.Contains(told, "estimated by dana") {
		t.Errorf("in words: %s", told)
	}
	if other := s.must("--json", "estimate", "list", "--event", event); strings.Count(other, `"standing"`) != 2 {
		t.Errorf("estimates of the event: %s", other)
	}
}

// An estimate is of this archive: a graph of claims has none.
func TestAnEstimateLeavesInNoGraph(t *testing.T) {
	s := estimated(t)
	p := s.parts()
	before := exportGraph(t, p.archive, founder(), "")
	id := s.recorded("dana")
	if after := exportGraph(t, p.archive, founder(), ""); strings.Contains(string(after), id) || len(after) != len(before) {
		t.Error("an estimate changed the graph")
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

// Work that is stopped leaves nothing that says it was done.
func TestAStoppedEstimateIsNotRecorded(t *testing.T) {
	s := estimated(t)
	p := s.parts()
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, at := range []string{"counting", "loglinear", "dga", "lcmcr"} {
		ctx, cancel := context.WithCancel(context.Background())
		var list counted.Checklist
		for _, c := range counted.Conditions() {
			list = append(list, counted.Checked{Condition: c, Answer: counted.Yes})
		}
		told := false
		_, err := flow.Estimate(ctx, p.archive, p.archive, founder(), flow.EstimateRequest{Level: "probable", Record: &flow.EstimateRecord{Checklist: list}}, func(doing string, _, _ int64) {
			if doing == at {
				told = true
				cancel()
			}
		})
		cancel()
		if err == nil || !told {
			t.Errorf("stopped at %s (told %t): %v", at, told, err)
		}
	}
	look(t, p, func(st flow.State) error {
		return st.Estimates(context.Background(), flow.EstimateFilter{After: -1}, func(e counted.Estimation) error {
			t.Errorf("%s was recorded", e.Estimated.Estimate)
			return nil
		})
	})
}

// What falls with a list, and what is told beside rival figures.
func TestAnEstimateRestsOnItsLists(t *testing.T) {
	s := estimated(t)
	id := s.recorded("dana")
	before := s.recorded("dana")
	gone := s.recorded("dana", "--replaces", before)
	s.must("estimate", "withdraw", gone, "--reason", "one is enough")
	s.must("estimate", "withdraw", before, "--reason", "one is enough")
	item := itemOf(rosters()["Exiles"])
	out := s.must("--json", "claims", "--rests-on", item)
	if !strings.Contains(out, `{"estimate":"`+id+`","effect":"falls","standing":"proposed","case":"main","author":"dana","lists":["Exiles"]}`) || strings.Contains(out, gone) {
		t.Errorf("what falls with a list: %s", out[max(0, len(out)-900):])
	}
	if !strings.Contains(out, `"estimates_fall":1`) || !strings.Contains(s.must("claims", "--rests-on", item), "What it does to estimates:") {
		t.Error("the tally and the text leave the estimate out")
	}
	claim := between(s.must("--json", "claims", "--property", "name"), `"claim":"`, `"`)
	if out := s.must("--json", "claims", "--rests-on", claim); !strings.Contains(out, `"estimate":"`+id+`","effect":"weakened"`) {
		t.Errorf("what falls with the name of one row: %s", out)
	}
}
