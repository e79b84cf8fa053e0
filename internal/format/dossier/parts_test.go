package dossier

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func someAbout() About {
	return About{
		Release: "r-0001", Title: "آسیاب <کهنه>", Audience: "a court", Origin: "archive.example/log",
		Created: time.Date(2031, 5, 6, 10, 38, 9, 12345, time.FixedZone("", 12600)),
	}
}

func TestAboutReadsAsItWasWritten(t *testing.T) {
	data, err := someAbout().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format":"sanad-dossier/2","release":"r-0001","title":"آسیاب <کهنه>","audience":"a court","origin":"archive.example/log","created":"2031-05-06T07:08:09Z"}` + "\n"
	if string(data) != want {
		t.Errorf("written as %s, want %s", data, want)
	}
	got, err := ParseAbout(data)
	if err != nil || got.Title != someAbout().Title || got.Created.Unix() != someAbout().Created.Unix() {
		t.Errorf("read as %+v (%v)", got, err)
	}
}

func TestAboutHasOneForm(t *testing.T) {
	data, err := someAbout().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for name, changed := range map[string]string{
		"no line end":        strings.TrimSuffix(text, "\n"),
		"two line ends":      text + "\n",
		"a space":            strings.Replace(text, `":"`, `": "`, 1),
		"another time zone":  strings.Replace(text, "07:08:09Z", "08:08:09+01:00", 1),
		"parts of a second":  strings.Replace(text, "09Z", "09.5Z", 1),
		"an escaped letter":  strings.Replace(text, "a court", `a \u0063ourt`, 1),
		"a name in capitals": strings.Replace(text, `"title"`, `"Title"`, 1),
		"another format":     strings.Replace(text, "dossier/2", "dossier/3", 1),
		"no format":          strings.Replace(text, Format, "", 1),
		"no release":         strings.Replace(text, "r-0001", "", 1),
		"an unknown member":  strings.Replace(text, `{"format"`, `{"x":1,"format"`, 1),
		"not UTF-8":          strings.Replace(text, "a court", "a c\xffurt", 1),
		"nothing":            "",
		"null":               "null\n",
		"deep nesting":       strings.Repeat("[", 1<<20),
	} {
		if a, err := ParseAbout([]byte(changed)); err == nil {
			t.Errorf("%s was read as %+v", name, a)
		}
	}
	for _, a := range []About{{Origin: "o"}, {Release: "r"}, {Release: "r", Origin: "o", Title: "\xff"}} {
		if data, err := a.Marshal(); err == nil {
			t.Errorf("%+v was written as %s", a, data)
		}
	}
}

func TestWithheldReadsAsItWasWritten(t *testing.T) {
	list := []Withheld{{9, "claim.made/1", "sealed & <closed>"}, {0, "custody.opened/1", "no consent"}, {4, "claim.made/1", "no consent"}}
	data, err := (LeftOut{Withheld: list}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseLeftOut(data)
	if err != nil || !slices.Equal(got.Withheld, []Withheld{list[1], list[2], list[0]}) {
		t.Errorf("%s was read as %v (%v)", data, got, err)
	}
	none, err := (LeftOut{Withheld: nil}).Marshal()
	if err != nil || string(none) != `{"withheld":[]}`+"\n" {
		t.Errorf("nothing withheld is written as %q (%v)", none, err)
	}
	if got, err := ParseLeftOut(none); err != nil || len(got.Withheld) != 0 {
		t.Errorf("nothing withheld is read as %v (%v)", got, err)
	}
}

func TestWhatLeavesInPartReadsAsItWasWritten(t *testing.T) {
	whole := LeftOut{Withheld: []Withheld{{9, "claim.made/1", "sealed"}}, InPart: []InPart{{3, []string{"claim", "passages"}, "nameless"}},
		Copies: []Copy{{"ab", "marks", 12, CopiesDir + "/ab.pdf", "application/pdf", "redacted"}, {"o-1", "name", -1, "", "", "holds words"}}}
	data, err := whole.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseLeftOut(data)
	if err != nil || !reflect.DeepEqual(got, whole) {
		t.Errorf("%s was read as %v (%v)", data, got, err)
	}
}

func TestWithheldHasOneForm(t *testing.T) {
	one := `{"index":1,"kind":"a/1","reason":"r"}`
	two := `{"index":2,"kind":"a/1","reason":"r"}`
	for name, text := range map[string]string{
		"null":          `{"withheld":null}`,
		"nothing named": `{}`,
		"out of order":  `{"withheld":[` + two + `,` + one + `]}`,
		"named twice":   `{"withheld":[` + one + `,` + one + `]}`,
		"no reason":     `{"withheld":[{"index":1,"kind":"a/1","reason":""}]}`,
		"no kind":       `{"withheld":[{"index":1,"kind":"","reason":"r"}]}`,
		"before all":    `{"withheld":[{"index":-1,"kind":"a/1","reason":"r"}]}`,
		"a space":       `{"withheld": [` + one + `]}`,
		"two objects":   `{"withheld":[]}{"withheld":[]}`,
		"empty part":    `{"withheld":[],"in_part":[]}`,
		"no fields":     `{"withheld":[],"in_part":[{"index":1,"fields":[],"reason":"r"}]}`,
		"fields astray": `{"withheld":[],"in_part":[{"index":1,"fields":["says","claim"],"reason":"r"}]}`,
		"a copy away":   `{"withheld":[],"copies":[{"name":"n","how":"cells","marks":-1,"file":"../x","reason":"r"}]}`,
		"copies twice":  `{"withheld":[],"copies":[{"name":"n","how":"name","marks":-1,"reason":"r"},{"name":"n","how":"name","marks":-1,"reason":"r"}]}`,
	} {
		if got, err := ParseLeftOut([]byte(text + "\n")); !errors.Is(err, ErrForm) {
			t.Errorf("%s was read as %v: %v", name, got, err)
		}
	}
	for _, list := range [][]Withheld{{{1, "a", "r"}, {1, "b", "r"}}, {{-1, "a", "r"}}, {{1, "", "r"}}, {{1, "a", ""}}, {{1, "a", "\xff"}}} {
		if data, err := (LeftOut{Withheld: list}).Marshal(); err == nil {
			t.Errorf("%v was written as %s", list, data)
		}
	}
}

func TestConsistencyHasOneForm(t *testing.T) {
	path := [][32]byte{{1}, {2}, {31: 3}}
	data := MarshalConsistency(path)
	got, err := ParseConsistency[[32]byte](data)
	if err != nil || !slices.Equal(got, path) {
		t.Errorf("%q was read as %v (%v)", data, got, err)
	}
	if none := MarshalConsistency([][32]byte{}); none == nil || len(none) != 0 {
		t.Errorf("no hashes are written as %q", none)
	}
	if got, err := ParseConsistency[[32]byte](nil); err != nil || len(got) != 0 {
		t.Errorf("no bytes are read as %v (%v)", got, err)
	}
	for name, changed := range map[string][]byte{
		"no line end":           data[:len(data)-1],
		"an empty line":         append(bytes.Clone(data), '\n'),
		"windows line ends":     bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")),
		"a byte too few":        append(bytes.Clone(data), "AAAA\n"...),
		"not base 64":           append([]byte("-"), data[1:]...),
		"loose bits at the end": bytes.Replace(data, []byte("AAA="), []byte("AAB="), 1),
		"far too many":          bytes.Repeat(data, 100),
	} {
		if got, err := ParseConsistency[[32]byte](changed); !errors.Is(err, ErrForm) {
			t.Errorf("%s was read as %d hashes: %v", name, len(got), err)
		}
	}
}

func TestOnlyTheSealStandsOutsideTheManifest(t *testing.T) {
	for _, path := range Seals() {
		if !sealed(path) {
			t.Errorf("the manifest may name %s, which is made after it", path)
		}
	}
	for _, path := range []string{StartFile, KeyFile, CheckpointFile, EventsFile, WithheldFile, AboutFile, OriginalsDir + "/x", RenditionsDir + "/x"} {
		if sealed(path) || CheckPath(path) != nil {
			t.Errorf("the manifest can't name %s", path)
		}
	}
}
