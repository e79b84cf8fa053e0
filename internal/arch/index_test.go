package arch

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"
)

func TestIndexOfStandardsPromisesOnlyWhatIsThere(t *testing.T) {
	root := moduleRoot(t)
	text, err := fs.ReadFile(root, "standards/index.txt")
	if err != nil {
		t.Fatal(err)
	}
	list, err := ParseIndex(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 10 {
		t.Errorf("the index has %d lines: something was not read", len(list))
	}
	for _, f := range CheckIndex(root, list) {
		t.Error(f)
	}
}

func TestIndexOfStandardsIsRefused(t *testing.T) {
	root := fstest.MapFS{"internal/a.go": {}}
	for line, want := range map[string]string{
		"RFC 1 | yes | internal/b.go |":      "internal/b.go, which is not there",
		"RFC 1 | yes | |":                    "not where",
		"RFC 1 | maybe | internal/a.go | x":  "maybe",
		"RFC 1 | partly | internal/a.go |":   "what is missing",
		"RFC 1 | not yet | |":                "what is missing",
		"RFC 1 | yes | internal/a.go |":      "",
		"RFC 1 | not yet | | needs a server": "",
	} {
		list, err := ParseIndex("# a comment\n\n" + line)
		if err != nil {
			t.Fatal(err)
		}
		faults := CheckIndex(root, list)
		if want == "" && len(faults) == 0 || want != "" && len(faults) == 1 && strings.Contains(faults[0].Text, want) {
			continue
		}
		t.Errorf("%q: got %v, want one fault with %q", line, faults, want)
	}
	if _, err := ParseIndex("RFC 1 | yes"); err == nil {
		t.Error("a line with two cells was read")
	}
}

func TestEveryLinkOfTheDocumentsLeadsSomewhere(t *testing.T) {
	root, seen := moduleRoot(t), 0
	tree, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tree.Names {
		if path.Ext(name) != ".md" {
			continue
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range Links(string(text)) {
			seen++
			if _, err := fs.Stat(root, path.Join(path.Dir(name), link)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, link)
			}
		}
	}
	if seen == 0 {
		t.Error("no link was found in any document: something was not read")
	}
}

func TestLinksAreFound(t *testing.T) {
	got := Links("see [a](a.md), [b](../b/c.md#d), [net](https://example.org/x) and [here](#there)")
	if len(got) != 2 || got[0] != "a.md" || got[1] != "../b/c.md" {
		t.Errorf("got %q", got)
	}
}
