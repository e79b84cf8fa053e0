package app

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/concordance"
	"sanad/internal/format/opticon"
	"sanad/internal/format/tableout"
	"sanad/internal/format/warc"
	"sanad/internal/ground/fail"

	"github.com/xuri/excelize/v2"
)

func handOn(t testing.TB, a *flow.Archive, req flow.HandRequest) (files, flow.HandedOn) {
	t.Helper()
	out := files{}
	got, err := flow.ExportHandOn(context.Background(), a, founder(), req, time.Now(), out, quiet)
	if err != nil {
		t.Fatalf("%s: %v", req.Form, err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(out["manifest-sha256.txt"].Bytes())); got.SHA256 != sum {
		t.Errorf("%s: the manifest's sum is told as %s", req.Form, got.SHA256)
	}
	return out, got
}

// checkManifest checks that the manifest names every file but itself and what is
// made after it.
func checkManifest(t *testing.T, out files) {
	t.Helper()
	want := ""
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if name != "manifest-sha256.txt" && !strings.HasPrefix(name, "seal/") {
			want += fmt.Sprintf("%x  %s\n", sha256.Sum256(out[name].Bytes()), name)
		}
	}
	if got := out["manifest-sha256.txt"].String(); got != want {
		t.Errorf("the manifest is\n%s\nand not\n%s", got, want)
	}
}

// table reads a table of an export as rows by their headings.
func table(t *testing.T, out files, name string) (rows []map[string]string) {
	t.Helper()
	if out[name] == nil {
		t.Fatalf("there is no %s, of %v", name, slices.Sorted(maps.Keys(out)))
	}
	all, err := csv.NewReader(bytes.NewReader(out[name].Bytes())).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, c := range cells {
			row[all[0][i]] = tableout.Plain(c)
		}
		rows = append(rows, row)
	}
	return rows
}

func find(rows []map[string]string, column, value string) map[string]string {
	i := slices.IndexFunc(rows, func(r map[string]string) bool { return r[column] == value })
	if i < 0 {
		return nil
	}
	return rows[i]
}

// whatStaysIn is what no export may say.
func whatStaysIn(t *testing.T, form flow.HandForm, out files, canaries ...string) {
	t.Helper()
	for name, f := range out {
		data := f.String()
		if strings.HasSuffix(name, ".xlsx") {
			book, err := excelize.OpenReader(bytes.NewReader(f.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			for _, sheet := range book.GetSheetList() {
				rows, err := book.GetRows(sheet)
				if err != nil {
					t.Fatal(err)
				}
				data += fmt.Sprint(rows)
			}
		}
		for _, canary := range canaries {
			if strings.Contains(data, canary) {
				t.Errorf("%s: %s says %s", form, name, canary)
			}
		}
	}
}

// Every form says what may leave to anybody, names what is left out, and says
// nothing else; what it holds its manifest vouches for.
func TestWhatIsHandedOnHoldsThePlanAndNothingElse(t *testing.T) {
	p := withSecrets(t, withLists(t, handArchive(t)))
	for _, form := range flow.HandForms() {
		out, got := handOn(t, p.archive, flow.HandRequest{Form: form})
		checkManifest(t, out)
		whatStaysIn(t, form, out, "CANARY", "letter.txt", "list1.csv")
		var about struct {
			Format, Form, Release string
			Claims, Withheld      int64
		}
		if err := json.Unmarshal(out[flow.HandAbout].Bytes(), &about); err != nil || about.Format != flow.HandFormat || about.Form != string(form) || about.Claims != got.Claims || got.Claims == 0 {
			t.Errorf("%s: %+v: %v", form, about, err)
		}
		if !strings.Contains(out["withheld.json"].String(), disclosure.BecauseProtected) || !strings.Contains(out["withheld.json"].String(), disclosure.BecauseUnheard) || got.Withheld == 0 || got.Index != -1 {
			t.Errorf("%s: what is left out is told as %s, %+v", form, out["withheld.json"], got)
		}
	}
}

func TestTablesHaveARowForEachClaimAndThing(t *testing.T) {
	p := withLists(t, handArchive(t))
	out, got := handOn(t, p.archive, flow.HandRequest{Form: flow.HandCSV})
	claims := table(t, out, "claims.csv")
	if int64(len(claims)) != got.Claims || got.Items != got.Claims {
		t.Errorf("%d rows of %+v", len(claims), got)
	}
	figure := find(claims, "claim", "c-3")
	for column, want := range map[string]string{"counts": "killed", "comparator": "at least", "low": "3000", "unit": "persons", "standing": "accepted", "source_grade": "C", "information_grade": "2",
		"says": "a guard, said, in person > the sister, e-3", "flags": "duress", "place": "page 1", "quote": "At least 3,000", "passages": "1"} {
		if figure[column] != want {
			t.Errorf("the figure's %s is %q, not %q", column, figure[column], want)
		}
	}
	if n := find(claims, "claim", "c-p")["value"]; n != "=HYPERLINK(\"http://x\")" {
		t.Errorf("the nickname is %q", n)
	}
	if bytes.Contains(out["claims.csv"].Bytes(), []byte(",\"=HYPERLINK")) || bytes.Contains(out["persons.csv"].Bytes(), []byte(",\"=HYPERLINK")) {
		t.Error("a cell is a formula")
	}
	navid := find(table(t, out, "persons.csv"), "id", "e-1")
	if navid["name"] != "Navid Kardan | نوید «کردان»\nþ®\x07" || navid["arrest_date"] != "1982-03-21/1983-03-20" {
		t.Errorf("the person is %q", navid)
	}
	if _, there := navid["religion"]; there || navid["father_name"] != "" {
		t.Error("what is protected has a column, or what was withdrawn a value")
	}
	if len(table(t, out, "figures.csv")) != 1 || find(table(t, out, "posts.csv"), "name", "Warden") == nil || len(table(t, out, "withheld.csv")) != int(got.Withheld) {
		t.Error("figures, posts or what is withheld is not whole")
	}
	same := 0
	for _, row := range table(t, out, "persons.csv") {
		if row["same_as"] != "" {
			same++
		}
	}
	if same != 2 || len(table(t, out, "judgements.csv")) == 0 {
		t.Errorf("%d rows are called one person", same)
	}
	if docs := table(t, out, "documents.csv"); len(docs) == 0 || find(docs, "media_type", "text/plain; charset=utf-8") == nil && find(docs, "media_type", "text/plain") == nil {
		t.Errorf("the documents are %v", docs)
	}
	if len(table(t, out, "passages.csv")) <= len(claims) {
		t.Error("a claim with two passages has one place")
	}
}

// The workbook says what the tables of CSV say.
func TestAWorkbookSaysWhatTheTablesSay(t *testing.T) {
	p := withLists(t, handArchive(t))
	out, _ := handOn(t, p.archive, flow.HandRequest{Form: flow.HandCSV})
	book, _ := handOn(t, p.archive, flow.HandRequest{Form: flow.HandXLSX})
	f, err := excelize.OpenReader(bytes.NewReader(book[flow.HandBook].Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(bytes.NewReader(out[sheet+".csv"].Bytes())).ReadAll()
		if err != nil || len(rows) != len(all) {
			t.Fatalf("%s has %d rows, not %d: %v", sheet, len(rows), len(all), err)
		}
		tables++
		for i, row := range all {
			for j := range row {
				cell := ""
				if j < len(rows[i]) {
					cell = rows[i][j]
				}
				if cell != tableout.Plain(row[j]) {
					t.Errorf("%s, row %d: %q, not %q", sheet, i+1, cell, row[j])
				}
			}
		}
	}
	if tables < 10 {
		t.Errorf("%d sheets", tables)
	}
}

// Lines and linked data say every claim once, whatever form they have.
func TestLinesAndLinkedDataHaveEveryClaim(t *testing.T) {
	p := withLists(t, handArchive(t))
	lines, got := handOn(t, p.archive, flow.HandRequest{Form: flow.HandLines})
	said := map[string]bool{}
	for line := range bytes.Lines(lines[flow.HandClaims].Bytes()) {
		var c struct {
			Claim, Value string
			Passages     []struct{ Item, Quote string }
		}
		if err := json.Unmarshal(line, &c); err != nil || len(c.Passages) == 0 {
			t.Fatalf("%s: %v", line, err)
		}
		said["urn:sanad:claim:"+c.Claim] = true
	}
	if int64(len(said)) != got.Claims {
		t.Errorf("%d claims of %d", len(said), got.Claims)
	}
	for _, each := range []bool{false, true} {
		out, _ := handOn(t, p.archive, flow.HandRequest{Form: flow.HandLinked, Lines: each})
		var graph struct {
			Graph []map[string]any `json:"@graph"`
		}
		if each {
			for line := range bytes.Lines(out[flow.HandGraphLines].Bytes()) {
				var n map[string]any
				if err := json.Unmarshal(line, &n); err != nil {
					t.Fatal(err)
				}
				graph.Graph = append(graph.Graph, n)
			}
		} else if err := json.Unmarshal(out[flow.HandGraph].Bytes(), &graph); err != nil {
			t.Fatal(err)
		}
		ids, links := map[string]bool{}, map[string]bool{}
		for _, n := range graph.Graph {
			ids[n["@id"].(string)] = true
			for _, at := range asList(n["prov:wasDerivedFrom"]) {
				if source, ok := at.(map[string]any)["oa:hasSource"].(string); ok {
					links[source] = true
				}
			}
			if by, ok := n["prov:wasGeneratedBy"].(string); ok {
				links[by] = true
			}
		}
		for id := range said {
			if !ids[id] {
				t.Errorf("the graph lacks %s", id)
			}
		}
		for id := range links {
			if !ids[id] {
				t.Errorf("the graph speaks of %s, which is not in it", id)
			}
		}
	}
}

func asList(v any) []any {
	l, _ := v.([]any)
	return l
}

// A load file names each original with its bytes, text and numbers; what an
// encoding can't hold is named.
func TestLoadFilesHaveEveryOriginal(t *testing.T) {
	p := withLists(t, handArchive(t))
	out, got := handOn(t, p.archive, flow.HandRequest{Form: flow.HandLoad, Pictures: func(_ context.Context, item custody.Item, page int) ([]byte, error) {
		if strings.HasPrefix(item.MediaType, "text/plain") {
			return []byte("a picture"), nil
		}
		return nil, fail.New(fail.NotFound, "no pages")
	}})
	whole, narrow := loadFile(t, out[flow.HandLoadFile]), loadFile(t, out[flow.HandLoadCP1252])
	if int64(len(whole)) != got.Items || len(whole) != len(narrow) || len(whole) != 3 {
		t.Fatalf("%d and %d lines of %+v", len(whole), len(narrow), got)
	}
	for i, line := range whole {
		native := out[strings.ReplaceAll(line["NATIVELINK"], `\`, "/")]
		if native == nil || fmt.Sprintf("%x", sha256.Sum256(native.Bytes())) != line["SHA256"] || fmt.Sprint(native.Len()) != line["FILESIZE"] || line["CUSTODIAN"] != "withheld" || line["BEGDOC"] == "" || line["BEGDOC"] != narrow[i]["BEGDOC"] {
			t.Errorf("the line is %q", line)
		}
		if text := out[strings.ReplaceAll(line["TEXTLINK"], `\`, "/")]; text == nil || text.Len() == 0 {
			t.Errorf("%s has no text: %q", line["BEGDOC"], line["TEXTLINK"])
		}
	}
	letter := find(whole, "NAMES", "Navid Kardan; نوید «کردان»\nþ(R)?; Warden")
	if letter == nil || find(narrow, "BEGDOC", letter["BEGDOC"])["NAMES"] != "Navid Kardan; ???? «?????»\nþ(R)?; Warden" {
		t.Errorf("the names are %q and %q", letter, narrow)
	}
	lost, err := csv.NewReader(bytes.NewReader(out[flow.HandLoadLosses].Bytes()[3:])).ReadAll()
	if err != nil || len(lost) != 3 || !strings.ContainsAny(lost[2][4], "نوید") {
		t.Errorf("told as lost: %q, %v", lost, err)
	}
	var pages []opticon.Page
	if err := opticon.Read(out[flow.HandImages], func(p opticon.Page) error { pages = append(pages, p); return nil }); err != nil || len(pages) != 1 || out[pages[0].Path].String() != "a picture" || pages[0].Key != letter["BEGDOC"] {
		t.Errorf("the images are %+v: %v", pages, err)
	}
}

func loadFile(t *testing.T, data *bytes.Buffer) (lines []map[string]string) {
	t.Helper()
	r, err := concordance.NewReader(data)
	if err != nil {
		t.Fatal(err)
	}
	for {
		values, err := r.Next()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		line := map[string]string{}
		for i, name := range r.Fields() {
			line[name] = values[i]
		}
		lines = append(lines, line)
	}
}

// A web archive that claims rest on leaves in a package that others open, with an
// index that finds its records.
func TestAWebArchiveLeavesInAPackage(t *testing.T) {
	p := benchArchive(t)
	var file bytes.Buffer
	w := warc.NewWriter(&file)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var placed []warc.Placed
	for i, url := range []string{"https://varanda.example/one", "https://varanda.example/two?x=1"} {
		got, err := w.Add(warc.Entry{Type: "response", ID: fmt.Sprintf("<urn:uuid:00000000-0000-0000-0000-00000000000%d>", i), Date: at, URI: url, MediaType: "application/http; msgtype=response",
			Head: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"), Body: strings.NewReader("<p>the warden</p>")})
		if err != nil {
			t.Fatal(err)
		}
		placed = append(placed, got)
	}
	sum := takeIn(t, p, "page.warc.gz", file.Bytes())
	record(t, p, founder(), claim.Made{Claim: "c-1", Case: "main", Entity: "e-1", Schema: "Post", Property: "name", Value: "Warden", Original: "x", Passages: []text.Passage{place(t, p, sum, "varanda.example/one")}})
	out, got := handOn(t, p.archive, flow.HandRequest{Form: flow.HandWeb})
	if got.Items != 1 || len(got.Warnings) > 0 {
		t.Fatalf("%+v", got)
	}
	data := out["case-1.wacz"].Bytes()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	inside := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err == nil {
			inside[f.Name], err = io.ReadAll(r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	packed, err := gzip.NewReader(bytes.NewReader(inside["indexes/index.cdx.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	index, err := io.ReadAll(packed)
	if err != nil || !bytes.Equal(inside["archive/"+sum.String()+".warc.gz"], file.Bytes()) {
		t.Fatalf("the file is another: %v", err)
	}
	for _, want := range placed {
		if !bytes.Contains(index, fmt.Appendf(nil, `"mime":"text/html","status":"200","length":"%d","offset":"%d"`, want.Length, want.Offset)) {
			t.Errorf("the index lacks the record at byte %d:\n%s", want.Offset, index)
		}
	}
	if !bytes.Contains(inside["pages/pages.jsonl"], []byte("https://varanda.example/two?x=1")) || !bytes.Contains(inside["datapackage.json"], fmt.Appendf(nil, "%x", sha256.Sum256(file.Bytes()))) {
		t.Errorf("pages or hashes are missing: %s", inside["datapackage.json"])
	}
}

// What a release holds is handed on in every form when two people approved just
// that, and never before or after.
func TestAReleaseIsHandedOnAsTwoPeopleApprovedIt(t *testing.T) {
	s := opened(t, nil, map[string]string{"note.txt": "one"})
	dir := laid(t, map[string]string{"list.csv": letters()["list1.csv"]})
	s.must("import", filepath.Join(dir, "list.csv"), "--map", s.file("map.yaml", fmt.Sprintf(letterMap, "Families")))
	s.must("user", "add", "second", "--role", "publisher")
	var asked struct{ Release string }
	s.read(&asked, "release", "new", "--title", "T", "--audience", "A", "--shape", "files")
	dest := func(form, name string) string { return filepath.Join(t.TempDir(), form+name) }
	if out, code := s.run("export", "csv", "--release", asked.Release, "--out", dest("csv", "early")); code != 5 {
		t.Errorf("before anybody approved it: %d, %s", code, out)
	}
	s.must("--as", "second", "release", "approve", asked.Release)
	for _, form := range flow.HandForms() {
		var got struct {
			Path, SHA256, Release string
			Items, Claims, Index  int64
			Withheld              int64
			Warnings              []string
		}
		at := dest(string(form), "")
		s.read(&got, "export", string(form), "--release", asked.Release, "--out", at)
		if got.Release != asked.Release || got.Index < 0 || got.Claims == 0 || got.Items == 0 && form != flow.HandWeb {
			t.Errorf("%s: %+v", form, got)
		}
		for _, name := range []string{"manifest-sha256.txt", "seal/release.json", "seal/release.tlog-proof", "ledger/key", "export.json"} {
			if _, err := os.Stat(filepath.Join(at, name)); err != nil {
				t.Errorf("%s: %v", form, err)
			}
		}
	}
	s.must("claim", "withdraw", firstClaim(t, s), "--reason", "a slip")
	late := dest("csv", "late")
	if out, code := s.run("export", "csv", "--release", asked.Release, "--out", late); code != 5 {
		t.Errorf("after the plan changed: %d, %s", code, out)
	}
	if _, err := os.Stat(late); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused export left its folder: %v", err)
	}
}

// An export that is broken off, or has no room, leaves no folder.
func TestAnExportThatIsBrokenOffLeavesNothing(t *testing.T) {
	p := handArchive(t)
	for _, form := range flow.HandForms() {
		ctx, stop := context.WithCancel(context.Background())
		out := &stopping{files: files{}, stop: stop}
		if _, err := flow.ExportHandOn(ctx, p.archive, founder(), flow.HandRequest{Form: form}, time.Now(), out, quiet); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: broken off: %v", form, err)
		}
		stop()
		if _, err := flow.ExportHandOn(context.Background(), p.archive, founder(), flow.HandRequest{Form: form}, time.Now(), full{}, quiet); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s: a full disk: %v", form, err)
		}
	}
	if _, err := flow.ExportHandOn(context.Background(), p.archive, guard.Actor{Handle: "x", Roles: []guard.Role{guard.Reader}}, flow.HandRequest{Form: flow.HandCSV}, time.Now(), files{}, quiet); fail.Of(err) != fail.Refused {
		t.Errorf("a reader: %v", err)
	}
	if _, err := flow.ExportHandOn(context.Background(), p.archive, founder(), flow.HandRequest{Form: "pdf"}, time.Now(), files{}, quiet); fail.Of(err) != fail.Usage {
		t.Errorf("no form: %v", err)
	}
	if _, err := flow.ExportHandOn(context.Background(), p.archive, founder(), flow.HandRequest{Form: flow.HandCSV, Case: "none"}, time.Now(), files{}, quiet); fail.Of(err) != fail.NotFound {
		t.Errorf("no case: %v", err)
	}
}

// stopping breaks off when the first file is begun.
type stopping struct {
	files
	stop func()
}

func (s *stopping) Create(name string) (io.WriteCloser, error) {
	s.stop()
	return s.files.Create(name)
}

type full struct{}

func (full) Create(string) (io.WriteCloser, error) { return fullFile{}, nil }

type fullFile struct{}

func (fullFile) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
func (fullFile) Close() error              { return nil }

func firstClaim(t *testing.T, s searcher) string {
	t.Helper()
	var c struct{ Claim string }
	line, _, _ := strings.Cut(s.must("--json", "claims"), "\n")
	if err := json.Unmarshal([]byte(line), &c); err != nil || c.Claim == "" {
		t.Fatal(line, err)
	}
	return c.Claim
}
