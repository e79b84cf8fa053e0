package arch

import (
	"strings"
	"testing"
	"testing/fstest"
)

const knows = "// Package app knows.\npackage app\n\n"

func TestRulesOfFiles(t *testing.T) {
	long := strings.Repeat("\n", maxLines)
	for name, c := range map[string]struct {
		files       fstest.MapFS
		rule, words string
	}{
		"no package comment":         {fstest.MapFS{"app/a.go": source("package app\n")}, "comment", "the package has no comment"},
		"two package comments":       {fstest.MapFS{"app/a.go": file("app"), "app/b.go": file("app")}, "comment", "more than one file"},
		"a comment of another":       {fstest.MapFS{"app/a.go": source("// Copyright.\npackage app\n")}, "comment", "does not begin with \"Package app\""},
		"a file too long":            {fstest.MapFS{"app/a.go": source(knows + long)}, "length", "at most 500"},
		"a test too long":            {fstest.MapFS{"app/a.go": source(knows), "app/a_test.go": source("package app\n" + long)}, "length", "at most 500"},
		"a function too long":        {fstest.MapFS{"app/a.go": source(knows + "func f() {" + strings.Repeat("\n", maxFunction) + "}\n")}, "length", "f has 101 lines"},
		"a function just so long":    {fstest.MapFS{"app/a.go": source(knows + "func f() {" + strings.Repeat("\n", maxFunction-1) + "}\n")}, "", ""},
		"an empty name of a package": {fstest.MapFS{"app/a.go": source("// Package util knows.\npackage util\n")}, "name", "says nothing"},
		"an empty name of a folder":  {fstest.MapFS{"core/helpers/a.go": file("a")}, "name", "helpers"},
		"an empty name of a file":    {fstest.MapFS{"app/a.go": file("app"), "app/common_test.go": source("package app\n")}, "name", "common"},
		"unfinished work":            {fstest.MapFS{"app/a.go": source(knows + "// TO" + "DO: later\nfunc f() {}\n")}, "unfinished", "TO" + "DO"},
		"a word that only looks so":  {fstest.MapFS{"app/a.go": source(knows + "// TO" + "DOS was a name\nfunc f() {}\n")}, "", ""},
		"func init":                  {fstest.MapFS{"app/a.go": source(knows + "func init() {}\n")}, "init", "runs unseen"},
		"a method named init":        {fstest.MapFS{"app/a.go": source(knows + "type x int\n\nfunc (x) init() {}\n")}, "", ""},
	} {
		t.Run(name, func(t *testing.T) { wantFault(t, faultsOf(t, "", c.files), c.rule, c.words) })
	}
}

func TestPackageVariables(t *testing.T) {
	for decl, words := range map[string]string{
		"var count int":                                         "count can change",
		"var Hook = func() {}":                                  "Hook can change",
		"var Table = []int{1}":                                  "Table can change",
		"var a, b = 1, errors.New(\"b\")":                       "a can change",
		"var table = []int{1}\nfunc f() { table[0] = 2 }":       "table can change",
		"var table = []int{1}\nfunc f() { table[0]++ }":         "table can change",
		"var table = []int{1}\nfunc f() *[]int{return &table}":  "table can change",
		"var table = []int{1}\nfunc f() { slices.Sort(table) }": "table can change",
		"var table = map[int]int{}\nfunc f() {delete(table,1)}": "table can change",
		"var errX = errors.New(\"x\")\nfunc f() {errX = nil}":   "errX can change",
		"var table = []int{1}\nfunc f() int{return table[0]}":   "",
		"var hook = func() {}\nfunc f() { hook = nil }":         "hook can change",
		"var made = func() int { return 1 }":                    "",
		"var ErrX = errors.New(\"x\")":                          "",
		"var ErrX = fail.New(1, \"x\").Do(\"y\")":               "",
		"var form = regexp.MustCompile(`x`)":                    "",
		"var All = sync.OnceValues(load)":                       "",
		"//go:embed x.txt\nvar files embed.FS":                  "",
		"var _ error = x{}":                                     "",
		"const limit = 1":                                       "",
	} {
		wantFault(t, faultsOf(t, "", fstest.MapFS{"app/a.go": source(knows + decl + "\n")}), "state", words)
	}
}

func TestSkips(t *testing.T) {
	for body, words := range map[string]string{
		"func TestX(t *testing.T) { t.Skip(\"not here\") }":     "a test can be skipped",
		"func BenchmarkX(b *testing.B) { b.SkipNow() }":         "a test can be skipped",
		"func need(tb testing.TB) { tb.Skipf(\"no %d\", 1) }":   "a test can be skipped",
		"func read(d *xml.Decoder) error { return d.Skip() }":   "",
		"func TestX(t *testing.T) { t.Fatal(\"never skips\") }": "",
	} {
		faults := faultsOf(t, "", fstest.MapFS{"app/a.go": file("app"), "app/a_test.go": source("package app\n\n" + body + "\n")})
		wantFault(t, faults, "skip", words)
	}
}

// Whatever runs beside something must be seen by the race detector.
func TestWhatRunsBesideSomethingIsNamedSo(t *testing.T) {
	for body, words := range map[string]string{
		`func TestX(t *testing.T) { go f() }`:                                           "in TestX something runs beside",
		`func TestX(t *testing.T) { all.Go(f) }`:                                        "in TestX something runs beside",
		`func TestX(t *testing.T) { t.Run("", func(t *testing.T) { t.Parallel() }) }`:   "in TestX something runs beside",
		`func TestX(t *testing.T) { s.must("work", "--once") }`:                         "in TestX something runs beside",
		"func TestX(t *testing.T) { a() }\nfunc a() { x.b() }\nfunc (y) b() { go f() }": "in TestX something runs beside",
		"func TestManyAtOnce(t *testing.T) { a() }\nfunc a() { go f() }":                "",
		"func TestAJobEnds(t *testing.T) { a() }\nfunc a() { go f() }":                  "",
		"func TestX(t *testing.T) { o.Work(ctx) }":                                      "by AtOnce|Job",
		"func TestX(t *testing.T) { f() }\nfunc BenchmarkX(b *testing.B) { go f() }":    "",
	} {
		faults := faultsOf(t, "", fstest.MapFS{"app/a.go": file("app"), "app/a_test.go": source("package app\n\n" + body + "\n")})
		wantFault(t, faults, "watched", words)
	}
	starts := "func f() { go f() }\n"
	wantFault(t, faultsOf(t, "", fstest.MapFS{"app/a.go": source(knows + starts)}), "watched", "name the test AtOnce|Job")
	wantFault(t, faultsOf(t, "", fstest.MapFS{"face/a.go": source("// Package face knows.\npackage face\n\n" + starts)}), "", "")
}

func TestAllowListExcusesOneRuleInOnePlace(t *testing.T) {
	files := func() fstest.MapFS { return fstest.MapFS{"app/a.go": source(knows + "var count int\n")} }
	wantFault(t, faultsOf(t, "state app/a.go it counts something else\n", files()), "", "")
	wantFault(t, faultsOf(t, "state app/a.go it counts something else\ninit app/a.go there once was one\n", files()), "allow", "take the line out")
	if got := faultsOf(t, "state app/b.go it counts something else\n", files()); len(got) != 2 {
		t.Errorf("another file's line excused it: %v", got)
	}
	if _, err := ParseAllow("state app/a.go because\n"); err == nil {
		t.Error("a line without a reason was read")
	}
}

func TestWhatCannotBeParsedIsAnError(t *testing.T) {
	house, _ := ParseHouse(tinyHouse)
	for _, files := range []fstest.MapFS{
		{"go.mod": source("module m\n"), "app/a.go": source("package")},
		{"go.mod": source("go 1.26\n")},
		{"app/a.go": file("app")},
	} {
		if _, err := Check(files, house, nil); err == nil {
			t.Errorf("%v was checked without an error", files)
		}
	}
}
