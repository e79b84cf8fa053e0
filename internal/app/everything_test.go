package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"sanad/internal/face/cli"
)

// shownLine is what `sanad items` and `sanad show` tell of an item.
type shownLine struct {
	ID, Path, Error string
	MediaType       string `json:"media_type"`
	Parent          *string
	Gaps            []struct{ Part, Reason, Limit string }
}

// lines runs a command that answers in JSON Lines.
func (s searcher) lines(args ...string) (all []shownLine) {
	s.t.Helper()
	out, code := s.run(append([]string{"--json"}, args...)...)
	if code != 0 {
		s.t.Fatalf("sanad %v: %d\n%s", args, code, out)
	}
	for dec := json.NewDecoder(strings.NewReader(out)); dec.More(); {
		var line shownLine
		if err := dec.Decode(&line); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}

// answer is what `sanad process` tells.
type answer struct {
	Done, Members, Pending int
	Failed                 []struct{ Item, Step, Error, Limit string }
	Partial                []struct{ Item, Part, Reason, Limit string }
}

// process runs sanad process with a line on standard input.
func (s searcher) process(input string, args ...string) (got answer) {
	s.t.Helper()
	var out, errs bytes.Buffer
	code := cli.Run(context.Background(), append([]string{"--archive", s.dir, "--json", "process"}, args...),
		cli.Streams{In: strings.NewReader(input), Out: &out, Err: &errs}, workshop{}.ports())
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		s.t.Fatalf("sanad process %v: %d %v\n%s%s", args, code, err, out.Bytes(), errs.Bytes())
	}
	if want := map[bool]int{true: 0, false: 4}[len(got.Failed) == 0]; code != want {
		s.t.Errorf("sanad process %v ends with %d, want %d", args, code, want)
	}
	return got
}

// opened makes an archive of files, with settings put into sanad.json.
func opened(t *testing.T, limits map[string]int64, files map[string]string) searcher {
	t.Helper()
	s := searcher{t, t.TempDir() + "/archive"}
	if out, code := (searcher{t, "."}).run("init", s.dir, "--name", "everything"); code != 0 {
		t.Fatal(out)
	}
	limit(t, s.dir, limits)
	s.must("add", laid(t, files), "--source", "neighbours")
	return s
}

// found gives the items that a search finds.
func (s searcher) found(query ...string) map[string]bool {
	s.t.Helper()
	var got struct {
		Total int
		Hits  []struct{ ID, Kind string }
	}
	s.read(&got, append([]string{"search", "--limit", "500"}, query...)...)
	ids := map[string]bool{}
	for _, h := range got.Hits {
		ids[h.ID] = true
	}
	return ids
}

// packed says what each file that holds others holds.
var packed = map[string]int{
	"book.epub": 2, "bundle.7z": 2, "bundle.rar": 2, "bundle.tar": 1, "bundle.tar.bz2": 1, "bundle.tar.gz": 1, "bundle.tar.xz": 1, "bundle.zip": 3,
	"inner.zip": 1, "capture.warc": 1, "inbox.mbox": 2, "letter.eml": 1, "letter.msg": 2, "note.txt.gz": 1, "note.txt.zst": 1, "photo.heic": 1,
	"paper.odt": 1, "sheet.ods": 1, "slides.odp": 1, "site.wacz": 1, "data.warc.gz": 1, "site.warc.gz": 1,
}

// Whatever is handed in is read, or its failure is named; what lies inside is
// an item with a parent; and a name in one script finds it in all.
func TestEverythingReadAtOnceIsReadOrNamed(t *testing.T) {
	files := everything(t)
	s := opened(t, nil, files)
	first := s.process("")
	items := s.lines("items")
	failed := map[string]string{}
	for _, f := range first.Failed {
		failed[f.Item] += f.Error
	}
	if first.Pending != 0 || len(items) != len(files)+first.Members || first.Done+len(failed) < len(items) {
		t.Errorf("%d files, %d items: %d read, %d found inside, %d failed, %d wait", len(files), len(items), first.Done, first.Members, len(failed), first.Pending)
	}
	checkFound(t, s, items, failed)
	checkMembers(t, items)
	checkShown(t, s, items)
	// Nothing more happens until somebody asks for it.
	before := s.must("--json", "verify")
	if again := s.process(""); again.Done+again.Members+len(again.Failed) != 0 {
		t.Errorf("processing again: %+v", again)
	}
	if after := s.must("--json", "verify"); after != before {
		t.Errorf("processing again changed the ledger:\n%s%s", before, after)
	}
	retry := s.process("", "--retry", "--step", "ocr")
	for _, f := range retry.Failed {
		if f.Step != "ocr" {
			t.Errorf("trying only to read pictures: %+v", f)
		}
	}
	for _, i := range items {
		if path.Base(i.Path) == "locked.pdf" {
			s.process("narestan\n", "--item", i.ID, "--password")
			if !s.found(latin)[i.ID] {
				t.Error("a PDF is not found by its words after its password was given")
			}
		}
	}
}

// checkFound holds each file to be found by the name in every script, but for
// those that can't hold it, or can't be read on this machine.
func checkFound(t *testing.T, s searcher, items []shownLine, failed map[string]string) {
	t.Helper()
	nameless := []string{"formula.json", "nothing.txt", "machine.bin", "locked.pdf", "photo.heic", "scan.avif", "scan.bmp", "a.txt", "b.txt", "r.txt", "mimetype", "thumbnail.png", "thumbnail.jpg",
		"book.epub", "bundle.7z", "bundle.rar", "bundle.tar", "bundle.tar.bz2", "bundle.tar.gz", "bundle.tar.xz", "bundle.zip", "inner.zip", "capture.warc", "inbox.mbox",
		"note.txt.gz", "note.txt.zst", "site.wacz", "data.warc.gz", "site.warc.gz"}
	for _, spelling := range []string{persian, arabic, maksura, joined, presented, latin, "karimi ali"} {
		ids := s.found(spelling)
		for _, i := range items {
			name := path.Base(i.Path)
			switch {
			case ids[i.ID], slices.Contains(nameless, name):
			case strings.Contains(failed[i.ID], "not installed"):
			default:
				t.Errorf("%s does not find %s (%s) %s", spelling, i.Path, i.MediaType, failed[i.ID])
			}
		}
	}
	for _, name := range []string{"machine.bin", "locked.pdf", "scan.avif", "photo.heic"} {
		if !slices.ContainsFunc(items, func(i shownLine) bool { return path.Base(i.Path) == name && failed[i.ID] != "" }) {
			t.Errorf("that %s could not be read is not told", name)
		}
	}
	// Digits are digits in every script.
	for _, year := range []string{"1361", "۱۳۶۱", "١٣٦١"} {
		if got := len(s.found(year)); got < 6 {
			t.Errorf("%s finds %d items", year, got)
		}
	}
}

func checkMembers(t *testing.T, items []shownLine) {
	t.Helper()
	names, inside := map[string]string{}, map[string]int{}
	for _, i := range items {
		names[i.ID] = path.Base(i.Path)
	}
	for _, i := range items {
		if i.Parent != nil {
			inside[names[*i.Parent]]++
		}
	}
	if !maps.Equal(inside, packed) {
		t.Errorf("inside are %v\nwant %v", inside, packed)
	}
}

// checkShown looks at what is told of single items.
func checkShown(t *testing.T, s searcher, items []shownLine) {
	t.Helper()
	for _, c := range []struct{ name, want string }{
		{"letter.eml", `"name":"subject","value":"letter"`},
		{"letter.eml", `"role":"attachment"`},
		{"letter.msg", `"by":"sanad-msg `},
		{"paper.docx", `"engine":"sanad-docx"`},
		{"site.wacz", `"reason":"datapackage.json does not list it: nothing vouches for it"`},
		{"scan.avif", `"step":"ocr"`},
		{"machine.bin", `"error":"no reader for application/octet-stream; the original is kept and can be found by its name"`},
		{"windows.txt", `"encoding":"windows-1256"`},
		{"bundle.zip", `handed in/bundle.zip/../../up.txt`},
		{"note.txt.gz", `"path":"handed in/note.txt.gz/note.txt"`},
	} {
		at := slices.IndexFunc(items, func(i shownLine) bool { return path.Base(i.Path) == c.name })
		if at < 0 {
			t.Errorf("there is no %s", c.name)
			continue
		}
		if out := s.must("--json", "show", items[at].ID); !strings.Contains(compact(out), c.want) {
			t.Errorf("%s does not tell %s:\n%s", c.name, c.want, out)
		}
	}
}

// compact writes JSON without white space.
func compact(raw string) string {
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(raw)); err != nil {
		return fmt.Sprint(err)
	}
	return out.String()
}
