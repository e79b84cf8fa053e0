package app

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// hostile is a file made to hurt, and what the archive must say of it.
type hostile struct {
	name, data string
	limit      string // that is told of it, or of what lies inside it
	reason     string // or a reason
	members    int    // at least so many are taken out
}

func hostiles(t *testing.T) []hostile {
	all := []hostile{
		{"bomb.zip", zipped(t, "zeros", strings.Repeat("\x00", 64<<20), "after.txt", latin), "member_bytes", "", 1},
		{"bomb.gz", gzipped(t, strings.Repeat("\x00", 64<<20)), "member_bytes", "", 0},
		{"nested.zip", nestedZip(t, 12, 400<<10), "members_bytes", "", 6},
		{"deep.zip", nestedZip(t, 30, 1), "depth", "", 20},
		{"many.zip", zipped(t, numbered(200)...), "members", "", 10},
		{"odd.zip", oddZip(t), "", "", 10},
		{"odd.tar", oddTar(t), "", "not followed", 2},
		{"huge.png", gigapixels(), "pixels", "", 0},
		{"nested.eml", nestedMail(3000), "depth", "", 0},
		{"deep.json", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "depth", "", 0},
		{"deep.xml", `<?xml version="1.0"?>` + strings.Repeat("<a>", 100_000), "depth", "", 0},
		{"deep.html", strings.Repeat("<div>", 100_000) + latin, "", "", 0},
		{"lying.warc", strings.Replace(captured(9), "Content-Length: ", "Content-Length: 99999999999", 1), "", "it is cut off: ", 0},
		{"negative.warc", strings.Replace(captured(8), "Content-Length: ", "Content-Length: -", 1), "", "Content-Length", 0},
		{"long.txt", strings.Repeat(latin+" and nobody else\n", 500_000), "text_bytes", "", 0},
	}
	for name, data := range laughs(t) {
		all = append(all, hostile{name: name, data: data})
	}
	for name, data := range loops() {
		all = append(all, hostile{name: name, data: data})
	}
	return all
}

// A file made to hurt costs itself at most: the limit it went over is named,
// nothing of the machine is taken in, and its neighbours are read.
func TestHostileFilesReadAtOnceCostThemselves(t *testing.T) {
	files, all := texts(t), hostiles(t)
	neighbours := len(files)
	for _, h := range all {
		files[h.name] = h.data
	}
	s := opened(t, small, files)
	outside := filepath.Dir(s.dir)
	before := listed(t, outside)
	got := s.process("")
	root, paths := map[string]string{}, map[string]int{}
	for _, i := range s.lines("items") {
		first := strings.SplitN(strings.TrimPrefix(i.Path, "handed in/"), "/", 2)[0]
		root[i.ID], paths[first] = first, paths[first]+1
	}
	told := map[string]string{}
	for _, f := range got.Failed {
		told[root[f.Item]] += fmt.Sprintf("%s: %s [%s]\n", f.Step, f.Error, f.Limit)
	}
	for _, p := range got.Partial {
		told[root[p.Item]] += fmt.Sprintf("%s: %s [%s]\n", p.Part, p.Reason, p.Limit)
	}
	for _, h := range all {
		if !strings.Contains(told[h.name], h.reason) || h.limit != "" && !strings.Contains(told[h.name], "["+h.limit+"]") {
			t.Errorf("%s tells %.500s\nwant %s %s", h.name, told[h.name], h.limit, h.reason)
		}
		if paths[h.name]-1 < h.members {
			t.Errorf("%d were taken out of %s, want %d", paths[h.name]-1, h.name, h.members)
		}
		if strings.Contains(told[h.name], "crashed") {
			t.Errorf("%s: %s", h.name, told[h.name])
		}
	}
	if found := s.found(persian); len(found) < neighbours-5 {
		t.Errorf("%d items are found by the name, of %d neighbours", len(found), neighbours)
	}
	for _, query := range []string{"root:x:0:0", "nologin"} {
		if found := s.found("--exact", query); len(found) != 0 {
			t.Errorf("a file of the machine was taken in by %v", found)
		}
	}
	if after := listed(t, outside); !maps.Equal(after, before) {
		t.Errorf("outside the archive are now %v, before %v", after, before)
	}
	s.must("verify", "--fixity")
}

// listed gives what lies in a folder, without the archive's own.
func listed(t *testing.T, dir string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "archive" {
			return filepath.SkipDir
		}
		all[name] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A name inside an archive is a label: it is kept byte by byte, and shown so
// that it can't lie to who reads it.
func TestOddNamesAreLabels(t *testing.T) {
	s := opened(t, nil, map[string]string{"odd.zip": oddZip(t)})
	s.process("")
	seen := map[string]bool{}
	for _, i := range s.lines("items") {
		seen[i.Path] = true
	}
	if len(seen) < len(oddNames()) {
		t.Errorf("of %d names are %d: %v", len(oddNames()), len(seen), seen)
	}
	for _, args := range [][]string{{"items"}, {"items", "--failed"}, {"search", latin}} {
		out := s.must(args...)
		for _, bad := range []string{"\x00", "\x1b", "\u202e", "\xff\xfe"} {
			if strings.Contains(out, bad) {
				t.Errorf("sanad %v shows %q as it is", args, bad)
			}
		}
	}
	if _, err := os.Stat(path.Join(path.Dir(s.dir), "outside.txt")); err == nil {
		t.Error("a member was written outside the archive")
	}
}

// A name inside an archive may be as long as its maker likes: it is kept in
// part, what bears it is read, and the work goes on.
func TestOverlongNamesStopNothing(t *testing.T) {
	long := strings.Repeat("\x01", 900_000) // takes six times the room in JSON
	s := opened(t, nil, map[string]string{
		"long.tar":      tarred(t, long+".txt", latin+" under a long name\n"),
		"nested.tar":    tarred(t, long+"1", tarred(t, long+"2", tarred(t, long+"3", latin+" deep under long names\n"))),
		"neighbour.txt": latin + " next door",
	})
	got := s.process("")
	if len(got.Failed) != 0 || got.Pending != 0 || got.Members != 4 {
		t.Errorf("%d members, %d wait, failed: %+v", got.Members, got.Pending, got.Failed)
	}
	if found := s.found(latin); len(found) != 3 {
		t.Errorf("%d items are found by the name in them, want 3", len(found))
	}
	for _, i := range s.lines("items") {
		if len(i.Path) > 4*5000 {
			t.Errorf("a path of %d bytes is kept", len(i.Path))
		}
	}
	s.must("verify", "--fixity")
}
