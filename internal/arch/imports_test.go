package arch

import (
	"strings"
	"testing"
	"testing/fstest"
)

// tinyHouse has a floor of each sort.
const tinyHouse = `
floor ground pure ground/...
floor core pure core/...
floor store store/...
floor face face/...
floor app app
apart verify pure -> ground/...
tests store/suite -> core/... store/...
beside core/b -> core/a
never face/... -> store/...
reach face/door -> core/a ground/... face/words
named AtOnce|Job -> app
pure without os net/http
pure modules golang.org/x/mod/...
`

// file writes a Go file of package p that imports what is named.
func file(p string, imports ...string) *fstest.MapFile {
	var b strings.Builder
	b.WriteString("// Package " + p + " knows one thing.\npackage " + p + "\n")
	for _, i := range imports {
		b.WriteString("import _ \"" + i + "\"\n")
	}
	return &fstest.MapFile{Data: []byte(b.String())}
}

// source writes a Go file as it is given.
func source(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// faultsOf checks a module named m made of the files.
func faultsOf(t *testing.T, allow string, files fstest.MapFS) []Fault {
	t.Helper()
	house, err := ParseHouse(tinyHouse)
	if err != nil {
		t.Fatal(err)
	}
	allowed, err := ParseAllow(allow)
	if err != nil {
		t.Fatal(err)
	}
	files["go.mod"] = source("module m\n\ngo 1.26\n")
	faults, err := Check(files, house, allowed)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// wantFault checks that there is exactly one fault, of that rule, in those
// words; no words: that there is none.
func wantFault(t *testing.T, faults []Fault, rule, words string) {
	t.Helper()
	if words == "" && len(faults) == 0 {
		return
	}
	if len(faults) != 1 || faults[0].Rule != rule || !strings.Contains(faults[0].String(), words) {
		t.Errorf("got %v, want one fault of the rule %q with %q", faults, rule, words)
	}
}

func TestImports(t *testing.T) {
	for name, c := range map[string]struct {
		files       fstest.MapFS
		rule, words string
	}{
		"down is allowed":                  {fstest.MapFS{"core/a/a.go": file("a", "m/ground/g", "strings"), "ground/g/g.go": file("g")}, "", ""},
		"up is refused":                    {fstest.MapFS{"ground/g/g.go": file("g", "m/core/a"), "core/a/a.go": file("a")}, "import", "imports go down only"},
		"sideways is refused":              {fstest.MapFS{"core/a/a.go": file("a", "m/core/b"), "core/b/b.go": file("b")}, "import", "never sideways"},
		"sideways is allowed where listed": {fstest.MapFS{"core/b/b.go": file("b", "m/core/a"), "core/a/a.go": file("a")}, "", ""},
		"a package without a floor":        {fstest.MapFS{"attic/a.go": file("attic")}, "floor", "has no floor: give it a line"},
		"what has no floor is no ground":   {fstest.MapFS{"app/a.go": file("app", "m/verify"), "verify/v.go": file("verify")}, "import", "stands on no floor below"},
		"the disk from a pure floor":       {fstest.MapFS{"core/a/a.go": file("a", "os")}, "import", "core/a must stay pure, but imports os"},
		"the disk from a test is allowed":  {fstest.MapFS{"core/a/a.go": file("a"), "core/a/a_test.go": file("a", "os")}, "", ""},
		"the disk from a store is allowed": {fstest.MapFS{"store/s/s.go": file("s", "os")}, "", ""},
		"a module not known to be pure":    {fstest.MapFS{"core/a/a.go": file("a", "example.org/db")}, "import", "not among those known to be"},
		"a module known to be pure":        {fstest.MapFS{"core/a/a.go": file("a", "golang.org/x/mod/sumdb/note")}, "", ""},
		"cgo":                              {fstest.MapFS{"store/s/s.go": file("s", "C")}, "import", "pure Go"},
		"a face that knows a store":        {fstest.MapFS{"face/desk/d.go": file("desk", "m/store/s"), "store/s/s.go": file("s")}, "import", "must not know store/s"},
		"verify out of its bounds":         {fstest.MapFS{"verify/v.go": file("verify", "m/core/a"), "core/a/a.go": file("a")}, "import", "verify may import only ground/..."},
		"verify is pure":                   {fstest.MapFS{"verify/v.go": file("verify", "os")}, "import", "verify must stay pure"},
		"a program with a test suite in":   {fstest.MapFS{"app/a.go": file("app", "m/store/suite"), "store/suite/s.go": file("suite")}, "import", "only tests may import"},
		"a test with a test suite":         {fstest.MapFS{"store/s/s.go": file("s"), "store/s/s_test.go": file("s", "m/store/suite"), "store/suite/s.go": file("suite")}, "", ""},
		"testdata is passed over":          {fstest.MapFS{"core/a/a.go": file("a"), "core/a/testdata/x.go": source("not Go at all")}, "", ""},
	} {
		t.Run(name, func(t *testing.T) { wantFault(t, faultsOf(t, "", c.files), c.rule, c.words) })
	}
}

func TestDotImportIsRefused(t *testing.T) {
	faults := faultsOf(t, "", fstest.MapFS{"app/a.go": source("// Package app knows.\npackage app\n\nimport . \"time\"\n")})
	wantFault(t, faults, "import", "with a dot")
}

func TestReachIsFollowedAsFarAsItGoes(t *testing.T) {
	faults := faultsOf(t, "", fstest.MapFS{
		"face/door/d.go": file("door", "m/core/a"),
		"core/a/a.go":    file("a", "m/ground/g"),
		"ground/g/g.go":  file("g"),
	})
	wantFault(t, faults, "", "")
	house, err := ParseHouse(tinyHouse + "\nbeside core/a -> core/z")
	if err != nil {
		t.Fatal(err)
	}
	faults, err = Check(fstest.MapFS{
		"go.mod":         source("module m\n"),
		"face/door/d.go": file("door", "m/core/a"),
		"core/a/a.go":    file("a", "m/core/z"),
		"core/z/z.go":    file("z"),
	}, house, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantFault(t, faults, "reach", "reaches core/z, however far off")
}

func TestClockInPurePackages(t *testing.T) {
	const head = "// Package a knows.\npackage a\n\n"
	for text, words := range map[string]string{
		"import \"time\"\n\nfunc f() time.Time { return time.Now() }":      "takes time.Now at a.go:6",
		"import \"time\"\n\nfunc f() func() time.Time { return time.Now }": "takes time.Now",
		"import tick \"time\"\n\nfunc f() { tick.Sleep(1) }":               "takes time.Sleep",
		"import \"time\"\n\nfunc f(t time.Time) time.Time { return t }":    "",
		"type c struct{}\n\nfunc (c) Now() {}\n\nfunc f(x c) { x.Now() }":  "",
	} {
		wantFault(t, faultsOf(t, "", fstest.MapFS{"core/a/a.go": source(head + text + "\n")}), "clock", words)
	}
	wantFault(t, faultsOf(t, "", fstest.MapFS{"store/a/a.go": source(head + "import \"time\"\n\nvar _ = time.Now\n")}), "", "")
}

func TestOddLinesOfFloorsAreRefused(t *testing.T) {
	for _, line := range []string{"floor", "storey a b", "pure a b", "never x"} {
		if _, err := ParseHouse(line); err == nil {
			t.Errorf("%q was read", line)
		}
	}
}
