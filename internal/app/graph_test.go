package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/flow/sight"
	"sanad/internal/format/graph"
	"sanad/internal/format/mapping"
	"sanad/internal/tool/folder"
)

func quiet(string, int64, int64) {}

// letters is what both archives of a round trip hold.
func letters() map[string]string {
	return map[string]string{
		"letter.txt": "My brother Navid Kardan was taken in 1361.\nAt least 3,000 were killed that summer, a guard told me.\n",
		"list1.csv":  "No,Name,Father\n1,Navid Kardan,Bahram\n2,Mina Sarvestani,Reza\n3,Kaveh Rakhshad,Dara\n",
		"list2.csv":  "No,Name,Father\n1,Navid Kardan,Behrouz\n3,Kaveh Rakhshad,Dara\n4,Omid Taban,Sam\n",
		"other.csv":  "No,Name,Father\n7,Navid Kardan,Bahram\n",
	}
}

const letterMap = "list: %s\nrow_id: \"No\"\nlanguage: en\ncolumns:\n  Name: name\n  Father: father_name\n"

// graphArchive makes an archive that holds the letters, read.
func graphArchive(t testing.TB) (*parts, map[string]custody.Sum) {
	t.Helper()
	p := benchArchive(t)
	dir := t.TempDir()
	for name, data := range letters() {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sums := map[string]custody.Sum{}
	_, err := flow.Collect(context.Background(), p.archive, founder(), flow.CollectRequest{Source: custody.Source{Name: "x"}, Label: guard.Case}, folder.Walk([]string{dir}),
		func(k flow.Taken) error {
			sums[filepath.Base(k.Name.Text)] = k.Item
			return k.Err
		})
	if err != nil {
		t.Fatal(err)
	}
	record(t, p, founder(), guard.UserAdded{User: "ben", Roles: []guard.Role{guard.Documenter, guard.Reviewer}})
	readAll(t, p)
	return p, sums
}

func readAll(t testing.TB, p *parts) {
	t.Helper()
	err := flow.Process(context.Background(), p.archive, founder(), flow.ProcessRequest{}, func(flow.Processed) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
}

func record(t testing.TB, p *parts, actor guard.Actor, facts ...ledger.Fact) {
	t.Helper()
	_, err := p.archive.Book.Append(context.Background(), actor, func(context.Context, flow.State) ([]ledger.Fact, error) { return facts, nil })
	if err != nil {
		t.Fatal(err)
	}
}

func place(t testing.TB, p *parts, item custody.Sum, quote string) text.Passage {
	t.Helper()
	found, err := flow.Locate(context.Background(), p.archive, flow.CiteRequest{Item: item, Quote: quote})
	if err != nil {
		t.Fatal(err)
	}
	return found.Passage
}

var ben = func() guard.Actor {
	return guard.Actor{Handle: "ben", Roles: []guard.Role{guard.Documenter, guard.Reviewer}}
}

// everyKind records every kind of claim, turn, finding and judgement.
func everyKind(t testing.TB, p *parts, sums map[string]custody.Sum) {
	t.Helper()
	ctx := context.Background()
	name, taken, killed := place(t, p, sums["letter.txt"], "Navid Kardan"), place(t, p, sums["letter.txt"], "1361"), place(t, p, sums["letter.txt"], "At least 3,000")
	made := func(id, entity, kind, property, value string, at text.Passage, more func(*claim.Made)) claim.Made {
		m := claim.Made{Claim: id, Case: "main", Entity: entity, Schema: kind, Property: property, Value: value, Original: at.Quote, Lang: "en", Passages: []text.Passage{at}}
		if more != nil {
			more(&m)
		}
		return m
	}
	low := int64(3000)
	record(t, p, founder(),
		text.Cited{Passage: killed, Note: "the figure"},
		made("c-1", "e-1", "Person", "name", "Navid Kardan", name, func(m *claim.Made) { m.SourceGrade, m.InfoGrade, m.Note = "B", "3", "her hand <&>" }),
		made("c-2", "e-1", "Person", "arrest_date", "1982-03-21/1983-03-20", taken, func(m *claim.Made) {
			m.Date = &claim.Date{EDTF: "1982-03-21/1983-03-20", Calendar: "solar", Native: "1361", Flags: []string{"approximate"}}
			m.Valid = &claim.Valid{AsOf: "1983"}
		}),
		made("c-3", "e-2", "Event", "figure", "at least 3000 persons killed", killed, func(m *claim.Made) {
			m.Quantity = &claim.Quantity{Kind: "killed", Comparator: claim.AtLeast, Low: &low, Unit: "persons"}
			m.Says = []claim.Teller{{Who: "a guard", Verb: "said", Medium: "in person"}, {Who: "the sister", Entity: "e-3"}}
			m.Flags, m.Grounds = []string{claim.FlagHearsay}, []claim.Ground{{Flag: claim.FlagHearsay, Text: "she was not there"}}
		}),
		made("c-4", "e-2", "Event", "participant", "Navid Kardan", name, func(m *claim.Made) { m.ValueEntity = "e-1" }),
		made("c-5", "e-4", "Site", "location", "point", name, func(m *claim.Made) {
			m.Shape = &claim.Shape{Form: claim.Point, Points: [][2]float64{{51.25, 35.5}}, Precision: 500}
		}),
		made("c-6", "e-1", "Person", "father_name", "Bahram", name, func(m *claim.Made) { m.Replaces = "c-7" }),
		made("c-7", "e-1", "Person", "father_name", "Behram", name, nil),
		made("c-8", "e-3", "Person", "relative", "her brother", name, func(m *claim.Made) { m.ValueEntity = "e-1" }),
		made("c-9", "e-1", "Person", "relative", "his sister", name, func(m *claim.Made) { m.ValueEntity = "e-3" }),
		claim.Withdrawn{Claim: "c-7", Reason: "a slip"},
		claim.Graded{Claim: "c-3", SourceGrade: "C", InfoGrade: "2", Reason: "known since"},
		claim.VocabularyImported{Vocabulary: "o-1", Name: "mt4", Case: "main", Extends: "act", Part: 1, Parts: 2, Total: 2, Terms: []claim.Term{{Code: "01", Label: map[string]string{"en": "killing", "fa": "کشتن"}}}},
		claim.VocabularyImported{Vocabulary: "o-1", Name: "mt4", Case: "main", Extends: "act", Part: 2, Parts: 2, Total: 2, Terms: []claim.Term{{Code: "0101", Broader: "01", Label: map[string]string{"en": "hanging"}}}},
		claim.Flagged{Claim: "c-3", Flag: claim.FlagDuress, Reason: "on television"},
		claim.Flagged{Claim: "c-3", Flag: claim.FlagHearsay, Lifted: true, Reason: "she was there"},
		claim.Disputed{Claim: "c-2", Reason: "the diary says 1362"},
	)
	record(t, p, ben(), claim.Accepted{Claim: "c-3", Reason: "read again"}, claim.Preferred{Claim: "c-6", Reason: "the better copy"})
	f := finding.Made{Finding: "n-1", Case: "main", About: []string{"e-1"}, Conclusion: "He was taken.", Standard: finding.Grounds, Claims: []string{"c-1", "c-2"}, Against: []string{"c-3"}, Needs: 1}
	g := finding.Made{Finding: "n-0", Case: "main", Conclusion: "Nobody was.", Standard: finding.Suspicion, Claims: []string{"c-3"}, Replaces: "n-1"}
	record(t, p, founder(), f, g)
	record(t, p, ben(), finding.Confirmed{Finding: "n-1", Sum: f.Sum(), Reason: "agreed"}, finding.Withdrawn{Finding: "n-0", Reason: "no ground"})
	for _, step := range [][2]string{{"list1.csv", "Families"}, {"list2.csv", "Families"}, {"other.csv", "Exiles"}} {
		got, err := flow.Import(ctx, p.archive, founder(), flow.ImportRequest{Item: sums[step[0]], Mapping: fmt.Sprintf(letterMap, step[1])}, quiet)
		if err != nil || len(got.Failed) > 0 {
			t.Fatal(got, err)
		}
		record(t, p, founder(), person.ListDescribed{List: got.List, About: mapping.About{MadeBy: "the families", Copies: []string{"another"}}, Reason: step[0]})
	}
	var rows []string
	look(t, p, func(s flow.State) error {
		return s.Mentions(ctx, "main", "", func(m person.Mention) error { rows = append(rows, m.Mentioned.Mention); return nil })
	})
	blind := person.Judge(rows[0], rows[len(rows)-1], person.Different, "another hand", "v-1")
	blind.Blind, blind.Run = true, "k-1"
	record(t, p, ben(), person.Judge(rows[0], rows[len(rows)-1], person.Unsure, "little to go by", "v-1"), person.Judge(rows[0], rows[len(rows)-1], person.Same, "a photograph", "v-1"),
		blind, person.JudgeRelative(rows[1], rows[2], "sibling", "one father", "v-2"), person.Judge("e-1", rows[1], person.Different, "he was older", "v-3"),
		person.GroupNames([]string{"Kardan", "Kardaan", "Cardan"}, false, "one name"), person.GroupNames([]string{"Navid", "Nahid"}, false, "a slip"),
		person.GroupNames([]string{"Nahid", "Navid"}, true, "two names"), person.NamesGrouped{Names: []string{"Cardan", "Kardaan", "Kardan"}, Lifted: true, Reason: "so it is written everywhere"},
		person.GroupNames([]string{"Kardan", "Cardan"}, false, "one name"),
		text.Mentioned{Passage: name, Entity: "e-1", Verdict: text.Declined}, text.Mentioned{Passage: name, Entity: "e-1", Verdict: text.Accepted})
}

func look(t testing.TB, p *parts, read func(flow.State) error) {
	t.Helper()
	if err := p.archive.Book.Look(context.Background(), func(_ context.Context, s flow.State) error { return read(s) }); err != nil {
		t.Fatal(err)
	}
}

// files is a sink in memory.
type files map[string]*bytes.Buffer

func (f files) Create(name string) (io.WriteCloser, error) {
	f[name] = &bytes.Buffer{}
	return unclosed{f[name]}, nil
}

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

func exportGraph(t testing.TB, a *flow.Archive, actor guard.Actor, caseName string) []byte {
	t.Helper()
	out := files{}
	if _, err := flow.ExportGraph(context.Background(), a, actor, caseName, out, quiet); err != nil {
		t.Fatal(err)
	}
	return out[flow.GraphFile].Bytes()
}

func request(data []byte) flow.GraphRequest {
	return flow.GraphRequest{Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func importGraph(t testing.TB, a *flow.Archive, actor guard.Actor, req flow.GraphRequest) flow.GraphImported {
	t.Helper()
	got, err := flow.ImportGraph(context.Background(), a, actor, req, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func size(t testing.TB, p *parts) (n int64) {
	t.Helper()
	look(t, p, func(s flow.State) error {
		tree, err := s.Tree(context.Background())
		n = tree.Size()
		return err
	})
	return n
}

// From one archive to another and out again, not a byte of the graph changes;
// a second import changes nothing; and the first archive knows its own again.
func TestTheGraphGoesRoundWithoutLoss(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	out := exportGraph(t, a.archive, founder(), "")
	for _, kind := range graph.Kinds() {
		if !bytes.Contains(out, []byte(`{"kind":"`+kind+`"`)) {
			t.Errorf("the graph of everything has no line of the kind %s", kind)
		}
	}
	b, _ := graphArchive(t)
	dry := request(out)
	dry.DryRun = true
	before := size(t, b)
	would := importGraph(t, b.archive, founder(), dry)
	if size(t, b) != before {
		t.Error("a dry run recorded something")
	}
	got := importGraph(t, b.archive, founder(), request(out))
	if got.Missed != 0 || got.New != got.Lines || would.New != got.New || would.Missed != 0 || size(t, b) != before+got.Lines {
		t.Errorf("imported %+v, of which a dry run said %+v", got, would)
	}
	if again := exportGraph(t, b.archive, founder(), ""); !bytes.Equal(again, out) {
		t.Errorf("it came out otherwise:\n%s", difference(out, again))
	}
	for _, p := range []*parts{b, a} {
		before := size(t, p)
		twice := importGraph(t, p.archive, founder(), request(out))
		if twice.New != 0 || twice.Known != twice.Lines || size(t, p) != before {
			t.Errorf("the second import: %+v", twice)
		}
	}
	look(t, b, func(s flow.State) error {
		c, err := s.Claim(context.Background(), "c-3")
		if err != nil {
			return err
		}
		if c.Standing != claim.Agreed || c.SourceGrade != "C" || !slices.Equal(c.Flags, []string{claim.FlagDuress}) {
			t.Errorf("the claim stands as %+v", c)
		}
		e, err := s.Entity(context.Background(), "e-1")
		if e.Name != "Navid Kardan" {
			t.Errorf("the entity is %+v", e)
		}
		return err
	})
	if err := b.rebuild(context.Background(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if again := exportGraph(t, b.archive, founder(), ""); !bytes.Equal(again, out) {
		t.Error("after a rebuild it came out otherwise")
	}
}

// difference gives the first lines that differ.
func difference(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// Whatever was recorded when an import ended stays, and the next goes on from
// there; the end is the same.
func TestAnInterruptedImportOfAGraphGoesOn(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	out := exportGraph(t, a.archive, founder(), "")
	lines := bytes.SplitAfter(out, []byte("\n"))
	b, _ := graphArchive(t)
	for _, cut := range []int{1, 3, len(lines) / 3, len(lines) / 2, len(lines) - 3} {
		part := importGraph(t, b.archive, founder(), request(bytes.Join(lines[:cut], nil)))
		if part.Missed == 0 || part.Failed[0].Line != 0 {
			t.Errorf("a file cut off behind line %d was taken for whole: %+v", cut, part)
		}
	}
	got := importGraph(t, b.archive, founder(), request(out))
	if got.Missed != 0 {
		t.Errorf("going on: %+v", got)
	}
	if again := exportGraph(t, b.archive, founder(), ""); !bytes.Equal(again, out) {
		t.Errorf("it came out otherwise:\n%s", difference(out, again))
	}
}

// Nothing points at nothing: without the originals nothing that rests on them
// comes in, and every line that stays out is named.
func TestNothingComesInThatRestsOnNothing(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	out := exportGraph(t, a.archive, founder(), "")
	b := benchArchive(t)
	before := size(t, b)
	got := importGraph(t, b.archive, founder(), request(out))
	if got.New-size(t, b)+before != 0 || got.Missed != got.Lines-7 { // the two parts of a vocabulary and the five words on names rest on no original
		t.Errorf("imported %+v", got)
	}
	for _, f := range got.Failed {
		if f.Line < 2 || f.ID == "" && !strings.Contains(f.Error, "points at") || f.Error == "" {
			t.Errorf("a failure that does not tell: %+v", f)
		}
	}
}

// An id that means something else here is named, and not taken over; words that
// contradict themselves are not taken over either.
func TestConflictsOfAGraphAreNamed(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	out := string(exportGraph(t, a.archive, founder(), ""))
	b, _ := graphArchive(t)
	importGraph(t, b.archive, founder(), request([]byte(out)))
	for what, change := range map[string][2]string{
		"another value of a claim":        {`"value":"Behram"`, `"value":"Bahman"`},
		"another kind of an entity":       {`{"kind":"entity/1","body":{"id":"e-4","schema":"Site"`, `{"kind":"entity/1","body":{"id":"e-4","schema":"Place"`},
		"another verdict as the same":     {`"verdict":"same"`, `"verdict":"different"`},
		"another conclusion":              {`"He was taken."`, `"He was not."`},
		"a member that is not known":      {`{"claim":"c-7","reason"`, `{"claim":"c-7","mood":"sour","reason"`},
		"a grade that there is not":       {`"source_grade":"C"`, `"source_grade":"Z"`},
		"a new turn of a withdrawn claim": {`"kind":"claim.withdrawn/1","recorded":{"log":"`, `"kind":"claim.withdrawn/1","recorded":{"log":"x`},
	} {
		changed := strings.Replace(out, change[0], change[1], 1)
		if changed == out {
			t.Fatalf("%s: nothing changed", what)
		}
		before := size(t, b)
		got := importGraph(t, b.archive, founder(), request([]byte(changed)))
		if got.Missed != 1 || size(t, b) != before {
			t.Errorf("%s: %+v", what, got)
		}
	}
	// In a fresh archive, who accepts their own claim or confirms their own
	// finding is refused.
	c, _ := graphArchive(t)
	got := importGraph(t, c.archive, founder(), request([]byte(strings.ReplaceAll(out, `"by":"ben"`, `"by":"founder"`))))
	if got.Missed != 2 {
		t.Errorf("one hand for four eyes: %+v", got)
	}
}

// Where an original was read otherwise, quotes are found again and the result
// tells where.
func TestPassagesAreFoundAgainInAnotherReading(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	out := exportGraph(t, a.archive, founder(), "")
	letter := place(t, a, sums["letter.txt"], "1361")
	other := strings.ReplaceAll(string(out), letter.Rendition.String(), custody.Sum{7}.String())
	b, _ := graphArchive(t)
	got := importGraph(t, b.archive, founder(), request([]byte(other)))
	if got.Missed != 0 || len(got.Moved) < 9 || got.Moved[0].To == got.Moved[0].From {
		t.Errorf("imported %+v", got)
	}
	look(t, b, func(s flow.State) error {
		c, err := s.Claim(context.Background(), "c-2")
		if err == nil && c.Passages[0].Rendition != letter.Rendition {
			t.Errorf("the passage is %+v", c.Passages[0])
		}
		return err
	})
	if twice := importGraph(t, b.archive, founder(), request([]byte(other))); twice.New != 0 || twice.Missed != 0 {
		t.Errorf("the second import: %+v", twice)
	}
}

// Who may not see what is sealed exports what they may know, and not a word of
// the rest; and can't learn by an import that it is here.
func TestWhatIsSealedStaysOutOfAGraph(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.txt"), []byte("CANARY was here\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	record(t, a, founder(), guard.HolderAdded{Holder: "h", Recipient: "age1pq1example"})
	var sum custody.Sum
	_, err := flow.Collect(context.Background(), a.archive, founder(), flow.CollectRequest{Source: custody.Source{Name: "x"}, Label: guard.Sealed}, folder.Walk([]string{dir}),
		func(k flow.Taken) error { sum = k.Item; return k.Err })
	if err != nil {
		t.Fatal(err)
	}
	readAll(t, a)
	at := place(t, a, sum, "CANARY")
	before := exportGraph(t, a.archive, founder(), "")
	record(t, a, founder(), text.Cited{Passage: at},
		claim.Made{Claim: "c-s", Case: "main", Entity: "e-1", Schema: "Person", Property: "nickname", Value: "CANARY", Original: "CANARY", Passages: []text.Passage{at}},
		claim.Made{Claim: "c-t", Case: "main", Entity: "e-s", Schema: "Person", Property: "name", Value: "CANARY", Original: "CANARY", Passages: []text.Passage{at}},
		claim.Graded{Claim: "c-s", SourceGrade: "A", Reason: "CANARY"},
		finding.Made{Finding: "n-s", Case: "main", Conclusion: "CANARY", Standard: finding.Grounds, Claims: []string{"c-s"}})
	known := *a.archive
	known.Book = sight.NewVeil().Book(a.book, ben())
	if seen := exportGraph(t, &known, ben(), ""); !bytes.Equal(seen, before) {
		t.Errorf("an account without sight exports otherwise than before anything was sealed:\n%s", difference(before, seen))
	}
	whole := exportGraph(t, a.archive, founder(), "")
	if !bytes.Contains(whole, []byte("CANARY")) {
		t.Fatal("who sees everything exports everything")
	}
	got := importGraph(t, &known, ben(), request(whole))
	for _, f := range got.Failed {
		if strings.Contains(f.Error, "sealed") || !strings.Contains(f.Error, "not in custody") && !strings.Contains(f.Error, "there is no entry") {
			t.Errorf("the import tells of what is sealed: %+v", f)
		}
	}
	if got.New != 0 || got.Missed != 5 {
		t.Errorf("imported %+v", got)
	}
}

// Of one case alone, nothing of another is in the graph.
func TestAGraphOfOneCase(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	at := place(t, a, sums["letter.txt"], "a guard")
	record(t, a, founder(), guard.CaseOpened{Case: "other"},
		claim.Made{Claim: "c-o", Case: "other", Entity: "e-o", Schema: "Person", Property: "name", Value: "a guard", Original: "a guard", Passages: []text.Passage{at}},
		claim.Disputed{Claim: "c-o", Reason: "r"})
	out := exportGraph(t, a.archive, founder(), "other")
	if n := bytes.Count(out, []byte("\n")); n != 5 || !bytes.Contains(out, []byte(`"case":"other"}`+"\n")) {
		t.Errorf("the graph of the other case has %d lines:\n%s", n, out)
	}
	if main := exportGraph(t, a.archive, founder(), "main"); bytes.Contains(main, []byte("e-o")) {
		t.Error("the graph of the main case has something of the other")
	}
	_, err := flow.ExportGraph(context.Background(), a.archive, founder(), "none", files{}, quiet)
	if err == nil {
		t.Error("a case that is not there was exported")
	}
	if _, err := flow.ExportGraph(context.Background(), a.archive, guard.Actor{Handle: "founder", Roles: []guard.Role{guard.Reader}}, "", files{}, quiet); err == nil {
		t.Error("a reader exported")
	}
}

// A program killed at any step of an import leaves an archive in which the next
// import ends as one that nothing interrupted.
func TestKilledInAnImportOfAGraph(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	out := exportGraph(t, a.archive, founder(), "")
	dir := t.TempDir()
	file, evidence := filepath.Join(dir, "graph.jsonl"), filepath.Join(dir, "evidence")
	if err := errors.Join(os.WriteFile(file, out, 0o644), os.Mkdir(evidence, 0o755)); err != nil {
		t.Fatal(err)
	}
	for name, data := range letters() {
		if err := os.WriteFile(filepath.Join(evidence, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	archive := filepath.Join(dir, "archive")
	must(t, "init", archive, "--name", "x", "--user", "founder")
	must(t, "--archive", archive, "add", evidence, "--source", "s")
	must(t, "--archive", archive, "process")
	for _, at := range []string{"events|true|1", "views|false|1", "head|true|1"} {
		if _, err := sanad(t, []string{killAt + "=" + at}, "--archive", archive, "import", file, "--graph"); err == nil {
			t.Fatalf("at %s nothing was killed", at)
		}
		must(t, "--archive", archive, "verify")
	}
	must(t, "--archive", archive, "import", file, "--graph")
	must(t, "--archive", archive, "export", "graph", filepath.Join(dir, "out"))
	again, err := os.ReadFile(filepath.Join(dir, "out", flow.GraphFile))
	if err != nil || !bytes.Equal(again, out) {
		t.Errorf("it came out otherwise: %v\n%s", err, difference(out, again))
	}
	must(t, "--archive", archive, "verify")
}
